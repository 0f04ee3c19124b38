// Drafts of forms: stored while a form is filled in, and found again after a call, a crash or a reload.
import { draftsOf, saveDraft } from "../../outbox/draft_store.js";
import { database } from "../common/sync.js";

/** @import { Draft as KeptDraft, User } from "../../outbox/types.js" */

const SAVE_DELAY_MS = 250; // without an input before it is stored
const LOCK = "tung-nha-draft";

/** Stores the answers of one form, which `answers()` returns, once something was written. */
export class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isDirty = false;
  #isStopped = false;

  /** @param {() => { id: string, user: number, kind: string }} answers */
  constructor(answers) {
    this.answers = answers;
    /** Whether drafts can be stored on this phone. */
    this.canSave = true;
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    addEventListener("pagehide", () => this.save());
  }

  /** Notes that something was written. */
  markDirty() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_DELAY_MS);
    this.#isDirty = true;
  }

  async save() {
    clearTimeout(this.#timer);
    if (!this.#isDirty || this.#isStopped) return;
    this.#isDirty = false;
    await saveDraft(database, this.answers()).then(
      () => (this.canSave = true),
      () => (this.canSave = false),
    );
  }

  /** Stores nothing more: the form is saved or discarded. */
  stop() {
    clearTimeout(this.#timer);
    this.#isStopped = true;
  }

  /** Stores changes again: the form is open again. */
  resume() {
    this.#isStopped = false;
  }
}

/**
 * Claims the form of an entry for this page as long as it is open. Tells whether it was free.
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export function claimForm(id) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${LOCK} ${id}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });
}

/**
 * Returns the newest unfinished form that `wanted` accepts and that no other page has open, or null.
 * @param {User} user
 * @param {(draft: KeptDraft) => boolean} wanted
 */
export async function findDraft(user, wanted) {
  const drafts = await draftsOf(database, user.id).catch(() => []);
  for (const draft of drafts.filter(wanted)) if (await claimForm(draft.id)) return draft;
  return null;
}
