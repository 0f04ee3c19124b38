// Runs before the page is painted: the size of type that was chosen on this device, and the switch for it.
const root = document.documentElement;
const switches = "button[name=type]";

/** @param {string} type */
function show(type) {
  root.dataset.textSize = type;
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(switches))) {
    button.setAttribute("aria-pressed", String(button.value === type));
  }
}

function showStored() {
  let type = root.dataset.textSize;
  try {
    type = localStorage.type;
  } catch {} // the browser keeps nothing, but this page can still be large
  show(type === "large" ? type : "usual");
}

showStored();
addEventListener("pageshow", showStored);
addEventListener("storage", showStored);
addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest?.(switches));
  if (!button) return;
  try {
    localStorage.type = button.value;
  } catch {}
  show(button.value);
});
// The worker opens the kept pages in the language that was seen last.
navigator.serviceWorker?.controller?.postMessage({ language: root.lang });
