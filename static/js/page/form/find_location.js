// Where the phone is, rounded on the phone, never finer. Loaded when somebody asks for it.

const LOCATION_TIMEOUT_MS = 20_000;
const SMALLEST_RADIUS_M = 100; // metres
const STEPS_PER_DEGREE = 1000; // three decimals of a degree are about 100 m

/** Returns the rounded place as the wire takes it; fails where the phone does not find it. */
export async function findLocation() {
  /** @type {GeolocationPosition} */
  const { coords } = await new Promise((resolve, reject) => {
    const options = { enableHighAccuracy: false, timeout: LOCATION_TIMEOUT_MS, maximumAge: 60_000 };
    navigator.geolocation.getCurrentPosition(resolve, reject, options);
  });
  return rounded(coords);
}

/**
 * Returns coordinates rounded to about 100 m.
 * @param {{ latitude: number, longitude: number, accuracy: number }} coordinates
 */
function rounded({ latitude, longitude, accuracy }) {
  const round = (/** @type {number} */ degrees) => Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE;
  return { lat: round(latitude), lng: round(longitude), accuracy: Math.max(SMALLEST_RADIUS_M, Math.round(accuracy)) };
}
