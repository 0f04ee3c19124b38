// A way on for entries that the phone could not save: they are sent past its store, else they stay on the page, which
// says so, tries again by itself and offers them as a file.
import { SendError, session } from "../../outbox/api.js";
import { StorageError } from "../../outbox/database.js";
import { saveFact } from "../../outbox/fact_store.js";
import { isAccepted } from "../../outbox/receipts.js";
import { actionButton, element, linkButton, scrollToMessage, showMessage } from "../common/elements.js";
import { message } from "../common/messages.js";
import { database } from "../common/sync.js";
import { form } from "./entry_form.js";

/** @import { Entry, Receipt, User } from "../../outbox/types.js" */
/** @import { Photos } from "./photos.js" */
/** @typedef {{ user: User, photos: Photos, replaces: string | null, retry: () => unknown }} Page */

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
let wait = FIRST_RETRY_MS;
/**
 * The entries that are shown as not saved.
 * @type {Entry[] | null}
 */
let shown = null;
/** Ends what was planned for the entries of an earlier try. */
let stopRetrying = () => {};

/**
 * Returns the receipts of entries that the ward has got without the phone's store. Else shows that they are not saved, and
 * returns null; `page.retry` is called when another try may help. It
 * does nothing once something was changed.
 * @param {unknown} failure
 * @param {Entry[]} entries
 * @param {Page} page
 * @returns {Promise<Receipt[] | null>}
 */
export async function rescue(failure, entries, page) {
  stopRetrying();
  if (!(failure instanceof StorageError))
    return showUnsaved(message("not_saved_by_mistake"), entries, page, reloadButton());
  try {
    const receipts = await sendPastStore(entries, page);
    wait = FIRST_RETRY_MS;
    return receipts;
  } catch (error) {
    const isSignedOut = error instanceof SendError && error.reason === "signed_out";
    // In a new tab: the entry is on this page alone.
    const signIn = linkButton(message("sign_in"), "/login", { target: "_blank", rel: "noopener" });
    showUnsaved(`${message(failure.reason)} ${message("not_saved")}`, entries, page, isSignedOut ? signIn : null);
    retryLater(page);
    return null;
  }
}

/**
 * Sends entries and then their photos. A photo that cannot be sent now waits, or stays with the draft where there is no room
 * for it.
 * @param {Entry[]} entries
 * @param {Page} page
 */
async function sendPastStore(entries, { user, replaces }) {
  // Without a line there is nothing to send by.
  const { noteReplacement, sendPhotosWithoutSaving, sendWithoutSaving } = await import("../../outbox/direct_sender.js");
  const { receipts, csrf } = await sendWithoutSaving(user, entries);
  if (!receipts.every(isAccepted)) return receipts;
  const [{ id }] = entries;
  // What is replaced is not offered a second time, where the phone has room to note that.
  if (replaces) await noteReplacement(database, user, id, replaces).catch(console.warn);
  sendPhotosWithoutSaving(database, user, id, csrf).catch(console.warn);
  return receipts;
}

/**
 * @param {string} text
 * @param {Entry[]} entries
 * @param {Page} page
 * @param {Node | null} action
 */
function showUnsaved(text, entries, { user, photos }, action) {
  const state = document.getElementById("message");
  // A further try of the same entries that fails as well is nothing new.
  if (shown === entries && state.querySelector("[data-unsaved] p")?.textContent === text) return null;
  shown = entries;
  const save = async () => (await import("./unsaved_file.js")).saveUnsaved(user, entries, photos.taken);
  const file = entries.length ? actionButton(message("save_as_file"), save, { "data-save-file": true }) : null;
  const actions = element("div", { class: "actions" }, action, file);
  showMessage(text, "bad", actions).firstElementChild?.setAttribute("data-unsaved", "");
  scrollToMessage(state);
  return null;
}

function reloadButton() {
  return actionButton(message("reload"), () => location.reload(), { "data-reload": true });
}

/**
 * Calls `page.retry` when the store or the ward answers again: after a pause that doubles, and when the line or the page
 * comes back. What the author changes is saved by the button.
 * @param {Page} page
 */
function retryLater({ user, retry }) {
  const stop = new AbortController();
  const { signal } = stop;
  const tryNow = async () => {
    if (signal.aborted || !(await isAnswering(user)) || signal.aborted) return planRetry();
    stop.abort();
    return retry();
  };
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const planRetry = () => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(tryNow, wait);
    wait = Math.min(LONGEST_RETRY_MS, wait * 2);
  };
  stopRetrying = () => stop.abort();
  addEventListener("online", tryNow, { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tryNow(), { signal });
  for (const type of ["input", "submit"]) form.addEventListener(type, () => stop.abort(), { signal });
  planRetry();
}

/**
 * Tells whether the phone can store something by now, or the ward can be reached.
 * @param {User} user
 */
async function isAnswering(user) {
  const stored = await saveFact(database, "last try", Date.now()).catch((error) => error);
  if (!(stored instanceof Error)) return true;
  const asked = await session().catch(() => null);
  return asked?.user?.id === user.id;
}
