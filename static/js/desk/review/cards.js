// The cards of the queue, each an entry to be decided on: which one is focused, removing and restoring them.

/** @typedef {HTMLElement & { parentElement: HTMLElement, dataset: { entry: string, seen: string } }} Card */

export const list = document.getElementById("queue");
/** @type {Card | null} */
let lastFocused = null; // the card that had the focus last

export const cards = () => [.../** @type {NodeListOf<Card>} */ (list?.querySelectorAll(".entry-card") ?? [])];
/** The cards that can still be decided on. */
export const openCards = () => cards().filter((card) => !("changed" in card.dataset));
/** @returns {HTMLInputElement | null} */
export const boxOf = (/** @type {Card} */ card) => card.querySelector(".select-box input");
export const titleOf = (/** @type {Card} */ card) => (card.querySelector("h2").childNodes[1].textContent ?? "").trim();
/** @returns {Card} */
export const cardOf = (/** @type {Element} */ element) => /** @type {Card} */ (element.closest(".entry-card"));
/** @returns {Card | null} */
export const currentCard = () =>
  document.activeElement?.closest?.(".entry-card") ?? (lastFocused?.isConnected ? lastFocused : null);

for (const [place, card] of cards().entries()) card.parentElement.dataset.place = String(place);
list?.addEventListener("focusin", ({ target }) => {
  lastFocused = cardOf(/** @type {Element} */ (target));
});

/**
 * @param {Card | null | undefined} card
 * @param {FocusOptions} [options]
 */
export function focusCard(card, options) {
  if (!card) return;
  lastFocused = card;
  card.focus(options);
}

/**
 * Returns the card to focus when some are removed: the focused one, else the one after them, else the one before
 * them.
 * @param {Card[]} leaving
 */
export function cardAfter(leaving) {
  const focused = currentCard();
  if (focused && !leaving.includes(focused)) return focused;
  const all = cards();
  const rest = openCards().filter((card) => !leaving.includes(card));
  const place = Math.max(...leaving.map((card) => all.indexOf(card)));
  return rest.find((card) => all.indexOf(card) > place) ?? rest[rest.length - 1];
}

/** @param {Card} card */
export function removeCard(card) {
  const box = boxOf(card);
  if (box) box.checked = false;
  for (const reasons of card.querySelectorAll("details")) reasons.open = false;
  card.parentElement.remove();
}

/**
 * Puts a card back in its place, with the notice that says why it returned.
 * @param {Card} card
 * @param {HTMLElement | null} [notice]
 */
export function restoreCard(card, notice = null) {
  const item = card.parentElement;
  const behind = cards().find((other) => Number(other.parentElement.dataset.place) > Number(item.dataset.place));
  list.insertBefore(item, behind?.parentElement ?? null);
  card.querySelector("[role=alert]")?.remove();
  if (!notice) return;
  notice.setAttribute("role", "alert");
  card.prepend(notice);
}

/**
 * Notes the state in which an entry is decided on.
 * @param {Card} card
 * @param {string} seen
 */
export function setSeenState(card, seen) {
  card.dataset.seen = seen;
  /** @type {HTMLInputElement} */ (card.querySelector("form [name=seen]")).value = seen;
  const box = boxOf(card);
  if (box) box.value = seen;
}

/**
 * Removes the buttons of a card whose entry has changed since it was seen.
 * @param {Card} card
 */
export function closeCard(card) {
  card.dataset.changed = "";
  card.querySelector("form")?.remove();
  boxOf(card)?.parentElement?.remove();
}

/**
 * Opens or closes the reasons of a card; digits then pick one.
 * @param {Card} card
 * @param {string} action
 */
export function toggleReasons(card, action) {
  for (const reasons of /** @type {NodeListOf<HTMLDetailsElement>} */ (card.querySelectorAll("form .reason-panel")))
    reasons.open = reasons.dataset.reasonsFor === action && !reasons.open;
  card.querySelector(".reason-panel[open]")?.scrollIntoView({ block: "nearest" });
}
