// What the ward would refuse of an entry, as its forms describe it (`form_rules` of `app/pwa/kind_fields.py`): the type and
// the bounds of each field, and the rules of `app/field_rules.py` and `app/logbook/entry_rules.py`.
import { data, message } from "../../common/messages.js";
import { clean, isStorable, lengthOf } from "./clean_text.js";
import { holdsIdentityDigits } from "./identity_digits.js";
import { possibleFigures } from "./possible_figures.js";
import { stateError } from "./state_rules.js";

/** @import { Fields } from "../../types.js" */

/**
 * A field as a form describes it.
 * @typedef {{
 *   type: string, needed?: boolean, least?: number, most?: number, longest?: number, longest_called?: number,
 *   lines?: boolean, text_key?: string, codes?: string[], rules?: Rule[],
 * }} Described
 */

/** @typedef {{ words: Record<string, string>, kinds: Record<string, Record<string, Described>> }} FormRules */

/** @typedef {{ name: string, message: string, field: string, values: string[], pattern: string, day: string }} Rule */

/**
 * What rules compare with beside the entry: the last day that has come, the next period, and the outcomes of a service.
 * @typedef {{ latestDay: string, nextMonth: string, outcomesOf(code: string): string[] | undefined }} Reference
 */

const NEEDED_WITHOUT = "needed_without"; // the one rule that is asked where there is no value

/** @typedef {(value: any, field: Described) => string} Check returns what is wrong, or an empty text */

const is = (/** @type {RegExp} */ form, /** @type {string} */ name) => (/** @type {any} */ value) =>
  typeof value === "string" && form.test(value) ? "" : message(name);
const isDate = is(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/, "wrong.not_a_day");

/**
 * The check of each type of field.
 * @type {Record<string, Check>}
 */
const CHECKS = {
  TextField: (text, field) => textError(text, field.longest, field.lines),
  TextsField: (texts, field) => tooMany(texts, field) || firstError(texts, (text) => textError(text, field.longest)),
  NamedPartyField: partyError,
  NumberField: (value, { least, most }) => numberError(value, least ?? 0, most ?? 0),
  HouseholdStateField: (state) => stateError(state, numberError),
  ChoiceField: choiceError,
  ChoicesField: (codes, field) => firstError(codes, (code) => choiceError(code, field)),
  IdListField: tooMany,
  DayField: dayError,
  MonthField: is(/^\d{4}-(0[1-9]|1[0-2])$/, "wrong.not_a_month"),
  ClockField: is(/^([01]\d|2[0-3]):[0-5]\d$/, "wrong.not_a_time"),
  YesNoField: (value) => (typeof value === "boolean" ? "" : message("wrong.not_yes_or_no")),
  // Chosen from a list or made by the phone, never written.
  IdField: () => "",
  UuidField: () => "",
  LocationField: () => "",
};

const monthOf = (/** @type {any} */ day) => (dayError(day) ? null : day.slice(0, 7));

/**
 * Tells of each rule whether a value breaks it, beside the other fields of its entry.
 * @type {Record<string, (value: any, rule: Rule, fields: Fields, reference: Reference) => boolean>}
 */
const RULES = {
  [NEEDED_WITHOUT]: (value, { field }, fields) => value === null && !fields[field]?.length,
  at_most: (value, { field }, fields) => Number.isInteger(fields[field]) && value > fields[field],
  empty_where: (value, { field, values }, fields) => Boolean(value) && values.includes(fields[field]),
  matches: (value, { pattern }) => !new RegExp(`^(?:${pattern})$`).test(clean(value)),
  not_in_future: (value, _rule, _fields, { latestDay }) => value > latestDay,
  not_before: (value, { day }) => value < day,
  not_before_month_of: (value, { field }, fields) => value < (monthOf(fields[field]) ?? ""),
  not_after_next_month(value, { field }, fields, { nextMonth }) {
    const month = monthOf(fields[field]);
    return month !== null && value > month && value > nextMonth;
  },
  offered_by: (value, { field }, fields, { outcomesOf }) => outcomesOf(fields[field])?.includes(value) === false,
};

/**
 * The rules of all forms; none where they could not be loaded.
 * @type {FormRules["kinds"]}
 */
let kinds = {};

/**
 * Takes the rules of all forms, and the sentences on what is wrong.
 * @param {FormRules} rules
 */
export function useRules(rules) {
  kinds = rules.kinds;
  Object.assign(data.words, rules.words);
}

/**
 * Returns what is wrong with each field of an entry, in the ward's words; nothing of what is right. A type or a rule that
 * a newer server describes is left to the ward.
 * @param {string} kind
 * @param {Fields} fields
 * @param {Reference} reference
 * @returns {Record<string, string>}
 */
export function errorsOf(kind, fields, reference) {
  // What a form does not have can be answered by nobody.
  const described = Object.entries(kinds[kind] ?? {}).filter(([name]) => name in fields);
  const checked = described.map(([name, field]) => ({ name, field, error: valueError(fields[name] ?? null, field) }));
  // A value that cannot be read is compared with no other.
  const readable = Object.fromEntries(checked.map(({ name, error }) => [name, error ? null : (fields[name] ?? null)]));
  const errors = checked.map(({ name, field, error }) => {
    const value = readable[name];
    const isBroken = (/** @type {Rule} */ rule) => RULES[rule.name]?.(value, rule, readable, reference);
    const asked = (field.rules ?? []).filter((rule) => !isNothing(value, field) || rule.name === NEEDED_WITHOUT);
    return [name, error || asked.find(isBroken)?.message];
  });
  return Object.fromEntries(errors.filter(([, error]) => error));
}

/** @type {Check} */
function valueError(value, field) {
  if (isNothing(value, field)) return field.needed ? message("required") : "";
  // A field of a type of its own that has a longest text holds one.
  const check = CHECKS[field.type] ?? (field.longest ? CHECKS.TextField : null);
  return check?.(value, field) ?? "";
}

/**
 * Tells whether nothing was answered: a text that shows nothing is none.
 * @param {any} value
 * @param {Described} field
 */
function isNothing(value, { longest, lines }) {
  return value === null || (Boolean(longest) && typeof value === "string" && isStorable(value) && !clean(value, lines));
}

/** @param {any} day */
function dayError(day) {
  const moment = Date.parse(day);
  // Some browsers take the 30th of February for the 2nd of March.
  const isReal = !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day);
  return isDate(day) || (isReal ? "" : message("wrong.not_a_day"));
}

/**
 * @param {any} value
 * @param {number} least
 * @param {number} most
 */
function numberError(value, least, most) {
  if (typeof value === "string" && value) {
    const [figure, other] = possibleFigures(value).filter((each) => each >= least && each <= most);
    const text = clean(value);
    if (other !== undefined) return message("wrong.meant_two", { text, figure, other });
    if (figure !== undefined) return message("wrong.meant_one", { text, figure });
  }
  return Number.isInteger(value) && value >= least && value <= most ? "" : message("wrong.number", { least, most });
}

/** @param {any} value */
function textError(value, longest = Number.POSITIVE_INFINITY, lines = false) {
  if (typeof value !== "string") return message("wrong.unreadable");
  if (!isStorable(value)) return message("wrong.broken_text");
  const text = clean(value, lines);
  const over = lengthOf(text) - longest;
  if (over > 0) return message("wrong.too_long", { longest, over });
  return holdsIdentityDigits(text) ? message("wrong.identity_digits") : "";
}

/** @type {Check} */
function partyError(value, { text_key = "", longest, longest_called }) {
  const { [text_key]: text, called } = value;
  const error = textError(text ?? "", longest) || (clean(text ?? "") ? "" : message("wrong.no_name"));
  return error || (called == null ? "" : textError(called, longest_called));
}

/** @type {Check} */
function choiceError(code, { codes }) {
  return codes?.includes(code) === false ? message("wrong.no_choice") : "";
}

/** @type {Check} */
function tooMany(values, { most }) {
  if (!Array.isArray(values)) return message("wrong.unreadable");
  return most !== undefined && values.length > most ? message("wrong.too_many", { most }) : "";
}

/**
 * @param {any} values
 * @param {(value: any) => string} check
 */
function firstError(values, check) {
  if (!Array.isArray(values)) return message("wrong.unreadable");
  return values.map(check).find(Boolean) ?? "";
}
