// Decisions that are sent to the server one after the other, and those of them that can be undone. Uses no page.

/**
 * What the server did: `done` are the ids of entries, `seen` their new states, `told` why some have changed meanwhile,
 * `unchanged` why some are as before.
 * @typedef {{
 *   done: string[], words: string, decision?: string, isUnanswered?: boolean,
 *   seen?: Record<string, string>, told?: Record<string, string>, unchanged?: Record<string, string>,
 * }} Answer
 */
/** An address with the fields that are posted to it. @typedef {{ address: string, fields: [string, string][] }} Post */
/** @typedef {{ signedOut: string, noAnswer: string }} Messages */
/**
 * An entry that was not decided on, with the words that say why.
 * @typedef {{ id: string, words: string, hasChanged: boolean }} Returned
 */
/** A decision that can be taken back. @typedef {{ id: string, words: string }} Decision */

const ANSWER_TIMEOUT_MS = 20_000;

export class DecisionQueue {
  /** @type {Promise<unknown>} */
  #sending = Promise.resolve();
  /** @type {Set<string>} */
  #decided = new Set(); // the ids of entries that were decided on here
  /** How many decisions have no answer yet. */
  unsentCount = 0;
  /** Whether the page has to be reloaded once everything is sent. */
  mustReload = false;

  /**
   * `onEmpty` is called whenever everything is sent.
   * @param {{ undoable: Decision[], messages: Messages, onEmpty: () => void }} options
   */
  constructor({ undoable, messages, onEmpty }) {
    this.undoable = undoable;
    this.messages = messages;
    this.onEmpty = onEmpty;
  }

  /** The decision that is undone next: the last one that was not undone. */
  get latest() {
    return this.undoable[this.undoable.length - 1];
  }

  /**
   * Sends a decision on the entries `ids`, and shows its result, named by `title`. With `endsSample` the page is
   * reloaded when anything was done.
   * @param {Post & { ids: string[], title: string, endsSample: boolean }} decision
   * @param {(result: { returned: Returned[], words: string, seen: Record<string, string> }) => void} show
   */
  decide({ ids, title, endsSample, ...post }, show) {
    for (const id of ids) this.#decided.add(id);
    this.#enqueue(async () => {
      const { done, told: staleReasons, unchanged, seen, decision, words: answer } = await send(post, this.messages);
      const words = title ? `${title}: ${answer}` : answer;
      const returned = ids
        .filter((id) => !done.includes(id))
        .map((id) => ({
          id,
          words: staleReasons?.[id] ?? unchanged?.[id] ?? answer,
          hasChanged: Boolean(staleReasons?.[id]),
        }));
      if (decision) this.undoable.push({ id: decision, words });
      show({ returned, words, seen: seen ?? {} });
      this.mustReload = endsSample && done.length > 0;
    });
  }

  /**
   * Undoes the latest decision after all that are being sent: `post()` is called when its turn comes. Shows the result,
   * unless the page has to be reloaded because it does not have the entries that return.
   * @param {() => Post} post
   * @param {(answer: Answer) => void} show
   */
  undo(post, show) {
    this.#enqueue(async () => {
      const answer = await send(post(), this.messages);
      if (!answer.isUnanswered) {
        this.undoable.pop();
        this.mustReload = answer.done.some((id) => !this.#decided.has(id));
        if (this.mustReload) return;
      }
      show(answer);
    });
  }

  /** @param {() => Promise<void>} work */
  #enqueue(work) {
    this.unsentCount += 1;
    this.#sending = this.#sending.then(work).finally(() => {
      this.unsentCount -= 1;
      if (!this.unsentCount) this.onEmpty();
    });
  }
}

/**
 * Posts fields; returns the server's answer, or only the reason why there is none: then it is unknown whether it was
 * done.
 * @param {Post} post
 * @param {Messages} messages
 * @returns {Promise<Answer>}
 */
async function send({ address, fields }, { signedOut, noAnswer }) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const headers = { Accept: "application/json" };
    const body = new URLSearchParams(fields);
    const answer = await fetch(address, { method: "POST", headers, body, signal: controller.signal });
    if (answer.ok && !answer.redirected) return await answer.json();
    return { done: [], words: answer.redirected ? signedOut : noAnswer, isUnanswered: true };
  } catch {
    return { done: [], words: noAnswer, isUnanswered: true };
  } finally {
    clearTimeout(timer);
  }
}
