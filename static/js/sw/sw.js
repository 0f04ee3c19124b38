// The service worker: opens the phone's pages with no network, and sends in the background where the browser lets it.
// It caches only what the server lists: pages that are the same for everybody, and files that never change.

import { SendError } from "../outbox/api.js";
import { Database } from "../outbox/database.js";
import { readFact, saveFact } from "../outbox/fact_store.js";
import { deleteOldLists } from "../outbox/household_store.js";
import { flush } from "../outbox/sender.js";
import { withTimeout } from "../outbox/timing.js";
import { cacheEach, NOT_LISTED } from "./caching/cache_each.js";

/**
 * What to keep, put before this script by the server: the addresses of `pages` by path and language, and `files`;
 * `first` are those that are needed first, by language, and among them `home` what the home page is made of. `onDemand`
 * are files that are heavy and that few need: they are kept from their first use on.
 * @typedef {{
 *   pages: Record<string, Record<string, string>>,
 *   files: string[],
 *   onDemand: string[],
 *   home: Record<string, string[]>,
 *   first: Record<string, string[]>,
 *   offline: string,
 *   language: string,
 * }} Cached
 */
const worker = /** @type {ServiceWorkerGlobalScope & { KEPT: Cached, VERSION: string }} */ (
  /** @type {unknown} */ (self)
);
const { pages, files, onDemand, home, first, offline, language: defaultLanguage } = worker.KEPT;
const allAddresses = [...files, ...Object.values(pages).flatMap(Object.values)];
const PREFIX = "tung-nha-";
const CACHE = `${PREFIX}${worker.VERSION}`;
/** @type {Record<string, string>} */
const TYPES = {
  page: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};
/** What is no page goes past the worker, also where somebody opens its address. */
const NO_PAGE = /^\/api(\/|$)/;
const DATABASE_TIMEOUT_MS = 500;
const PAUSE_MS = 3_600_000; // until what the phone has no room for, or the server does not have, is asked for again
const REST_TIMEOUT_MS = 60_000; // a line that died without an error must not hold back the home page for longer
const database = new Database();
/** @type {string | null} */
let language = null;

worker.addEventListener("install", (event) => {
  event.waitUntil(cacheEssential());
  // The first version has nobody to disturb; a later one waits until somebody asks for it.
  if (!worker.registration.active) worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(deleteOlderCaches().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  if (event.data === "renew") worker.skipWaiting();
  if (event.data === "complete") event.waitUntil(cacheAll());
  if (event.data?.language in first) {
    language = event.data.language;
    event.waitUntil(saveFact(database, "language", language).catch(() => {}));
  }
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (files.includes(url.pathname)) {
    event.respondWith(answerFile(url.pathname, request));
  } else if (onDemand.includes(url.pathname)) {
    event.respondWith(answerOnDemand(url.pathname, request));
  } else if (request.mode === "navigate" && !NO_PAGE.test(url.pathname)) {
    event.respondWith(answerPage(url, request));
    event.waitUntil(cacheAll());
    // Whichever page is opened: the list of a phone that is no longer used for the work does not stay on it.
    event.waitUntil(deleteOldLists(database).catch(() => {}));
  }
});

worker.addEventListener("sync", (event) => {
  /** @type {ExtendableEvent} */ (event).waitUntil(sendInBackground().finally(cacheAll));
});

/**
 * Caches what is needed first, and what an older version had already. A version that replaces another one needs all of
 * it. The first one is of use as soon as its home page opens: what a cut line leaves out is cached at the next chance.
 */
async function cacheEssential() {
  const cache = await caches.open(CACHE);
  const own = await chosenLanguage();
  const cacheAtOnce = (/** @type {string[]} */ addresses) =>
    Promise.all(addresses.map((address) => cacheOne(cache, address)));
  await cacheAtOnce(home[own]);
  const others = cacheAtOnce(first[own]);
  await (worker.registration.active ? others : withTimeout(REST_TIMEOUT_MS, others).catch(() => {}));
  for (const address of [...allAddresses, ...onDemand]) {
    const older = await caches.match(address);
    if (older) await cache.put(address, older);
  }
}

/** @type {Promise<void> | null} */
let completing = null;
let isComplete = false;

/** Caches one after the other all that is not there yet. What a cut line leaves out is tried again at the next call. */
function cacheAll() {
  completing ??= cacheMissing()
    .catch(() => {})
    .finally(() => {
      completing = null;
    });
  return completing;
}

async function cacheMissing() {
  if (isComplete) return;
  const cache = await caches.open(CACHE);
  // One look for all: a worker that was just woken must not look for dozens at each page.
  const stored = new Set((await cache.keys()).map(({ url }) => url.slice(worker.location.origin.length)));
  const own = await chosenLanguage();
  const ownPages = Object.values(pages).map((versions) => versions[own]);
  // No page comes before what it is made of: after a cut line it would open without its script.
  const missing = [...new Set([...first[own], ...files, ...ownPages, ...allAddresses])].filter(
    (one) => !stored.has(one),
  );
  // Who has used these once wants them without a line after an update, too.
  if (await wasUsed()) missing.push(...onDemand.filter((one) => !stored.has(one)));
  isComplete = missing.length === 0;
  if (!isComplete) await cacheUnlessPaused(cache, missing);
}

/**
 * Caches what is missing. What the server does not have stands back for an hour, and on a full phone all does: a weak
 * line would carry it again at each page for nothing.
 * @param {Cache} cache
 * @param {string[]} missing
 */
async function cacheUnlessPaused(cache, missing) {
  const before = await withTimeout(DATABASE_TIMEOUT_MS, readFact(database, "uncached")).catch(() => undefined);
  const isPaused = before?.version === worker.VERSION && Math.abs(before.at - Date.now()) < PAUSE_MS;
  /** @type {string[]} */
  const paused = isPaused ? before.addresses : [];
  const due = missing.filter((one) => !paused.includes(one));
  const failed = await cacheEach(due, (address) => cacheOne(cache, address));
  if (failed.length === 0) return;
  const at = isPaused ? before.at : Date.now();
  await saveFact(database, "uncached", { version: worker.VERSION, at, addresses: [...paused, ...failed] }).catch(
    () => {},
  );
}

/**
 * Caches an address. Addresses carry the revision of their content, so a copy of an older version is the same.
 * @param {Cache} cache
 * @param {string} address
 */
async function cacheOne(cache, address) {
  if (await cache.match(address)) return undefined;
  const older = await caches.match(address);
  if (older) return cache.put(address, older);
  // What the page has just loaded need not be fetched again: files never change.
  const cached = isPage(address) ? "reload" : "default";
  const response = await fetch(address, { cache: cached, credentials: "omit" });
  if (!isWhatWasListed(response, address)) throw Object.assign(new Error(address), { name: NOT_LISTED });
  return cache.put(address, response);
}

/**
 * Tells whether an answer is the file itself: no redirect, no other version, no page of a captive portal.
 * @param {Response} response
 * @param {string} address
 */
function isWhatWasListed(response, address) {
  const ending = isPage(address) ? "page" : /** @type {string} */ (address.split(".").pop());
  const type = response.headers.get("Content-Type") ?? "";
  const isUncacheable = (response.headers.get("Cache-Control") ?? "").includes("no-store");
  const isPlain = response.ok && !response.redirected && response.type === "basic";
  return isPlain && !isUncacheable && type.includes(TYPES[ending]);
}

/** @param {string} address */
const isPage = (address) => !files.includes(address) && !onDemand.includes(address);

async function deleteOlderCaches() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

/**
 * @param {string} address
 * @param {Request} request
 */
async function answerFile(address, request) {
  return (await caches.match(address)) ?? fetch(request);
}

/**
 * Answers a file that is kept from now on.
 * @param {string} address
 * @param {Request} request
 */
async function answerOnDemand(address, request) {
  const cached = await caches.match(address);
  if (cached) return cached;
  const response = await fetch(request);
  if (isWhatWasListed(response, address)) await keepOnDemand(address, response.clone()).catch(() => {});
  return response;
}

/**
 * @param {string} address
 * @param {Response} response
 */
async function keepOnDemand(address, response) {
  const cache = await caches.open(CACHE);
  await cache.put(address, response);
  isComplete = false;
  await saveFact(database, "on_demand", true);
}

/** Tells whether this phone has used what is kept only from its first use on. */
async function wasUsed() {
  return withTimeout(DATABASE_TIMEOUT_MS, readFact(database, "on_demand")).catch(() => false);
}

/**
 * Answers a page: the phone's own from the cache, the others from the server while it can be reached.
 * @param {URL} url
 * @param {Request} request
 */
async function answerPage(url, request) {
  const [own, ...others] = url.pathname in pages ? await versionsOf(url.pathname, url) : [];
  const cached = own && (await caches.match(own));
  if (cached) return cached;
  try {
    return await fetch(request);
  } catch {
    const offlinePages = url.pathname === "/" ? [] : await versionsOf(offline, url);
    return (await firstCached([...others, ...offlinePages, ...(await versionsOf("/log/", url))])) ?? Response.error();
  }
}

/**
 * Returns the addresses of a cached page: in the language asked for, else the chosen one, then in the others.
 * @param {string} path
 * @param {URL} url
 */
async function versionsOf(path, url) {
  const versions = pages[path];
  const wanted = [url.searchParams.get("lang"), await chosenLanguage(), ...Object.keys(versions)];
  return wanted.filter((name) => name in versions).map((name) => versions[name]);
}

/**
 * @param {string[]} addresses
 * @returns {Promise<Response | null>}
 */
async function firstCached(addresses) {
  for (const address of addresses) {
    const copy = await caches.match(address);
    if (copy) return copy;
  }
  return null;
}

/** Returns the language of the page that was seen last. No page waits for a database that does not answer. */
async function chosenLanguage() {
  if (language) return language;
  const stored = await withTimeout(DATABASE_TIMEOUT_MS, readFact(database, "language")).catch(() => null);
  return stored in first ? stored : defaultLanguage;
}

/** Sends what waits. The browser tries again later when this fails, so it fails only where that may help. */
async function sendInBackground() {
  let receipts = [];
  try {
    ({ receipts } = await flush(database));
  } catch (error) {
    if (!(error instanceof SendError) || error.reason === "no_network" || error.reason === "unavailable") throw error;
  } finally {
    if ("BroadcastChannel" in worker)
      new BroadcastChannel("tung-nha").postMessage(receipts.length ? "sent" : "changed");
  }
}
