// Elements of a page: buttons, links, the message at its top, and dialogs.

/**
 * Makes an element with attributes and children; texts stay texts.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string | null | undefined)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/**
 * Makes a button.
 * @param {string} text
 * @param {(event: Event) => unknown} onClick
 * @param {Record<string, any>} attributes
 */
export function actionButton(text, onClick, attributes = {}) {
  const button = element("button", { type: "button", ...attributes }, text);
  button.addEventListener("click", onClick);
  return button;
}

/**
 * Makes a link that looks like a button.
 * @param {string} text
 * @param {string} href
 * @param {Record<string, any>} attributes
 */
export function linkButton(text, href, attributes = {}) {
  return element("a", { class: "button", href, ...attributes }, text);
}

/**
 * Makes the picture of a photo. Its bytes are not held for longer than it takes to draw it.
 * @param {ArrayBuffer} jpeg
 * @param {string} alt
 */
export function photoPicture(jpeg, alt) {
  const src = URL.createObjectURL(new Blob([jpeg], { type: "image/jpeg" }));
  const picture = element("img", { src, alt, width: 96, height: 96 });
  picture.onload = picture.onerror = () => URL.revokeObjectURL(src);
  return picture;
}

/**
 * Shows a message at the top of the page; `kind` is good, bad, warning or empty.
 * @param {string} text
 * @param {string} kind
 * @param {(Node | null)[]} more
 */
export function showMessage(text, kind = "", ...more) {
  const state = document.getElementById("message");
  state.replaceChildren(
    element("div", { class: `notice ${kind}`, "data-state": kind }, element("p", {}, text), ...more),
  );
  return state;
}

/**
 * Scrolls to the message at the top, which is far above the button.
 * @param {HTMLElement} state
 */
export function scrollToMessage(state) {
  state.scrollIntoView({ block: "center" });
  state.querySelector("a")?.focus({ preventScroll: true });
}

/**
 * Opens a dialog; returns the value of the button that closed it, or an empty text when it was closed without one.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string>}
 */
export async function answerTo(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue;
}

/**
 * Moves the focus to a part of the page, and the view to its head: by itself a browser shows as little as it can.
 * @param {HTMLElement} part
 */
export function focusAtHead(part) {
  part.focus({ preventScroll: true });
  part.scrollIntoView();
}
