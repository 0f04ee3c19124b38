// The banks that merchants are paid through: which of them a text finds. Uses no page.
import { fold } from "../common/addresses.js";

/** @typedef {{ bin: string, short: string, name: string, words: string[], names: string[], joined: string }} Bank */

const SAYS_NOTHING = new Set(["ngan", "hang", "nh", "bank", "tmcp"]);
const LEAST_JOINED = 4; // letters from which a text is also looked for across the spaces of a name

/**
 * Reads the catalogue's list: number, short name, name and other names, with ; between these, in a line without quotes.
 * @param {string} csv
 * @returns {Bank[]}
 */
export function readBanks(csv) {
  const [, ...lines] = csv.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [bin, short, name, also] = line.split(",");
    const names = [bin, joined(short), ...also.split(";").map(joined)].filter(Boolean);
    const all = `${short} ${name} ${also}`;
    return { bin, short, name, names, words: [bin, ...wordsOf(all)], joined: joined(all) };
  });
}

/**
 * Returns the banks that a text finds, without tones and in whatever words; those that it names first. All for an empty
 * text.
 * @param {Bank[]} banks
 * @param {string} text
 */
export function findBanks(banks, text) {
  const all = wordsOf(text);
  const distinctive = all.filter((word) => !SAYS_NOTHING.has(word));
  const words = distinctive.length ? distinctive : all;
  const together = joined(text);
  const ranked = banks.map((bank) => ({ bank, rank: rankOf(bank, words, together) }));
  const found = ranked.filter(({ rank }) => rank < MISSED).sort((one, other) => one.rank - other.rank);
  return found.map(({ bank }) => bank);
}

const MISSED = 4;

/**
 * Returns how well a bank is found: 0 by a name of its own, then by the beginning of its short name, and so on.
 * @param {Bank} bank
 * @param {string[]} words
 * @param {string} together
 */
function rankOf(bank, words, together) {
  if (words.length === 0) return 0;
  if (bank.names.includes(together)) return 0;
  if (bank.joined.startsWith(together)) return 1;
  const text = words.join("");
  if (text.length >= LEAST_JOINED && bank.joined.includes(text)) return 2;
  return words.every((word) => bank.words.some((one) => one.startsWith(word))) ? 3 : MISSED;
}

/**
 * Returns the one bank that a text names: by its number, its short name or a usual code; undefined for none or several.
 * @param {Bank[]} banks
 * @param {string} text
 */
export function namedBank(banks, text) {
  const named = banks.filter(({ names }) => names.includes(joined(text)));
  return named.length === 1 ? named[0] : undefined;
}

/**
 * Returns banks with those first that stand in `bins`.
 * @param {Bank[]} banks
 * @param {string[]} bins
 */
export function usedFirst(banks, bins) {
  const used = [...new Set(bins)].flatMap((bin) => banks.filter((bank) => bank.bin === bin));
  return [...used, ...banks.filter((bank) => !used.includes(bank))];
}

/** @param {string} text */
const wordsOf = (text) =>
  fold(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** @param {string} text */
const joined = (text) => wordsOf(text).join("");
