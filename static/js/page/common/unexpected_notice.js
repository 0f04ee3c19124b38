// The notice about an error that no branch of a page expects. Loaded when there is one.
import { actionButton, element, linkButton } from "./elements.js";
import { meaningOf } from "./error_meaning.js";
import { message } from "./messages.js";

const LIST_ADDRESS = "/log/mine";

/**
 * Shows a notice, beside what the page already says, once, and not for an error that is not worth one.
 * @param {unknown} error
 * @param {string} [source]
 */
export function showUnexpected(error, source) {
  const name = meaningOf(error, source);
  if (!name || document.querySelector("[data-unexpected]")) return;
  const reload = actionButton(message("reload"), () => location.reload(), { "data-reload": true });
  const list = location.pathname === LIST_ADDRESS ? null : linkButton(message("save_as_file"), LIST_ADDRESS);
  const notice = element(
    "div",
    { class: "notice bad", "data-unexpected": name },
    element("p", {}, message(name)),
    element("div", { class: "actions" }, reload, list),
  );
  const box = document.getElementById("message");
  box.append(notice);
  // Who is writing is not interrupted.
  if (!document.activeElement?.matches("input, textarea")) box.scrollIntoView({ block: "center" });
}
