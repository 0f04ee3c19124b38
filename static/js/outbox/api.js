// The server's API. Every unexpected answer is a SendError: it says nothing about what the ward has stored, and the
// same may be sent again.
/** @import { Entry, Reading, Receipt, User } from "./types.js" */
/** @typedef {{ status: number, body: any, etag: string | null, wait: number }} Answer */

/** The form of the wire that this app knows: what entries say of themselves, and what the readings bring. */
export const FORM_VERSION = 2;

const ANSWER_TIMEOUT_MS = 30_000; // until a silent server counts as absent

/**
 * A request without a valid answer. `reason` names a message of the page: no_network, unavailable, signed_out,
 * forbidden or unsendable, which is about what was sent. `wait` is its Retry-After in seconds, `status` its HTTP status.
 */
export class SendError extends Error {
  /**
   * @param {string} reason
   * @param {number} wait
   * @param {number} status
   */
  constructor(reason, wait = 0, status = 0) {
    super(reason);
    this.reason = reason;
    this.wait = wait;
    this.status = status;
  }
}

/**
 * Sends a request, and waits for `timeout` milliseconds.
 * @param {string} path
 * @param {RequestInit & { timeout?: number }} [options]
 * @returns {Promise<Answer>}
 */
export async function request(path, { timeout = ANSWER_TIMEOUT_MS, ...options } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  try {
    const response = await fetch(path, { ...options, signal: stop.signal });
    const isJSON = (response.headers.get("Content-Type") || "").includes("application/json");
    return {
      status: response.status,
      // A captive portal answers 200 too, with a page of its own.
      body: isJSON ? await response.json().catch(() => null) : null,
      etag: response.headers.get("ETag"),
      wait: retryAfterSeconds(response.headers.get("Retry-After")),
    };
  } catch {
    throw new SendError("no_network");
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Returns the seconds of a Retry-After, which may also be a date.
 * @param {string | null} text
 */
function retryAfterSeconds(text) {
  const seconds = Number(text ?? 0);
  return Math.max(
    0,
    Number.isNaN(seconds) ? (Date.parse(/** @type {string} */ (text)) - Date.now()) / 1000 || 0 : seconds,
  );
}

/**
 * Returns the body of a valid answer; throws SendError for every other one.
 * @param {Answer} answer
 */
export function bodyOf({ status, body, wait }, unreadable = "unsendable") {
  if (status === 401) throw new SendError("signed_out");
  if (status === 403 && body?.error === "forbidden") throw new SendError("forbidden");
  if (status === 400 || status === 413) throw new SendError(unreadable);
  if (status !== 200 || body === null) throw new SendError("unavailable", wait, status);
  return body;
}

/**
 * Returns who is signed in (`user` is null when nobody is) and the token that sending needs.
 * @returns {Promise<{ user: User | null, csrf: string, server_time: string }>}
 */
export async function session() {
  const answer = bodyOf(await request("/api/v1/session"), "unavailable");
  if (typeof answer.csrf !== "string") throw new SendError("unavailable");
  return answer;
}

/**
 * Signs this device out; `token` is that of its session. Throws SendError unless the server answered that it did.
 * @param {string} token
 */
export async function endSession(token) {
  const body = new URLSearchParams({ csrf_token: token });
  const { status, wait } = await request("/logout", { method: "POST", body, redirect: "manual" });
  // The answer leads to the page of signing in, which is opened by itself: of a redirect no status is given.
  if (status !== 0 && status !== 302) throw new SendError("unavailable", wait, status);
}

/**
 * Returns one of the phone's readings, `bootstrap`, `mine` or `households`, in `language` as `{etag, body}`; null when
 * it is still the one with `etag`.
 * @param {string} name
 * @param {string} language
 * @param {string | null} etag
 * @returns {Promise<Reading | null>}
 */
export async function read(name, language, etag = null) {
  /** @type {Record<string, string>} */
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await request(`/api/v1/${name}?lang=${language}&form=${FORM_VERSION}`, { headers });
  return etag && answer.status === 304 ? null : { body: bodyOf(answer, "unavailable"), etag: answer.etag };
}

/**
 * Sends entries of `user` and returns the receipts. `token` is that of the user's session. The time on
 * this phone's clock goes with them, so that the ward can tell when it is wrong.
 * @param {Entry[]} entries
 * @param {string} token
 * @param {{ id: number }} user
 * @returns {Promise<Receipt[]>}
 */
export async function send(entries, token, user) {
  const body = JSON.stringify({
    sent_at: new Date().toISOString(),
    entries: entries.map(({ id, kind, revision, recorded_at, form, fields, if_submitted }) => {
      return { id, kind, revision, recorded_at, form, fields, if_submitted };
    }),
  });
  const { receipts } = bodyOf(
    await withToken(token, user, (csrf) =>
      request("/api/v1/sync", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
        body,
      }),
    ),
  );
  if (!Array.isArray(receipts)) throw new SendError("unavailable");
  return receipts;
}

/**
 * Sends a request with a token, and once more with a new token when it has expired.
 * @param {string} token
 * @param {{ id: number }} user
 * @param {(token: string) => Promise<Answer>} work
 */
export async function withToken(token, user, work) {
  const answer = await work(token);
  if (answer.status !== 403 || answer.body?.error !== "csrf") return answer;
  // The token changes at sign-in, which another page of this phone may just have done; perhaps for somebody else.
  const now = await session();
  if (now.user?.id !== user.id) throw new SendError("signed_out");
  return work(now.csrf);
}
