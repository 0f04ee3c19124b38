// Unfinished forms: kept as they are filled in, and found again after a call, a crash or a reload.
import { draftsOf, saveDraft } from "../../outbox/draft_store.js";
import { database } from "../common/sync.js";

/** @import { Draft as KeptDraft, User } from "../../outbox/types.js" */

const SAVE_DELAY_MS = 250; // without an input before it is kept
const LOCK = "tung-nha-draft";

/** Keeps one form's answers. `answers()` returns them; nothing is kept before somebody wrote something. */
export class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isDirty = false;
  #isEnded = false;

  /** @param {() => { id: string, user: number, kind: string }} answers */
  constructor(answers) {
    this.answers = answers;
    /** Whether drafts can be kept on this phone at all. */
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
    if (!this.#isDirty || this.#isEnded) return;
    this.#isDirty = false;
    await saveDraft(database, this.answers()).then(
      () => (this.canSave = true),
      () => (this.canSave = false),
    );
  }

  /** Keeps nothing more: the form is saved, or given up. */
  end() {
    clearTimeout(this.#timer);
    this.#isEnded = true;
  }

  /** Goes on: what was saved came back. */
  resume() {
    this.#isEnded = false;
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
