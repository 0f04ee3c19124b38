// A note from the home page to that of the account, which opens next: the phone is to be passed on.

const WANTED = "switch-wanted";
const WANTED_FOR_MS = 60_000; // a page that did not open then must not sign anybody out much later

/** Notes that the phone is to be passed on. */
export function noteSwitch() {
  try {
    sessionStorage.setItem(WANTED, String(Date.now()));
  } catch {
    // A browser that keeps nothing asks for one tap more.
  }
}

/** Tells, once, whether the phone is to be passed on. */
export function takeSwitch() {
  try {
    const age = Date.now() - Number(sessionStorage.getItem(WANTED));
    sessionStorage.removeItem(WANTED);
    return age >= 0 && age < WANTED_FOR_MS;
  } catch {
    return false;
  }
}
