// Forms of the desk keep what somebody writes until it is saved: leaving asks first, and what was lost by a sign-in, an
// error or a crash is offered again. A form opts out by `data-undrafted`; searches, passwords and files are left alone.
import { SIGNED_OUT } from "../../page/common/signed_out.js";
import { offerOf, reminderOf } from "./draft_notices.js";
import { areEqual, controlsOf, putBack, valuesOf, versionsOf } from "./snapshot.js";

/** @import { Draft, FormDrafts } from "./form_drafts.js" */

const WRITE_DELAY_MS = 300;
const pathOf = (/** @type {string} */ address) => {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
};

/** A form whose drafts are kept under `key`. */
class DraftedForm {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Draft | undefined} */
  #offered; // offered, and not decided on
  isDirty = false;

  /**
   * @param {HTMLFormElement} form
   * @param {string} key
   * @param {string} page
   * @param {FormDrafts} drafts
   */
  constructor(form, key, page, drafts) {
    this.form = form;
    this.key = key;
    this.drafts = drafts;
    this.base = valuesOf(form, true);
    this.page = page;
  }

  /**
   * Offers what was not saved. On the page that answers the form itself it stands in the form already.
   * @param {string} answered
   */
  open(answered) {
    const draft = this.drafts.find(this.key);
    if (!draft) {
      this.write(); // A browser may bring back what stood in the fields before a reload.
      return;
    }
    if (answered && draft.target === answered) {
      this.base = draft.base;
      this.page = draft.page;
      this.write();
    } else if (areEqual(draft.values, this.base)) this.drafts.remove(this.key);
    else if (areEqual(draft.values, valuesOf(this.form))) this.write();
    else this.#offer(draft);
  }

  /** @param {Draft} draft */
  #offer(draft) {
    this.#offered = draft;
    const hasChanged = !areEqual(draft.base, this.base);
    const discard = () => {
      this.#offered = undefined;
      if (draft.older) this.#offer(draft.older);
      this.write();
    };
    const restore = () => {
      this.#offered = undefined;
      putBack(this.form, draft)?.focus();
      this.write();
    };
    this.form.before(offerOf(draft, { hasChanged, putBack: restore, discard }));
  }

  /** Notes that something was written; keystrokes are collected. */
  touch() {
    this.#timer ??= setTimeout(() => this.write(), WRITE_DELAY_MS);
    this.isDirty = true;
  }

  /** Keeps what stands in the form, unless it is what the server wrote; `target` is where it is being sent. */
  write(target = "") {
    this.stop();
    const values = valuesOf(this.form);
    this.isDirty = !areEqual(values, this.base) || Boolean(this.form.querySelector(".unsaved"));
    if (!this.isDirty && !target) {
      if (this.#offered) this.drafts.put(this.key, this.#offered);
      else this.drafts.remove(this.key);
      return;
    }
    this.drafts.put(this.key, {
      at: Date.now(),
      page: this.page,
      title: document.title.split(" · ")[0],
      values,
      base: this.base,
      versions: versionsOf(this.form),
      ...(target && { target }),
      ...(this.#offered && { older: this.#offered }),
    });
  }

  /** Writes what was collected. */
  flush() {
    if (this.#timer) this.write();
  }

  /** Writes nothing of what was collected. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Notes that what stands in the form is saved. */
  settle() {
    this.base = valuesOf(this.form);
    this.isDirty = false;
  }
}

/**
 * @param {FormDrafts} drafts
 * @param {string} page
 */
function draftedForms(drafts, page) {
  /** @type {Record<string, number>} */
  const places = {};
  const forms = [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("main form"))];
  return forms.filter(isDrafted).map((form) => {
    const name = `${pathOf(form.getAttribute("action") ?? "")} ${form.dataset.draft ?? ""}`.trim();
    places[name] = (places[name] ?? 0) + 1;
    return new DraftedForm(form, `${name} ${places[name]}`, page, drafts);
  });
}

/** @param {HTMLFormElement} form */
function isDrafted(form) {
  if (form.getAttribute("method") !== "post" || form.closest("[data-undrafted]")) return false;
  return controlsOf(form).length > 0 && !form.querySelector("[type=password]");
}

/**
 * Keeps drafts of the forms of this page. `saved` is the address of a form that the server has just saved, `answered`
 * that of the form that this page answers.
 * @param {FormDrafts} drafts
 * @param {{ saved: string, answered: string, hasFailed: boolean }} sent
 */
export function keepDrafts(drafts, { saved, answered, hasFailed }) {
  if (saved) drafts.removeSaved(saved);
  // An address that only takes forms in cannot be gone back to.
  const forms = draftedForms(drafts, pathOf((answered && document.referrer) || location.href));
  const here = forms.map(({ key }) => key);
  // A page that answers without the form has done what it asked for, unless it says that something went wrong.
  for (const [key, { target }] of drafts.all())
    if (answered && target === answered && !hasFailed && !here.includes(key)) drafts.remove(key);
  for (const [key, draft] of drafts.all())
    if (draft.target && !here.includes(key) && !areEqual(draft.values, draft.base))
      document.getElementById("main").prepend(reminderOf(draft, () => drafts.remove(key)));
  for (const form of forms) form.open(answered);
  watch(forms);
  forgetAtSignOut(forms, drafts);
}

/**
 * Forgets all drafts when their user signs out in another tab. This page then goes away, too, and nothing asks whether
 * it may.
 * @param {DraftedForm[]} forms
 * @param {FormDrafts} drafts
 */
function forgetAtSignOut(forms, drafts) {
  if (!("BroadcastChannel" in globalThis)) return;
  new BroadcastChannel("tung-nha").addEventListener("message", ({ data }) => {
    if (data !== SIGNED_OUT) return;
    for (const form of forms.splice(0)) form.stop();
    drafts.clear();
  });
}

/** @param {DraftedForm[]} forms */
function watch(forms) {
  let isLeaving = false; // until something more is written
  const formOf = (/** @type {Event} */ { target }) =>
    forms.find(({ form }) => form === target || form === /** @type {HTMLInputElement} */ (target).form);
  for (const type of ["input", "change"])
    addEventListener(type, (event) => {
      isLeaving = false;
      formOf(event)?.touch();
    });
  addEventListener("submit", (event) => {
    const sent = formOf(event);
    if (!sent || event.defaultPrevented) return;
    const submitter = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
    const address = submitter?.getAttribute("formaction") ?? sent.form.getAttribute("action") ?? "";
    sent.write(pathOf(address));
    isLeaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (isLeaving || !forms.some(({ isDirty }) => isDirty)) return;
    event.preventDefault();
    event.returnValue = true; // Chrome asks for it until version 119.
  });
  addEventListener("pagehide", () => {
    isLeaving = true;
    for (const form of forms) form.flush();
  });
  addEventListener("pageshow", ({ persisted }) => {
    for (const form of forms) if (persisted && !form.drafts.find(form.key)) form.settle();
  });
}
