// Texts as the server stores them (`clean` of `app/text.py`). Uses no page.

const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0\ufffc]/g;
const PICTURE =
  "[\\u203c\\u2049\\u2139-\\u2328\\u232b-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}]\\ufe0f?";
const UNSEEN =
  "[\\0-\\x08\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f" +
  "\\ufe00-\\ufe0f\\ufeff\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}\\p{NChar}]";
const PICTURE_OR_UNSEEN = new RegExp(`(${PICTURE}(?:\\u200d${PICTURE})*)|${UNSEEN}`, "gu");
const HALF_A_PAIR = /\p{Cs}/u;

/**
 * Returns a text as it is stored: NFC, trimmed, single-spaced, without what nobody sees. With `lines` line breaks are
 * kept, at most one empty line in a row.
 * @param {string} text
 */
export function clean(text, lines = false) {
  const seen = text
    .replace(LINE_ENDS, "\n")
    .normalize("NFC")
    .replace(BLANK, " ")
    .replace(PICTURE_OR_UNSEEN, (_, /** @type {string | undefined} */ picture) => picture ?? "")
    .normalize("NFC");
  if (!lines) return seen.replace(/\s+/g, " ").trim();
  const stripped = seen.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  return stripped
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/**
 * Tells whether a text can be stored: half of a surrogate pair cannot.
 * @param {string} text
 */
export const isStorable = (text) => !HALF_A_PAIR.test(text);

/**
 * Returns how many characters a text has, as the server counts them: a picture is one of them, or a few.
 * @param {string} text
 */
export const lengthOf = (text) => [...text].length;
