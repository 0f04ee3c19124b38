// The states of entries and photos on this phone.

/** A copy that is being sent is still waiting until its receipt is here. */
export const WAITING = "waiting";
/** The ward refused it; its author has to correct it. */
export const REFUSED = "refused";
/** It could not be sent even alone; it is tried again when its author asks for it. */
export const PARKED = "parked";
/** A photo of a form that is not saved yet. */
export const UNSAVED = "unsaved";
