// Which of many addresses are worth asking for again. Uses no worker.

/** The name of an error: the server's answer is not what it listed. */
export const NOT_LISTED = "NotListedError";
const MOST_CUTS = 3; // a line that was cut so often is not tried again until the next call

/**
 * Caches addresses one after the other, past those that fail. Returns those that need not be asked for again soon: what
 * the server does not have, and on a full phone all that is missing.
 * @param {string[]} addresses
 * @param {(address: string) => Promise<unknown>} cacheOne
 */
export async function cacheEach(addresses, cacheOne) {
  /** @type {string[]} */
  const failed = [];
  let cuts = 0;
  for (const address of addresses) {
    try {
      await cacheOne(address);
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      if (name === "QuotaExceededError") return addresses;
      if (name === NOT_LISTED) failed.push(address);
      else cuts += 1;
      if (cuts === MOST_CUTS) return failed;
    }
  }
  return failed;
}
