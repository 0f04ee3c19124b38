// Withdrawing entries, with what was logged with them. Uses no page.
import { FORM_VERSION } from "../../outbox/api.js";
import { REFUSED } from "../../outbox/states.js";
import { counts, mayChange } from "./own_entries.js";

/** @import { Entry, Lists, OwnEntry } from "../types.js" */

/**
 * Returns what was logged with the entry `id`, such as what was set up at a visit; without what was withdrawn or is void.
 * @param {OwnEntry[]} own
 * @param {string} id
 */
export function loggedWith(own, id) {
  return own.filter(
    ({ status, fields }) => status !== "void" && !fields.withdrawn && Object.values(fields).includes(id),
  );
}

/**
 * Returns what was logged with the entry `id` and counts: what is `open` may still be withdrawn, what is `approved` may
 * not. Where the ward refused a change, its own revision is what counts.
 * @param {OwnEntry[]} own
 * @param {string} id
 * @param {Lists} lists
 */
export function countedWith(own, id, lists) {
  const atWard = own.map((one) => (one.state === REFUSED && one.ward) || one).filter(counts);
  const found = loggedWith(atWard, id);
  return {
    open: found.filter((one) => mayChange(one, lists)),
    approved: found.filter(({ status }) => status === "approved"),
  };
}

/**
 * Returns the revision that withdraws an entry.
 * @param {Entry} entry
 */
export function withdrawalOf({ id, kind, revision, fields }) {
  const recorded_at = new Date().toISOString();
  return { id, kind, revision: revision + 1, recorded_at, form: FORM_VERSION, fields: { ...fields, withdrawn: true } };
}
