// Which of the ward's criteria of a digital household a household meets; the server goes by the same table of cases.

/**
 * What a household's state says of each criterion, in their order; what nobody asked is neither met nor unmet.
 * @param {import("../types.js").Criterion[]} criteria
 * @param {import("../types.js").HouseholdState | null | undefined} state
 * @returns {("met" | "unmet" | "unknown")[]}
 */
export function evaluate(criteria, state) {
  return criteria.map((criterion) => {
    const isMet = meets(criterion, state ?? {});
    return isMet == null ? "unknown" : isMet ? "met" : "unmet";
  });
}

/**
 * @param {import("../types.js").Criterion} criterion
 * @param {import("../types.js").HouseholdState} state
 */
function meets({ rule, service = "", age = 0, least = 0 }, state) {
  const owners = state.have?.[service];
  if (rule === "everybody") {
    const people = state[/** @type {"people_14"} */ (`people_${age}`)];
    return people === 0 || (people == null || owners == null ? null : owners >= people);
  }
  if (rule === "somebody") return owners == null ? null : owners >= 1;
  if (rule === "smartphones") return state.smartphones == null ? null : state.smartphones >= least;
  if (rule === "internet") return state.internet;
  if (rule === "own_phone") return state.shares_phone == null ? null : !state.shares_phone;
  return null;
}
