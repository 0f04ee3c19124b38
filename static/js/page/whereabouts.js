// Where an entry was made, when its ward asks for it and its author adds it: rounded on the phone, never finer.
import { doer, word } from "./page.js";

const PATIENCE = 20_000; // milliseconds
const GRAIN = 100; // metres
const PLACES = 1000; // three decimals of a degree are about 100 m

export class Whereabouts {
  /** The rounded place as the wire takes it, or null. */
  value = null;

  constructor(field, { onChange }) {
    this.field = field;
    this.onChange = onChange;
    this.output = field.querySelector("output");
    this.actions = field.querySelector(".actions");
    this.#show("");
  }

  /** Takes over the place of an entry that is corrected. */
  open(value) {
    this.value = value ?? null;
    this.#show("");
  }

  #show(text) {
    this.output.textContent = this.value ? word("place_added") : text;
    const way = this.value
      ? doer(word("remove"), () => this.#set(null))
      : doer(word("add_place"), () => this.#find(), { "data-locate": true });
    this.actions.replaceChildren(way);
  }

  #set(value) {
    this.value = value;
    this.#show("");
    this.onChange();
  }

  #find() {
    this.output.textContent = word("finding_place");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#set(rounded(coords)),
      () => this.#show(word("no_place")),
      { enableHighAccuracy: false, timeout: PATIENCE, maximumAge: 60_000 },
    );
  }
}

/** Returns coordinates rounded to about 100 m. */
export function rounded({ latitude, longitude, accuracy }) {
  const round = (degrees) => Math.round(degrees * PLACES) / PLACES;
  return { lat: round(latitude), lng: round(longitude), accuracy: Math.max(GRAIN, Math.round(accuracy)) };
}
