// Shares the totals of a report: with the phone's share sheet, else by the clipboard, else by hand from the text field
// that is shown without this script.
const button = document.getElementById("share");
const byHand = /** @type {HTMLDetailsElement} */ (document.getElementById("share-text"));
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("shared"));
const copied = document.getElementById("copied");

/**
 * Opens the phone's share sheet; returns whether it exists and did not fail.
 * @param {string} text
 */
async function sharedBySheet(text) {
  if (!navigator.share) return false;
  try {
    await navigator.share({ text });
    return true;
  } catch (error) {
    return /** @type {Error} */ (error).name === "AbortError";
  }
}

async function share() {
  copied.hidden = true;
  if (await sharedBySheet(field.value)) return;
  try {
    await navigator.clipboard.writeText(field.value);
    copied.hidden = false;
    copied.textContent = copied.dataset.words ?? "";
  } catch {
    byHand.hidden = false;
    byHand.open = true;
    field.select();
  }
}

button.addEventListener("click", share);
button.hidden = false;
byHand.hidden = true;
