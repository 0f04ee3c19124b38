// The number on the app's icon: what waits on this phone. Only apps of the home screen have one. Pages alone set it: the
// phones whose icons have a number do not send in the background, and elsewhere a worker that sets it may be ended.

/**
 * Sets the number to that of the entries and photos that wait; it goes where none does, or nobody is signed in. Never
 * fails: the number is beside all that the pages say.
 * @param {number} waiting
 */
export async function setBadge(waiting) {
  try {
    await navigator.setAppBadge?.(waiting);
  } catch (error) {
    console.warn(error);
  }
}
