// What goes on from one household to the next: the day, who came along, and what it was about. Each is shown, and
// taken away at one tap.
import { formatDay, today } from "../common/calendar.js";
import { actionButton } from "../common/elements.js";
import { message } from "../common/messages.js";

/** @import { FieldElement, Fields } from "../types.js" */
/** @typedef {{ fieldOf(name: string): FieldElement, readField(field: FieldElement): any,
 *   writeField(field: FieldElement, value: any): void }} FormAccess */

const STORED_AS = "tung-nha-carried";
const NAMES = ["happened_on", "companions", "topics"];

/**
 * Returns what goes on from a visit that was just saved. The day does only where it was not that of the work itself: who
 * goes on after midnight, or the next morning, works on another day.
 * @param {Fields} fields
 */
export function valuesToCarry(fields) {
  const names = NAMES.filter((name) => name !== "happened_on" || fields[name] !== today());
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/**
 * Stores what the form of the next household starts with. It stays in this tab, so that a reload brings it again.
 * @param {number} user
 * @param {string} household
 * @param {Fields} values
 */
export function carryOn(user, household, values) {
  try {
    sessionStorage.setItem(STORED_AS, JSON.stringify({ user, household, values }));
  } catch {
    // Without room nothing is carried on, and the form opens as always.
  }
}

/**
 * Writes what was carried on to a household into the form, and shows it; a form that was resumed has it already.
 * @param {number} user
 * @param {string | null} household
 * @param {boolean} isResumed
 * @param {FormAccess} access
 */
export function restoreCarried(user, household, isResumed, access) {
  const stored = readStored();
  if (stored?.user !== user || stored.household !== household) return;
  for (const name of isResumed ? [] : NAMES)
    if (stored.values[name]) access.writeField(access.fieldOf(name), stored.values[name]);
  const show = () => showCarried(access);
  show();
  access.fieldOf("happened_on").closest("form")?.addEventListener("change", show);
}

function readStored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED_AS) ?? "null");
  } catch {
    return null;
  }
}

/** @param {FormAccess} access */
function showCarried(access) {
  const box = document.getElementById("carried");
  const chips = NAMES.map((name) => ({ name, text: textOf(name, access) })).filter(({ text }) => text);
  box.querySelector("div").replaceChildren(...chips.map(({ name, text }) => chip(name, text, access)));
  box.hidden = chips.length === 0;
}

/**
 * @param {string} name
 * @param {FormAccess} access
 */
function textOf(name, { fieldOf, readField }) {
  const field = fieldOf(name);
  // Where nobody was met there were no topics.
  if (field.hasAttribute("data-not-asked")) return "";
  if (name === "happened_on") {
    const day = readField(field);
    return day && day !== today() ? formatDay(day) : "";
  }
  const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input:checked"));
  return [...ticked].map((input) => input.closest("label").textContent).join(", ");
}

/**
 * @param {string} name
 * @param {string} text
 * @param {FormAccess} access
 */
function chip(name, text, { fieldOf, writeField }) {
  const clear = () => {
    const field = fieldOf(name);
    writeField(field, name === "happened_on" ? today() : []);
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    // The chip is gone: the next one has the focus, or what it was about.
    const next = [...document.querySelectorAll("#carried button"), ...field.querySelectorAll("input")];
    const stops = /** @type {HTMLElement[]} */ ([...next, ...fieldOf("met").querySelectorAll("input")]);
    stops.find((one) => one.offsetParent)?.focus();
  };
  return actionButton(`${text} ✕`, clear, { "data-carried": name, "aria-label": message("carried.remove", { text }) });
}
