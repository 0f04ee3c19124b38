// The service worker of a page: registered once, and updated when the user asks for it.
const HOUR_MS = 3_600_000;

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
  const registration = await register();
  // An installation that a cut line ended goes on where it was when it is asked for again.
  addEventListener("online", () => register().then(completeCache));
  if (!registration) return;
  const follow = () =>
    import("./update_offer.js").then(
      ({ followUpdates }) => followUpdates(registration, isBusy),
      () => registration.addEventListener("updatefound", follow, { once: true }),
    );
  if (registration.waiting || registration.installing) follow();
  else registration.addEventListener("updatefound", follow, { once: true });
  setInterval(() => registration.update().catch(() => {}), HOUR_MS);
}
