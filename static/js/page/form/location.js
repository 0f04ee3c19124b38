// Where an entry was made, when its ward asks for it and its author adds it: rounded on the phone, never finer.
import { actionButton } from "../common/elements.js";
import { message } from "../common/messages.js";

const LOCATION_TIMEOUT_MS = 20_000;
const SMALLEST_RADIUS_M = 100; // metres
const STEPS_PER_DEGREE = 1000; // three decimals of a degree are about 100 m

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

  #find() {
    this.output.textContent = message("finding_location");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#set(rounded(coords)),
      () => this.#show(message("location_failed")),
      { enableHighAccuracy: false, timeout: LOCATION_TIMEOUT_MS, maximumAge: 60_000 },
    );
  }
}

/**
 * Returns coordinates rounded to about 100 m.
 * @param {{ latitude: number, longitude: number, accuracy: number }} coordinates
 */
export function rounded({ latitude, longitude, accuracy }) {
  const round = (/** @type {number} */ degrees) => Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE;
  return { lat: round(latitude), lng: round(longitude), accuracy: Math.max(SMALLEST_RADIUS_M, Math.round(accuracy)) };
}
