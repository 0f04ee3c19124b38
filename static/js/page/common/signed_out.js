// After signing out no page shows the user's data any more: neither in another tab, nor when Back restores one.

/** The message of account.js to the other tabs, on the broadcast channel. */
export const SIGNED_OUT = "signed out";

/** Opens the page for the present user, without what was typed into it, which a reload would keep. */
export function reopenPage() {
  document.documentElement.hidden = true;
  location.replace(location.pathname);
}

/**
 * Shows this page to its reader only. `isReader()` tells whether that is still the user of the browser.
 * @param {() => Promise<boolean>} isReader
 */
export function showOnlyToReader(isReader) {
  const { style } = document.documentElement;
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    style.visibility = "hidden";
    if (await isReader().catch(() => false)) style.visibility = "";
    else reopenPage();
  });
  if ("BroadcastChannel" in globalThis)
    new BroadcastChannel("tung-nha").addEventListener("message", ({ data }) => data === SIGNED_OUT && reopenPage());
}
