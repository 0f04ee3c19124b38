// What every page of the phone starts with: its words, small pieces of the page, and who is signed in.
import { session, Unsent } from "../outbox/server.js";

/** The page's own data: words, measures, kinds, and the kind that it logs. */
export const data = JSON.parse(document.getElementById("page").textContent);
export const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);

/** Returns a word of the page with its `%(name)s` filled in. */
export function word(name, values = {}) {
  return (data.words[name] ?? name).replace(/%\((\w+)\)[sd]/g, (_, key) => values[key]);
}

/** Writes a number as the page's language does: 9.547 in Vietnamese. */
export function number(value) {
  return numbers.format(value);
}

/** Makes an element with attributes and children; texts stay texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/** Says at the top of the page how things stand; `kind` is good, bad, care or empty. */
export function say(text, kind = "", ...more) {
  const state = document.getElementById("state");
  state.replaceChildren(element("div", { class: `notice ${kind}`, "data-state": kind }, element("p", {}, text), ...more));
  return state;
}

/** Says why something could not be read or sent, with the way on. */
export function explain(error) {
  if (!(error instanceof Unsent)) throw error;
  // In a page of its own, so that what is written here stays.
  const signIn = element("a", { class: "button", href: "/login", target: "_blank", rel: "noopener" }, word("sign_in"));
  return say(word(error.reason), "bad", error.reason === "signed_out" ? signIn : null);
}

/** The roles that log work; others look at figures. */
const LOGGING = ["member", "leader", "coordinator"];

/** Runs `work` for who is signed in; explains what kept it from being done. */
export async function withUser(work) {
  try {
    const { user } = await session();
    if (user && LOGGING.includes(user.role)) return await work(user);
    document.querySelector(".waits")?.remove();
    if (user) return say(word("forbidden"), "care", element("a", { class: "button", href: "/overview/" }, word("figures")));
    return say(word("sign_in_first"), "care", element("a", { class: "button primary", href: "/login" }, word("sign_in")));
  } catch (error) {
    return explain(error);
  } finally {
    document.getElementById("loading")?.remove();
    document.documentElement.dataset.ready = "true";
  }
}

// The page carries no token; the one form of its frame asks for one when it is needed.
document.querySelector(".languages")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target, submitter } = event;
  try {
    target.elements.csrf_token.value = (await session()).csrf;
    target.append(element("input", { type: "hidden", name: "language", value: submitter.value }));
    target.submit();
  } catch (error) {
    explain(error);
  }
});
