// The state of a household (hiện trạng) as text: what is there, which is never added to what was done.
import { ANSWERS, COUNTS, withoutUnknown } from "./household_state.js";
import { findItem } from "./listed.js";
import { message } from "./messages.js";

/** @import { HouseholdState, Lists } from "../types.js" */

/**
 * Returns what is known of a household, in one line; what is not known is left out. Empty when nothing is.
 * @param {HouseholdState | null | undefined} state
 * @param {Lists} lists
 */
export function stateText(state, lists) {
  const known = withoutUnknown(state ?? {}) ?? {};
  const counts = COUNTS.filter((name) => name in known).map((name) =>
    message(`state.${name}`, { number: known[name] }),
  );
  const have = Object.entries(known.have ?? {}).map(([code, number]) =>
    message("state.have", { number, name: serviceName(code, lists) }),
  );
  const answers = ANSWERS.filter((name) => name in known).map((name) => message(`state.${name}.${known[name]}`));
  return [...counts, ...have, ...answers].join(" · ");
}

/**
 * Returns the name of a service that a ward asks for, also of one that it does not any more.
 * @param {string} code
 * @param {Lists} lists
 */
export function serviceName(code, lists) {
  const asked = lists.settings?.state_services?.find((one) => one.code === code);
  return (asked ?? findItem(lists, "services", code))?.name ?? code;
}

/**
 * Returns the line on the state that an entry carries, which stands apart from what was done; null without one.
 * @param {{ fields: Record<string, any> }} entry
 * @param {Lists} lists
 */
export function stateLine({ fields }, lists) {
  const text = stateText(fields.state, lists);
  return text && message("state", { text });
}
