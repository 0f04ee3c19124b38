// Lanes of an area as somebody walks them: written with or without their street they are one, and their houses follow
// by number. Uses no page.

/** @import { Lane } from "./addresses.js" */

const { compare } = new Intl.Collator("vi", { numeric: true });

/**
 * Returns what finds the lane that a lane of this area is part of: "ngõ 3" is "ngõ 3 Trần Phú" where no other street of
 * the area has a lane 3. `lanes` are all lanes of one area, any of them several times.
 * @param {(Lane | null | undefined)[]} lanes
 * @returns {<Given extends Lane | null>(lane: Given) => Given}
 */
export function unitedLanes(lanes) {
  /** @type {Map<string, Map<string, Lane>>} */
  const onStreets = new Map();
  for (const lane of lanes) {
    if (!lane?.key.includes("|")) continue;
    const alley = alleyOf(lane);
    const streets = onStreets.get(alley) ?? new Map();
    onStreets.set(alley, streets.set(lane.key, streets.get(lane.key) ?? lane));
  }
  return (lane) => {
    const streets = lane && onStreets.get(lane.key);
    if (!lane || streets?.size !== 1) return lane;
    const [only] = streets.values();
    return /** @type {typeof lane} */ (only);
  };
}

/**
 * Returns the key of a lane without its street.
 * @param {Lane} lane
 */
export function alleyOf({ key }) {
  return key.split("|")[0];
}

/**
 * Compares two houses of a lane: by number, then by label, and never as equal where they are two. A `number` is one of
 * houseNumber().
 * @param {{ id: string, number: string, label: string }} one
 * @param {{ id: string, number: string, label: string }} other
 * @returns {number} below zero where `one` comes first
 */
export function compareHouses(one, other) {
  return compareTexts(one.number, other.number) || compare(one.label, other.label) || compareTexts(one.id, other.id);
}

/**
 * @param {string} one
 * @param {string} other
 */
function compareTexts(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
