// The state of a household (hiện trạng) on the form of a visit: what the phone knows is suggested, and sent only when
// the volunteer confirms or changes it.
import { formatDay } from "../common/calendar.js";
import { ANSWERS, COUNTS, withoutUnknown } from "../common/household_state.js";
import { message } from "../common/messages.js";
import { serviceName, stateText } from "../common/state_text.js";

/** @import { HouseholdState, Lists } from "../types.js" */
/** @typedef {{ on: string, state: HouseholdState }} NewestState */

/** The fold of a household's state. `value` is undefined as long as nothing is to be sent. */
export class StateField {
  /** @type {NewestState | null} */
  #known = null;
  /**
   * The household of the ward's list to which the state in the form belongs.
   * @type {string | undefined}
   */
  #household;
  #isToSend = false;
  #isSuggesting = true;

  /**
   * @param {HTMLElement} field
   * @param {Lists} lists
   * @param {(text: string) => number | null} readFigure
   */
  constructor(field, lists, readFigure) {
    this.field = field;
    this.readFigure = readFigure;
    this.lists = lists;
    this.button = /** @type {HTMLButtonElement} */ (field.querySelector("[data-confirm]"));
    this.#offerServices(lists.settings.state_services ?? []);
    for (const type of ["input", "change"])
      field.addEventListener(type, () => {
        this.#isToSend = true;
        this.#showSummary();
      });
    this.button.addEventListener("click", () => {
      this.#isToSend = !this.#isToSend;
      if (!this.#isToSend) this.#write(this.#known?.state);
      this.#showSummary();
      /** @type {HTMLFormElement} */ (this.button.form).dispatchEvent(new Event("input"));
    });
    this.#showSummary();
  }

  /** @returns {HouseholdState | undefined} */
  get value() {
    return this.#isToSend ? withoutUnknown(this.#read()) : undefined;
  }

  /** @param {HouseholdState | null | undefined} state */
  set value(state) {
    this.#isToSend = Boolean(state);
    this.#write(state);
    this.#showSummary();
  }

  /**
   * Suggests what is known of the household that is chosen now. What was written for another one of the list goes; what
   * was written before one of the list was chosen stays.
   * @param {string | undefined} id that of the household, if it is in the list
   * @param {NewestState | null} known
   */
  suggest(id, known) {
    if (!this.#isSuggesting) return;
    if (this.#household !== undefined && id !== this.#household) this.#isToSend = false;
    if (!this.#isToSend) this.#write(known?.state);
    this.#household = id;
    this.#known = known;
    this.#showSummary();
  }

  /** Shows the state that the entry itself has and no other, because the entry is being corrected. */
  stopSuggesting() {
    this.#isSuggesting = false;
    this.#showSummary();
  }

  /** @param {{ code?: string, name: string }[]} services */
  #offerServices(services) {
    const template = this.field.querySelector("template");
    for (const { code, name } of services) {
      const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      const input = row.querySelector("input");
      const label = row.querySelector("label");
      input.id = label.htmlFor = `state-have-${code}`;
      input.dataset.service = String(code);
      label.textContent = name;
      for (const button of row.querySelectorAll("button")) button.ariaLabel = `${button.ariaLabel}: ${name}`;
      /** @type {Element} */ (template.parentElement).append(row);
    }
  }

  /** @returns {NodeListOf<HTMLInputElement>} */
  get #services() {
    return this.field.querySelectorAll("[data-service]");
  }

  /**
   * @param {string} name
   * @returns {HTMLInputElement}
   */
  #count(name) {
    return this.field.querySelector(`#state-${name}`);
  }

  /** @returns {HouseholdState} */
  #read() {
    // What is no figure stays a text, which the rules refuse and a draft keeps.
    const figure = (/** @type {HTMLInputElement} */ { value }) =>
      /** @type {any} */ (this.readFigure(value) ?? value.trim());
    const answer = (/** @type {string} */ name) =>
      /** @type {HTMLInputElement} */ (this.field.querySelector(`[name=state-${name}]:checked`))?.value;
    return {
      ...Object.fromEntries(COUNTS.map((name) => [name, figure(this.#count(name))])),
      ...Object.fromEntries(ANSWERS.map((name) => [name, answer(name) && answer(name) === "true"])),
      have: Object.fromEntries([...this.#services].map((input) => [input.dataset.service, figure(input)])),
    };
  }

  /** @param {HouseholdState | null | undefined} state */
  #write(state) {
    for (const name of COUNTS) this.#count(name).value = String(state?.[name] ?? "");
    for (const name of ANSWERS) {
      const text = String(state?.[name] ?? "");
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
        this.field.querySelectorAll(`[name=state-${name}]`)
      ))
        input.checked = input.value === text;
    }
    // A service that is not asked for any more stays in an entry, and in what is confirmed.
    const have = state?.have ?? {};
    const missing = Object.keys(have).filter((code) => !this.field.querySelector(`[data-service="${code}"]`));
    this.#offerServices(missing.map((code) => ({ code, name: serviceName(code, this.lists) })));
    for (const input of this.#services) input.value = String(have[input.dataset.service ?? ""] ?? "");
  }

  #showSummary() {
    const text = stateText(this.#isToSend ? this.value : this.#known?.state, this.lists);
    const when = this.#isToSend
      ? message("state.now")
      : this.#known
        ? message("state.surveyed", { day: formatDay(this.#known.on) })
        : message(this.#isSuggesting ? "state.unknown" : "state.none");
    this.field.querySelector("summary span").textContent = message("state", {
      text: [when, text].filter(Boolean).join(" · "),
    });
    this.button.hidden = !this.#isToSend && !this.#known;
    this.button.textContent = message(this.#isToSend ? "state.leave_out" : "state.same");
  }
}
