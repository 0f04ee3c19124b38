// Drafts of forms: stored while a form is filled in, and found again after a call, a crash or a reload.
import { draftsOf, saveDraft } from "../../outbox/draft_store.js";
import { withTodaysNames } from "../common/renamed_fields.js";
import { database } from "../common/sync.js";
import { copyDraft, deleteCopy, takeOverCopies } from "./draft_copies.js";
import { claimForm } from "./form_claims.js";

/** @param {KeptDraft} draft */
const asOfToday = (draft) => ({
  ...draft,
  values: withTodaysNames(draft.values),
  kept: withTodaysNames(draft.kept ?? {}),
});

/** @import { Draft as KeptDraft, User } from "../../outbox/types.js" */

const SAVE_DELAY_MS = 250; // from the first input that is not stored

/** Stores the answers of one form, which `answers()` returns, once something was written. */
export class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** How often something was written, now and when it was last stored. */
  written = 0;
  #stored = 0;
  #isStopped = false;

  /** @param {() => { id: string, user: number, kind: string }} answers */
  constructor(answers) {
    this.answers = answers;
    /** Whether drafts can be stored on this phone. */
    this.canSave = true;
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
    addEventListener("pagehide", () => this.#leave());
  }

  /** Notes that something was written. */
  markDirty() {
    this.written += 1;
    this.#timer ??= setTimeout(() => this.save(), SAVE_DELAY_MS);
  }

  async save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.written;
    if (this.#isStopped || written === this.#stored) return;
    const answers = this.answers();
    await saveDraft(database, answers).then(
      () => {
        this.canSave = true;
        this.#stored = written;
        if (written === this.written) deleteCopy(answers);
      },
      () => (this.canSave = false),
    );
  }

  /** The page may not live long enough for the database. */
  #leave() {
    if (!this.#isStopped && this.written !== this.#stored) copyDraft(this.answers());
    this.save();
  }

  /** Stores nothing more: the form is saved or discarded. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isStopped = true;
    deleteCopy(this.answers());
  }

  /** Stores changes again, also the last ones: the form is open again. */
  resume() {
    this.#isStopped = false;
    this.save();
  }
}

/**
 * Returns the newest unfinished form that `wanted` accepts and that no other page has open, or null.
 * @param {User} user
 * @param {(draft: KeptDraft) => boolean} wanted
 */
export async function findDraft(user, wanted) {
  await takeOverCopies(database, user.id);
  const drafts = await draftsOf(database, user.id).catch(() => []);
  for (const draft of drafts.filter(wanted)) if (await claimForm(draft.id)) return asOfToday(draft);
  return null;
}

/**
 * Lets the browser ask before the page is left while something in it is saved nowhere.
 * @param {() => boolean} isUnsaved
 */
export function warnBeforeLeaving(isUnsaved) {
  addEventListener("beforeunload", (event) => {
    if (!isUnsaved()) return;
    event.preventDefault();
    // Older browsers ask only for this.
    event.returnValue = true;
  });
}
