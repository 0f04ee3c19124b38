// Offers the next household after a visit, with what the ward has received by then.
import { entriesOf } from "../../outbox/outbox_store.js";
import { database } from "../common/sync.js";
import { fields } from "./entry_form.js";
import { untilLoaded } from "./load_code.js";
import { visitParts } from "./round.js";

/** @import { Entry, Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

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
  const [{ showNext }, parts] = await Promise.all([untilLoaded(() => import("./next_step.js")), visitParts()]);
  await showNext(user, visit, { households, lists, mine, copies: await reading, parts });
}
