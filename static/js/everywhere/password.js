// Shows a password while it is typed, for whoever asks: on a phone nobody sees a slip of the thumb otherwise.
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.shows));
  const show = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // What is sent as a text may be offered again to the next who types there, and comes back with Back.
  input.form?.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
  button.hidden = false;
}
