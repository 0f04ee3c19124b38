// Where entries and photos stand on this phone.

/** A copy that is being sent is still waiting until its receipt is here. */
export const WAITING = "waiting";
/** The ward would not take it as it is; its author has to do something. */
export const REFUSED = "refused";
/** It could not be sent even alone; it is tried again when its author asks for it. */
export const PARKED = "parked";
/** A photo of a form that is not saved yet. */
export const UNSAVED = "unsaved";
