// What the form of a visit shows of its household: the state that is known, and what its neighbours call it.
import { readList } from "../../outbox/reading_store.js";
import { language } from "../common/messages.js";
import { database } from "../common/sync.js";
import { newestState } from "./known_state.js";

/** @import { FieldElement, OwnEntry } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @import { KnownHousehold } from "./known_state.js" */
/** @typedef {{ form: HTMLFormElement, fieldOf(name: string): FieldElement, readField(field: FieldElement): any }} Form */

/**
 * Returns the households of the team's areas as the phone has stored them, by id; empty where it has none yet.
 * @param {User} user
 * @returns {Promise<Map<string, KnownHousehold>>}
 */
export async function knownHouseholds(user) {
  const reading = await readList(database, user.id, "households", language).catch(() => undefined);
  return new Map((reading?.body.households ?? []).map((/** @type {KnownHousehold} */ one) => [one.id, one]));
}

/**
 * Shows what is known of the household that is chosen, whenever another one is. `own` are own entries, the newest first;
 * an entry that is corrected shows its own state and no other.
 * @param {User} user
 * @param {OwnEntry[]} own
 * @param {boolean} isCorrection
 * @param {Form} access
 */
export async function followHousehold(user, own, isCorrection, { form, fieldOf, readField }) {
  const household = fieldOf("household");
  const known = await knownHouseholds(user);
  /** @type {string | undefined} */
  let last;
  const show = () => {
    const id = readField(household)?.id;
    if (id === last) return;
    last = id;
    if (!isCorrection) fieldOf("state").state?.suggest(id, id ? newestState(id, known.get(id), own) : null);
    household.called?.suggest((id && known.get(id)?.called) || "");
  };
  for (const type of ["input", "change", "click"]) form.addEventListener(type, show);
  show();
}
