// Helpers of the sender's tests: a ward that answers, and sending to it.
import { SendError } from "../../static/js/outbox/api.js";
import { digestOf } from "../../static/js/outbox/digest.js";
import { saveEntries } from "../../static/js/outbox/outbox_store.js";
import { flush } from "../../static/js/outbox/sender.js";
import { ANA, addPhoto, receiptOf, visit } from "./helpers.mjs";

/** Web Locks: one at a time, in the order of the requests. */
export function locks() {
  let last = Promise.resolve();
  return { request: (_name, work) => (last = last.then(work, work)) };
}

/** A ward that stores everything. `answers` overrides its answers; `log` lists what was sent to it. */
export function ward({ user = ANA, ...answers } = {}) {
  const log = [];
  const api = {
    session: async () => ({ user, csrf: "token" }),
    send: async (batch) => batch.map((copy) => receiptOf(copy)),
    sendPhoto: async ({ jpeg }) => ({ digest: await digestOf(jpeg) }),
    ...answers,
  };
  return {
    log,
    session: () => api.session(),
    send: (batch, token) => {
      log.push({ batch: batch.map(({ id }) => id), token });
      return api.send(batch, log.length);
    },
    sendPhoto: (photo, token) => {
      log.push({ photo: photo.id, token });
      return api.sendPhoto(photo);
    },
  };
}

/** Sends everything that waits. */
export const send = (database, api, options = {}) => flush(database, { locks: locks(), api, ...options });

/** Returns whether an error is a SendError with a reason. */
export const sendError = (reason) => (error) => error instanceof SendError && error.reason === reason;

/** Saves a visit with a photo; returns the copy and the photo's id. */
export async function saveWithPhoto(database) {
  const entry = visit();
  const photo = await addPhoto(database, entry.id);
  const [copy] = await saveEntries(database, ANA, [entry]);
  return { copy, photo };
}
