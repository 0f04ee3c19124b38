// The help page is text alone; what it shares with the other pages is the language switch.
import "./common/page_start.js";

document.documentElement.dataset.ready = "true";
