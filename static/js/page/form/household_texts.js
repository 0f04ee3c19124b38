// What the form says of households and of merchants.

const TEXTS = {
  households: {
    areaChanged: "household_area_changed",
    newOne: "new_household",
    notListed: "household_not_listed",
    whichOfOne: "new_household_or",
    whichOfMany: "new_household_or_known",
    wholeLane: "households_of_lane",
  },
  merchants: {
    areaChanged: "merchant_area_changed",
    newOne: "new_merchant",
    notListed: "merchant_not_listed",
    whichOfOne: "new_merchant_or",
    whichOfMany: "new_merchant_or_known",
    wholeLane: "merchants_of_lane",
  },
};

/**
 * Returns the names of the messages for what a field offers.
 * @param {string | undefined} source
 */
export function textsOf(source) {
  return source === "merchants" ? TEXTS.merchants : TEXTS.households;
}
