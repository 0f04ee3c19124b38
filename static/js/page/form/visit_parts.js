// What only the form of a visit needs: state, notice, what is carried on, what is known of its household. Loaded as soon as
// the form is there.
export { carryOn, restoreCarried, valuesToCarry } from "./carried.js";
export { followHousehold, knownHouseholds } from "./known_household.js";
export { lastMet } from "./known_state.js";
export { bindPrivacyNotice } from "./privacy_notice.js";
export { StateField } from "./state_field.js";
