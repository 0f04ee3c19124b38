// The service worker as a page sees it: registered once, and renewed when somebody says so.
import { actionButton } from "./elements.js";
import { message } from "./messages.js";

const HOUR_MS = 3_600_000;
const notice = document.getElementById("update");

/**
 * Registers the worker. A newer version is offered, never forced, and not while `isBusy()`.
 * @param {() => boolean} isBusy
 */
export async function registerWorker(isBusy) {
  if (!("serviceWorker" in navigator)) return;
  let isAsked = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => isAsked && location.reload());
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  const offer = () => {
    const { active, waiting } = registration;
    // The first version has no older one to take over from.
    if (waiting?.state !== "installed" || active?.state !== "activated" || !navigator.serviceWorker.controller) return;
    const renew = () => {
      isAsked = true;
      waiting.postMessage("renew");
    };
    notice.hidden = isBusy();
    notice.replaceChildren(
      message("update_available"),
      actionButton(message("update_now"), renew, { "data-renew": true }),
    );
  };
  const watch = () => registration.installing?.addEventListener("statechange", offer);
  registration.addEventListener("updatefound", watch);
  watch();
  offer();
  // Whether somebody is busy changes as they write and save.
  document.addEventListener("input", offer);
  document.addEventListener("visibilitychange", offer);
  setInterval(() => registration.update().catch(() => {}), HOUR_MS);
}
