// The digests by which a phone knows that the ward received exactly what it sent. The server computes the same.
/** @import { Fields } from "./types.js" */

/**
 * Returns `value` as JSON text whose keys are sorted at every depth.
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

/**
 * Returns the SHA-256 of bytes in hexadecimal digits.
 * @param {BufferSource} bytes
 */
export async function digestOf(bytes) {
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Returns the digest of an entry's fields: over them as JSON with sorted keys and no spaces, as UTF-8.
 * @param {Fields} fields
 */
export function digest(fields) {
  return digestOf(new TextEncoder().encode(canonical(fields)));
}
