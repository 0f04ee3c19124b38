// One's own entries as rows of a list.
import { monthOf, written } from "./calendar.js";
import { lineOf } from "./line.js";
import { data, element, word } from "./page.js";

/** Tells whether the author may still change an entry. */
export function isOpen(entry, lists) {
  const month = entry.fields.count_in || monthOf(entry.happened_on);
  return (entry.status === "submitted" || entry.status === "returned") && !lists.closed_months.includes(month);
}

/** Returns in words why an entry came back: the field at fault, where the ward named one, and its comment. */
export function reasonOf(entry) {
  const own = data.kinds[entry.kind];
  const field = [own, ...Object.values(data.kinds)].map(({ fields }) => fields[entry.reason]).find(Boolean);
  return [field ? field.label : entry.reason, entry.comment].filter(Boolean).join(": ");
}

/** Returns the address at which an entry is corrected. */
export function editAddress(entry) {
  return `/log/${entry.kind}?id=${entry.id}`;
}

/** Makes the row of an entry with its status, its reason when it came back, and `buttons`. */
export function row(entry, lists, ...buttons) {
  const { title, rest } = lineOf(entry.kind, entry.fields, lists);
  const reason = entry.status === "returned" || entry.status === "void" ? reasonOf(entry) : "";
  return element(
    "li",
    { "data-entry": entry.id, "data-status": entry.status, "data-kind": entry.kind },
    element(
      "p",
      { class: "about" },
      element("span", {}, data.kinds[entry.kind].name, " · ", written(entry.happened_on)),
      element("span", { class: `status ${entry.status}` }, word(`status.${entry.status}`)),
    ),
    element("strong", {}, title),
    rest ? element("p", {}, rest) : null,
    reason ? element("p", { class: "reason" }, reason) : null,
    buttons.length ? element("div", { class: "actions" }, ...buttons) : null,
  );
}
