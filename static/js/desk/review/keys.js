// The keys of the queue: moving between cards, and deciding on the focused one.
import { boxOf, cardOf, cards, currentCard, focusCard, toggleReasons } from "./cards.js";

/** @import { Card } from "./cards.js" */

/**
 * The actions of keys, other than moving between cards.
 * @typedef {{
 *   approve(card: Card): void, sendReason(card: Card, button: HTMLButtonElement): void,
 *   sendWords(card: Card, words: HTMLTextAreaElement): void, undo(): void, openNextPage(): void,
 * }} Actions
 */

const MOVE_KEYS = ["j", "k", "ArrowDown", "ArrowUp"];

/** @param {Actions} actions */
export function bindKeys(actions) {
  const cardKeys = keysOfCards(actions);
  /** @type {Record<string, () => unknown>} */
  const globalKeys = { u: actions.undo, "/": () => document.getElementById("text")?.focus(), "?": toggleHelp };
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    const target = /** @type {HTMLTextAreaElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (target.matches("textarea[data-action]") && key === "Enter" && target.value.trim()) {
      event.preventDefault();
      actions.sendWords(cardOf(target), target);
      return;
    }
    if (target.matches("input:not([type=checkbox]), select, textarea")) return;
    // On a button, a link or a box Enter does what it always does.
    if (key === "Enter" && !target.matches(".entry-card, body")) return;
    const isMoving = MOVE_KEYS.includes(key);
    if (event.repeat && !isMoving) return;
    const card = currentCard();
    if (globalKeys[key]) globalKeys[key]();
    else if (/^[1-9]$/.test(key) && card) chooseByNumber(card, Number(key), actions);
    else if (cardKeys[key] && cards().length)
      card || isMoving ? cardKeys[key](/** @type {Card} */ (card)) : focusCard(cards()[0]);
    else return;
    event.preventDefault();
  });
  document.getElementById("key-help").hidden = false;
}

/**
 * @param {Actions} actions
 * @returns {Record<string, (card: Card) => unknown>}
 */
function keysOfCards({ approve, openNextPage }) {
  const down = () => step(1, openNextPage);
  const up = () => step(-1, openNextPage);
  const approveOrMoveOn = (/** @type {Card} */ card) => ("changed" in card.dataset ? down() : approve(card));
  return {
    j: down,
    ArrowDown: down,
    k: up,
    ArrowUp: up,
    a: approveOrMoveOn,
    Enter: approveOrMoveOn,
    r: (card) => toggleReasons(card, "return"),
    v: (card) => toggleReasons(card, "void"),
    x: (card) => boxOf(card)?.click(),
    Escape: (card) => toggleReasons(card, ""),
  };
}

/**
 * Moves to the card before or after; after the last one comes the next page.
 * @param {number} by
 * @param {() => void} openNextPage
 */
function step(by, openNextPage) {
  const all = cards();
  const focused = currentCard();
  const place = focused ? all.indexOf(focused) : -1;
  const target = all[place + by] ?? (place < 0 ? all[0] : null);
  if (target) focusCard(target);
  else if (by > 0) openNextPage();
}

/**
 * Sends the reason with a number, of those that are open.
 * @param {Card} card
 * @param {number} digit
 * @param {Actions} actions
 */
function chooseByNumber(card, digit, { sendReason }) {
  const reasons = card.querySelector(".reason-panel[open]");
  const button = /** @type {HTMLButtonElement | undefined} */ (
    reasons?.querySelectorAll(".reason-buttons button")[digit - 1]
  );
  if (button) sendReason(card, button);
}

function toggleHelp() {
  const help = /** @type {HTMLDetailsElement} */ (document.getElementById("key-help"));
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}
