// What time it is at the ward, by what both clocks said when it last answered: a cheap phone's clock may be off by months
// once its battery was empty. Uses no page.

const KNOWN_MS = 30 * 86_400_000; // for how long it is believed that the phone's clock is off by as much

/** @typedef {{ phone: number, ward: number }} ClockReading what both clocks said, in milliseconds */
/** @typedef {{ time: number, isExact: boolean }} WardTime `time` is the present, or a moment before it */

/** @type {ClockReading | undefined} */
let last;

/**
 * Takes what both clocks said when the ward last answered this phone.
 * @param {ClockReading | undefined} reading
 */
export function useClockReading(reading) {
  last = reading;
}

/**
 * Returns what time it is at the ward, or null where nothing is known of it.
 * @returns {WardTime | null}
 */
export function wardTime(now = Date.now()) {
  if (!last || now - last.phone > KNOWN_MS) return null;
  if (now >= last.phone) return { time: now + last.ward - last.phone, isExact: true };
  // The clock was set back since: to the right time, or to one that the ward has left behind it.
  return now < last.ward ? { time: last.ward, isExact: false } : null;
}

/**
 * Returns the latest moment that it may be at the ward. A clock that is known to be ahead may have been set right since,
 * and must not keep anybody from saving.
 */
export function latestTime(now = Date.now()) {
  const ward = wardTime(now);
  return Math.max(now, ward ? ward.time + (ward.isExact ? 0 : KNOWN_MS) : now);
}
