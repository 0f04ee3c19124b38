// The photos of a form. Their code is loaded when one is taken or chosen, or when the entry has some already.
import { photosOf } from "../../outbox/photo_store.js";
import { withTimeout } from "../../outbox/timing.js";
import { message } from "../common/messages.js";
import { database } from "../common/sync.js";

/** @import { PhotoField } from "./photo_field.js" */
/** @import { User } from "../../outbox/types.js" */

const LONGEST_WAIT_MS = 8_000; // for the code, until the form is opened or saved without it

export class Photos {
  /** @type {PhotoField | null} */
  #field = null;
  /** @type {Promise<unknown>} */
  #opening = Promise.resolve();
  /** Whether photos were chosen that nothing could take, since the form was last to be saved. */
  #isIncomplete = false;

  /**
   * @param {HTMLElement} box
   * @param {{ onChange: () => void }} options
   */
  constructor(box, options) {
    this.box = box;
    this.options = options;
    box.addEventListener("change", (/** @type {{ target: any }} */ { target }) => {
      const files = [...target.files];
      target.value = "";
      this.#opening = this.#opening.then(() => this.#take(files));
    });
  }

  /** The photos that the entry has so far. */
  get taken() {
    return this.#field?.taken ?? [];
  }

  /**
   * Waits until no photo is being shrunk any more. Tells whether all are there: what is missing is shown first, and the
   * entry can be saved without it.
   */
  async settle() {
    await this.#opening;
    if (this.#isIncomplete) this.box.scrollIntoView({ block: "center" });
    else return this.#field?.settle() ?? true;
    this.#isIncomplete = false;
    return false;
  }

  /**
   * Sets the entry of the photos, and shows those that it has already.
   * @param {User} user
   * @param {string} entry
   */
  async load(user, entry) {
    this.user = user;
    this.entry = entry;
    const stored = await photosOf(database, user.id).catch(() => []);
    if (!stored.some((photo) => photo.entry === entry)) return;
    this.#opening = this.#open();
    await this.#opening;
  }

  /** Loads the code; says so where it cannot be had. Tells whether it is there. */
  async #open() {
    if (this.#field) return true;
    const code = await withTimeout(LONGEST_WAIT_MS, import("./photo_field.js")).catch(() => null);
    if (!code) {
      this.box.querySelector(".error").textContent = message("photos_without_code");
      return false;
    }
    const field = new code.PhotoField(this.box, this.options);
    await field.load(/** @type {User} */ (this.user), /** @type {string} */ (this.entry));
    this.#field = field;
    return true;
  }

  /**
   * Lets the code have photos that were chosen.
   * @param {File[]} files
   */
  async #take(files) {
    if (await this.#open()) this.#field?.add(files);
    else this.#isIncomplete = true;
  }
}
