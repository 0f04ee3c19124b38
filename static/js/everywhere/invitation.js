// The page of an invitation: fills the suggested password in, and copies the address for another browser.
import { copyText } from "../page/common/copying.js";

for (const button of document.querySelectorAll("[data-fills]")) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.fills));
  button.addEventListener("click", () => {
    input.value = document.getElementById(button.dataset.from).textContent;
    // Who does not see what was filled in cannot write it down.
    const show = /** @type {HTMLButtonElement} */ (document.querySelector(`[data-shows="${input.id}"]`));
    if (input.type === "password") show.click();
    input.focus();
  });
  button.hidden = false;
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copies));
  button.addEventListener("click", async () => {
    const done = document.querySelector("[data-copied]");
    done.hidden = !(await copyText(field));
  });
  button.hidden = false;
}

// A second tap would find the link used up by the first.
for (const form of document.querySelectorAll("main form")) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", () => {
    isSent = false;
  });
}
