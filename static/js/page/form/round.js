// A round from door to door: what is known of a household, what is carried on to it, and which one comes next. A form
// can be filled in without that, so its code is loaded beside it; it is on the phone already.
import { entriesOf } from "../../outbox/outbox_store.js";
import { database } from "../common/sync.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { readField, writeField } from "./fields.js";
import { readFigure } from "./figures.js";
import { ifLoaded, untilLoaded } from "./load_code.js";

/** @import { Entry, Lists, OwnEntry, Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/** @type {Promise<typeof import("./visit_parts.js")> | undefined} */
let loading;

/** Returns what only a visit needs. */
function load() {
  loading ??= untilLoaded(() => import("./visit_parts.js"));
  return loading;
}

/**
 * Opens what is beside the form of a visit, as soon as its code is there; nobody waits for it: the state of the household, what goes on from the
 * last one, and the notice. Until then the form does not show them. `own` are own entries, the newest first; a form
 * that `isWritten` has its answers already.
 * @param {User} user
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 * @param {{ isCorrection: boolean, carriedTo: string | null, isWritten: () => boolean }} opened
 */
export function openRound(user, own, lists, opened) {
  openParts(user, own, lists, opened);
}

/** @type {(...opened: Parameters<typeof openRound>) => Promise<void>} */
async function openParts(user, own, lists, { isCorrection, carriedTo, isWritten }) {
  const field = fields.get("state");
  if (!field) return;
  const code = await load();
  field.state = new code.StateField(field, lists, readFigure);
  // A draft or a correction has brought it before.
  field.state.value = field.written;
  if (isCorrection) field.state.stopSuggesting();
  code.bindPrivacyNotice(form, lists);
  for (const part of form.querySelectorAll("[data-needs-code]")) part.hidden = false;
  if (carriedTo) code.restoreCarried(user.id, carriedTo, isWritten(), { fieldOf, readField, writeField });
  await code.followHousehold(user, own, lists, isCorrection, { form, fieldOf, readField });
  form.dispatchEvent(new Event("change"));
}

/**
 * Offers the next household after a visit that was saved.
 * @param {User} user
 * @param {Entry} visit
 * @param {Readings} readings
 */
export async function offerNext(user, visit, { bootstrap: lists, mine }) {
  if (!fields.has("state")) return;
  const households = fields.get("household")?.picker?.list.items ?? [];
  // Read now, as what the ward receives meanwhile leaves them, and is not in `mine` yet.
  const reading = entriesOf(database, user.id).catch(() => []);
  const [{ showNext }, parts] = await Promise.all([untilLoaded(() => import("./next_step.js")), load()]);
  await showNext(user, visit, { households, lists, mine, copies: await reading, parts });
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
export async function lastMeeting(user, id, day, own, lists) {
  if (!day || !fields.has("state")) return day;
  const code = await ifLoaded(load());
  return code ? code.lastMet(id, day, own, (await code.knownHouseholds(user, lists)).get(id)) : day;
}
