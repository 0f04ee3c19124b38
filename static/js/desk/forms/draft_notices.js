// The notices of drafts: what was not saved can be put back, or thrown away.
import { formatMoment } from "../../page/common/calendar.js";

/** @import { Draft } from "./form_drafts.js" */

const template = /** @type {HTMLTemplateElement} */ (document.getElementById("draft-notice"));
const { dataset: words } = template;

/**
 * Returns a notice that asks what becomes of a draft; `hasChanged` says that something else was saved meanwhile.
 * @param {Draft} draft
 * @param {{ hasChanged: boolean, putBack: () => void, discard: () => void }} actions
 */
export function offerOf(draft, { hasChanged, putBack, discard }) {
  const { notice, text, again, away } = newNotice(draft, words.offer);
  if (hasChanged) text.append(" ", words.changed);
  notice.querySelector("a").remove();
  again.onclick = () => {
    text.textContent = words.restored;
    again.remove();
    away.remove();
    putBack();
  };
  away.onclick = () => {
    notice.remove();
    discard();
  };
  return notice;
}

/**
 * Returns a notice on another page than the draft's, which leads there.
 * @param {Draft} draft
 * @param {() => void} discard
 */
export function reminderOf(draft, discard) {
  const { notice, again, away } = newNotice(draft, words.elsewhere);
  again.remove();
  notice.querySelector("a").href = draft.page;
  away.onclick = () => {
    notice.remove();
    discard();
  };
  return notice;
}

/**
 * @param {Draft} draft
 * @param {string} sentence
 */
function newNotice(draft, sentence) {
  const notice = /** @type {HTMLElement} */ (template.content.querySelector("*")).cloneNode(true);
  const part = /** @type {HTMLElement} */ (notice);
  const text = part.querySelector("p");
  text.textContent = sentence.replace("{moment}", formatMoment(draft.at)).replace("{page}", draft.title);
  const [again, away] = part.querySelectorAll("button");
  return { notice: part, text, again, away };
}
