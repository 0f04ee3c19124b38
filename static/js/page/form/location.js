// Where an entry was made, when its ward asks for it and its author adds it: rounded on the phone, never finer.
export class LocationField {
  /**
   * The rounded place as the wire takes it, or null.
   * @type {{ lat: number, lng: number, accuracy: number } | null}
   */
  value = null;
  onShow = () => {};

  /**
   * @param {HTMLElement} field
   * @param {{ onChange: () => void }} options
   */
  constructor(field, { onChange }) {
    this.field = field;
    this.onChange = onChange;
  }

  /**
   * Takes over a place.
   * @param {LocationField["value"] | undefined} value
   */
  setValue(value) {
    this.value = value ?? null;
    this.onShow();
  }

  /** Shows the control, once its code is there: a form can be filled in without. */
  open() {
    const show = (/** @type {typeof import("./location_control.js")} */ { bindLocation }) => {
      bindLocation(this);
      this.field.hidden = false;
    };
    import("./location_control.js").then(show, () => {});
  }
}
