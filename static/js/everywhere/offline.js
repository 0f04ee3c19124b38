// Stands in for a page of the server while there is no connection: says what that page needs, and what goes on without.
import { Database } from "../outbox/database.js";
import { endingUser } from "../outbox/ending_user.js";
import { readFact } from "../outbox/fact_store.js";
import { subjectOf } from "./offline/subject.js";

const subject = subjectOf(location.pathname);
for (const part of document.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== subject;
document.getElementById("leaving").hidden = subject !== "sign-in" || endingUser() === null;
// Whoever is on the way to another page already is not fetched back to this one.
let isLeaving = false;
addEventListener("beforeunload", () => {
  isLeaving = true;
});
addEventListener("pageshow", () => {
  isLeaving = false;
});
addEventListener("online", () => isLeaving || location.reload());
showUser().finally(() => {
  document.documentElement.dataset.ready = "true";
});

/** Somebody who is signed in here can go on logging, whatever page was asked for. */
async function showUser() {
  if (subject === "page") return;
  const user = await readFact(new Database(), "user").catch(() => null);
  if (!user) return;
  document.querySelector("[data-value=name]").textContent = user.name;
  document.getElementById("signed-in").hidden = false;
}
