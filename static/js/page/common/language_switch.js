// Another language for the pages of this phone. Loaded when somebody chooses one.
import { session } from "../../outbox/api.js";
import { saveFact } from "../../outbox/fact_store.js";
import { database } from "./sync.js";

/**
 * Sends the form for the language: a cached page has no CSRF token, so it is asked for now.
 * @param {Element} pressed what was tapped: the event of submitting names no button before Safari 15.4
 */
export async function changeLanguage(pressed) {
  const chosen = pressed.closest("button");
  if (!chosen?.form) return;
  const { form } = chosen;
  form.elements.csrf_token.value = (await session()).csrf;
  await saveFact(database, "language", chosen.value).catch(() => {});
  navigator.serviceWorker?.controller?.postMessage({ language: chosen.value });
  form.append(
    Object.assign(document.createElement("input"), { type: "hidden", name: "language", value: chosen.value }),
  );
  form.submit();
}
