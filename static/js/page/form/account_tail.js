// The last digits of an account: whatever is typed or pasted, no more of it stays in the field.
import { message } from "../common/messages.js";
import { lastDigits } from "./account_digits.js";

/**
 * Cuts a field down to the last digits at every input, and says so beside it.
 * @param {HTMLElement} field
 */
export function bindAccountTail(field) {
  const input = field.querySelector("input");
  const note = field.querySelector("[data-note]");
  const cut = () => {
    const kept = lastDigits(input.value) ?? "";
    if (kept === input.value) return;
    const isLonger = input.value.replace(/\D/g, "").length > kept.length;
    input.value = kept;
    note.textContent = isLonger ? message("account_cut", { digits: kept }) : "";
  };
  input.addEventListener("input", () => {
    if (input.value === "") note.textContent = "";
    cut();
  });
  // What was typed before this code was there.
  cut();
}
