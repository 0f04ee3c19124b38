// The browser that this page is open in: it decides how the app is installed, and whether anything can be stored.

/** Browsers inside other apps. They store nothing safely, and cannot install an app. */
const INSIDE_APPS =
  /Zalo|FBAN|FBAV|FB_IAB|Messenger|Instagram|TikTok|musical_ly|Bytedance|MicroMessenger|Viber|\bLine\/|; wv\)/i;

/** Tells whether this is an iPhone or an iPad; a newer iPad says that it is a Mac, but no Mac is touched. */
export function isIOS(navigator = globalThis.navigator) {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

/** Tells whether this is an Android phone or tablet. */
export function isAndroid(navigator = globalThis.navigator) {
  return /Android/.test(navigator.userAgent);
}

/** Tells whether the page runs as an app of its own, from the home screen. */
export function isInstalled(window = globalThis) {
  return window.navigator.standalone === true || window.matchMedia("(display-mode: standalone)").matches;
}

/** Tells whether the page is open inside another app, as when a link was tapped in Zalo. */
export function isInsideApp(window = globalThis) {
  const { userAgent } = window.navigator;
  if (INSIDE_APPS.test(userAgent)) return true;
  // Every browser of an iPhone calls itself Safari; a page inside another app does not, nor does an installed app.
  return isIOS(window.navigator) && !/Safari\//.test(userAgent) && !isInstalled(window);
}

/** Returns how the app is installed on this device: installed, inside, ios, android or desk. */
export function installMethod(window = globalThis) {
  if (isInstalled(window)) return "installed";
  if (isInsideApp(window)) return "inside";
  if (isIOS(window.navigator)) return "ios";
  return isAndroid(window.navigator) ? "android" : "desk";
}
