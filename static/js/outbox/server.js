// The server as the phone sees it. Whatever does not come back as expected is Unsent: it says nothing about what
// the ward has, and the same may be sent again.
import { digest } from "./digest.js";

const PATIENCE = 30_000; // milliseconds until a silent server counts as absent

/** Something that was not answered. `reason` is a word of the page: no_network, unavailable, signed_out or forbidden. */
export class Unsent extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

async function ask(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(path, { ...options, signal: stop.signal });
    const isJSON = (response.headers.get("Content-Type") || "").includes("application/json");
    // A captive portal answers 200 too, with a page of its own.
    return { status: response.status, body: isJSON ? await response.json().catch(() => null) : null };
  } catch {
    throw new Unsent("no_network");
  } finally {
    clearTimeout(timer);
  }
}

function answered({ status, body }) {
  if (status === 401) throw new Unsent("signed_out");
  if (status === 403 && body?.error === "forbidden") throw new Unsent("forbidden");
  if (status !== 200 || body === null) throw new Unsent("unavailable");
  return body;
}

/** Returns who is signed in (`user` is null when nobody is) and the token that sending needs. */
export async function session() {
  return answered(await ask("/api/v1/session"));
}

/** Returns one of the phone's readings, `bootstrap` or `mine`, in the language of the page. */
export async function read(name, language) {
  return answered(await ask(`/api/v1/${name}?lang=${language}`));
}

/**
 * Sends entries of one batch and returns their receipts in the same order. A receipt that does not fit what was
 * sent (id, revision, digest) is taken for no answer at all.
 */
export async function send(entries) {
  let answer = await post(entries, (await session()).csrf);
  // The token changes at sign-in, which another page of this phone may just have done.
  if (answer.status === 403 && answer.body?.error === "csrf") answer = await post(entries, (await session()).csrf);
  const { receipts } = answered(answer);
  for (const [i, entry] of entries.entries()) {
    const receipt = receipts?.[i];
    const fits = receipt?.id === entry.id && receipt.revision === entry.revision;
    const taken = receipt?.outcome === "stored" || receipt?.outcome === "known";
    if (!fits || (taken && receipt.digest !== (await digest(entry.fields)))) throw new Unsent("unavailable");
  }
  return receipts;
}

function post(entries, token) {
  return ask("/api/v1/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify({ entries }),
  });
}
