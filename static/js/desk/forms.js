// All forms of the desk: what is written into them is kept until it is saved, texts say how much room they have, and days
// stand beside their fields in words.
import { countCharacters } from "../page/form/text_counter.js";
import { showDayWords } from "./forms/day_words.js";
import { FormDrafts } from "./forms/form_drafts.js";
import { keepDrafts } from "./forms/unsaved.js";

const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
const { user, saved, answered, failed, day } = words;

keepDrafts(new FormDrafts(() => sessionStorage, user), { saved, answered, hasFailed: failed !== undefined });
showDayWords(day);
countCharacters(document.getElementById("main"), {
  remaining: (number) =>
    (number === 1 ? words.oneCharacterRemaining : words.charactersRemaining).replace("{number}", String(number)),
  tooLong: (longest, over) => words.over.replace("{longest}", String(longest)).replace("{over}", String(over)),
});
