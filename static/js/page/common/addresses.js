// Which text is which household, and what finds it: the rules of app/registry/addresses.py, by the same table of cases,
// tests/data/addresses.json. Identity is exact and search is generous.
import { hasTimes, repeatedNumbers } from "./repeated_numbers.js";

/**
 * @typedef {{ key: string, name: string }} Lane An alley, else a street, else a part of a village.
 * @typedef {{ house: string[], path: string[], alley: string, rest: string[] }} Parts
 * @typedef {{ text: string, called?: string, words?: string, lane?: Lane | null }} Searchable It keeps its keys.
 */

/** Each kind of alley: how deep it lies where several are named, and its name. */
const ALLEYS = new Map(
  /** @type {[string, [number, string]][]} */ ([
    ["ngo", [0, "ngõ"]],
    ["kiet", [0, "kiệt"]],
    ["k", [0, "kiệt"]],
    ["ngach", [1, "ngách"]],
    ["hem", [2, "hẻm"]],
    ["h", [2, "hẻm"]],
  ]),
);
const UNITS =
  "to|tdp|thon|xom|ap|ban|buon|lang|khu|kp|pho|duong|doi|khoi|cum|lo|tang|lau|phong|p|phuong|quan|ql|dt|toa|block";
const SAYS_NOTHING = new RegExp(`\\b(?:(${UNITS}|ngo|ngach|hem|kiet)[ .:]+)?(?:(?:so|nha|ho|sn)[ .:]*)+(?=[0-9])`, "g");
const NUMBERED =
  /(?:\b([a-z]+)([ .:]*))?([0-9]+[0-9a-z]*(?: [a-z]\b(?![ .:]*[0-9]))?(?: ?\/ ?[a-z]*[0-9]+[0-9a-z]*)*)/g;
const UNIT = new RegExp(`^(?:${UNITS})$`);
const RUNS = /[0-9]+|(?:(?![0-9])[\p{L}\p{N}])+/gu;
const STREET = /^(đường|phố|duong|đ)$/;
const ALLEY = /^(ngõ|ngách|hẻm|hem|ngach)$/;
const VILLAGE = /^(xóm|xom|thôn|thon|ấp|bản|buôn|làng|tổ|khu|khối|cụm)$/;
const STOP = /^(phường|xã|quận|huyện|tp|tầng|lầu|phòng|chợ|gần|cạnh|sau|trước|đối|đầu|cuối|số|nhà|hộ)$/;
const TITLE = /^(ông|bà|anh|chị|cô|chú|bác|cụ|em)$/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const SYLLABLE = /([aeiouy][\u0300-\u036f]*)+/g;
const UNFINISHED = /^(s|so|n|nh|nha|ho|h|he|hem|k|ki|kie|kiet|ng|ngo|ngac|ngach|nga)$/;

/**
 * Returns `text` in lower case without tones, marks and đ; a blank that is no space is one.
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u2800\u3164]/g, " ")
    .replace(/[\p{Mn}\p{DI}]/gu, "")
    .replace(/đ/g, "d");
}

/**
 * Returns what two labels have in common exactly when they are one: tones count, and where in its syllable a tone is set,
 * capitals and punctuation do not.
 * @param {string} text
 */
export function identityKey(text) {
  const seen = text.replace(/(?!\s)[\p{DI}\p{Cc}]/gu, "").trim();
  const letters = seen.normalize("NFC").toLowerCase().normalize("NFD").replace(/\s+/g, " ");
  const words = letters.replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
  return words.replace(SYLLABLE, (run) => run.replace(TONES, "") + (run.match(TONES) ?? []).join("")) || letters;
}

/**
 * Returns the lane that a label names.
 * @param {string} label
 * @returns {Lane | null}
 */
export function laneOf(label) {
  const { path, alley } = partsOf(label);
  const { street = "", ...named } = namedPlaces(label);
  if (path.length > 0) {
    const [key, name] = [`ngo ${path.join("/")}`, `${ALLEYS.get(alley)?.[1] ?? "hẻm"} ${path.join("/")}`];
    return street ? { key: `${key}|${plain(street)}`, name: `${name} ${street}` } : { key, name };
  }
  if (named.alley) return { key: plain(named.alley), name: named.alley };
  if (street) return { key: `duong ${plain(street.replace(/^đường /, ""))}`, name: street };
  return named.village ? { key: plain(named.village), name: named.village } : null;
}

/**
 * Returns the house number of a label so that texts sort by value: 2, 2A, 10; empty without one.
 * @param {string} label
 */
export function houseNumber(label) {
  const padded = (/** @type {string} */ each) => digits(each).padStart(5, "0") + each.replace(/^[0-9]+/, "");
  return partsOf(label).house.map(padded).join("/");
}

/**
 * Returns up to `limit` of `items` that `text` finds, how many more there are, and the lane that it names with the
 * number of its households, if it names one of theirs. The items keep their order, but for those that begin as `text`
 * does, which come first. A number is a whole number; only where that finds nothing, the last one may go on.
 * @template {Searchable} Item
 * @param {Item[]} items
 * @param {string} text
 * @param {number} limit
 * @returns {{ found: Item[], more: number, lane: (Lane & { households: number }) | null }}
 */
export function search(items, text, limit) {
  const parts = partsOf(text);
  const [whole, phrases] = [wordsOf(parts).trimEnd(), phrasesOf(parts)];
  const start = ` ${phrases[0]?.[0]}`;
  const rank = (/** @type {Item} */ { words = "" }) =>
    words.trimEnd() === whole ? 0 : words.startsWith(whole) || words.startsWith(start) ? 1 : 2;
  const found = matching(items, text, phrases).sort((one, other) => rank(one) - rank(other));
  const lane = UNFINISHED.test(lastLetters(text)) ? null : laneOf(text);
  const households = lane ? inLane(items, lane).length : 0;
  return {
    found: found.slice(0, limit),
    more: Math.max(found.length - limit, 0),
    lane: lane && households > 0 ? { ...lane, households } : null,
  };
}

/**
 * Returns those of `items` that are in a lane, or in one that branches off it.
 * @template {Searchable} Item
 * @param {Item[]} items
 * @param {Lane} lane
 */
export function inLane(items, { key }) {
  // Few of thousands have all its names and numbers among their words; only those are taken apart.
  const names = runs(key.replace(/\b(?:ngo|duong)\b/g, "")).map((each) => ` ${each.replace(/^0+(?=[0-9])/, "")} `);
  return items.filter((item) => {
    if (!names.every((name) => wordsIn(item).includes(name))) return false;
    if (item.lane === undefined) item.lane = laneOf(item.text);
    const own = item.lane?.key ?? "";
    return own === key || own.startsWith(`${key}/`) || own.startsWith(`${key}|`);
  });
}

/**
 * @template {Searchable} Item
 * @param {Item[]} items
 * @param {string} text
 * @param {string[][]} phrases
 */
function matching(items, text, phrases) {
  const open = text.match(/[1-9][0-9]*$/)?.[0];
  const last = lastLetters(text);
  const found = finding(items, phrases);
  if (found.length > 0) return found;
  // Somebody is still typing: the 4 of 43, or the "ng" of "ngõ 3".
  if (open) return finding(items, phrases, open);
  return UNFINISHED.test(last)
    ? finding(
        items,
        phrases.filter(([phrase]) => phrase !== last),
      )
    : found;
}

/**
 * @template {Searchable} Item
 * @param {Item[]} items
 * @param {string[][]} phrases
 * @param {string} [open] The number that may go on.
 */
function finding(items, phrases, open) {
  const ends = (/** @type {string} */ phrase) =>
    /[0-9]$/.test(phrase) && !(open && ` ${phrase}`.endsWith(` ${open}`)) ? " " : "";
  const wanted = phrases.map((each) => each.map((phrase) => ` ${phrase}${ends(phrase)}`));
  const repeated = repeatedNumbers(phrases);
  return items.filter((item) => {
    const words = wordsIn(item);
    if (!wanted.every((each) => each.some((phrase) => words.includes(phrase)))) return false;
    return repeated.every(([number, times]) => hasTimes(words, ` ${number}${ends(number)}`, times));
  });
}

const lastLetters = (/** @type {string} */ text) => fold(text).match(/[a-z]*$/)?.[0] ?? "";

/** @param {Searchable} item */
const wordsIn = (item) => (item.words ??= wordsOf(partsOf(item.text)) + (item.called ? `${plain(item.called)} ` : ""));

/** @param {Parts} parts */
function wordsOf({ house, path, alley, rest }) {
  const marker = alley ? "ngo" : "/";
  return ` ${[...house, ...path.map((each) => `${marker} ${each}`), ...rest].map(spaced).join(" ")} `;
}

/**
 * Returns what stands in the words of each that a text finds: of every phrase one of its spellings.
 * @param {Parts} parts
 */
function phrasesOf({ house, path, rest }) {
  const numbers = [...house, ...path];
  const start = /^(ho|nha)$/.test(rest[0]) ? 1 : 0;
  const words = rest.slice(start + (rest[start] === "gia" && rest[start + 1] === "dinh" ? 2 : 0));
  const distinct = (words.length > 0 ? words : rest).filter(
    (word, place, { length }) => place === length - 1 || !(word === "duong" || (word === "pho" && numbers.length > 0)),
  );
  const phrases = distinct.map((word) => [spaced(word)]);
  if (house.length === 0 && path.length === 1) return [[`ngo ${spaced(path[0])}`, `/ ${spaced(path[0])}`], ...phrases];
  return [...numbers.map((each) => [spaced(each)]), ...phrases];
}

/**
 * Takes a text apart: the house, the alleys from the street inwards, the word for them, and all other words.
 * @param {string} text
 * @returns {Parts}
 */
function partsOf(text) {
  const folded = fold(text).replace(SAYS_NOTHING, (_, owner) => (owner ? `${owner} ` : ", "));
  /** @type {string[]} */
  let house = [];
  /** @type {[number, string[], string][]} */
  const alleys = [];
  /** @type {string[]} */
  const rest = [];
  let end = 0;
  for (const found of folded.matchAll(NUMBERED)) {
    const [whole, word, space, written] = found;
    rest.push(...runs(folded.slice(end, found.index)));
    end = found.index + whole.length;
    const numbers = written.split("/").map((each) => each.replace(/ /g, "").replace(/^[a-z]*0*(?=[0-9])/, ""));
    const kind = ALLEYS.get(word);
    if (kind) alleys.push([kind[0], numbers, word]);
    else if (word && (!space || UNIT.test(word))) rest.push(`${word} ${numbers.join(" ")}`);
    else {
      if (word) rest.push(word);
      if (house.length > 0) rest.push(...numbers);
      else house = numbers;
    }
  }
  rest.push(...runs(folded.slice(end)));
  return withPath(house, alleys, rest);
}

/**
 * @param {string[]} house
 * @param {[number, string[], string][]} alleys
 * @param {string[]} rest
 * @returns {Parts}
 */
function withPath(house, alleys, rest) {
  if (alleys.length === 0) return { house: house.slice(-1), path: house.slice(0, -1), alley: "", rest };
  alleys.sort(([one], [other]) => one - other);
  /** @type {string[]} */
  let path = [];
  for (const [, numbers] of alleys) {
    // "Ngách 12/3, ngõ 12" names the alley twice.
    path = path.every((each, place) => each === numbers[place]) ? numbers : [...path, ...numbers];
  }
  const [, inner, alley] = alleys[alleys.length - 1];
  const isHouse = house.length === 0 && inner.length > 1;
  return isHouse ? { house: path.slice(-1), path: path.slice(0, -1), alley, rest } : { house, path, alley, rest };
}

/**
 * Returns the first street, alley and part of a village that have a name in a label, as they are written.
 * @param {string} label
 */
function namedPlaces(label) {
  /** @type {Record<string, string>} */
  const named = {};
  const written = label.normalize("NFC").replace(/(tổ|khu)(?: dân)? phố/giu, "$1");
  for (const segment of written.split(/[,;.:()–-]+/)) {
    const words = segment.split(/\s+/).filter(Boolean);
    words.forEach((word, place) => {
      const [kind, name] = namedPlace(word, words[place - 1] ?? "", words.slice(place + 1));
      if (name) named[kind] ??= name;
    });
  }
  return named;
}

/**
 * Returns which kind of place a word introduces, and its name; nothing when it introduces none.
 * @param {string} word
 * @param {string} before
 * @param {string[]} after
 */
function namedPlace(word, before, after) {
  const lower = word.toLowerCase();
  const names = after[0] === "số" ? after.slice(1) : after;
  if (names.length === 0 || /^\p{L}$/u.test(names[0])) return [];
  const numbered = isNumber(names[0]);
  const end = names.findIndex((_, place) => place > 0 && isStop(names.slice(place)));
  const name = names.slice(0, end < 0 ? names.length : end).join(" ");
  if (STREET.test(lower)) return ["street", numbered ? `đường ${name}` : name];
  if (VILLAGE.test(lower) || (lower === "đội" && numbered)) return ["village", `${lower} ${name}`];
  if (ALLEY.test(lower) && !numbered) return ["alley", `${lower} ${name}`];
  const isHouse = isNumber(word) && !STREET.test(before.toLowerCase()) && !VILLAGE.test(before.toLowerCase());
  return isHouse && !numbered && !TITLE.test(names[0]) && !isStop(names) ? ["street", name] : [];
}

/** @param {string[]} words */
function isStop([word, next]) {
  const lower = word.toLowerCase();
  // These are in names too, as of the streets Lý Thường Kiệt and Đội Cấn.
  if (/^(kiệt|đội)$/.test(lower)) return isNumber(next ?? "");
  return [STOP, STREET, ALLEY, VILLAGE].some((each) => each.test(lower));
}

const isNumber = (/** @type {string} */ word) => /^[0-9]/.test(word);
const digits = (/** @type {string} */ text) => text.match(/^[0-9]+/)?.[0] ?? "0";
const runs = (/** @type {string} */ text) => text.match(RUNS) ?? [];
const plain = (/** @type {string} */ text) => runs(fold(text)).join(" ");
const spaced = (/** @type {string} */ text) => (text.match(/[0-9]+|[^0-9 ]+/g) ?? []).join(" ");
