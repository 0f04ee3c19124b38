// The text of an entry in a list. Which fields it shows is defined by its kind.
import { titleOf } from "./event_words.js";
import { findItem } from "./listed.js";
import { data, formatNumber, message } from "./messages.js";

/** @import { Fields, Lists } from "../types.js" */

/**
 * Writes the value of one field; `lists` is the phone's working data.
 * @param {any} field
 * @param {any} value
 * @param {Lists} lists
 * @returns {string}
 */
export function textOf(field, value, lists) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return message(value ? "yes" : "no");
  if (typeof value === "number" && !field.source) return formatNumber(value);
  if (field.text_key) return value[field.text_key];
  if (Array.isArray(value)) return value.map((one) => textOf(field, one, lists)).join(", ");
  return field.names?.[value] ?? findItem(lists, field.source, value)?.name ?? String(value);
}

/**
 * Returns the title of an entry and the rest of its line.
 * @param {string} kind
 * @param {Fields} fields
 * @param {Lists} lists
 */
export function summaryOf(kind, fields, lists) {
  const described = data.kinds[kind];
  const [title, ...rest] = described.line.map((/** @type {string} */ name) => {
    const field = described.fields[name];
    const text = textOf(field, fields[name], lists);
    return text && field.type === "NumberField" ? `${field.label}: ${text}` : text;
  });
  return {
    title: title || message("not_named"),
    rest: [...rest, occasionOf(fields, lists)].filter(Boolean).join(" · "),
  };
}

/**
 * Returns the event for which an entry was logged, else the place that it names.
 * @param {Fields} fields
 * @param {Lists} lists
 */
const occasionOf = ({ event, place }, lists) =>
  event ? titleOf(event, lists) : place && findItem(lists, "places", place)?.name;
