// Shows a password while it is typed: on a phone a wrong letter is not noticed otherwise.
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.shows));
  const show = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // A text field is remembered by the browser and restored by Back.
  input.form?.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => show(false));
  button.hidden = false;
}
