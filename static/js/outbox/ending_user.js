// Whose session is still to be ended, because there was no connection when they signed out.

const KEY = "signing-out";

/** Returns the id of the user whose session is still to be ended, or null. */
export function endingUser() {
  try {
    return Number(localStorage.getItem(KEY)) || null;
  } catch {
    return null;
  }
}

/** @param {number | null} user */
export function setEndingUser(user) {
  try {
    if (user) localStorage.setItem(KEY, String(user));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing ends a session only while it has a connection.
  }
}
