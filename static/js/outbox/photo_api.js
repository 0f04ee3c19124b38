// The request that carries a photo to the ward.
import { bodyOf, request, withToken } from "./api.js";

/** @import { Photo } from "./types.js" */

const PHOTO_TIMEOUT_MS = 120_000; // 200 kB take that long with one bar of signal

/**
 * The code for each status by which the server refuses a photo for good.
 * @type {Record<number, string>}
 */
const PHOTO_CODES = { 400: "unreadable", 413: "too_large", 415: "unreadable", 422: "unreadable" };

/**
 * Sends a photo and returns `{digest}` when the ward has it, or `{code}` when it will not take it. `unknown_entry`
 * means that its entry has to go first.
 * @param {Photo} photo
 * @param {string} token
 * @param {{ id: number }} user
 * @returns {Promise<{ digest?: string, code?: string }>}
 */
export async function sendPhoto({ id, entry, jpeg }, token, user) {
  const answer = await withToken(token, user, (csrf) =>
    request(`/api/v1/photos/${id}?entry=${entry}`, {
      method: "PUT",
      headers: { "Content-Type": "image/jpeg", "X-CSRF-Token": csrf },
      body: jpeg,
      timeout: PHOTO_TIMEOUT_MS,
    }),
  );
  // A photo is given up only where the ward itself says so, not at the status of a page in between.
  if ([409, 410].includes(answer.status) && answer.body?.error) return { code: answer.body.error };
  if (PHOTO_CODES[answer.status]) return { code: PHOTO_CODES[answer.status] };
  return { digest: bodyOf(answer).digest };
}
