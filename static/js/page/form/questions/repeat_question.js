// Asks before the same household is logged again.
import { entriesOf } from "../../../outbox/outbox_store.js";
import { formatDay } from "../../common/calendar.js";
import { answerTo } from "../../common/elements.js";
import { message } from "../../common/messages.js";
import { ownEntries } from "../../common/own_entries.js";
import { database } from "../../common/sync.js";
import { fields } from "../entry_form.js";
import { readField } from "../fields.js";
import { ifLoaded } from "../load_code.js";
import { visitParts } from "../round.js";
import { reasonToAsk } from "./repeat_visit.js";

/** @import { User } from "../../../outbox/types.js" */
/** @import { Lists, OwnEntry } from "../../types.js" */
/** @import { Answered } from "../questions.js" */

/**
 * Asks when this household was visited a few days ago, or has a visit that waits; tells whether to save all the same.
 * @param {Answered} answered
 */
export async function confirmRepeat({ user, readings: { bootstrap: lists, mine }, id, replaces, isFirst }) {
  const field = [...fields.values()].find((one) => one.querySelector("[data-source=households]"));
  const household = isFirst && field && readField(field);
  if (!household) return true;
  const copies = await entriesOf(database, user.id).catch(() => []);
  const others = copies.filter((copy) => copy.id !== id && copy.id !== replaces);
  const [day, own] = [mine.last_visited[household.id], ownEntries(others, mine.entries)];
  const last = await lastMeeting(user, household.id, day, own, lists);
  const replaced = mine.entries.find((entry) => entry.id === replaces);
  const reason = reasonToAsk(others, field.dataset.field, household.id, last, replaced?.happened_on);
  if (!reason) return true;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("repeat"));
  dialog.querySelector("[data-summary]").textContent =
    reason === "waiting" ? message("visit_waiting") : message("visited_recently", { day: formatDay(last ?? "") });
  return (await answerTo(dialog)) === "save";
}

/**
 * Returns the day of the last visit to a household that met somebody, as far as this phone knows; `day` is that of the
 * last visit of any kind.
 * @param {User} user
 * @param {string} id
 * @param {string | undefined} day
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 */
async function lastMeeting(user, id, day, own, lists) {
  if (!day || !fields.has("state")) return day;
  const code = await ifLoaded(visitParts());
  return code ? code.lastMet(id, day, own, (await code.knownHouseholds(user, lists)).get(id)) : day;
}
