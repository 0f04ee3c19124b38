// Reads the text of a VietQR code: EMVCo's fields, each of two digits for what it is, two for its length, and a value.
// Of the account only the last digits leave this module. Uses no page.
import { lastDigits } from "./account_digits.js";

/**
 * What a code says: the six digits of the bank, whether money goes to an account, to a card or to a shop's number at a
 * payment service, and the last digits of an account. The name of the payee, often a person's, is not read.
 * @typedef {{ bank: string, payee: "account" | "card" | "service", tail: string | null }} Reading
 */

/**
 * Why a code is of no use: it is no payment code; it is damaged, or its check digits are wrong; or it is one of another
 * kind, such as a card's or a wallet's.
 * @typedef {{ problem: "no_payment" | "damaged" | "other_payment" }} Problem
 */

const NAPAS = "A000000727"; // who gives out VietQR
const USUAL_TEMPLATE = "38";
const TEMPLATES = Array.from({ length: 26 }, (_, i) => String(26 + i)); // EMVCo's room for payment systems
const BEGINNING = "000201";
const CHECKED = /6304([0-9a-f]{4})$/i;
const BIN = /^\d{6}$/;
const PAYEE = /^[0-9a-z]{1,25}$/i;
/** @type {Record<string, Reading["payee"]>} */
const PAYEES = { QRIBFTTA: "account", QRIBFTTC: "card", QRPUSH: "service" };

/**
 * Returns what a text says that was read from a code.
 * @param {string} text
 * @returns {Reading | Problem}
 */
export function readVietQR(text) {
  const code = text.trim();
  if (!code.startsWith(BEGINNING)) return { problem: "no_payment" };
  if (!isIntact(code)) return { problem: "damaged" };
  const fields = fieldsOf(code) ?? fieldsOf(asBytes(code));
  if (!fields) return { problem: "damaged" };
  const template = [USUAL_TEMPLATE, ...TEMPLATES].map((id) => fieldsOf(fields.get(id) ?? "")).find(isVietQR);
  return template ? readingOf(template) : { problem: "other_payment" };
}

/** @param {Map<string, string> | null} template */
const isVietQR = (template) => template?.get("00")?.toUpperCase() === NAPAS;

/**
 * @param {Map<string, string>} template
 * @returns {Reading | Problem}
 */
function readingOf(template) {
  const beneficiary = fieldsOf(template.get("01") ?? "");
  const [bank, number] = [beneficiary?.get("00") ?? "", beneficiary?.get("01") ?? ""];
  if (!BIN.test(bank) || !PAYEE.test(number)) return { problem: "damaged" };
  const payee = PAYEES[template.get("02") ?? "QRIBFTTA"] ?? "service";
  return { bank, payee, tail: payee === "account" ? lastDigits(number) : null };
}

/**
 * Returns the values of some fields by what they are, the first of each; null where the text is not made of such.
 * @param {string} text
 */
function fieldsOf(text) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (let at = 0; at < text.length; ) {
    const [, id, digits] = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4)) ?? [];
    const end = at + 4 + Number(digits);
    if (!id || end > text.length) return null;
    if (!found.has(id)) found.set(id, text.slice(at + 4, end));
    at = end;
  }
  return found;
}

/**
 * Tells whether the check digits at the end of a code are those of what stands before them.
 * @param {string} code
 */
function isIntact(code) {
  const [, digits] = CHECKED.exec(code) ?? [];
  return digits !== undefined && Number.parseInt(digits, 16) === crc16(code.slice(0, -digits.length));
}

/**
 * Returns the CRC-16/CCITT-FALSE of a text: polynomial 1021, from FFFF on, not reflected.
 * @param {string} text
 */
function crc16(text) {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1;
  }
  return crc;
}

/**
 * Returns a text with a letter for each of its bytes: some write lengths in bytes.
 * @param {string} text
 */
const asBytes = (text) => String.fromCharCode(...new TextEncoder().encode(text));
