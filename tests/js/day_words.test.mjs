// Days in words, as they stand beside the fields of the desk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayInWords } from "../../static/js/desk/forms/day_words.js";

const VIETNAMESE = "{weekday}, ngày {day} {month} năm {year}";
const ENGLISH = "{weekday}, {day} {month} {year}";

for (const [day, vietnamese, english] of [
  ["2026-03-12", "Thứ Năm, ngày 12 tháng 3 năm 2026", "Thursday, 12 March 2026"],
  ["2026-12-03", "Thứ Năm, ngày 3 tháng 12 năm 2026", "Thursday, 3 December 2026"],
  ["2028-02-29", "Thứ Ba, ngày 29 tháng 2 năm 2028", "Tuesday, 29 February 2028"],
  ["2026-11-22", "Chủ Nhật, ngày 22 tháng 11 năm 2026", "Sunday, 22 November 2026"],
]) {
  test(`${day} is ${english}, in every time zone`, () => {
    assert.equal(dayInWords(day, "vi", VIETNAMESE), vietnamese);
    assert.equal(dayInWords(day, "en", ENGLISH), english);
  });
}

for (const text of ["", "12/03/2026", "2026-13-01"]) {
  test(`"${text}" is no day`, () => assert.equal(dayInWords(text, "vi", VIETNAMESE), ""));
}
