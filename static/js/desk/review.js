// The review queue: a decision removes its entry from the page at once, and decisions are sent one after the other. An
// entry that could not be decided on returns with an explanation. Without this script every button sends its form.
import {
  boxOf,
  cardAfter,
  cardOf,
  cards,
  closeCard,
  focusCard,
  list,
  openCards,
  removeCard,
  restoreCard,
  setSeenState,
  titleOf,
} from "./review/cards.js";
import { DecisionQueue } from "./review/decision_queue.js";
import { bindKeys } from "./review/keys.js";
import { noticeOf, showOutdated, signInLink } from "./review/notices.js";
import { isReasonBeingTyped, markReasonsSent } from "./review/reasons.js";
import { renewToken } from "./review/token.js";

/** @import { Card } from "./review/cards.js" */
/** @import { Answer } from "./review/decision_answer.js" */
/** @import { Result } from "./review/decision_queue.js" */

const announcement = document.getElementById("announcement");
const undo = /** @type {HTMLFormElement} */ (document.getElementById("undo"));
const bulkForm = /** @type {HTMLFormElement} */ (document.getElementById("bulk-decision"));
const undoText = undo.querySelector("span");
const NEXT_PAGE_HASH = "#go-on"; // no element's id: a browser that finds one takes the focus there
/** @type {Map<string, Card>} */
const decidedCards = new Map(); // what was decided on here, by the entry's id
const queue = new DecisionQueue({
  undoable: undo.hidden ? [] : [{ id: undo.decision.value, words: undoText.textContent ?? "" }],
  messages: {
    signedOut: list?.dataset.signedOut ?? "",
    noAnswer: list?.dataset.noAnswer ?? "",
    notUndone: list?.dataset.notUndone ?? "",
  },
  onEmpty: continueWhenSent,
  renewToken,
});

const checkedBoxes = () =>
  cards()
    .map(boxOf)
    .filter((box) => box?.checked);

/**
 * Announces the result to screen readers.
 * @param {string} words
 */
function announceResult(words) {
  announcement.textContent = words;
}

/** Shows what can be taken back. */
function showUndo() {
  const { latest } = queue;
  undo.hidden = !latest;
  undo.decision.value = latest?.id ?? "";
  undoText.textContent = latest?.words ?? "";
}

/**
 * Changes the number of waiting entries in the heading, where it is known.
 * @param {number} by
 */
function changeWaitingCount(by) {
  const head = document.querySelector("[data-waiting]:not([data-at-least])");
  const number = head?.querySelector("b");
  if (!number) return;
  head.dataset.waiting = String(Number(head.dataset.waiting) + by);
  const written = Number(head.dataset.waiting).toLocaleString(document.documentElement.lang);
  number.textContent = number.textContent.replace(/\d[\d.,]*/, written);
}

/**
 * Takes cards off the page and sends what was decided on them; `repeat()` gets back what was chosen when no answer came.
 * @param {Card[]} chosenCards
 * @param {HTMLFormElement} form
 * @param {string} action
 */
function decide(chosenCards, form, action, comment = "", repeat = () => {}) {
  /** @type {[string, string][]} */
  const fields = [
    ["csrf_token", form.csrf_token.value],
    ["action", action],
    ["comment", comment],
  ];
  for (const card of chosenCards) fields.push(["seen", card.dataset.seen]);
  const nextCard = cardAfter(chosenCards);
  for (const card of chosenCards) {
    decidedCards.set(card.dataset.entry, card);
    removeCard(card);
  }
  changeWaitingCount(-chosenCards.length);
  showCheckedCount();
  focusCard(nextCard, { preventScroll: chosenCards.length > 1 });
  queue.decide(
    {
      address: form.getAttribute("action") ?? "",
      fields,
      ids: chosenCards.map((card) => card.dataset.entry),
      // The title of a single entry names what can be undone.
      title: chosenCards.length === 1 ? titleOf(chosenCards[0]) : "",
      // One wrong entry makes the sample invalid; the page says what to do instead.
      endsSample: "sample" in list.dataset && action !== "approve",
    },
    (result) => {
      if (!result.isUnanswered) chosenCards.forEach(markReasonsSent);
      showDecisionResult(result);
      if (result.isUnanswered) repeat();
    },
  );
}

/** @param {Result} result */
function showDecisionResult({ returned, words, seen, needsSignIn }) {
  for (const { id, words: reason, hasChanged } of returned) {
    const card = /** @type {Card} */ (decidedCards.get(id));
    restoreCard(card, noticeOf(reason, needsSignIn));
    if (hasChanged) closeCard(card);
    else changeWaitingCount(1);
  }
  for (const [id, state] of Object.entries(seen)) {
    const card = decidedCards.get(id);
    if (card) card.dataset.seen = state;
  }
  showUndo();
  if (returned.length) focusCard(decidedCards.get(returned[0].id));
  else announceResult(words);
}

/** Undoes the last decision, after all that are being sent. */
function undoLatest() {
  const post = () => {
    const fields = /** @type {[string, string][]} */ ([...new FormData(undo)]);
    return { address: undo.getAttribute("action") ?? "", fields };
  };
  queue.undo(post, showUndone);
}

/** @param {Answer} answer */
function showUndone({ done, words: answer, isUnanswered, isSkipped, needsSignIn, seen, told: staleReasons }) {
  if (isSkipped) {
    undo.after(noticeOf(answer));
    announceResult(answer);
    return;
  }
  if (isUnanswered) {
    undoText.textContent = answer;
    if (needsSignIn) undoText.append(" ", signInLink());
    announceResult(answer);
    return;
  }
  showUndo();
  const returned = done.map((id) => /** @type {Card} */ (decidedCards.get(id)));
  for (const card of returned) {
    restoreCard(card);
    changeWaitingCount(1);
    const state = seen?.[card.dataset.entry];
    if (state) setSeenState(card, state);
  }
  const conflicts = Object.values(staleReasons ?? {});
  const words = [answer, ...conflicts].join(" ");
  if (conflicts.length) undo.after(noticeOf(words));
  announceResult(words);
  focusCard(returned[0]);
}

/**
 * Goes to the next page when nothing is left on this one and everything was sent. A page that has to be loaded again
 * stays while a reason is typed on it, or while an entry says why it returned.
 */
function continueWhenSent() {
  const isNeeded = isReasonBeingTyped() || list?.querySelector("[role=alert]");
  if (queue.mustReload && isNeeded) showOutdated();
  else if (queue.mustReload) location.reload();
  else if (list && !cards().length) openNextPage();
}

function openNextPage() {
  if (queue.unsentCount) return;
  const target = new URL(list.dataset.next ?? "", location.href);
  if (target.href === location.href.split("#")[0]) {
    location.reload();
    return;
  }
  target.hash = NEXT_PAGE_HASH;
  location.assign(target);
}

function showCheckedCount() {
  if (checkedBoxes().length) document.getElementById("none-selected").hidden = true;
  if (bulkForm) bulkForm.querySelector("output").textContent = String(checkedBoxes().length || "");
}

/**
 * Sends a reason; "other" needs a comment first, which Enter then sends.
 * @param {Card} card
 * @param {HTMLButtonElement} button
 */
function sendReason(card, button) {
  const words = button.closest(".reason-panel").querySelector("textarea");
  if (button.value.endsWith(":other") && !words.value.trim()) {
    words.dataset.action = button.value;
    words.required = true;
    words.focus();
    return;
  }
  decide([card], /** @type {HTMLFormElement} */ (button.form), button.value, words.value);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (!submitter) return;
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const card = cardOf(form);
  if (submitter.closest(".reason-panel")) sendReason(card, submitter);
  else decide([card], form, submitter.value);
}

/** @param {SubmitEvent} event */
function onBulkSubmit(event) {
  const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (!submitter) return;
  event.preventDefault();
  const chosenCards = checkedBoxes().map((box) => cardOf(/** @type {Element} */ (box)));
  const words = submitter.closest(".reason-panel")?.querySelector("textarea");
  if (!chosenCards.length) document.getElementById("none-selected").hidden = false;
  const comment = words?.value ?? "";
  const repeat = () => {
    for (const box of chosenCards.map(boxOf)) if (box) box.checked = true;
    if (words) write(words, words.value || comment);
    showCheckedCount();
  };
  if (chosenCards.length) decide(chosenCards, bulkForm, submitter.value, comment, repeat);
  if (words && chosenCards.length) write(words, "");
  for (const reasons of bulkForm.querySelectorAll("details")) reasons.open = false;
}

/**
 * Writes into a field as somebody who types does, so that its room is counted anew.
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (list) {
  bindKeys({
    approve: (card) =>
      card.querySelector("form .approve")
        ? decide([card], card.querySelector("form"), "approve")
        : announceResult(card.querySelector(".own-entry")?.textContent ?? ""),
    sendReason,
    sendWords: (card, words) =>
      decide([card], /** @type {HTMLFormElement} */ (words.form), words.dataset.action ?? "", words.value),
    undo: () => undo.hidden || undoLatest(),
    openNextPage,
  });
  list.addEventListener("change", showCheckedCount);
  list.addEventListener("submit", onSubmit);
  addEventListener("beforeunload", (event) => {
    if (!queue.unsentCount && !isReasonBeingTyped()) return;
    event.preventDefault();
    event.returnValue = true; // Chrome asks for it until version 119.
  });
  if (location.hash === NEXT_PAGE_HASH) focusCard(cards()[0]);
}

if (bulkForm) {
  const all = document.getElementById("select-page");
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const box of openCards().map(boxOf)) if (box) box.checked = true;
    showCheckedCount();
  });
  bulkForm.addEventListener("submit", onBulkSubmit);
  showCheckedCount();
}

undo.addEventListener("submit", (event) => {
  if (!list) return;
  event.preventDefault();
  undoLatest();
});
