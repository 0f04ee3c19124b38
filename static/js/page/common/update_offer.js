// Offers a newer version of the app. Loaded when one is there, or is being installed.
import { actionButton } from "./elements.js";
import { message } from "./messages.js";

const notice = document.getElementById("update");

/**
 * Offers the version that waits, now and when another one does; not while `isBusy()`.
 * @param {ServiceWorkerRegistration} registration
 * @param {() => boolean} isBusy
 */
export function followUpdates(registration, isBusy) {
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
}
