// Offers a newer version of the app. Loaded once the worker is registered.
import { actionButton } from "./elements.js";
import { message } from "./messages.js";

const HOUR_MS = 3_600_000;
const notice = document.getElementById("update");

/**
 * Offers each version that waits to replace this one, and not while `isBusy()`.
 * @param {ServiceWorkerRegistration} registration
 * @param {() => boolean} isBusy
 */
export function offerUpdates(registration, isBusy) {
  let isUpdateRequested = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => isUpdateRequested && location.reload());
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
