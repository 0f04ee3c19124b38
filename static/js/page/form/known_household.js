// What the form of a visit shows of its household: the state that is known, and what its neighbours call it.
import { storedHouseholds } from "../common/household_reading.js";
import { newestState } from "./known_state.js";

/** @import { FieldElement, Lists, OwnEntry } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @import { KnownHousehold } from "./known_state.js" */
/** @typedef {{ form: HTMLFormElement, fieldOf(name: string): FieldElement, readField(field: FieldElement): any }} Form */

/**
 * Returns the households of the team's areas as the phone has stored them, by id; empty where it has none yet.
 * @param {User} user
 * @param {Lists} lists
 * @returns {Promise<Map<string, KnownHousehold>>}
 */
export async function knownHouseholds(user, lists) {
  const reading = await storedHouseholds(user.id, lists);
  return new Map((reading?.body.households ?? []).map((/** @type {KnownHousehold} */ one) => [one.id, one]));
}

/**
 * Shows what is known of the household that is chosen, whenever another one is. `own` are own entries, the newest first;
 * an entry that is corrected shows its own state and no other.
 * @param {User} user
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 * @param {boolean} isCorrection
 * @param {Form} access
 */
export async function followHousehold(user, own, lists, isCorrection, { form, fieldOf, readField }) {
  const household = fieldOf("household");
  const known = await knownHouseholds(user, lists);
  /** @type {string | undefined} */
  let last;
  const show = () => {
    const id = readField(household)?.id;
    if (id === last) return;
    last = id;
    const listedId = household.picker?.list.find(id ?? "")?.id;
    if (!isCorrection) fieldOf("state").state?.suggest(listedId, id ? newestState(id, known.get(id), own) : null);
    household.called?.suggest((id && known.get(id)?.called) || "", listedId);
  };
  for (const type of ["input", "change", "choice"]) form.addEventListener(type, show);
  show();
}
