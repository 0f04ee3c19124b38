// The service worker of a page: registered once, and updated when the user asks for it.
import { actionButton } from "./elements.js";
import { message } from "./messages.js";

const HOUR_MS = 3_600_000;
const notice = document.getElementById("update");

const register = () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);

/** Lets the worker cache all that is not on this phone yet, once it is installed. */
export async function completeCache() {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage("complete");
}

/**
 * Registers the worker. A newer version is offered, and not while `isBusy()`.
 * @param {() => boolean} isBusy
 */
export async function registerWorker(isBusy) {
  if (!("serviceWorker" in navigator)) return;
  let isUpdateRequested = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => isUpdateRequested && location.reload());
  const registration = await register();
  // An installation that a cut line ended goes on where it was when it is asked for again.
  addEventListener("online", () => register().then(completeCache));
  if (!registration) return;
  const offerUpdate = () => {
    const { active, waiting } = registration;
    // The first version has no older one to replace.
    if (waiting?.state !== "installed" || active?.state !== "activated" || !navigator.serviceWorker.controller) return;
    const activate = () => {
      isUpdateRequested = true;
      waiting.postMessage("renew");
    };
    notice.hidden = isBusy();
    notice.replaceChildren(
      message("update_available"),
      actionButton(message("update_now"), activate, { "data-renew": true }),
    );
  };
  const watchInstalling = () => registration.installing?.addEventListener("statechange", offerUpdate);
  registration.addEventListener("updatefound", watchInstalling);
  watchInstalling();
  offerUpdate();
  // isBusy() changes as a form is filled in and saved.
  document.addEventListener("input", offerUpdate);
  document.addEventListener("visibilitychange", offerUpdate);
  setInterval(() => registration.update().catch(() => {}), HOUR_MS);
}
