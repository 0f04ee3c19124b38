// The token of a reviewer's session, which is another one after they signed in again on a page of its own.
import { session } from "../../outbox/api.js";
import { reopenPage } from "../../page/common/signed_out.js";

// The page that the server wrote names whom it was written for.
const reader = document.querySelector("script[data-user]").dataset.user;

/**
 * Returns the token of the present session, and lets the forms of this page have it; null when nobody is signed in. A
 * page of somebody else is opened anew.
 */
export async function renewToken() {
  const { user, csrf } = await session();
  if (!user) return null;
  if (String(user.id) !== reader) {
    reopenPage();
    return null;
  }
  for (const form of document.forms) {
    const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("csrf_token"));
    if (field) field.value = csrf;
  }
  return csrf;
}
