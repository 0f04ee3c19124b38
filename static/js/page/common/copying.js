// Copies a text of the page.

/**
 * Copies the text of a field; browsers inside other apps know only the older method. Returns whether that worked.
 * @param {HTMLInputElement} field
 */
export async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
