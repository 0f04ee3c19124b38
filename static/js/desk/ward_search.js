// Searches the official list while one types; without this script the button does.
const form = /** @type {HTMLFormElement} */ (document.querySelector(".ward-search"));
const found = document.getElementById("found");
const QUIET_FOR = 250; // milliseconds
let timer = 0;
let request = new AbortController();

async function search() {
  request.abort();
  request = new AbortController();
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) values.set(name, String(value));
  const address = `${form.action}?${values}`;
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.replaceChildren(...page.getElementById("found").childNodes);
    // Whoever reloads the page, or comes back to it, sees the same again.
    history.replaceState(null, "", address);
  } catch {
    // The next letter tries again, and so does the button.
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, QUIET_FOR);
});
