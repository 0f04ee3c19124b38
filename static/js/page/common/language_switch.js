// Another language for the pages of this phone. Loaded when somebody chooses one.
import { session } from "../../outbox/api.js";
import { saveFact } from "../../outbox/fact_store.js";
import { database } from "./sync.js";

/**
 * Sends the form for the language: a cached page has no CSRF token, so it is asked for now.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} chosen
 */
export async function changeLanguage(form, chosen) {
  form.elements.csrf_token.value = (await session()).csrf;
  await saveFact(database, "language", chosen.value).catch(() => {});
  navigator.serviceWorker?.controller?.postMessage({ language: chosen.value });
  form.append(
    Object.assign(document.createElement("input"), { type: "hidden", name: "language", value: chosen.value }),
  );
  form.submit();
}
