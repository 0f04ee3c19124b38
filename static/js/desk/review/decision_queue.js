// Decisions that are sent to the server one after the other, and those of them that can be undone. Uses no page.

import { readAnswer } from "./decision_answer.js";

/** @import { Answer } from "./decision_answer.js" */
/** An address with the fields that are posted to it. @typedef {{ address: string, fields: [string, string][] }} Post */
/** @typedef {{ signedOut: string, noAnswer: string, notUndone: string }} Messages */
/**
 * An entry that was not decided on, with the words that say why.
 * @typedef {{ id: string, words: string, hasChanged: boolean }} Returned
 */
/**
 * @typedef {{
 *   returned: Returned[], words: string, seen: Record<string, string>, isUnanswered: boolean, needsSignIn: boolean,
 * }} Result
 */
/** A decision that can be taken back. @typedef {{ id: string, words: string }} Decision */

const ANSWER_TIMEOUT_MS = 20_000;

export class DecisionQueue {
  /** @type {Promise<unknown>} */
  #sending = Promise.resolve();
  /** @type {Set<string>} */
  #decided = new Set(); // the ids of entries that were decided on here
  #failedCount = 0; // decisions that changed nothing, or of which that is not known
  /** How many decisions have no answer yet. */
  unsentCount = 0;
  /** Whether the page has to be reloaded once everything is sent. */
  mustReload = false;

  /**
   * `onEmpty` is called whenever everything is sent. `renewToken()` returns the token of the reader's present session,
   * or null when there is none.
   * @param {{
   *   undoable: Decision[], messages: Messages, onEmpty: () => void, renewToken: () => Promise<string | null>,
   * }} options
   */
  constructor({ undoable, messages, onEmpty, renewToken }) {
    this.undoable = undoable;
    this.messages = messages;
    this.onEmpty = onEmpty;
    this.renewToken = renewToken;
  }

  /** The decision that is undone next: the last one that was not undone. */
  get latest() {
    return this.undoable[this.undoable.length - 1];
  }

  /**
   * Sends a decision on the entries `ids`, and shows its result, named by `title`. With `endsSample` the page is
   * reloaded when anything was done.
   * @param {Post & { ids: string[], title: string, endsSample: boolean }} decision
   * @param {(result: Result) => void} show
   */
  decide({ ids, title, endsSample, ...post }, show) {
    for (const id of ids) this.#decided.add(id);
    this.#enqueue(async () => {
      const answer = await this.#send(post);
      const { done, told: staleReasons, unchanged, decision, isUnanswered = false, needsSignIn = false } = answer;
      const words = title ? `${title}: ${answer.words}` : answer.words;
      const returned = ids
        .filter((id) => !done.includes(id))
        .map((id) => ({
          id,
          words: staleReasons?.[id] ?? unchanged?.[id] ?? answer.words,
          hasChanged: Boolean(staleReasons?.[id]),
        }));
      if (decision) this.undoable.push({ id: decision, words });
      else this.#failedCount += 1;
      if (endsSample && done.length) this.mustReload = true;
      show({ returned, words, seen: answer.seen ?? {}, isUnanswered, needsSignIn });
    });
  }

  /**
   * Undoes the latest decision after all that are being sent: `post()` is called when its turn comes. Shows the result,
   * unless the page has to be reloaded because it does not have the entries that return. When one of those that are
   * being sent fails, nothing is undone: the decision before it was not meant.
   * @param {() => Post} post
   * @param {(answer: Answer) => void} show
   */
  undo(post, show) {
    const failedBefore = this.#failedCount;
    this.#enqueue(async () => {
      if (this.#failedCount > failedBefore) {
        show({ done: [], words: this.messages.notUndone, isSkipped: true });
        return;
      }
      const answer = await this.#send(post());
      if (!answer.isUnanswered) {
        this.undoable.pop();
        if (answer.done.some((id) => !this.#decided.has(id))) {
          this.mustReload = true;
          return;
        }
      }
      show(answer);
    });
  }

  /**
   * Lets `work` follow what is being sent. An error of one does not keep the others from being sent; what the page shows
   * may be wrong then, so it is read again.
   * @param {() => Promise<void>} work
   */
  #enqueue(work) {
    this.unsentCount += 1;
    this.#sending = this.#sending
      .then(work)
      .catch((error) => {
        this.mustReload = true;
        console.error(error);
      })
      .then(() => {
        this.unsentCount -= 1;
        if (!this.unsentCount) this.onEmpty();
      })
      .catch(console.error);
  }

  /**
   * Posts fields; returns the server's answer, or only the reason why there is none: then it is unknown whether it was
   * done. The token of an earlier session is replaced by that of the present one.
   * @param {Post} post
   * @returns {Promise<Answer>}
   */
  async #send({ address, fields }) {
    const { noAnswer, signedOut } = this.messages;
    let response = await request(address, fields);
    if (response?.status === 400) {
      const token = await this.renewToken().catch(() => undefined);
      if (token === null) return { done: [], words: signedOut, isUnanswered: true, needsSignIn: true };
      if (token) response = await request(address, withToken(fields, token));
    }
    const answer = response?.ok && !response.redirected ? readAnswer(response.body) : null;
    if (answer) return answer;
    if (response?.redirected) return { done: [], words: signedOut, isUnanswered: true, needsSignIn: true };
    return { done: [], words: noAnswer, isUnanswered: true };
  }
}

/**
 * @param {[string, string][]} fields
 * @param {string} token
 * @returns {[string, string][]}
 */
function withToken(fields, token) {
  return fields.map(([name, value]) => [name, name === "csrf_token" ? token : value]);
}

/**
 * Posts fields; returns the status and what the body holds as JSON, or null when no answer came in time.
 * @param {string} address
 * @param {[string, string][]} fields
 */
async function request(address, fields) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const headers = { Accept: "application/json" };
    const body = new URLSearchParams(fields);
    const response = await fetch(address, { method: "POST", headers, body, signal: controller.signal });
    const { ok, redirected, status } = response;
    return { ok, redirected, status, body: ok && !redirected ? await response.json() : null };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
