// Code that a form loads beside itself, so that the form is there sooner. It is on the phone already.
import { withTimeout } from "../../outbox/timing.js";

const LONGEST_WAIT_MS = 1_000; // for code, after the button for saving

/**
 * Loads code. Where it cannot be had, it is asked for again when there is a line.
 * @template T
 * @param {() => Promise<T>} imported
 * @returns {Promise<T>}
 */
export async function untilLoaded(imported) {
  for (;;) {
    try {
      return await imported();
    } catch {
      await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
    }
  }
}

/**
 * Returns code as soon as it is loaded, or null where that takes too long: nobody waits for it to save.
 * @template T
 * @param {Promise<T>} loading
 * @returns {Promise<T | null>}
 */
export const ifLoaded = (loading) => withTimeout(LONGEST_WAIT_MS, loading).catch(() => null);
