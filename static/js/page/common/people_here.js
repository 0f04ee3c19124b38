// Those whose account page was opened on this phone lately, with name and number, so that the next one need not type a
// number. The list stays in this browser and is never sent; each may be taken out of it.

/** @typedef {{ id: number, name: string, phone: string, at: number }} Person */

const KEY = "people";
const DAY_MS = 86_400_000;
const MAX_PEOPLE = 8;

/** How many days somebody stays in the list after the last use of the app. */
export const LISTED_DAYS = 60;

/**
 * Returns those of a stored list who used the app lately, the last one first; whatever else was stored is left out.
 * @param {unknown} stored
 * @returns {Person[]}
 */
export function listedPeople(stored, now = Date.now()) {
  if (!Array.isArray(stored)) return [];
  const isPerson = (/** @type {any} */ one) =>
    Number.isInteger(one?.id) && [one.name, one.phone].every((text) => text && typeof text === "string");
  // A day ahead of this clock was noted, or is read, under a wrong one.
  const isListed = (/** @type {Person} */ { at }) => now - at <= LISTED_DAYS * DAY_MS && at - now <= DAY_MS;
  return stored.filter((one) => isPerson(one) && isListed(one));
}

/**
 * Returns a list with somebody who is using the app now.
 * @param {Person[]} people
 * @param {Omit<Person, "at">} person
 */
export function withPerson(people, { id, name, phone }, now = Date.now()) {
  return [{ id, name, phone, at: now }, ...people.filter((one) => one.id !== id)].slice(0, MAX_PEOPLE);
}

/**
 * Returns who signs in next, where that is plain: the only one in the list beside the one who leaves.
 * @param {Person[]} people
 * @param {number | null} leaving
 */
export function nextPerson(people, leaving) {
  const others = people.filter(({ id }) => id !== leaving);
  return others.length === 1 ? others[0] : null;
}

/**
 * Returns a number so that its owner knows it and others do not read it off the screen: 09 … 11.
 * @param {string} phone
 */
export function shortNumber(phone) {
  return `${phone.slice(0, 2)} … ${phone.slice(-2)}`;
}

/** @returns {Person[]} */
export function readPeople() {
  try {
    return listedPeople(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return [];
  }
}

/** @param {Person[]} people */
function store(people) {
  try {
    localStorage.setItem(KEY, JSON.stringify(people));
  } catch {
    // A browser that keeps nothing lists nobody.
  }
}

/**
 * Notes who is using the app on this phone.
 * @param {Omit<Person, "at">} person
 */
export function rememberPerson(person) {
  store(withPerson(readPeople(), person));
}

/** @param {number} id */
export function removePerson(id) {
  store(readPeople().filter((one) => one.id !== id));
}
