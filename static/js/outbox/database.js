// The phone's database in IndexedDB: opening it, and transactions that resolve when they are on the disk.
import { openDB } from "idb";
import { withTimeout } from "./timing.js";

/** @import { IDBPDatabase } from "idb" */
/** @import { Layout, Names, Transaction } from "./types.js" */

const NAME = "tung-nha";
const VERSION = 1;
const TIMEOUT_MS = 8_000; // for opening, and for a transaction; some browsers never answer after a bad moment
const RETRY_TIMEOUT_MS = 3_000; // for a database that did not answer last time: nobody waits for it again and again
/** @type {IDBTransactionOptions} */
const DURABLE = { durability: "strict" }; // done means on the disk, not in a buffer that a dying battery empties

/** The phone could not store something. `reason` names a message: storage_full, no_storage, or storage_hangs. */
export class StorageError extends Error {
  /**
   * @param {string} reason
   * @param {unknown} cause
   */
  constructor(reason, cause) {
    super(reason);
    this.cause = cause;
    this.reason = reason;
  }
}

/** The names of the errors after a browser has closed the database by itself. */
const CLOSED_BY_BROWSER = ["InvalidStateError", "UnknownError", "AbortError"];

const layout = {
  outbox: { options: { keyPath: "id" }, index: "user" },
  photos: { options: { keyPath: "id" }, index: "user" },
  drafts: { options: { keyPath: "id" }, index: "user" },
  lists: { options: { keyPath: ["user", "name", "language"] }, index: "user" },
  facts: { options: {}, index: null },
};

/** The phone's database. Each read or write names its stores; a transaction is all or nothing. */
export class Database {
  /** @type {Promise<IDBPDatabase<Layout>> | null} */
  #handle = null;
  #hangs = false;

  /** Without an answer within `timeout` milliseconds a read or a write fails. */
  constructor(name = NAME, { timeout = TIMEOUT_MS } = {}) {
    this.name = name;
    this.timeout = timeout;
  }

  async #open() {
    const forgetHandle = () => {
      this.#handle = null;
    };
    try {
      // A browser without storage may fail at once, or have no IndexedDB at all.
      this.#handle ??= openDB(this.name, VERSION, {
        upgrade(database) {
          for (const [name, { options, index }] of Object.entries(layout)) {
            const made = /** @type {IDBPDatabase<any>} */ (database).createObjectStore(name, options);
            if (index) made.createIndex(index, index);
          }
        },
        // Another tab brings a newer layout; this one opens it again when it is needed.
        blocking: (_current, _blocked, event) => {
          forgetHandle();
          /** @type {IDBDatabase} */ (event.target).close();
        },
        terminated: forgetHandle,
      });
      return await this.#handle;
    } catch (error) {
      forgetHandle();
      throw new StorageError("no_storage", error);
    }
  }

  /**
   * Runs `work` in a transaction over `names`; the promise resolves when it is on the disk.
   * @template {Names} Stores
   * @template {IDBTransactionMode} Mode
   * @template Result
   * @param {Stores} names
   * @param {Mode} mode
   * @param {(tx: Transaction<Stores, Mode>) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #run(names, mode, work) {
    for (let isFirst = true; ; isFirst = false) {
      const begun = { abort: () => {} };
      try {
        const limit = this.#hangs ? Math.min(RETRY_TIMEOUT_MS, this.timeout) : this.timeout;
        const result = await withTimeout(limit, this.#attempt(names, mode, work, begun));
        this.#hangs = false;
        return result;
      } catch (error) {
        const { name } = /** @type {Error} */ (error ?? {});
        this.#hangs = name === "TimeoutError";
        if (this.#hangs) this.#giveUp(begun);
        if (this.#hangs) throw new StorageError("storage_hangs", error);
        if (name === "QuotaExceededError") throw new StorageError("storage_full", error);
        // Browsers close the database of a page in the background: try once more with a new one.
        if (!CLOSED_BY_BROWSER.includes(name)) throw error;
        if (!isFirst) throw new StorageError("no_storage", error);
        this.#handle = null;
      }
    }
  }

  /**
   * Runs `work` once; `begun.abort` rolls it back as long as it is not on the disk.
   * @template {Names} Stores
   * @template {IDBTransactionMode} Mode
   * @template Result
   * @param {Stores} names
   * @param {Mode} mode
   * @param {(tx: Transaction<Stores, Mode>) => Promise<Result>} work
   * @param {{ abort: () => void }} begun
   * @returns {Promise<Result>}
   */
  async #attempt(names, mode, work, begun) {
    const tx = (await this.#open()).transaction(names, mode, mode === "readwrite" ? DURABLE : undefined);
    begun.abort = () => abort(tx);
    // A failed request also rejects the transaction; one of the two would be an unhandled rejection.
    const done = tx.done.then(
      () => null,
      (error) => error,
    );
    let result;
    try {
      result = await work(tx);
    } catch (error) {
      abort(tx);
      await done;
      throw tx.error ?? error;
    }
    const failure = await done;
    if (failure) throw failure;
    return result;
  }

  /**
   * Leaves a connection that does not answer: it would hold back what comes after it, here and in other tabs.
   * @param {{ abort: () => void }} begun
   */
  #giveUp(begun) {
    begun.abort();
    this.#handle?.then(
      (database) => database.close(),
      () => {},
    );
    this.#handle = null;
  }

  /**
   * Returns what `work` reads from the stores `names`.
   * @template {Names} Stores
   * @template Result
   * @param {[...Stores]} names
   * @param {(tx: Transaction<Stores, "readonly">) => Promise<Result>} work
   */
  read(names, work) {
    return this.#run(names, "readonly", work);
  }

  /**
   * Lets `work` change the stores `names`, all of it or nothing; throws StorageError when the phone cannot store it.
   * @template {Names} Stores
   * @template Result
   * @param {[...Stores]} names
   * @param {(tx: Transaction<Stores, "readwrite">) => Promise<Result>} work
   */
  write(names, work) {
    return this.#run(names, "readwrite", work);
  }

  async close() {
    (await this.#handle)?.close();
    this.#handle = null;
  }
}

/**
 * Rolls back a transaction; one that failed has ended by itself.
 * @param {{ abort(): void }} tx
 */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It has ended.
  }
}
