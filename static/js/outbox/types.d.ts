// Types of what the phone stores, sends and receives: for the type check alone.
import type { DBSchema, IDBPTransaction, StoreNames } from "idb";

export interface User {
  id: number;
  name: string;
  role: string;
  ward: { id: number; code: string; name: string } | null;
  team: { id: number; name: string } | null;
  /** The number by which they sign in; an older server does not send it. */
  phone?: string;
  /** Of somebody whose last post ended: when, and until which day its work is taken in; YYYY-MM-DD. */
  ended?: { on: string; sends_until: string };
  /** The day on which the server last knew this user, YYYY-MM-DD; null since it does not any more. */
  confirmed_on?: string | null;
}

/** The values of a form by the names of its fields, as the wire takes them. */
export type Fields = Record<string, any>;

/** What is wrong, by the name of the field. */
export type Errors = Record<string, string[]>;

export interface Entry {
  id: string;
  kind: string;
  revision: number;
  recorded_at: string;
  form: number;
  fields: Fields;
  /** Whether the ward is to take it only where it has not returned the revision before, whose reason nobody has read. */
  if_submitted?: boolean;
}

/** An entry as this phone stores it; the fields after `state` are the ward's answer. */
export interface Copy extends Entry {
  user: number;
  author: string;
  digest: string;
  saved_at: number;
  state: string;
  outcome?: string;
  code?: string;
  errors?: Errors;
}

/**
 * How many people were counted in one shift for one group of procedures. `fields` are those of the entry, `people` how many
 * it holds, `id` its id once there is somebody, `revision` and `saved` what of it was last put among the entries to be sent;
 * `parts` are earlier entries that may not be changed any more, `at` is the last tap.
 */
export interface PeopleCount {
  user: number;
  author: string;
  fields: Fields;
  id: string | null;
  people: number;
  revision: number;
  saved: number;
  parts: { id: string; people: number }[];
  at: number;
}

export interface Receipt {
  id: string;
  revision: number;
  outcome: string;
  digest?: string;
  code?: string;
  errors?: Errors;
}

export interface Photo {
  id: string;
  entry: string;
  user: number;
  jpeg: ArrayBuffer;
  state: string;
  at: number;
  /** The name of its user; photos of an older version lack it. */
  author?: string;
  code?: string;
}

/** How many entries and photos. */
export interface Amount {
  entries: number;
  photos: number;
}

/**
 * What a user has on this phone and not at the ward; `held` are photos that wait for a stuck entry. `since` is the oldest
 * moment of what waits; Infinity where nothing does.
 */
export interface Unsent {
  waiting: Amount;
  stuck: Amount;
  held: number;
  since: number;
}

/** An unfinished form, with all that its page needs to restore it. */
export interface Draft {
  id: string;
  user: number;
  kind: string;
  at: number;
  [answer: string]: any;
}

/** An answer of the server to `bootstrap` or `mine`. */
export interface Reading {
  etag: string | null;
  body: any;
}

export interface List extends Reading {
  user: number;
  name: string;
  language: string;
  at: number;
  /** Of the households: the ward, team and areas that they are of. */
  scope?: string;
  /** Of the households: the ids of the own entries that the ward has received since, which it may lack. */
  since?: string[];
}

export interface Layout extends DBSchema {
  outbox: { key: string; value: Copy; indexes: { user: number } };
  photos: { key: string; value: Photo; indexes: { user: number } };
  drafts: { key: string; value: Draft; indexes: { user: number } };
  lists: { key: [number, string, string]; value: List; indexes: { user: number } };
  facts: { key: string; value: any };
}

export type Names = StoreNames<Layout>[];

export type Transaction<Stores extends Names, Mode extends IDBTransactionMode> = IDBPTransaction<Layout, Stores, Mode>;

/** The server's API, or its replacement in a test. */
export interface Api {
  session(): Promise<{ user: User | null; csrf: string }>;
  send(entries: Entry[], token: string, user: { id: number }): Promise<Receipt[]>;
  /** Sends a photo; where it is missing, the usual request does. */
  sendPhoto?(photo: Photo, token: string, user: { id: number }): Promise<{ digest?: string; code?: string }>;
}
