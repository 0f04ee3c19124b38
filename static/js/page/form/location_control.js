// The control of a place: it is added at one tap, and removed. Loaded where the ward asks for places.
import { actionButton } from "../common/elements.js";
import { message } from "../common/messages.js";
import { findLocation } from "./find_location.js";

/** @import { LocationField } from "./location.js" */

/**
 * Shows the control, now and whenever the place of an entry is taken over.
 * @param {LocationField} location
 */
export function bindLocation(location) {
  const output = location.field.querySelector("output");
  const actions = location.field.querySelector(".actions");
  const set = (/** @type {LocationField["value"]} */ value) => {
    location.setValue(value);
    location.onChange();
  };
  const find = async () => {
    output.textContent = message("finding_location");
    try {
      set(await findLocation());
    } catch {
      show(message("location_failed"));
    }
  };
  const show = (text = "") => {
    output.textContent = location.value ? message("location_added") : text;
    const action = location.value
      ? actionButton(message("remove"), () => set(null))
      : actionButton(message("add_location"), find, { "data-locate": true });
    actions.replaceChildren(action);
  };
  location.onShow = show;
  show();
}
