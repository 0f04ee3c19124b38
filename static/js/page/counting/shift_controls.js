// Where the people of a shift are helped and how: chosen once, and known again after the page was closed.
import { readFact, saveFact } from "../../outbox/fact_store.js";
import { element } from "../common/elements.js";
import { presentAtWard } from "../common/event_days.js";
import { data } from "../common/messages.js";
import { database } from "../common/sync.js";
import { DEFAULT_OUTCOME, OUTCOMES, placesOfDay, whereByItself } from "./shift.js";

/** @import { Lists } from "../types.js" */
/** @import { Shift, Where } from "./shift.js" */

const box = /** @type {HTMLDetailsElement} */ (document.getElementById("shift"));
const where = /** @type {HTMLSelectElement} */ (box.querySelector("[name=where]"));
const area = /** @type {HTMLSelectElement} */ (box.querySelector("[name=neighbourhood]"));
const outcomes = box.querySelector("[data-outcomes]");

/**
 * Offers what a shift of `day` may be, and returns the one that `user` chose last, or the usual one.
 * @param {number} user
 * @param {string} day
 * @param {Lists} lists
 * @returns {Promise<Shift>}
 */
export async function openShift(user, day, lists) {
  const before = (await readFact(database, factOf(user)).catch(() => undefined)) ?? {};
  const offered = offeredOn(day, lists);
  fill(where, offered, whereByItself(offered, before, lists, day, presentAtWard()), "");
  const areas = lists.neighbourhoods.map(({ id, name }) => ({ value: String(id), name }));
  fill(area, areas, String(before.neighbourhood), areas[0]?.value);
  showOutcomes(OUTCOMES.includes(before.outcome) ? before.outcome : DEFAULT_OUTCOME);
  return chosenShift(day, lists);
}

/**
 * Returns the shift that is chosen on the page.
 * @param {string} day
 * @param {Lists} lists
 * @returns {Shift}
 */
export function chosenShift(day, lists) {
  const { event, place } = chosenWhere(day, lists);
  const outcome = /** @type {HTMLInputElement} */ (outcomes.querySelector(":checked")).value;
  showSummary();
  return { day, event, place, neighbourhood: Number(area.value), outcome };
}

/**
 * Calls `listener` when another shift is chosen, and keeps the choice for the next time.
 * @param {() => number | undefined} reader
 * @param {() => void} listener
 */
export function followChoice(reader, listener) {
  box.addEventListener("change", () => {
    const user = reader();
    const outcome = /** @type {HTMLInputElement} */ (outcomes.querySelector(":checked")).value;
    const { day } = presentAtWard();
    const choice = { where: where.value, neighbourhood: Number(area.value), outcome, day };
    // What cannot be kept is chosen again the next time.
    if (user) saveFact(database, factOf(user), choice).catch(console.warn);
    listener();
  });
}

const factOf = (/** @type {number} */ user) => `counting ${user}`;

/**
 * @param {string} day
 * @param {Lists} lists
 */
const offeredOn = (day, lists) => placesOfDay(lists, day, where.dataset.elsewhere ?? "");

/**
 * @param {string} day
 * @param {Lists} lists
 * @returns {Where}
 */
function chosenWhere(day, lists) {
  const offered = offeredOn(day, lists);
  return /** @type {Where} */ (offered.find(({ value }) => value === where.value) ?? offered[offered.length - 1]);
}

/**
 * Fills a list of choices; where the chosen one is not offered, the usual one is chosen.
 * @param {HTMLSelectElement} control
 * @param {{ value: string, name: string }[]} offered
 * @param {string | undefined} chosen
 * @param {string} usual
 */
function fill(control, offered, chosen, usual) {
  control.replaceChildren(...offered.map(({ value, name }) => element("option", { value }, name)));
  const isOffered = offered.some(({ value }) => value === chosen);
  control.value = String(isOffered ? chosen : usual);
}

/** @param {string} chosen */
function showOutcomes(chosen) {
  const names = outcomeNames();
  const choices = OUTCOMES.map((code) => {
    const input = element("input", { type: "radio", name: "outcome", value: code, checked: code === chosen });
    return element("label", { class: "choice" }, input, names[code]);
  });
  outcomes.replaceChildren(...choices);
}

/** @returns {Record<string, string>} */
const outcomeNames = () => data.kinds[box.dataset.kind ?? ""]?.fields.outcome.names ?? {};

function showSummary() {
  const { value } = /** @type {HTMLInputElement} */ (outcomes.querySelector(":checked"));
  const place = where.selectedOptions[0]?.text ?? "";
  box.querySelector("[data-summary]").textContent = [place, outcomeNames()[value]].filter(Boolean).join(" · ");
}
