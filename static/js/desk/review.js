// The queue under the hands: a decision takes its entry off the page at once and is sent behind it, one after the
// other. What could not be done comes back with the words that say why. Without this script every button sends its form.

/**
 * What the server did: `done` are the ids of entries, `seen` their new states, `told` why some stand differently,
 * `unchanged` why some stand as before.
 * @typedef {{
 *   done: string[], words: string, decision?: string, isLost?: boolean,
 *   seen?: Record<string, string>, told?: Record<string, string>, unchanged?: Record<string, string>,
 * }} Answer
 */
/** @typedef {HTMLElement & { parentElement: HTMLElement, dataset: { entry: string, seen: string } }} Card */
const ANSWER_TIMEOUT_MS = 20_000;
const list = document.getElementById("queue");
const announcement = document.getElementById("said");
const undo = /** @type {HTMLFormElement} */ (document.getElementById("undo"));
const bulkForm = /** @type {HTMLFormElement} */ (document.getElementById("chosen"));
const decisions = undo.hidden ? [] : [{ id: undo.decision.value, words: undo.querySelector("span").textContent }];
const GO_ON_HASH = "#go-on"; // no element's id: a browser that finds one takes the focus there
/** @type {Map<string, Card>} */
const decidedCards = new Map(); // what was decided on here, by the entry's id
/** @type {Promise<unknown>} */
let sending = Promise.resolve();
let unsentCount = 0;
let mustReload = false; // whether the page has to be fetched anew once everything is sent
/** @type {Card | null} */
let lastFocused = null; // the card that was looked at last

const cards = () => [.../** @type {NodeListOf<Card>} */ (list?.querySelectorAll(".look-at") ?? [])];
const openCards = () => cards().filter((card) => !("changed" in card.dataset));
const checkedBoxes = () =>
  cards()
    .map(boxOf)
    .filter((box) => box?.checked);
/** @returns {HTMLInputElement | null} */
const boxOf = (/** @type {Card} */ card) => card.querySelector(".pick input");
const titleOf = (/** @type {Card} */ card) => (card.querySelector("h2").childNodes[1].textContent ?? "").trim();
/** @returns {Card | null} */
const current = () => document.activeElement?.closest?.(".look-at") ?? (lastFocused?.isConnected ? lastFocused : null);

for (const [place, card] of cards().entries()) card.parentElement.dataset.place = String(place);

/**
 * Says what happened to who cannot see it, and in the notice to who can.
 * @param {string} words
 */
function announceResult(words) {
  announcement.textContent = words;
}

/** Shows what can be taken back: the last decision of those that were not. */
function showUndo() {
  const latest = decisions[decisions.length - 1];
  undo.hidden = !latest;
  undo.decision.value = latest?.id ?? "";
  undo.querySelector("span").textContent = latest?.words ?? "";
}

/**
 * Shows words that are no decision of which one could take anything back.
 * @param {string} words
 */
function showNotice(words) {
  const notice = document.createElement("p");
  notice.className = "notice care";
  notice.textContent = words;
  undo.after(notice);
}

/**
 * Says at the head how many are left, where it is known.
 * @param {number} by
 */
function changeWaitingCount(by) {
  const head = document.querySelector("[data-waiting]:not([data-more])");
  const number = head?.querySelector("b");
  if (!number) return;
  head.dataset.waiting = String(Number(head.dataset.waiting) + by);
  const written = Number(head.dataset.waiting).toLocaleString(document.documentElement.lang);
  number.textContent = number.textContent.replace(/\d[\d.,]*/, written);
}

/**
 * @param {Card | null | undefined} card
 * @param {FocusOptions} [options]
 */
function focusCard(card, options) {
  if (!card) return;
  lastFocused = card;
  card.focus(options);
}

/**
 * Puts a card back where it stood, with the words that say why it came back.
 * @param {Card} card
 */
function putBack(card, words = "", seen = "", hasChanged = false) {
  const item = card.parentElement;
  const behind = cards().find((other) => Number(other.parentElement.dataset.place) > Number(item.dataset.place));
  list.insertBefore(item, behind?.parentElement ?? null);
  if (!hasChanged) changeWaitingCount(1);
  card.querySelector("[role=alert]")?.remove();
  if (words) {
    const notice = document.createElement("p");
    notice.className = "notice care";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    card.prepend(notice);
  }
  if (seen) {
    card.dataset.seen = seen;
    /** @type {HTMLInputElement} */ (card.querySelector("form [name=seen]")).value = seen;
    const box = boxOf(card);
    if (box) box.value = seen;
  }
  if (hasChanged) {
    // It stands differently now: there is nothing to decide on as it was seen.
    card.dataset.changed = "";
    card.querySelector("form")?.remove();
    boxOf(card)?.parentElement?.remove();
  }
}

/**
 * Posts a form's fields; returns what the server answers, or only words that say why there is no answer: then nobody
 * knows whether it was done.
 * @param {string} address
 * @param {[string, string][]} fields
 * @returns {Promise<Answer>}
 */
async function postForm(address, fields) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const headers = { Accept: "application/json" };
    const body = new URLSearchParams(fields);
    const answer = await fetch(address, { method: "POST", headers, body, signal: controller.signal });
    if (answer.ok && !answer.redirected) return await answer.json();
    return { done: [], words: (answer.redirected ? list.dataset.signedOut : list.dataset.gone) ?? "", isLost: true };
  } catch {
    return { done: [], words: list.dataset.gone ?? "", isLost: true };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Lets something be sent after all that waits before it.
 * @param {() => unknown} work
 */
function enqueue(work) {
  unsentCount += 1;
  sending = sending.then(work).finally(() => {
    unsentCount -= 1;
    if (!unsentCount) goOnWhenSent();
  });
}

/**
 * Takes cards off the page and sends what was decided on them.
 * @param {Card[]} chosenCards
 * @param {HTMLFormElement} form
 * @param {string} action
 */
function decide(chosenCards, form, action, comment = "") {
  /** @type {[string, string][]} */
  const fields = [
    ["csrf_token", form.csrf_token.value],
    ["action", action],
    ["comment", comment],
  ];
  for (const card of chosenCards) fields.push(["seen", card.dataset.seen]);
  const focused = current();
  const nextFocus = !focused || chosenCards.includes(focused) ? next(chosenCards) : focused;
  for (const card of chosenCards) {
    decidedCards.set(card.dataset.entry, card);
    const box = boxOf(card);
    if (box) box.checked = false;
    for (const why of card.querySelectorAll("details")) why.open = false;
    card.parentElement.remove();
  }
  changeWaitingCount(-chosenCards.length);
  showCheckedCount();
  focusCard(nextFocus, { preventScroll: chosenCards.length > 1 });
  enqueue(async () => {
    const answer = await postForm(form.getAttribute("action") ?? "", fields);
    showDecisionResult(chosenCards, answer);
    // A sample of which one was not right speaks for nothing any more; the page says what to do instead.
    mustReload = "sample" in list.dataset && action !== "approve" && answer.done.length > 0;
  });
}

/**
 * Returns the card after those that go, or the one before them.
 * @param {Card[]} chosenCards
 */
function next(chosenCards) {
  const all = cards();
  const rest = openCards().filter((card) => !chosenCards.includes(card));
  const place = Math.max(...chosenCards.map((card) => all.indexOf(card)));
  return rest.find((card) => all.indexOf(card) > place) ?? rest[rest.length - 1];
}

/**
 * @param {Card[]} chosenCards
 * @param {Answer} answer
 */
function showDecisionResult(chosenCards, answer) {
  const returned = chosenCards.filter((card) => !answer.done.includes(card.dataset.entry));
  for (const card of returned) {
    const told = answer.told?.[card.dataset.entry];
    putBack(card, told ?? answer.unchanged?.[card.dataset.entry] ?? answer.words, "", Boolean(told));
  }
  for (const [id, seen] of Object.entries(answer.seen ?? {})) {
    const card = decidedCards.get(id);
    if (card) card.dataset.seen = seen;
  }
  // One knows what is taken back by its name.
  const words = chosenCards.length === 1 ? `${titleOf(chosenCards[0])}: ${answer.words}` : answer.words;
  if (answer.decision) decisions.push({ id: answer.decision, words });
  showUndo();
  if (returned.length) focusCard(returned[0]);
  else announceResult(words);
}

/** Takes the last decision back, after all that is on its way. */
function takeBack() {
  enqueue(async () => {
    const answer = await postForm(
      undo.getAttribute("action") ?? "",
      /** @type {[string, string][]} */ ([...new FormData(undo)]),
    );
    if (answer.isLost) {
      undo.querySelector("span").textContent = answer.words;
      return announceResult(answer.words);
    }
    decisions.pop();
    // What is not on this page comes back to the queue as a whole.
    mustReload = answer.done.some((id) => !decidedCards.has(id));
    if (mustReload) return;
    showUndo();
    const returned = answer.done.map((id) => /** @type {Card} */ (decidedCards.get(id)));
    for (const card of returned) putBack(card, "", answer.seen?.[card.dataset.entry]);
    const conflicts = Object.values(answer.told ?? {});
    const words = [answer.words, ...conflicts].join(" ");
    if (conflicts.length) showNotice(words);
    announceResult(words);
    focusCard(returned[0]);
  });
}

/** Goes to the next page when nothing is left on this one and everything was sent. */
function goOnWhenSent() {
  if (mustReload) location.reload();
  else if (list && !cards().length) openNextPage();
}

function openNextPage() {
  if (unsentCount) return;
  const target = new URL(list.dataset.next ?? "", location.href);
  if (target.href === location.href.split("#")[0]) return location.reload();
  target.hash = GO_ON_HASH;
  location.assign(target);
}

function showCheckedCount() {
  if (checkedBoxes().length) document.getElementById("none").hidden = true;
  if (bulkForm) bulkForm.querySelector("output").textContent = String(checkedBoxes().length || "");
}

/** @param {number} by */
function step(by) {
  const all = cards();
  const focused = current();
  const place = focused ? all.indexOf(focused) : -1;
  const target = all[place + by] ?? (place < 0 ? all[0] : null);
  if (target) focusCard(target);
  else if (by > 0) openNextPage();
}

/**
 * Opens or closes the reasons of a card; digits then pick one.
 * @param {Card} card
 * @param {string} action
 */
function toggleReasons(card, action) {
  for (const why of /** @type {NodeListOf<HTMLDetailsElement>} */ (card.querySelectorAll("form .why")))
    why.open = why.dataset.why === action && !why.open;
  card.querySelector(".why[open]")?.scrollIntoView({ block: "nearest" });
}

/**
 * @param {Card} card
 * @param {number} digit
 */
function chooseByNumber(card, digit) {
  const why = card.querySelector(".why[open]");
  const button = /** @type {HTMLButtonElement | undefined} */ (why?.querySelectorAll(".reasons button")[digit - 1]);
  if (button) sendReason(card, button);
}

/**
 * Sends a reason; one that says nothing by itself waits for words, which Enter then sends.
 * @param {Card} card
 * @param {HTMLButtonElement} button
 */
function sendReason(card, button) {
  const words = button.closest(".why").querySelector("textarea");
  if (button.value.endsWith(":other") && !words.value.trim()) {
    words.dataset.action = button.value;
    words.required = true;
    words.focus();
    return;
  }
  decide([card], /** @type {HTMLFormElement} */ (button.form), button.value, words.value);
}

const approveCard = (/** @type {Card} */ card) =>
  card.querySelector("form .approve")
    ? decide([card], card.querySelector("form"), "approve")
    : announceResult(card.querySelector(".own")?.textContent ?? "");

/** @type {Record<string, (card: Card) => unknown>} */
const cardKeys = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  a: (card) => ("changed" in card.dataset ? step(1) : approveCard(card)),
  Enter: (card) => cardKeys.a(card),
  r: (card) => toggleReasons(card, "return"),
  v: (card) => toggleReasons(card, "void"),
  x: (card) => boxOf(card)?.click(),
  Escape: (card) => toggleReasons(card, ""),
};
/** @type {Record<string, () => unknown>} */
const globalKeys = {
  u: () => undo.hidden || takeBack(),
  "/": () => document.getElementById("text")?.focus(),
  "?": () => {
    const help = /** @type {HTMLDetailsElement} */ (document.getElementById("keys"));
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  },
};

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key } = event;
  const target = /** @type {HTMLTextAreaElement} */ (event.target);
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (target.matches("textarea[data-action]") && key === "Enter" && target.value.trim()) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (target.form);
    return decide([/** @type {Card} */ (target.closest(".look-at"))], form, target.dataset.action ?? "", target.value);
  }
  if (target.matches("input:not([type=checkbox]), select, textarea")) return;
  // On a button, a link or a box Enter does what it always does.
  if (key === "Enter" && !target.matches(".look-at, body")) return;
  const isMoving = ["j", "k", "ArrowDown", "ArrowUp"].includes(key);
  if (event.repeat && !isMoving) return;
  const card = current();
  if (globalKeys[key]) globalKeys[key]();
  else if (/^[1-9]$/.test(key) && card) chooseByNumber(card, Number(key));
  else if (cardKeys[key] && cards().length)
    card || isMoving ? cardKeys[key](/** @type {Card} */ (card)) : focusCard(cards()[0]);
  else return;
  event.preventDefault();
}

if (list) {
  document.addEventListener("keydown", onKey);
  document.getElementById("keys").hidden = false;
  list.addEventListener("focusin", ({ target }) => {
    lastFocused = /** @type {Card} */ (/** @type {Element} */ (target).closest(".look-at"));
  });
  list.addEventListener("change", showCheckedCount);
  list.addEventListener("submit", (event) => {
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!submitter) return;
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const card = /** @type {Card} */ (form.closest(".look-at"));
    if (submitter.closest(".why")) sendReason(card, submitter);
    else decide([card], form, submitter.value);
  });
  addEventListener("beforeunload", (event) => {
    if (unsentCount) event.preventDefault();
  });
  if (location.hash === GO_ON_HASH) focusCard(cards()[0]);
}

if (bulkForm) {
  const all = document.getElementById("all");
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const box of openCards().map(boxOf)) if (box) box.checked = true;
    showCheckedCount();
  });
  bulkForm.addEventListener("submit", (event) => {
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!submitter) return;
    event.preventDefault();
    const chosenCards = checkedBoxes().map((box) => /** @type {Card} */ (box?.closest(".look-at")));
    const words = submitter.closest(".why")?.querySelector("textarea");
    if (!chosenCards.length) document.getElementById("none").hidden = false;
    if (chosenCards.length) decide(chosenCards, bulkForm, submitter.value, words?.value);
    if (words) words.value = "";
    for (const why of bulkForm.querySelectorAll("details")) why.open = false;
  });
  showCheckedCount();
}

undo.addEventListener("submit", (event) => {
  if (!list) return;
  event.preventDefault();
  takeBack();
});
