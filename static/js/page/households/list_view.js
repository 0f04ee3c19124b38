// Draws the list: areas, lanes that open on a tap, and in an open lane a row for each household.
import { actionButton, element } from "../common/elements.js";
import { findItem } from "../common/listed.js";
import { formatNumber, message } from "../common/messages.js";
import { grouped, inHouseOrder } from "./grouping.js";

/** @import { ListedRow, Lists } from "../types.js" */
/** @import { Group, Section } from "./grouping.js" */
/** @import { ViewState } from "./view_state.js" */

const FEW = 20; // rows that are looked through at once: their lanes need not be opened
const ROWS_AT_ONCE = 60;

/**
 * Returns the list as elements. Of a lane that is closed there are no rows, because thousands would take seconds.
 * @param {ListedRow[]} rows
 * @param {(row: ListedRow) => boolean} isWanted
 * @param {Lists} lists
 * @param {ViewState} state
 * @param {() => void} onChange called after a lane was opened or a household tapped
 */
export function listOf(rows, isWanted, lists, state, onChange) {
  const areas = lists.neighbourhoods.map(({ id }) => id);
  const sections = grouped(rows, areas, isWanted);
  const shown = sections.flatMap(({ groups }) => groups);
  const isShort = shown.length === 1 || shown.reduce((sum, group) => sum + group.rows.length, 0) <= FEW;
  const lane = (/** @type {Group} */ group) => laneElement(group, isShort, state, onChange);
  return sections.flatMap((section) => [headingOf(section, lists), ...section.groups.map(lane)]);
}

/**
 * @param {Section} section
 * @param {Lists} lists
 */
function headingOf({ area }, lists) {
  return element("h2", {}, findItem(lists, "neighbourhoods", area)?.name ?? message("other_area"));
}

/**
 * @param {Group} group
 * @param {boolean} isShort
 * @param {ViewState} state
 * @param {() => void} onChange
 */
function laneElement(group, isShort, state, onChange) {
  const isOpen = isShort || state.open.includes(group.key);
  const isOfMerchants = state.list === "merchants";
  const name = group.name || message(isOfMerchants ? "no_place" : "no_lane");
  const values = { met: formatNumber(group.met), number: formatNumber(group.all) };
  const progress = message(isOfMerchants ? "merchants_visited" : "households_met", values);
  const list = element("ul", { class: "household-rows" });
  const heading = element("span", {}, element("strong", {}, name), element("small", {}, progress));
  const summary = element("summary", {}, heading);
  const details = element("details", { class: "lane", open: isOpen }, summary, list);
  const fill = () => list.childElementCount || addRows(list, inHouseOrder(group.rows), state, onChange);
  if (isOpen) fill();
  // However it is opened, as by a search of the browser.
  details.addEventListener("toggle", () => details.open && fill());
  // The event "toggle" comes later, when a fresh list may have been drawn already with the lane closed.
  summary.addEventListener("click", () => {
    const opens = !details.open;
    // In a short list all lanes are open, which nobody chose: what was open in the long one stays so.
    if (isShort) return;
    const others = state.open.filter((key) => key !== group.key);
    state.open = opens ? [...others, group.key] : others;
    onChange();
  });
  return details;
}

/**
 * Adds the first of `rows`, and a button that adds more.
 * @param {HTMLElement} list
 * @param {ListedRow[]} rows
 * @param {ViewState} state
 * @param {() => void} onChange
 */
function addRows(list, rows, state, onChange) {
  // The household that the user comes back from is among those that are drawn.
  const tapped = rows.findIndex(({ id }) => id === state.tapped);
  const number = Math.max(ROWS_AT_ONCE, tapped + 1);
  list.append(...rows.slice(0, number).map((row) => rowOf(row, state, onChange)));
  const rest = rows.slice(number);
  if (!rest.length) return;
  const button = actionButton(message("show_more", { number: formatNumber(rest.length) }), () => {
    item.remove();
    addRows(list, rest, state, onChange);
  });
  const item = element("li", {}, button);
  list.append(item);
}

/**
 * @param {ListedRow} row
 * @param {ViewState} state
 * @param {() => void} onChange
 */
function rowOf({ id, text, href, called, last, lines, isWaiting }, state, onChange) {
  const link = element(
    "a",
    { href, "data-household": id, "data-last": last.kind },
    element("strong", {}, text),
    called ? element("span", { class: "called" }, called) : null,
    element(
      "span",
      { class: "last-visit" },
      [last.text, isWaiting ? message("status.waiting") : ""].filter(Boolean).join(" · "),
    ),
    ...lines.map((line) => element("small", {}, line)),
  );
  link.addEventListener("click", () => {
    state.tapped = id;
    onChange();
  });
  return element("li", {}, link);
}
