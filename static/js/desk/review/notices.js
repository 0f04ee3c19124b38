// What the queue says: that an entry returned, that one has to sign in first, and that the page is out of date.
import { list } from "./cards.js";

/**
 * Returns a notice; with `needsSignIn` it has a link to sign in on a page of its own, so that this one stays as it is.
 * @param {string} words
 */
export function noticeOf(words, needsSignIn = false) {
  const notice = document.createElement("p");
  notice.className = "notice warning";
  notice.textContent = words;
  if (needsSignIn) notice.append(" ", signInLink());
  return notice;
}

/** A link to sign in on a page of its own. */
export function signInLink() {
  const link = document.createElement("a");
  link.href = list.dataset.login;
  link.target = "_blank";
  link.textContent = list.dataset.signIn;
  return link;
}

/** Says that the page is out of date, and offers to load it again. */
export function showOutdated() {
  const notice = document.getElementById("outdated");
  notice.hidden = false;
  notice.querySelector("button").onclick = () => location.reload();
}
