// What pages of the phone work with: for the type check alone.
import type { Period } from "../outbox/periods.js";
import type { Copy, Entry, Errors, Fields, User } from "../outbox/types.js";
import type { BankPicker } from "./form/bank_picker.js";
import type { CalledField } from "./form/called_field.js";
import type { HouseholdPicker } from "./form/household_picker.js";
import type { StateField } from "./form/state_field.js";

/** What bootstrap brings. */
export interface Lists {
  closed_months: string[];
  /** The reporting periods around the present one; an older server has calendar months. */
  periods?: Period[];
  neighbourhoods: { id: number; name: string }[];
  user?: User;
  services: Choice[];
  settings: {
    location: boolean;
    contact_phone?: string;
    neighbourhood_short?: string;
    /** Of which services the state of a household says how many have them; an older server asks for none. */
    state_services?: { code: string; name: string }[];
    criteria?: Criterion[];
  };
  targets: Target[];
  /** The dates of events from the day of the reading on; an older server has none. */
  events?: EventDate[];
  campaigns?: Campaign[];
  /** What is hidden or has ended, by source. */
  unlisted?: Record<string, Choice[]>;
  /** Households, merchants, topics … by the name that a form's field gives as its source. */
  [source: string]: any;
}

export interface Choice {
  id?: number;
  code?: string;
  name: string;
  outcomes?: string[];
  offered?: string[];
}

/** The state of a household (hiện trạng); what is missing or null is not known. */
export interface HouseholdState {
  people_14?: number | null;
  people_18?: number | null;
  people_60?: number | null;
  smartphones?: number | null;
  internet?: boolean | null;
  shares_phone?: boolean | null;
  /** How many have each service already, by its code. */
  have?: Record<string, number | null>;
}

/** A condition of the ward that a digital household meets. */
export interface Criterion {
  code: string;
  name: string;
  rule: string;
  service?: string;
  age?: number;
  least?: number;
}

/** A date of an event, which is held on the day `on`; `day` is its name. */
export interface EventDate {
  id: number;
  day: string;
  on: string;
  from: string;
  to: string;
  type: string;
  title: string;
  place: number | null;
  venue: string;
  expected: number | null;
  called_off: boolean;
  /** Why it was called off or moved. */
  reason: string;
  /** Whether the user's team takes part. */
  is_team: boolean;
  duties: EventDuty[];
}

/** A shift at a date of an event in which the user is asked to be on duty. */
export interface EventDuty {
  shift: number;
  from: string;
  to: string;
  answer: "yes" | "no" | null;
  present: boolean | null;
}

/** A span of days, in some areas or in the whole ward. */
export interface Campaign {
  id: number;
  name: string;
  from: string;
  to: string;
  areas: number[];
}

export interface Target {
  measure: string;
  figure: number;
  month: string | null;
  team: number | null;
  area: number | null;
  name: string | null;
  done?: number | null;
}

/** What `mine` brings. */
export interface Mine {
  entries: WardEntry[];
  last_visited: Record<string, string>;
  received: Counts;
  approved: Counts;
  progress?: Target[];
  progress_on?: string;
  /** The work of others that the user joined, and the days of this period's attendance; an older server says neither. */
  joined?: Joined[];
  days?: { month: string; number: number };
}

/** An entry that the user joined: `title` is a text, the code of a service or topic, or null. */
export interface Joined {
  id: string;
  kind: string;
  happened_on: string;
  title: string | null;
  author: string;
}

/** Somebody of the team that the phone's user leads: how many entries of this week, and the last day. */
export interface TeamMember {
  id: number;
  name: string;
  phone: string;
  logged: number;
  last_on: string | null;
}

/** How many of each kind, in a period, which has the name of the month in which it ends. */
export type Counts = { month: string } & Record<string, any>;

export interface Readings {
  bootstrap: Lists;
  mine: Mine;
}

/** An entry as the ward has it. */
export interface WardEntry extends Entry {
  status: string;
  happened_on: string;
  /** The period in which it counts; an older server does not say. */
  month?: string;
  /** The team for which it was logged; an older server does not say. */
  team?: number | null;
  reason: string;
  comment: string;
}

/** An own entry: the ward's revision, or its copy on this phone. */
export interface OwnEntry extends Entry, Partial<Omit<Copy, keyof Entry>> {
  status: string;
  happened_on: string;
  month?: string;
  team?: number | null;
  reason?: string;
  comment?: string;
  ward?: WardEntry | null;
  isReplaced?: boolean;
}

/** A household or a merchant; a new one has only an id and a name. */
export interface Household {
  id: string;
  text?: string;
  label?: string;
  name?: string;
  folded?: string;
  neighbourhood?: number;
  place?: number;
}

/** A household of the list, with what the ward knows of it. */
export interface ListedHousehold {
  id: string;
  neighbourhood: number;
  label: string;
  called?: string | null;
  last: { on: string; met: string } | null;
  /** The last day on which somebody was met. */
  met_on?: string | null;
  state: HouseholdState | null;
  /** The day of the visit that brought the state. */
  state_on?: string | null;
  /** The codes of the services that somebody there was helped to use. */
  done: string[];
  help_at_home: boolean;
  /** Whether some of this is not sent yet. */
  isWaiting?: boolean;
}

/** A merchant of the list. */
export interface ListedMerchant {
  id: string;
  neighbourhood: number;
  place: number | null;
  name: string;
  last: { on: string; qr_valid: boolean | null; in_use: boolean | null } | null;
  isWaiting?: boolean;
}

/** A line of the list: a household or a merchant, ready to be searched, filtered and drawn. */
export interface ListedRow {
  id: string;
  /** What the search goes through. */
  text: string;
  area: number;
  group: { key: string; name: string } | null;
  /** Its house number so that texts sort by value. */
  number: string;
  isMet: boolean;
  isWaiting: boolean;
  href: string;
  /** The names of the filters that show it. */
  filters: string[];
  called: string;
  /** How it was last met, and the name of that for the style sheet. */
  last: { text: string; kind: string };
  lines: string[];
}

/** The element of a form's field. */
export interface FieldElement extends HTMLElement {
  /** The control for choosing a household or a merchant. */
  picker?: HouseholdPicker;
  /** The control for choosing a bank by its name. */
  bank?: BankPicker;
  /** The control for the state of a household, and that for what its neighbours call it. */
  state?: StateField;
  called?: CalledField;
  /** The state that was written before its control is there. */
  written?: HouseholdState | null;
  /** Values that were chosen and are no longer offered. */
  unlisted?: string[];
}

export type { Copy, Entry, Errors, Fields, User };
