// What a shop's code fills into the form: bank, last digits of the account, and that the code works.
import { message } from "../common/messages.js";
import { form } from "./entry_form.js";
import { markError, readField, writeField } from "./fields.js";
import { CodeScanner } from "./scanning/code_scanner.js";
import { readVietQR } from "./vietqr.js";

globalThis.HTMLDialogElement ?? import("../common/dialogs.js");

/** @import { FieldElement } from "../types.js" */
/** @import { Reading } from "./vietqr.js" */

const WORKS = ["methods", "qr_valid", "bank_bin", "account_tail"];

/** @type {CodeScanner | undefined} */
let scanner;

/**
 * Opens the dialog that scans a code. `fields` are those of the form by name.
 * @param {Map<string, FieldElement>} fields
 */
export function openScanner(fields) {
  scanner ??= new CodeScanner(/** @type {HTMLDialogElement} */ (document.getElementById("scan")), (text) => {
    const reading = readVietQR(text);
    if ("problem" in reading) return message(`code.${reading.problem}`);
    fillIn(fields, reading);
    const note = document.querySelector("#scanning [data-note]");
    note.textContent = summaryOf(reading, /** @type {FieldElement} */ (fields.get("bank_bin")));
    return "";
  });
  scanner.open();
}

/**
 * @param {Map<string, FieldElement>} fields
 * @param {Reading} reading
 */
function fillIn(fields, { bank, tail }) {
  const [methods, valid, bankField, tailField] = WORKS.map((one) => /** @type {FieldElement} */ (fields.get(one)));
  const values = [[...new Set([...readField(methods), "vietqr"])], true, bank, tail];
  for (const [i, field] of [methods, valid, bankField, tailField].entries()) {
    writeField(field, values[i]);
    markError(field, "");
  }
  // The form stores its draft, and shows what depends on the answers.
  for (const type of ["input", "change"]) form.dispatchEvent(new Event(type));
}

/**
 * @param {Reading} reading
 * @param {FieldElement} field
 */
function summaryOf({ bank, payee, tail }, field) {
  const name = field.bank?.nameOf(bank) ?? bank;
  const isListed = name !== bank;
  const sentences = [
    message(isListed ? "code.bank" : "code.bank_not_listed", { bank: name }),
    payee === "account" && tail ? message("code.account", { digits: tail }) : "",
    payee === "account" ? "" : message(`code.${payee}`),
  ];
  return sentences.filter(Boolean).join(" ");
}
