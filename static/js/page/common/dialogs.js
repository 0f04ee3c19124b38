// Dialogs for browsers that have none, such as Safari before 15.4. Loaded by these alone.

const DIALOG = Object.getPrototypeOf(document.createElement("dialog"));
const LOOK = { position: "fixed", inset: "0", margin: "auto", background: "#fff", height: "fit-content", zIndex: "10" };

Object.assign(DIALOG, {
  /** @this {HTMLDialogElement} */
  showModal() {
    this.setAttribute("open", "");
    Object.assign(this.style, LOOK, { boxShadow: "0 0 0 100vmax rgba(0, 0, 0, 0.6)" });
    this.querySelector("button")?.focus();
  },
  /**
   * @this {HTMLDialogElement}
   * @param {string} [value]
   */
  close(value) {
    if (!this.hasAttribute("open")) return;
    if (value !== undefined) this.returnValue = value;
    this.removeAttribute("open");
    this.dispatchEvent(new Event("close"));
  },
});
if (!("open" in DIALOG))
  Object.defineProperty(DIALOG, "open", {
    /** @this {HTMLElement} */
    get() {
      return this.hasAttribute("open");
    },
  });

// Such a browser would send the form of a dialog to the server.
addEventListener("click", (event) => {
  const pressed = /** @type {Element} */ (event.target).closest("form[method=dialog] button");
  if (!(pressed instanceof HTMLButtonElement) || pressed.type !== "submit") return;
  event.preventDefault();
  if (pressed.form?.reportValidity()) pressed.closest("dialog").close(pressed.value);
});
