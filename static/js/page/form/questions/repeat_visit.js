// Whether a visit to a household may be logged twice. Where nobody was at home it was not visited. Uses no page.
import { WAITING } from "../../../outbox/states.js";
import { today } from "../../common/calendar.js";

/** @import { Copy } from "../../types.js" */

const REPEAT_VISIT_DAYS = 7; // within which a second visit is worth a question

/**
 * Returns why to ask: a visit to the household is `waiting` on this phone, or it was visited `lately`; null for no
 * reason. `copies` are the other entries on this phone, and `last` is the day of the last visit that met somebody;
 * `replaced` is that of the entry that is logged again, which is no other visit.
 * @param {Copy[]} copies
 * @param {string} name
 * @param {string} household
 * @param {string | undefined} last
 * @param {string | undefined} replaced
 * @returns {"waiting" | "lately" | null}
 */
export function reasonToAsk(copies, name, household, last, replaced) {
  const counts = copies.filter(
    ({ state, fields }) => state === WAITING && !fields.withdrawn && fields.met !== "absent",
  );
  if (counts.some(({ fields }) => fields[name]?.id === household)) return "waiting";
  return last && last !== replaced && last >= today(REPEAT_VISIT_DAYS) ? "lately" : null;
}
