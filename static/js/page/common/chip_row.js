// Filters in one row that scrolls sideways on a phone: the chosen one is in sight, and the row says that there are more.

const MARGIN = 48; // pixels at the ends, where the next one is seen in part

/**
 * Brings the chosen filter of a row into sight, and marks the row while there are more at its end.
 * @param {HTMLElement} row
 */
export function showChosen(row) {
  const chosen = /** @type {HTMLElement | null} */ (row.querySelector("[aria-pressed=true], [aria-current]"));
  if (chosen) {
    const { offsetLeft, offsetWidth } = chosen;
    const isInSight =
      offsetLeft >= row.scrollLeft + MARGIN && offsetLeft + offsetWidth <= row.scrollLeft + row.clientWidth - MARGIN;
    if (!isInSight) row.scrollLeft = offsetLeft - (row.clientWidth - offsetWidth) / 2;
  }
  const mark = () => row.toggleAttribute("data-more", row.scrollLeft + row.clientWidth < row.scrollWidth - 4);
  row.onscroll = mark;
  mark();
}
