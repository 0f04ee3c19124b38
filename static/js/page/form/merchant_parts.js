// What only the form of a merchant needs: the list of banks, and the digits of the account. Loaded when they come near the
// screen, or when the shop's code is to be scanned.
import banks from "../../../../app/catalogue/data/banks.csv";
import { data } from "../common/messages.js";
import { bindAccountTail } from "./account_tail.js";
import { readBanks, usedFirst } from "./bank_list.js";
import { BankPicker } from "./bank_picker.js";

/** @import { FieldElement, OwnEntry } from "../types.js" */

let isOpen = false;

/**
 * Opens the parts, once. `own` are the author's entries: banks that they name are offered first.
 * @param {Map<string, FieldElement>} fields
 * @param {OwnEntry[]} own
 * @param {() => void} markDirty
 */
export function openParts(fields, own, markDirty) {
  if (isOpen) return;
  isOpen = true;
  // The messages of this form alone come with it.
  Object.assign(data.words, JSON.parse(document.getElementById("scanning").dataset.messages));
  const used = own.map((entry) => entry.fields.bank_bin).filter(Boolean);
  const [bank, tail] = ["bank_bin", "account_tail"].map((name) => /** @type {FieldElement} */ (fields.get(name)));
  bank.bank = new BankPicker(bank, usedFirst(readBanks(banks), used), markDirty);
  bindAccountTail(tail);
}

/** @type {Promise<typeof import("./scanned_code.js") | null> | undefined} */
let scanning;

/**
 * Opens what scans the shop's code; tells whether its code could be had.
 * @param {Map<string, FieldElement>} fields
 */
export async function openScanner(fields) {
  scanning ??= import("./scanned_code.js").catch(() => null);
  const code = await scanning;
  if (code) code.openScanner(fields);
  else scanning = undefined;
  return Boolean(code);
}
