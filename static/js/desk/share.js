// Passes the totals of a report on: by the phone's own sheet, else by the clipboard, else by hand from the field that
// is there without this script.
const button = document.getElementById("share");
const byHand = /** @type {HTMLDetailsElement} */ (document.getElementById("share-text"));
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("shared"));
const copied = document.getElementById("copied");

/**
 * Returns whether the phone's sheet took the text, or was closed without a choice.
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
