// Sorts a table by the column whose heading is pressed. Without this script the table stands in the order of its names.
for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table[data-sortable]"))) {
  const body = table.tBodies[0];
  const given = [...body.rows];
  const headings = [...(table.tHead?.rows[0].cells ?? [])];
  if (given.length < 2) continue;
  const places = new Map(given.map((row, place) => [row, place]));
  const valueIn = (/** @type {HTMLTableRowElement} */ row, /** @type {number} */ column) => {
    const { value } = row.cells[column].dataset;
    return value === undefined ? (places.get(row) ?? 0) : Number(value);
  };

  const sortBy = (/** @type {number} */ column, /** @type {number} */ direction) => {
    const rows = [...given].sort((one, other) => direction * (valueIn(one, column) - valueIn(other, column)));
    body.append(...rows);
    for (const heading of headings) heading.setAttribute("aria-sort", "none");
    headings[column].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  };

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    heading.setAttribute("aria-sort", column ? "none" : "ascending");
    // Figures are wanted with the largest first, names from the start of the alphabet.
    const first = column ? -1 : 1;
    button.addEventListener("click", () => {
      const sorted = heading.getAttribute("aria-sort");
      sortBy(column, sorted === "ascending" ? -1 : sorted === "descending" ? 1 : first);
    });
  });
}
