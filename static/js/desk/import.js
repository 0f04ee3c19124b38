// An import goes on by itself: its parts are sent one after another, and the page shows how far it is. Without this
// script a button sends each part; what was cut off goes on from the page.
const RETRIES = 5;
const PAUSE = 2000; // ms
let isBusy = false;

/**
 * Sends a form, and returns the page that answers; `null` when none comes.
 * @param {HTMLFormElement} form
 */
async function send(form) {
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  for (let attempt = 0; attempt < RETRIES; attempt++) {
    try {
      const response = await fetch(form.action, { method: "POST", body });
      if (response.ok || response.status === 409) return await response.text();
    } catch {
      // No network: the part is sent again, and the server applies none twice.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return null;
}

/**
 * Shows the page that came as an answer, and returns the form that sends the next part, if there is one.
 * @param {string} html
 */
function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.getElementById("main");
  if (!main) return null;
  document.title = page.title;
  document.getElementById("main").replaceWith(main);
  return (
    main.querySelector("progress") && /** @type {HTMLFormElement | null} */ (main.querySelector("form[data-continues]"))
  );
}

/** @param {HTMLFormElement} first */
async function run(first) {
  /** @type {HTMLFormElement | null} */
  let form = first;
  while (form) {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const html = await send(form);
    if (html === null) {
      location.reload();
      return;
    }
    form = show(html);
  }
  document.documentElement.dataset.finished = "";
  document.querySelector("h1")?.scrollIntoView();
}

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!("continues" in form.dataset)) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  await run(form);
  isBusy = false;
});
