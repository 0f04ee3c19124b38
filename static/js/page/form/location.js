// Where an entry was made, when its ward asks for it and its author adds it: rounded on the phone, never finer.
import { actionButton } from "../common/elements.js";
import { message } from "../common/messages.js";

export class LocationField {
  /**
   * The rounded place as the wire takes it, or null.
   * @type {{ lat: number, lng: number, accuracy: number } | null}
   */
  value = null;

  /**
   * @param {HTMLElement} field
   * @param {{ onChange: () => void }} options
   */
  constructor(field, { onChange }) {
    this.field = field;
    this.onChange = onChange;
    this.output = field.querySelector("output");
    this.actions = field.querySelector(".actions");
    this.#show("");
  }

  /**
   * Takes over the place of an entry that is corrected.
   * @param {LocationField["value"] | undefined} value
   */
  setValue(value) {
    this.value = value ?? null;
    this.#show("");
  }

  /** @param {string} text */
  #show(text) {
    this.output.textContent = this.value ? message("location_added") : text;
    const action = this.value
      ? actionButton(message("remove"), () => this.#set(null))
      : actionButton(message("add_location"), () => this.#find(), { "data-locate": true });
    this.actions.replaceChildren(action);
  }

  /** @param {LocationField["value"]} value */
  #set(value) {
    this.value = value;
    this.#show("");
    this.onChange();
  }

  async #find() {
    this.output.textContent = message("finding_location");
    try {
      const { findLocation } = await import("./find_location.js");
      this.#set(await findLocation());
    } catch {
      this.#show(message("location_failed"));
    }
  }
}
