// What this phone keeps, in IndexedDB: entries and photos that wait for the ward, unfinished forms, working data, and
// who uses the phone. Everything that is somebody's own carries that user's id, so that two may share a phone.
import { openDB } from "idb";
import { digest } from "./digest.js";
import { isAccepted, receiptMatches } from "./receipts.js";

/** @import { IDBPDatabase, IDBPObjectStore } from "idb" */
/** @import { Copy, Entry, Fields, Layout, Names, Photo, Reading, Receipt, Transaction, User } from "./types.js" */

const NAME = "tung-nha";
const VERSION = 1;
const OPEN_TIMEOUT_MS = 10_000; // some browsers never answer after a page was left at a bad moment
/** @type {IDBTransactionOptions} */
const DURABLE = { durability: "strict" }; // done means on the disk, not in a buffer that a dying battery empties

const REPLACEMENT = "anew "; // before the id of an entry, in the name of a fact

/** The phone could not keep something. `reason` names a message of the page: full or no_store. */
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

/** What a browser says when it closed the database by itself. */
const CLOSED_BY_BROWSER = ["InvalidStateError", "UnknownError", "AbortError"];

const layout = {
  outbox: { options: { keyPath: "id" }, index: "user" },
  photos: { options: { keyPath: "id" }, index: "user" },
  drafts: { options: { keyPath: "id" }, index: "user" },
  lists: { options: { keyPath: ["user", "name", "language"] }, index: "user" },
  facts: { options: {}, index: null },
};

/** Where an entry stands on this phone. A copy that is being sent is still waiting until its receipt is here. */
export const WAITING = "waiting";
/** The ward would not take it as it is; its author has to do something. */
export const REFUSED = "refused";
/** It could not be sent even alone; it is tried again when its author asks for it. */
export const PARKED = "parked";
/** A photo of a form that is not saved yet. */
export const UNSAVED = "unsaved";

export class Store {
  /** @type {Promise<IDBPDatabase<Layout>> | null} */
  #handle = null;

  constructor(name = NAME) {
    this.name = name;
  }

  async #open() {
    const forget = () => {
      this.#handle = null;
    };
    try {
      // A browser that keeps nothing may say so at once, or not know of databases at all.
      this.#handle ??= openDB(this.name, VERSION, {
        upgrade(database) {
          for (const [name, { options, index }] of Object.entries(layout)) {
            const made = /** @type {IDBPDatabase<any>} */ (database).createObjectStore(name, options);
            if (index) made.createIndex(index, index);
          }
        },
        // Another tab brings a newer layout; this one opens anew when it needs to.
        blocking: (_current, _blocked, event) => {
          forget();
          /** @type {IDBDatabase} */ (event.target).close();
        },
        terminated: forget,
      });
      return await withTimeout(OPEN_TIMEOUT_MS, this.#handle);
    } catch (error) {
      forget();
      throw new StorageError("no_store", error);
    }
  }

  /**
   * Runs `work` in a transaction over `names`; the promise is kept when the phone has it on its disk.
   * @template {Names} Stores
   * @template {IDBTransactionMode} Mode
   * @template Result
   * @param {Stores} names
   * @param {Mode} mode
   * @param {(tx: Transaction<Stores, Mode>) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async #in(names, mode, work) {
    for (let isFirst = true; ; isFirst = false) {
      try {
        const tx = (await this.#open()).transaction(names, mode, mode === "readwrite" ? DURABLE : undefined);
        // A failed request ends the transaction as well, and one of the two would go unheard.
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
      } catch (error) {
        const { name } = /** @type {Error} */ (error ?? {});
        if (name === "QuotaExceededError") throw new StorageError("full", error);
        // Phones close databases behind the back of a page that was away; once more with a new one.
        if (!CLOSED_BY_BROWSER.includes(name)) throw error;
        if (!isFirst) throw new StorageError("no_store", error);
        this.#handle = null;
      }
    }
  }

  /**
   * @template {Names} Stores
   * @template Result
   * @param {[...Stores]} names
   * @param {(tx: Transaction<Stores, "readonly">) => Promise<Result>} work
   */
  #read(names, work) {
    return this.#in(names, "readonly", work);
  }

  /**
   * @template {Names} Stores
   * @template Result
   * @param {[...Stores]} names
   * @param {(tx: Transaction<Stores, "readwrite">) => Promise<Result>} work
   */
  #write(names, work) {
    return this.#in(names, "readwrite", work);
  }

  async close() {
    (await this.#handle)?.close();
    this.#handle = null;
  }

  /**
   * Returns a single fact: who uses the phone, the language of its pages, when something was last sent.
   * @param {string} name
   */
  fact(name) {
    return this.#read(["facts"], (tx) => tx.store.get(name));
  }

  /**
   * @param {string} name
   * @param {any} value
   */
  saveFact(name, value) {
    return this.#write(["facts"], (tx) => tx.store.put(value, name));
  }

  /** Returns, by the id of each entry that was logged anew, the id of the one that stands for it. */
  async replacements() {
    const found = IDBKeyRange.bound(REPLACEMENT, `${REPLACEMENT}\uffff`);
    const [keys, ids] = await this.#read(["facts"], (tx) =>
      Promise.all([tx.store.getAllKeys(found), tx.store.getAll(found)]),
    );
    return new Map(keys.map((key, i) => [key.slice(REPLACEMENT.length), ids[i]]));
  }

  /**
   * Forgets who uses the phone and their lists. What waits to be sent stays.
   * @param {number} user
   */
  signOut(user) {
    return this.#write(["facts", "lists"], async (tx) => {
      await tx.objectStore("facts").delete("user");
      const lists = tx.objectStore("lists");
      for (const key of await lists.index("user").getAllKeys(user)) await lists.delete(key);
    });
  }

  /**
   * Returns a reading of the server, or undefined.
   * @param {number} user
   * @param {string} name
   * @param {string} language
   */
  list(user, name, language) {
    return this.#read(["lists"], (tx) => tx.store.get([user, name, language]));
  }

  /**
   * @param {number} user
   * @param {string} name
   * @param {string} language
   * @param {Reading} reading
   */
  saveList(user, name, language, { etag, body }) {
    return this.#write(["lists"], (tx) => tx.store.put({ user, name, language, etag, body, at: Date.now() }));
  }

  /**
   * Keeps entries of `user` until the ward has them, and ends the draft that they were written in. An entry that is
   * here already gets a higher revision: its copy may have been sent without an answer. `replaces` names a copy that
   * these stand for.
   * @param {User} user
   * @param {Entry[]} entries
   * @param {{ draft?: string | null, replaces?: string | null }} [options]
   */
  async save(user, entries, { draft = null, replaces = null } = {}) {
    const at = Date.now();
    const copies = await Promise.all(
      entries.map(async (entry) => {
        /** @type {Fields} */
        const fields = JSON.parse(JSON.stringify(entry.fields));
        const whose = { user: user.id, author: user.name, saved_at: at, state: WAITING };
        return { ...entry, fields, digest: await digest(fields), ...whose };
      }),
    );
    await this.#write(["outbox", "drafts", "photos", "facts"], async (tx) => {
      const outbox = tx.objectStore("outbox");
      for (const copy of copies) {
        const present = await outbox.get(copy.id);
        if (present) Object.assign(copy, this.#nextRevision(present, copy));
        await outbox.put(copy);
      }
      if (draft) await tx.objectStore("drafts").delete(draft);
      if (replaces) {
        await outbox.delete(replaces);
        await tx.objectStore("facts").put(copies[0].id, REPLACEMENT + replaces);
      }
      const photos = tx.objectStore("photos");
      for (const photo of await photos.index("user").getAll(user.id)) {
        const isOurs = copies.some(({ id }) => id === photo.entry);
        if (isOurs && photo.state === UNSAVED) await photos.put({ ...photo, state: WAITING });
        // What stands for an entry that counts nowhere takes over its photos.
        else if (replaces && photo.entry === replaces)
          await photos.put({ ...photo, entry: copies[0].id, state: WAITING });
      }
    });
    return copies;
  }

  /**
   * @param {Copy} present
   * @param {Copy} copy
   */
  #nextRevision(present, copy) {
    // How long something has waited does not begin anew because it was corrected.
    const saved_at = present.state === WAITING ? present.saved_at : copy.saved_at;
    const isSame = present.digest === copy.digest && present.state === WAITING && present.revision >= copy.revision;
    return { saved_at, revision: isSame ? present.revision : Math.max(copy.revision, present.revision + 1) };
  }

  /**
   * Returns the user's entries on this phone, the oldest first.
   * @param {number} user
   */
  async entries(user) {
    const found = await this.#read(["outbox"], (tx) => tx.store.index("user").getAll(user));
    return found.sort((one, other) => one.saved_at - other.saved_at || (one.id < other.id ? -1 : 1));
  }

  /** @param {string} id */
  entry(id) {
    return this.#read(["outbox"], (tx) => tx.store.get(id));
  }

  /**
   * Returns how many entries other users have waiting here: `[{author, number}]`.
   * @param {number} user
   */
  async waitingOfOthers(user) {
    const all = await this.#read(["outbox"], (tx) => tx.store.getAll());
    const numbers = new Map();
    for (const { user: id, author } of all) if (id !== user) numbers.set(author, (numbers.get(author) ?? 0) + 1);
    return [...numbers].map(([author, number]) => ({ author, number }));
  }

  /**
   * Takes a copy that its author gave up off the phone; its photos too, unless the ward has an older revision.
   * @param {string} id
   */
  discard(id, { keepPhotos = false } = {}) {
    return this.#write(["outbox", "photos"], async (tx) => {
      const present = await tx.objectStore("outbox").get(id);
      await tx.objectStore("outbox").delete(id);
      if (present && !keepPhotos) await deletePhotos(tx.objectStore("photos"), present);
    });
  }

  /**
   * Acts on the receipts for `user`. A copy goes only when the ward has exactly it: same id, revision and digest.
   * A receipt that fits no copy is ignored. Returns the receipts that were acted on.
   * @param {number} user
   * @param {Receipt[]} receipts
   */
  async applyReceipts(user, receipts) {
    try {
      return await this.#applyReceipts(user, receipts);
    } catch (error) {
      if (/** @type {StorageError} */ (error).reason !== "full") throw error;
      // The lists of a full phone may not take it; that must not keep the copies.
      return this.#applyReceipts(user, receipts, { withOwnLists: false });
    }
  }

  /**
   * @param {number} user
   * @param {Receipt[]} receipts
   */
  #applyReceipts(user, receipts, { withOwnLists = true } = {}) {
    return this.#write(["outbox", "photos", "lists"], async (tx) => {
      const outbox = tx.objectStore("outbox");
      /** @type {Receipt[]} */
      const applied = [];
      /** @type {Copy[]} */
      const received = [];
      for (const receipt of receipts) {
        const copy = typeof receipt?.id === "string" ? await outbox.get(receipt.id) : null;
        if (!copy || copy.user !== user || !receiptMatches(copy, receipt)) continue;
        const { outcome, code, errors } = receipt;
        if (isAccepted(receipt)) {
          await outbox.delete(copy.id);
          // A withdrawn entry takes no photos any more.
          if (copy.fields.withdrawn) await deletePhotos(tx.objectStore("photos"), copy);
          received.push(copy);
        } else if (outcome === "refused" || outcome === "conflict") {
          await outbox.put({ ...copy, state: REFUSED, outcome, code, errors: errors ?? {} });
        } else {
          continue;
        }
        applied.push(receipt);
      }
      if (withOwnLists) await addToOwnLists(tx.objectStore("lists"), user, received);
      return applied;
    });
  }

  /**
   * Sets a copy aside that could not be sent even alone.
   * @param {string} id
   * @param {number} revision
   * @param {string} code
   */
  park(id, revision, code) {
    return this.#write(["outbox"], async (tx) => {
      const copy = await tx.store.get(id);
      if (copy?.revision === revision) await tx.store.put({ ...copy, state: PARKED, code, errors: {} });
    });
  }

  /**
   * Keeps a photo of an entry; its bytes are those that will be sent.
   * @param {Pick<Photo, "id" | "entry" | "user" | "jpeg">} photo
   */
  savePhoto({ id, entry, user, jpeg }) {
    return this.#write(["photos"], (tx) => tx.store.put({ id, entry, user, jpeg, state: UNSAVED, at: Date.now() }));
  }

  /** @param {number} user */
  async photos(user) {
    const found = await this.#read(["photos"], (tx) => tx.store.index("user").getAll(user));
    return found.sort((one, other) => one.at - other.at);
  }

  /**
   * @param {string} id
   * @param {string} code
   */
  parkPhoto(id, code) {
    return this.#write(["photos"], async (tx) => {
      const photo = await tx.store.get(id);
      if (photo) await tx.store.put({ ...photo, state: PARKED, code });
    });
  }

  /** @param {string} id */
  deletePhoto(id) {
    return this.#write(["photos"], (tx) => tx.store.delete(id));
  }

  /**
   * Keeps an unfinished form; its `id` is that of the entry being written.
   * @param {{ id: string, user: number, kind: string }} draft
   */
  saveDraft(draft) {
    return this.#write(["drafts"], (tx) => tx.store.put({ ...draft, at: Date.now() }));
  }

  /**
   * Returns the user's unfinished forms, the newest first.
   * @param {number} user
   */
  async drafts(user) {
    const found = await this.#read(["drafts"], (tx) => tx.store.index("user").getAll(user));
    return found.sort((one, other) => other.at - one.at);
  }

  /**
   * Ends an unfinished form. The photos taken for it go, or wait where the ward has the entry without this phone.
   * @param {number} user
   * @param {string} id
   */
  endDraft(user, id, { keepPhotos = false } = {}) {
    return this.#write(["drafts", "photos"], async (tx) => {
      await tx.objectStore("drafts").delete(id);
      const photos = tx.objectStore("photos");
      for (const photo of await photos.index("user").getAll(user)) {
        if (photo.entry !== id || photo.state !== UNSAVED) continue;
        if (keepPhotos) await photos.put({ ...photo, state: WAITING });
        else await photos.delete(photo.id);
      }
    });
  }
}

/**
 * Returns what `promise` brings, unless that takes too long.
 * @template Value
 * @param {number} milliseconds
 * @param {Promise<Value>} promise
 * @returns {Promise<Value>}
 */
function withTimeout(milliseconds, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Takes back what a transaction did so far; one that failed has ended by itself.
 * @param {{ abort(): void }} tx
 */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It has ended.
  }
}

/**
 * @param {IDBPObjectStore<Layout, Names, "photos", "readwrite">} photos
 * @param {Copy} copy
 */
async function deletePhotos(photos, { id, user }) {
  for (const photo of await photos.index("user").getAll(user)) if (photo.entry === id) await photos.delete(photo.id);
}

/**
 * Shows what the ward just received among one's own entries before they are read anew.
 * @param {IDBPObjectStore<Layout, Names, "lists", "readwrite">} lists
 * @param {number} user
 * @param {Copy[]} copies
 */
async function addToOwnLists(lists, user, copies) {
  for (const list of copies.length ? await lists.getAll(IDBKeyRange.bound([user, "mine"], [user, "mine", []])) : []) {
    for (const copy of copies) addToOwnList(list.body, copy);
    // The next reading is not to be answered by "you have it already".
    await lists.put({ ...list, etag: null, at: Date.now() });
  }
}

/**
 * @param {any} mine
 * @param {Copy} copy
 */
function addToOwnList(mine, { id, kind, revision, fields }) {
  const status = fields.withdrawn ? "void" : "submitted";
  const { entries, received } = mine;
  const before = entries.find((/** @type {Entry} */ one) => one.id === id);
  const counted = (before && before.status !== "void" ? -1 : 0) + (fields.withdrawn ? 0 : 1);
  const isOfMonth = (fields.count_in || fields.happened_on?.slice(0, 7)) === received.month;
  if (isOfMonth && kind in received) received[kind] += counted;
  const line = { id, kind, revision, status, reason: "", comment: "", happened_on: fields.happened_on, fields };
  mine.entries = [line, ...entries.filter((/** @type {Entry} */ one) => one !== before)];
}
