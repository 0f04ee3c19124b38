// What an answer of the ward says of a copy on this phone.

/** Tells whether the ward has what a receipt is about, since now or before. */
export function isTaken({ outcome }) {
  return outcome === "stored" || outcome === "known";
}

/** Tells whether a receipt is about exactly this copy; where the ward has it, the digest must be the same as well. */
export function fits(copy, receipt) {
  const isSame = receipt?.id === copy.id && receipt.revision === copy.revision;
  return isSame && (!isTaken(receipt) || receipt.digest === copy.digest);
}
