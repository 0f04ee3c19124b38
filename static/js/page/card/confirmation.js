// Until when a card may be shown: a former member's phone must not show a valid one for ever.

/** How many days a card may be shown after the ward's server has last known its user. */
export const CARD_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Tells whether a card may be shown on `day`. A clock that stands before the day of confirmation is wrong by more than
 * midnight explains.
 * @param {string | null | undefined} confirmedOn the day as YYYY-MM-DD, of the server's clock
 * @param {string} day
 */
export function mayShowCard(confirmedOn, day) {
  if (!confirmedOn) return false;
  const age = (Date.parse(day) - Date.parse(confirmedOn)) / DAY_MS;
  return age >= -1 && age <= CARD_DAYS;
}
