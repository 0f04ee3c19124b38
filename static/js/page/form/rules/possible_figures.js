// Which figures a text may mean that is none (`app/figures.py`): "1.2" may be 1200 or 1. Uses no page.
import { narrowed, readFigure } from "../figures.js";

const LONGEST = 30; // a text that is longer is no figure
// Two parts with a point, a comma or a blank between them, of which the first may have its thousands set apart.
const IN_TWO = /^(\d+|\d{1,3}(?:([., ])\d{3})(?:\2\d{3})*)([., ])(\d+)$/;
// The words behind a figure that make it larger are no unit.
const MULTIPLIERS =
  "(?:triệu|trieu|tr|nghìn|nghin|ngàn|ngan|tỷ|tỉ|ty|ti|trăm|tram|chục|chuc|vạn|van|k|million|thousand|hundred|dozen)(?![\\p{L}\\p{N}_])";
// A sign before, or a unit behind: "−5", "5 %", "12 hộ".
const WITH_MORE = new RegExp(`^[-−+]? ?(\\d[\\d., ]*?)[., ]*(?:(?!${MULTIPLIERS})[^\\d., ]\\D*)?$`, "u");

/**
 * Returns the figures that a text may mean, the likeliest first; none where it is no figure at all.
 * @param {string} text
 * @returns {number[]}
 */
export function possibleFigures(text) {
  const plain = narrowed(text).toLowerCase();
  if (plain.length > LONGEST) return [];
  const [, whole, , sign, rest] = plain.match(IN_TWO) ?? [];
  if (whole === undefined) return onlyFigure(plain.match(WITH_MORE)?.[1] ?? "");
  const start = whole.replace(/[., ]/g, "");
  // Who writes "1.2" may have left out the zeros of 1.200, or may have meant a part of one.
  const joined = start + (sign === " " ? rest : rest.padEnd(3, "0"));
  return [...new Set([joined, start].map((digits) => readFigure(digits)))].filter((figure) => figure !== null);
}

/** @param {string} text */
function onlyFigure(text) {
  const figure = readFigure(text);
  return figure === null ? [] : [figure];
}
