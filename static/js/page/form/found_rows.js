// The rows below the search of a household or a merchant: those found, the way to more of them, and the new one.
import { formatDay } from "../common/calendar.js";
import { actionButton, element } from "../common/elements.js";
import { formatNumber, message } from "../common/messages.js";
import { needPlaces } from "./household_list.js";

/** @import { Listed } from "./household_list.js" */
/** @import { HouseholdPicker } from "./household_picker.js" */

const MAX_ROWS = 5; // rows that fit above a phone's keyboard, or nearly
const MORE_ROWS = 50; // further rows at a tap

/** The rows of a picker, always of its list, its text and the area of its form. */
export class FoundRows {
  #limit = MAX_ROWS;
  #isWholeLane = false;
  #content = "";

  /**
   * @param {HTMLElement} field
   * @param {HouseholdPicker} picker
   */
  constructor(field, picker) {
    this.picker = picker;
    this.rows = field.querySelector("[data-found]");
    this.count = field.querySelector("[data-count]");
    field.querySelector("[data-search]").addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Shows the first rows for what is typed now. */
  restart() {
    this.#limit = MAX_ROWS;
    this.#isWholeLane = false;
    this.#content = "";
    this.#show();
  }

  /** Shows another list. Rows that are the same stay: a finger may be on one of them. */
  renew() {
    this.#show();
  }

  #show() {
    const { list, text, form } = this.picker;
    const area = form.area();
    const { found, lane } = list.matching(text, area);
    const isWholeLane = this.#isWholeLane && lane !== null;
    const offered = isWholeLane ? list.housesOf(lane, area) : found.slice(0, this.#limit);
    const rows = describeRows(this.picker, offered).map(([item, detail]) => this.#row(item, detail));
    if (lane && !isWholeLane && lane.households > Math.max(offered.length, found.length - 1))
      rows.push(this.#laneRow(lane));
    else if (text && !isWholeLane && found.length > offered.length)
      rows.push(this.#moreRow(found.length - offered.length));
    if (text && !this.picker.exact) rows.push(this.#newRow());
    this.rows.classList.toggle("long", offered.length > MAX_ROWS);
    this.#replace(rows.map((row) => element("li", {}, row)));
    this.count.textContent = text ? message("number_found", { number: found.length }) : "";
  }

  /** @param {HTMLElement[]} rows */
  #replace(rows) {
    const content = rows.map((row) => row.innerHTML).join();
    if (content === this.#content) return;
    this.#content = content;
    this.rows.replaceChildren(...rows);
  }

  /**
   * @param {Listed} item
   * @param {string} detail
   */
  #row(item, detail) {
    const button = actionButton(item.text, () => this.picker.choose(item), { "data-id": item.id });
    if (detail) button.append(element("small", {}, detail));
    if (item === this.picker.exact) button.setAttribute("aria-current", "true");
    return button;
  }

  /** @param {{ name: string, households: number }} lane */
  #laneRow({ name, households }) {
    const text = this.picker.say("whole_lane", { number: formatNumber(households), name });
    const expand = () => {
      this.#isWholeLane = true;
      this.#showFrom(0);
    };
    return actionButton(text, expand, { class: "more", "data-lane": true });
  }

  /** @param {number} number */
  #moreRow(number) {
    const expand = () => {
      this.#limit += MORE_ROWS;
      this.#showFrom(this.#limit - MORE_ROWS);
    };
    return actionButton(message("show_more", { number: formatNumber(number) }), expand, { class: "more" });
  }

  /**
   * Shows more rows, and moves the focus from the button that is gone to the first that is new.
   * @param {number} first
   */
  #showFrom(first) {
    this.#show();
    this.rows.querySelectorAll("button")[first]?.focus();
  }

  #newRow() {
    const { text } = this.picker;
    return actionButton(`${message("add")} ${text}`, () => this.picker.addNew(), { class: "add-new" });
  }

  /**
   * The arrows go through the rows, and back to what is typed.
   * @param {KeyboardEvent} event
   */
  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [this.picker.input, ...this.rows.querySelectorAll("button")];
    const next = stops[stops.indexOf(/** @type {any} */ (event.target)) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/**
 * Returns each of some households with what tells it from the others: its place where they are not all in the chosen
 * area, and the day of its last visit.
 * @param {HouseholdPicker} picker
 * @param {Listed[]} items
 * @returns {[Listed, string][]}
 */
export function describeRows({ list, form }, items) {
  const withPlaces = needPlaces(items, form.area());
  return items.map((item) => {
    const { id, neighbourhood, place } = item;
    const places = [place ? form.placeName(place) : "", neighbourhood ? form.areaName(neighbourhood) : ""];
    const day = list.lastVisited[id];
    const details = [...(withPlaces ? places : []), day ? message("last_visited", { day: formatDay(day) }) : ""];
    return [item, details.filter(Boolean).join(" · ")];
  });
}
