// What the receipt of a visit offers next: the following household of the lane, with what is carried on to it. Loaded when
// a visit is saved.
import { houseNumber, inLane, laneOf } from "../common/addresses.js";
import { linkButton } from "../common/elements.js";
import { message } from "../common/messages.js";
import { ownEntries } from "../common/own_entries.js";
import { nextInLane, visitedLately } from "./next_household.js";

/** @import { Copy, Entry, Fields, Lists, Mine } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @import { Listed } from "./household_list.js" */
/** @typedef {Pick<typeof import("./visit_parts.js"), "carryOn" | "knownHouseholds" | "valuesToCarry">} Parts */
/** @typedef {{ households: Listed[], lists: Lists, mine: Mine, copies: Copy[],
 *   parts: Parts }} Offered */

/**
 * Shows the next household on the receipt; where the lane is done, another one and the list of all. Nothing is offered after a
 * visit without a household, or in no lane.
 * @param {User} user
 * @param {Entry} visit
 * @param {Offered} offered
 */
export async function showNext(user, { fields }, offered) {
  const box = document.getElementById("next-household");
  const found = fields.household ? await findNext(user, fields, offered) : null;
  box.hidden = !found;
  // One button stands out: the next household, where there is one.
  document.querySelector("#receipt > a").classList.toggle("primary", !found?.next);
  if (!found) return;
  const { lane, next, other, absent } = found;
  const { carryOn, valuesToCarry } = offered.parts;
  const values = valuesToCarry(fields);
  const linkTo = (/** @type {Listed} */ one, /** @type {string} */ name, /** @type {string} */ look) => {
    const address = `/log/visit?household=${one.id}&next`;
    const link = linkButton(message(name, { label: one.text }), address, { class: look });
    link.addEventListener("click", () => carryOn(user.id, one.id, values));
    return link;
  };
  const links = next ? [linkTo(next, "next_household", "button primary")] : [];
  if (!next && other) links.push(linkTo(other, "other_lane", "button"));
  if (!next) links.push(linkButton(message("all_households"), "/log/households"));
  const name = absent ? "lane_done_but_absent" : "lane_done";
  box.querySelector("p").textContent = next ? "" : message(name, { name: lane, number: absent });
  box.querySelector("div").replaceChildren(...links);
}

/**
 * @param {User} user
 * @param {Fields} fields
 * @param {Offered} offered
 */
async function findNext(
  user,
  { household, neighbourhood, happened_on: day },
  { households, lists, mine, copies, parts },
) {
  const own = ownEntries(copies, mine.entries);
  const known = await parts.knownHouseholds(user, lists);
  const round = visitedLately({ copies, own, lastVisited: mine.last_visited, known, day });
  return nextInLane({ ...household, neighbourhood }, households, round, { houseNumber, inLane, laneOf });
}
