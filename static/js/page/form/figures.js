// Whole figures as people write them, read as the server reads them (`app/figures.py`).

const MOST_DIGITS = 15;
const FIGURE = /^(\d+|[1-9]\d{0,2}([., ])\d{3}(\2\d{3})*)$/;
const UNSEEN = /[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
// Digits and signs as wide as a Chinese character, and how far they are from those of ASCII.
const WIDE = /[０-９．，]/g;
const WIDE_BY = 0xfee0;

/**
 * Returns a text trimmed, with its digits, points, commas and blanks as narrow as those of ASCII.
 * @param {string} text
 */
export const narrowed = (text) =>
  text
    .replace(UNSEEN, "")
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - WIDE_BY))
    .replace(/\s+/g, " ")
    .trim();

/**
 * Returns the whole figure that a text is, or `null` where it is none or may mean another, as "1.2" and "12,34" may.
 * @param {string} text
 */
export function readFigure(text) {
  const plain = narrowed(text);
  const digits = plain.replace(/[., ]/g, "");
  return FIGURE.test(plain) && digits.length <= MOST_DIGITS ? Number(digits) : null;
}
