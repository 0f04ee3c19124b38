// All forms of the desk: what is written into them is kept until it is saved, and days stand beside their fields in words.
import { showDayWords } from "./forms/day_words.js";
import { FormDrafts } from "./forms/form_drafts.js";
import { keepDrafts } from "./forms/unsaved.js";

const { user, saved, answered, failed, day } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

keepDrafts(new FormDrafts(() => sessionStorage, user), { saved, answered, hasFailed: failed !== undefined });
showDayWords(day);
