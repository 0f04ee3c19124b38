// Numbers of people that no text may hold, found as the server finds them (`app/identity_digits.py`, whose names these are).
// Looking behind is done by hand, since Safari before 16.4 cannot read a pattern that does. Uses no page.

const LEAST_DIGITS = 9;
const NINE_DIGITS = /(?:\p{Nd}[^\p{Nd}\n]*){9}/u;

const [DAY, MONTH, YEAR] = ["(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)\\d\\d"];
const UNIT = " ?(?:đ|vn[dđ]|₫)";
const NOT_A_MOBILE = `(?!84([ .])[35789]\\d\\d(?:\\1\\d{3}){2}(?!\\d|${UNIT}))`;
const PAPER = "\\d{1,4}/20[1-3]\\d";
const BEHIND_A_GROUP = "[\\d)][ .,/_-]$|\\d- $|\\d -$|\\d - $";
const BEHIND_A_DIGIT = "\\d$";

/**
 * A pattern to be tried at each place, unless what stands before it is `after`.
 * @typedef {{ after: RegExp, pattern: RegExp }} Search
 */

/**
 * @param {string} after
 * @param {string} pattern
 * @returns {Search}
 */
const search = (after, pattern) => ({ after: new RegExp(after), pattern: new RegExp(pattern, "uy") });

const HARMLESS = [
  search(`${BEHIND_A_DIGIT}|\\d/$`, `${DAY}/${MONTH}/${YEAR}(?!\\d)`),
  search(`${BEHIND_A_DIGIT}|${BEHIND_A_GROUP}`, `${DAY}([ .\\-])${MONTH}\\1${YEAR}(?![.\\-]\\d)(?!\\d)`),
  search(`${BEHIND_A_DIGIT}|${BEHIND_A_GROUP}`, `${YEAR}([.\\/\\-])${MONTH}\\1${DAY}(?!\\d)`),
  search(`${BEHIND_A_DIGIT}|${BEHIND_A_GROUP}`, `${PAPER}(?: ?- ?(?:${PAPER}|20[1-3]\\d))*(?![.\\/_\\-]\\d)(?!\\d)`),
  search(`${BEHIND_A_DIGIT}|\\d:$`, "\\d{1,2}[:hg]\\d\\d(?::\\d\\d)?(?!\\d)"),
  search(
    `${BEHIND_A_DIGIT}|${BEHIND_A_GROUP}`,
    `${NOT_A_MOBILE}(?:[1-9]\\d{0,3}([.,])\\d{3}(?:\\2\\d{3})*|[1-9]\\d{0,2}(?: \\d{3})*(?: 000| \\d{3}(?=${UNIT})))(?!\\d)`,
  ),
];

// What Python calls a letter of a word is a letter or a number of any script.
const APART = "(?![,;] )(?:[^\\p{L}\\p{N}\\n]){1,3}";
const SAME_APART = "(?:[^\\p{L}\\p{N}\\n,;\\/:]){1,3}";
const ONE_ROW = /\d{9,}/;
const WITH_COUNTRY = search("(?!)", `\\+[^\\p{L}\\p{N}_]{0,2}84(?:(?:${APART})?\\d+)+`);
const ZERO_FIRST = `0(?!00)\\d{2,}(?:${APART}\\d+)+`;
const ZERO_FIRST_OF_FOUR = search(BEHIND_A_DIGIT, `(?=\\d{4}\\.\\d+\\.\\d)${ZERO_FIRST}`);
const ZERO_FIRST_OF_ANY = search("\\d[.,]?$", ZERO_FIRST);
const SHORT_FIRST = search("\\d[.,\\/:\\-]?$", `(?:0\\d?|84)(${SAME_APART})\\d+(?:\\1\\d+)+`);
const THREES_AND_FOURS = search("\\d[.,\\/:\\-]$", "(?!000)\\d{3,4}([ .\\-])\\d{3,4}(?:\\1\\d{3,4})+");
const TWO_HALVES = search("\\d[ .,\\/:\\-]?$", "[1-9](?:\\d{3,} \\d{4,}|\\d{5} \\d{3})(?!\\d)");

const POSSIBLE = /^(?:0(?:3[2-9]|5[2-9]|7[06-9]|8[1-9]|9\d)\d{7}|0[12]\d{9}|84[35789]\d{8}|0\d{11})$/;
const OLD_CITIZEN_ID = /^0\d\D[^\n]*$/;
const ENDS_IN_A_DAY = new RegExp(`\\D${DAY}\\D+${MONTH}\\D+20\\d\\d$`);
const THIS_YEAR_OR_NEAR = /^20[1-3]\d$/;
const ROUND_OR_YEAR = new RegExp(`^(?:\\d*00|${YEAR})$`);

const SIGNS = /** @type {Record<string, string>} */ ({
  "−": "-",
  "⁃": "-",
  "·": ".",
  "•": ".",
  "∙": ".",
  "。": ".",
  "⁄": "/",
  "∕": "/",
});

/**
 * Tells whether a cleaned text holds digits that may be a citizen ID, an account or a phone number.
 * @param {string} text
 */
export function holdsIdentityDigits(text) {
  if (!NINE_DIGITS.test(text)) return false;
  const plain = inAscii(text);
  if (ONE_ROW.test(plain) || found(plain, [WITH_COUNTRY]).some(isLong)) return true;
  const rest = withoutHarmless(plain);
  return (
    found(rest, [ZERO_FIRST_OF_ANY, ZERO_FIRST_OF_FOUR]).some(isLong) ||
    found(rest, [SHORT_FIRST]).some(isPossible) ||
    found(rest, [THREES_AND_FOURS]).some(isNoSum) ||
    found(rest, [TWO_HALVES]).some(isNumberInHalves)
  );
}

/**
 * Returns what is found, from left to right; at each place the first search that fits.
 * @param {string} text
 * @param {Search[]} searches
 * @returns {RegExpExecArray[]}
 */
function found(text, searches) {
  const matches = [];
  for (let place = 0; place < text.length; place += 1) {
    const match = matchAt(text, place, searches);
    if (match) {
      matches.push(match);
      place += match[0].length - 1;
    }
  }
  return matches;
}

/**
 * @param {string} text
 * @param {number} place
 * @param {Search[]} searches
 */
function matchAt(text, place, searches) {
  const before = text.slice(Math.max(0, place - 4), place);
  for (const { after, pattern } of searches) {
    pattern.lastIndex = place;
    const match = after.test(before) ? null : pattern.exec(text);
    if (match) return match;
  }
  return null;
}

/** @param {string} text */
function withoutHarmless(text) {
  let [rest, end] = ["", 0];
  for (const { 0: piece, index } of found(text, HARMLESS)) {
    rest += `${text.slice(end, index)} x `;
    end = index + piece.length;
  }
  return rest + text.slice(end);
}

/**
 * Returns a text with the digits, spaces, points and hyphens of ASCII, and without what is not seen.
 * @param {string} text
 */
function inAscii(text) {
  return [...text.toLowerCase().normalize("NFKC")].map(asciiOf).join("");
}

/** @param {string} character */
function asciiOf(character) {
  if (character <= "\x7f") return character;
  if (/\p{Nd}/u.test(character)) return String(digitOf(character.codePointAt(0) ?? 0));
  if (/\p{Pd}/u.test(character)) return "-";
  return /[\p{Mn}\p{Me}\p{Cf}]/u.test(character) ? "" : (SIGNS[character] ?? character);
}

/**
 * Returns the value of a digit of any script: those of each stand in a row, from zero to nine.
 * @param {number} code
 */
function digitOf(code) {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** @param {RegExpExecArray} match */
const groupsOf = ([text]) => /** @type {string[]} */ (text.match(/\d+/g));

/** @param {RegExpExecArray} match */
function isLong(match) {
  const groups = groupsOf(match);
  return groups.join("").length >= LEAST_DIGITS && !isList(groups, stepBetween(groups));
}

/** @param {RegExpExecArray} match */
function isPossible(match) {
  const groups = groupsOf(match);
  if (isList(groups, 2) || ENDS_IN_A_DAY.test(match[0])) return false;
  const isOldId = OLD_CITIZEN_ID.test(match[0]);
  const numbers = groups.map((_, last) => groups.slice(0, last + 1).join(""));
  return numbers.some((number) => POSSIBLE.test(number) || (isOldId && number.length === LEAST_DIGITS));
}

/** @param {RegExpExecArray} match */
function isNoSum(match) {
  const groups = groupsOf(match);
  const isSum = match[1] === "." && groups.slice(1).every(({ length }) => length === 3);
  const mayBeRooms = match[1] === "-" && !groups.some((group) => group.startsWith("0"));
  return !isSum && !isList(groups, mayBeRooms ? 150 : Math.max(20, stepBetween(groups)));
}

/** @param {RegExpExecArray} match */
function isNumberInHalves(match) {
  const groups = groupsOf(match);
  const areCounts = THIS_YEAR_OR_NEAR.test(groups[0]) || groups.every((group) => ROUND_OR_YEAR.test(group));
  return isLong(match) && !areCounts;
}

/** @param {string[]} groups */
function stepBetween(groups) {
  const [width, ...others] = new Set(groups.map(({ length }) => length));
  if (others.length) return 2;
  return /** @type {Record<number, number>} */ ({ 3: 20, 4: 100 })[width] ?? 2;
}

/**
 * @param {string[]} groups
 * @param {number} largestStep
 */
function isList(groups, largestStep) {
  const steps = groups.slice(1).map((group, i) => Number(group) - Number(groups[i]));
  return groups.length > 2 && steps.every((step) => step > 0 && step <= largestStep);
}
