// All forms of the desk: what is written into them is kept until it is saved, and days stand beside their fields in words.
import { FormDrafts } from "./forms/form_drafts.js";
import { keepDrafts } from "./forms/unsaved.js";

const { user, saved, answered, failed } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;

keepDrafts(new FormDrafts(() => sessionStorage, user), { saved, answered, hasFailed: failed !== undefined });
