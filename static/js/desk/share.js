// Shares the texts of a page: with the phone's share sheet, else by the clipboard, else by hand from the text field that
// is shown without this script. Each button names its field, which stands in what opens on a tap.

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

/** @param {HTMLButtonElement} button */
function prepare(button) {
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.shares));
  const byHand = field.closest("details");
  const copied = document.getElementById(button.getAttribute("aria-describedby") ?? "");
  button.addEventListener("click", async () => {
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
  });
  button.hidden = false;
  byHand.hidden = true;
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-shares]")))
  prepare(button);
