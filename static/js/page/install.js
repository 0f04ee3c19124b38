// How the app is installed: shows the method of this device, and the browser's own prompt where it has one.
import { installMethod } from "./common/browser.js";
import { copyText } from "./common/copying.js";
import "./common/page_start.js"; // the language switch of the page

const methods = document.querySelectorAll("[data-method]");
const more = document.getElementById("other-methods");
const address = /** @type {HTMLInputElement} */ (document.getElementById("address"));
/** @type {InstallPromptEvent | null} */
let question = null;

address.value = location.origin + location.pathname;
document.getElementById("copying").hidden = false;
show(installMethod());
document.documentElement.dataset.ready = "true";

// A browser may give a wrong user agent: the other methods can be shown as well.
more.hidden = false;
more.addEventListener("click", () => {
  show(null);
  more.remove();
});

/**
 * Shows one method, or all of them.
 * @param {string | null} name
 */
function show(name) {
  for (const method of methods) method.hidden = name !== null && method.dataset.method !== name;
}

/** @param {string} name */
function showOutcome(name) {
  for (const line of document.querySelectorAll("[data-outcome]")) line.hidden = line.dataset.outcome !== name;
}

/** @param {InstallPromptEvent | null} event */
function offer(event) {
  question = event;
  for (const button of document.querySelectorAll("[data-install-offer]")) button.hidden = !event;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer(event);
});

addEventListener("appinstalled", () => {
  offer(null);
  showOutcome("installed");
});

for (const button of document.querySelectorAll("[data-install-offer] button")) {
  button.addEventListener("click", async () => {
    const asked = /** @type {InstallPromptEvent} */ (question);
    offer(null); // the browser answers only once
    asked.prompt();
    const { outcome } = await asked.userChoice;
    showOutcome(outcome);
  });
}

document.getElementById("copy").addEventListener("click", async () => {
  showOutcome((await copyText(address)) ? "copied" : "not-copied");
});
