// How much of an account number stays on the phone: its last digits. Uses no page.

const KEPT_DIGITS = 4;

/**
 * Returns the last digits of an account number, however it is written; null where it has none.
 * @param {string} text
 */
export function lastDigits(text) {
  return text.replace(/\D/g, "").slice(-KEPT_DIGITS) || null;
}
