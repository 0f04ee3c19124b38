// Helpers of the tests of counting: a desk with a phone, and a ward that takes in, decides and loses answers.
import { countOne, readCounting, saveCounts, takeBackOne } from "../../static/js/outbox/count_store.js";
import { Database } from "../../static/js/outbox/database.js";
import { applyReceipts, entriesOf, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { isToSend } from "../../static/js/outbox/sender.js";
import { ANA, freshDatabase, receiptOf } from "./helpers.mjs";

export const DAY = "2026-12-06";
export const fieldsOf = (procedure) => ({
  happened_on: DAY,
  neighbourhood: 1,
  event: 4,
  place: null,
  procedure,
  outcome: "guided",
});

/** A ward that decides on what arrives as the server does (app/logbook/receipt_rules.py). */
export class Ward {
  entries = new Map();

  receive(copy) {
    const stored = this.entries.get(copy.id);
    const key = `${copy.revision} ${copy.digest}`;
    if (stored && copy.revision <= stored.revision) {
      return receiptOf(copy, stored.history.has(key) ? { outcome: "known" } : { outcome: "conflict", code: "stale" });
    }
    if (stored && (["approved", "void"].includes(stored.status) || (copy.if_submitted && stored.status === "returned")))
      return receiptOf(copy, { outcome: "conflict", code: stored.status });
    const { withdrawn, people } = copy.fields;
    const history = new Set([...(stored?.history ?? []), key]);
    const status = withdrawn ? "void" : "submitted";
    this.entries.set(copy.id, { revision: copy.revision, people, status, isWithdrawn: Boolean(withdrawn), history });
    return receiptOf(copy);
  }

  /** What `mine` says of the entries, by their ids. */
  reading() {
    return new Map(
      [...this.entries].map(([id, { revision, people, status }]) => [
        id,
        { revision, people, isOpen: status === "submitted" },
      ]),
    );
  }

  /** How many people its entries hold; what it made void was counted once, and what its author withdrew was not. */
  people() {
    return [...this.entries.values()].reduce((sum, one) => sum + (one.isWithdrawn ? 0 : one.people), 0);
  }
}

/** A phone at a desk, which knows what the ward answered last. */
export class Desk {
  database = freshDatabase();
  known = new Map();

  constructor(ward, user = ANA) {
    this.ward = ward;
    this.user = user;
  }

  tap(procedure = "residence") {
    return countOne(this.database, this.user, fieldsOf(procedure));
  }

  takeBack() {
    return takeBackOne(this.database, this.user.id, DAY);
  }

  /** Puts what was counted among the entries, as after a pause. */
  save({ isFresh = false, today = DAY } = {}) {
    if (isFresh) this.known = this.ward.reading();
    return saveCounts(this.database, this.user.id, { atWard: this.known, isFresh, today });
  }

  /** Sends what waits; `isLost` loses the answer. */
  async send({ isLost = false } = {}) {
    const waiting = (await this.copies()).filter((copy) => isToSend(copy, false));
    const receipts = waiting.map((copy) => this.ward.receive(copy));
    if (isLost) return [];
    for (const [i, { outcome }] of receipts.entries()) {
      const { id, revision, fields } = waiting[i];
      if (outcome !== "conflict") this.known.set(id, { revision, people: fields.people, isOpen: !fields.withdrawn });
    }
    return applyReceipts(this.database, this.user.id, receipts);
  }

  copies() {
    return entriesOf(this.database, this.user.id);
  }

  counts() {
    return readCounting(this.database, this.user.id);
  }

  /** The browser is killed: what is on the disk stays. */
  kill() {
    this.database = new Database(this.database.name);
  }

  /** The author corrects an entry in its form. */
  correct(id, revision, people) {
    const fields = { ...fieldsOf("residence"), people };
    const entry = { id, kind: "assistance", revision, recorded_at: "2026-12-06T04:00:00.000Z", form: 2, fields };
    return saveEntries(this.database, this.user, [entry]);
  }

  /** Asks the ward and sends until nothing is to be done any more. */
  async finish() {
    for (let round = 0; round < 6; round += 1) {
      await this.save({ isFresh: true });
      await this.send();
    }
  }
}
