// What a receipt of the ward says about a copy on this phone.
/** @import { Copy, Receipt } from "./types.js" */

/**
 * Tells whether the ward has what a receipt is about, since now or before.
 * @param {Receipt} receipt
 */
export function isAccepted({ outcome }) {
  return outcome === "stored" || outcome === "known";
}

/**
 * Tells whether a receipt is about exactly this copy; where the ward has it, the digest must be the same as well.
 * @param {Pick<Copy, "id" | "revision" | "digest">} copy
 * @param {Receipt | undefined} receipt
 */
export function receiptMatches(copy, receipt) {
  if (receipt?.id !== copy.id || receipt.revision !== copy.revision) return false;
  return !isAccepted(receipt) || receipt.digest === copy.digest;
}
