// What a page is open in, by what browsers say of themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { installMethod, isInsideApp, isInstalled, isIOS } from "../../static/js/page/common/browser.js";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";
const WEBVIEW = ANDROID.replace("SM-A105F", "SM-A105F; wv").replace("Chrome", "Version/4.0 Chrome");
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const SAFARI = `${IPHONE} Version/17.4 Mobile/15E148 Safari/604.1`;
const IPAD =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
const DESK =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";

function windowOf(userAgent, { standalone, isApp = false, maxTouchPoints = 0 } = {}) {
  return { navigator: { userAgent, standalone, maxTouchPoints }, matchMedia: () => ({ matches: isApp }) };
}

test("a page inside another app is recognised", () => {
  const inside = [
    `${ANDROID} Zalo android/12100456 ZaloTheme/light ZaloLanguage/vi`,
    `${IPHONE} Mobile/15E148 Zalo iOS/560 ZaloTheme/light ZaloLanguage/vi`,
    `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/457.0.0.36.106;FBBV/579]`,
    `${WEBVIEW} [FB_IAB/FB4A;FBAV/457.0.0.36.106;]`,
    `${WEBVIEW} [FB_IAB/Orca-Android;FBAV/453.0.0;]`,
    `${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/453.0.0]`,
    `${IPHONE} Mobile/15E148 Instagram 326.0.0`,
    WEBVIEW,
    `${IPHONE} Mobile/15E148`, // some other app: no word of Safari
  ];
  for (const userAgent of inside) {
    assert.equal(isInsideApp(windowOf(userAgent)), true, userAgent);
    assert.equal(installMethod(windowOf(userAgent)), "inside", userAgent);
  }
});

test("a browser is not taken for another app", () => {
  const others = [
    ANDROID,
    SAFARI,
    IPAD,
    DESK,
    `${IPHONE} CriOS/124.0.6367.88 Mobile/15E148 Safari/604.1`,
    `${ANDROID} SamsungBrowser/25.0`,
  ];
  for (const userAgent of others) assert.equal(isInsideApp(windowOf(userAgent)), false, userAgent);
});

test("an iPad that says it is a Mac is recognised by its touch screen", () => {
  assert.equal(isIOS({ userAgent: IPAD, maxTouchPoints: 5 }), true);
  assert.equal(isIOS({ userAgent: IPAD, maxTouchPoints: 0 }), false);
  assert.equal(isIOS({ userAgent: SAFARI, maxTouchPoints: 5 }), true);
  assert.equal(isIOS({ userAgent: ANDROID, maxTouchPoints: 5 }), false);
});

test("an installed app is recognised on both kinds of phone", () => {
  assert.equal(isInstalled(windowOf(ANDROID, { isApp: true })), true);
  assert.equal(isInstalled(windowOf(ANDROID)), false);
  // On a home screen an iPhone leaves out the word Safari, as it does inside other apps.
  const onHomeScreen = windowOf(`${IPHONE} Mobile/15E148`, { standalone: true });
  assert.equal(isInstalled(onHomeScreen), true);
  assert.equal(isInsideApp(onHomeScreen), false);
});

test("every device has one install method", () => {
  assert.equal(installMethod(windowOf(ANDROID)), "android");
  assert.equal(installMethod(windowOf(SAFARI)), "ios");
  assert.equal(installMethod(windowOf(IPAD, { maxTouchPoints: 5 })), "ios");
  assert.equal(installMethod(windowOf(DESK)), "desk");
  assert.equal(installMethod(windowOf(ANDROID, { isApp: true })), "installed");
  assert.equal(installMethod(windowOf(`${IPHONE} Mobile/15E148`, { standalone: true })), "installed");
});
