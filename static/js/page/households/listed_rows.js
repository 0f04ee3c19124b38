// Households and merchants as rows of the list: their group, their filters and their texts.
import { houseNumber, laneOf } from "../common/addresses.js";
import { formatDay } from "../common/calendar.js";
import { evaluate } from "../common/criteria.js";
import { findItem } from "../common/listed.js";
import { formatNumber, message } from "../common/messages.js";
import { isAbsent, metOn } from "./own_work.js";
import { isIncomplete, isUnknown, openServices, unknownServices } from "./state_lines.js";

/** @import { Choice, ListedHousehold, ListedMerchant, ListedRow, Lists } from "../types.js" */

/** The names of the filters; that of a service has its code behind it. */
export const FILTERS = { never: "never", absent: "absent", unknown: "unknown", missing: "missing ", wrong: "wrong" };

/** @type {Record<string, string>} */
const LAST_VISIT = { met: "met_on", absent: "absent_on", declined: "declined_on" };
/**
 * Taking addresses apart takes longer than drawing them, and the list is drawn again at every change.
 * @type {Map<string, { group: ListedRow["group"], number: string }>}
 */
const addresses = new Map();

/** @param {string} label */
function addressOf(label) {
  const known = addresses.get(label) ?? { group: laneOf(label), number: houseNumber(label) };
  addresses.set(label, known);
  return known;
}

/**
 * Returns the row of a household.
 * @param {ListedHousehold} household
 * @param {Lists} lists
 * @returns {ListedRow}
 */
export function householdRow(household, { settings, services: offered }) {
  const { id, label, called, last, state, state_on, done, help_at_home, neighbourhood, isWaiting = false } = household;
  const asked = settings.state_services ?? [];
  const open = openServices(state, asked);
  const helped = [...asked, ...offered].filter(({ code = "" }, i, all) => isFirst(code, i, all) && done.includes(code));
  const filters = open.map(({ code }) => FILTERS.missing + code);
  if (!last) filters.push(FILTERS.never);
  if (isAbsent(household)) filters.push(FILTERS.absent);
  if (isIncomplete(state, asked)) filters.push(FILTERS.unknown);
  return {
    id,
    text: label,
    area: neighbourhood,
    ...addressOf(label),
    isMet: Boolean(metOn(household)),
    isWaiting,
    href: `/log/visit?household=${id}`,
    filters,
    called: called ?? "",
    last: last
      ? { text: message(LAST_VISIT[last.met] ?? "met_on", { day: formatDay(last.on) }), kind: last.met }
      : { text: message("never_visited"), kind: "never" },
    lines: [
      help_at_home ? message("help_at_home") : "",
      isUnknown(state) ? message("state_unknown") : state_on ? message("state_of", { day: formatDay(state_on) }) : "",
      isUnknown(state) ? "" : unknownLine(state, asked),
      open.length ? message("not_everybody_has", { names: namesOf(open) }) : "",
      helped.length ? message("helped_with", { names: namesOf(helped) }) : "",
      criteriaLine(household, settings.criteria ?? []),
    ].filter(Boolean),
  };
}

/**
 * @param {string} code
 * @param {number} i
 * @param {{ code?: string }[]} all
 */
function isFirst(code, i, all) {
  return all.findIndex((one) => one.code === code) === i;
}

/**
 * Returns what of a state that was asked in part is not known.
 * @param {ListedHousehold["state"]} state
 * @param {Choice[]} asked
 */
function unknownLine(state, asked) {
  const people = state?.people_14 == null ? [{ name: message("people_14") }] : [];
  const names = namesOf([...people, ...unknownServices(state, asked)]);
  return names && message("not_asked_of", { names });
}

/** @param {{ name: string }[]} services */
function namesOf(services) {
  return services.map(({ name }) => name).join(", ");
}

/**
 * @param {ListedHousehold} household
 * @param {NonNullable<Lists["settings"]["criteria"]>} criteria
 */
function criteriaLine({ state }, criteria) {
  if (!criteria.length || isUnknown(state)) return "";
  const answers = evaluate(criteria, state);
  const number = (/** @type {string} */ wanted) => formatNumber(answers.filter((answer) => answer === wanted).length);
  const text = message("criteria_met", { met: number("met"), number: formatNumber(criteria.length) });
  // What nobody asked is not unmet.
  return answers.includes("unknown") ? `${text} · ${message("not_reviewed", { number: number("unknown") })}` : text;
}

/**
 * Returns the row of a merchant.
 * @param {ListedMerchant} merchant
 * @param {Lists} lists
 * @returns {ListedRow}
 */
export function merchantRow({ id, name, last, place, neighbourhood, isWaiting = false }, lists) {
  const market = place == null ? undefined : findItem(lists, "places", place)?.name;
  const isWrong = last?.qr_valid === false || last?.in_use === false;
  return {
    id,
    text: name,
    area: neighbourhood,
    group: market ? { key: market, name: market } : null,
    number: "",
    isMet: Boolean(last),
    isWaiting,
    href: `/log/merchant?merchant=${id}`,
    filters: [...(last ? [] : [FILTERS.never]), ...(isWrong ? [FILTERS.wrong] : [])],
    called: "",
    last: last
      ? { text: message("visited_on", { day: formatDay(last.on) }), kind: "met" }
      : { text: message("never_visited"), kind: "never" },
    lines: [
      last?.qr_valid === false ? message("qr_not_valid") : "",
      last?.in_use === false ? message("not_in_use") : "",
    ].filter(Boolean),
  };
}
