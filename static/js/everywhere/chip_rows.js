// Rows of filters that the server wrote: the chosen one is in sight.
import { showChosen } from "../page/common/chip_row.js";

function showAll() {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chip-row"))) showChosen(row);
}

showAll();
addEventListener("resize", showAll);
