// The list by area and lane, in the order in which somebody walks. Uses no page.

import { compareHouses, unitedLanes } from "../common/lanes.js";

/** @import { ListedRow } from "../types.js" */

/**
 * A lane, or a market, of an area; `rows` are what is shown of it, `all` and `met` how many it has in all.
 * @typedef {{ key: string, name: string, rows: ListedRow[], all: number, met: number }} Group
 * @typedef {{ area: number, groups: Group[] }} Section
 */

const { compare } = new Intl.Collator("vi", { numeric: true });

/**
 * Returns the rows that `isWanted` by area and lane, with how many each lane has and how many of them were met. What is
 * in no lane comes last.
 * @param {ListedRow[]} rows
 * @param {number[]} areas the areas in their order
 * @param {(row: ListedRow) => boolean} isWanted
 * @returns {Section[]}
 */
export function grouped(rows, areas, isWanted) {
  const united = unitedByArea(rows);
  /** @type {Map<number, Map<string, Group>>} */
  const sections = new Map();
  for (const row of rows) {
    const lanes = sections.get(row.area) ?? new Map();
    sections.set(row.area, lanes);
    const { key, name } = united.get(row.area)?.(row.group) ?? { key: "", name: "" };
    const group = lanes.get(key) ?? { key: `${row.area} ${key}`, name, rows: [], all: 0, met: 0 };
    lanes.set(key, group);
    group.all += 1;
    if (row.isMet) group.met += 1;
    if (isWanted(row)) group.rows.push(row);
  }
  const place = (/** @type {number} */ area) => (areas.includes(area) ? areas.indexOf(area) : areas.length);
  return [...sections]
    .sort(([one], [other]) => place(one) - place(other))
    .map(([area, lanes]) => ({ area, groups: [...lanes.values()].filter((group) => group.rows.length).sort(inOrder) }))
    .filter(({ groups }) => groups.length);
}

/**
 * Returns for each area what unites its lanes that are written with and without their street.
 * @param {ListedRow[]} rows
 */
function unitedByArea(rows) {
  /** @type {Map<number, ListedRow["group"][]>} */
  const lanes = new Map();
  for (const { area, group } of rows) {
    const known = lanes.get(area);
    if (known) known.push(group);
    else lanes.set(area, [group]);
  }
  return new Map([...lanes].map(([area, all]) => [area, unitedLanes(all)]));
}

/**
 * @param {Group} one
 * @param {Group} other
 */
function inOrder(one, other) {
  if (!one.name || !other.name) return one.name ? -1 : 1;
  return compare(one.name, other.name);
}

/**
 * Returns rows by house number, then by text.
 * @param {ListedRow[]} rows
 */
export function inHouseOrder(rows) {
  const houses = rows.map((row) => ({ id: row.id, number: row.number, label: row.text, row }));
  return houses.sort(compareHouses).map(({ row }) => row);
}
