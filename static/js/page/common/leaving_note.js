// A note from the page that somebody leaves to that of signing in, which opens next: who it was.

const LEAVING = "leaving";

/**
 * Notes who leaves.
 * @param {number} user
 */
export function noteLeaving(user) {
  try {
    sessionStorage.setItem(LEAVING, String(user));
  } catch {
    // Then nobody's number is filled in.
  }
}

/** Returns the id of the one who left, once, or null. */
export function takeLeaving() {
  try {
    const user = Number(sessionStorage.getItem(LEAVING));
    sessionStorage.removeItem(LEAVING);
    return user || null;
  } catch {
    return null;
  }
}
