// Signing in: the numbers of those who used this phone lately, and what to do without a connection.
import { SendError, session } from "../outbox/api.js";
import { setEndingUser } from "../outbox/ending_user.js";
import { withTimeout } from "../outbox/timing.js";
import { takeLeaving } from "../page/common/leaving_note.js";
import { nextPerson, readPeople, removePerson, shortNumber } from "../page/common/people_here.js";

/** @import { Person } from "../page/common/people_here.js" */

const ANSWER_TIMEOUT_MS = 8_000;
const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-in"));
const phone = /** @type {HTMLInputElement} */ (form.elements.namedItem("phone"));
const password = /** @type {HTMLInputElement} */ (form.elements.namedItem("password"));
const section = document.getElementById("people-here");
const pattern = /** @type {HTMLTemplateElement} */ (document.getElementById("person-here"));
let isSending = false;

// This page opens only where nobody is signed in.
setEndingUser(null);

showPeople();
const next = nextPerson(readPeople(), takeLeaving());
if (next && !phone.value) choose(next, { isFocused: false });

function showPeople() {
  const people = readPeople();
  section.hidden = people.length === 0;
  section.querySelector("ul").replaceChildren(...people.map(rowOf));
}

/** @param {Person} person */
function rowOf(person) {
  const row = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
  const [chooses, removes] = row.querySelectorAll("button");
  chooses.querySelector("b").textContent = person.name;
  chooses.querySelector("span").textContent = shortNumber(person.phone);
  chooses.addEventListener("click", () => choose(person, { isFocused: true }));
  chooses.setAttribute("aria-pressed", String(phone.value === person.phone));
  removes.querySelector("span").textContent = `: ${person.name}`;
  removes.addEventListener("click", () => {
    removePerson(person.id);
    if (phone.value === person.phone) phone.value = "";
    showPeople();
  });
  return row;
}

/**
 * Fills a number in; the password is always typed.
 * @param {Person} person
 * @param {{ isFocused: boolean }} options
 */
function choose(person, { isFocused }) {
  phone.value = person.phone;
  showPeople();
  if (isFocused) password.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const isConnected = await hasConnection();
  document.getElementById("no-connection").hidden = isConnected;
  // Until the next page opens a second tap sends nothing.
  if (isConnected) form.submit();
  else isSending = false;
});

// The browser may show this page again as it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) isSending = false;
});

/** A form that is sent without a connection ends on an error page of the browser, without what was typed. */
async function hasConnection() {
  if (!navigator.onLine) return false;
  const isReached = (/** @type {unknown} */ error) => error instanceof SendError && error.reason !== "no_network";
  return withTimeout(ANSWER_TIMEOUT_MS, session()).then(() => true, isReached);
}
