// The week of the team on its leader's home: who has not logged yet, how to call them, and what waits.
import { read, SendError, session } from "../../outbox/api.js";
import { readTeam, saveTeam } from "../../outbox/team_store.js";
import { formatDay, formatMoment } from "../common/calendar.js";
import { element, linkButton } from "../common/elements.js";
import { formatNumber, language, message } from "../common/messages.js";
import { broadcastChange, database } from "../common/sync.js";

/** @import { Lists, TeamMember } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

const MAX_AGE_MS = 900_000; // a home that is opened again within it asks nothing
let shown = "";

/**
 * The post for which a week is asked: that of another one is not its reader's.
 * @param {User | undefined} user
 */
function scopeOf(user) {
  return JSON.stringify([user?.role, user?.ward?.id, user?.team?.id]);
}

/**
 * Fetches the week of the team that a user leads, unless the stored one is young. Whoever leads none has none on the
 * phone. Never fails: without a connection the last one stays.
 * @param {number} id
 * @param {Lists} lists
 */
export async function fetchTeam(id, { user }) {
  const scope = scopeOf(user);
  try {
    if (user?.role !== "leader") {
      await saveTeam(database, id, scope, null);
      return;
    }
    const stored = await readTeam(database, id, scope);
    const age = stored ? Date.now() - stored.at : Infinity;
    if (age >= 0 && age < MAX_AGE_MS) return;
    const fresh = await read("team", language, stored?.etag);
    // Somebody else may have signed in on this phone, whose team this would be.
    if ((await session()).user?.id !== id) throw new SendError("signed_out");
    await saveTeam(database, id, scope, fresh ?? stored ?? null);
  } catch (error) {
    if (error instanceof SendError && error.reason === "forbidden") await saveTeam(database, id, scope, null);
  }
  await broadcastChange();
}

/**
 * Shows the stored week, with the time at which it was read; none is no section.
 * @param {User} user
 */
export async function showTeam(user) {
  const stored = await readTeam(database, user.id, scopeOf(user)).catch(() => undefined);
  const content = JSON.stringify(stored ?? null);
  if (content === shown) return;
  shown = content;
  const section = document.getElementById("team-week");
  section.hidden = !stored;
  if (!stored) return;
  const { week, members, waiting } = stored.body;
  const days = { first: formatDay(week.from), last: formatDay(week.to), moment: formatMoment(stored.at) };
  section.querySelector(".hint").textContent = message("team.week", days);
  for (const [name, number] of Object.entries(waiting)) {
    const line = section.querySelector(`[data-line="${name}"]`);
    if (!line) continue;
    line.hidden = number === 0;
    line.querySelector("a").textContent = message(`team.${name}`, { number: formatNumber(number) });
  }
  showMembers(section, members);
}

/**
 * @param {HTMLElement} section
 * @param {TeamMember[]} members
 */
function showMembers(section, members) {
  const silent = members.filter(({ logged }) => logged === 0);
  const numbers = { done: formatNumber(members.length - silent.length), all: formatNumber(members.length) };
  section.querySelector("[data-summary]").textContent = members.length ? message("team.logged", numbers) : "";
  section.querySelector(".rows").replaceChildren(
    ...silent.map(({ id, name, phone, last_on }) => {
      const last = last_on ? message("team.last_on", { day: formatDay(last_on) }) : message("team.long_ago");
      const call = linkButton(message("team.call"), `tel:${phone}`, {
        "aria-label": message("team.call_name", { name }),
      });
      return element("li", { "data-member": id }, element("span", {}, name, element("small", {}, last)), call);
    }),
  );
}
