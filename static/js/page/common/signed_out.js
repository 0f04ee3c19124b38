// After somebody signed out, no page shows their names: neither in another tab, nor when Back brings one from memory.

/** What account.js says to the other tabs, on the channel of their news. */
export const SIGNED_OUT = "signed out";

/** Opens the page for whoever is here now. What was typed into it goes with the old one, which a reload would keep. */
export function openAnew() {
  document.documentElement.hidden = true;
  location.replace(location.pathname);
}

/**
 * Shows this page to its reader only. `isReader()` tells whether that is who uses the browser now.
 * @param {() => Promise<boolean>} isReader
 */
export function keepFromOthers(isReader) {
  const { style } = document.documentElement;
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    style.visibility = "hidden";
    if (await isReader().catch(() => false)) style.visibility = "";
    else openAnew();
  });
  if ("BroadcastChannel" in globalThis)
    new BroadcastChannel("tung-nha").addEventListener("message", ({ data }) => data === SIGNED_OUT && openAnew());
}
