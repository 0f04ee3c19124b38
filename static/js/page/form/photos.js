// The photos of a form. Their code is loaded when one is taken or chosen, or when the entry has some already.
import { photosOf } from "../../outbox/photo_store.js";
import { message } from "../common/messages.js";
import { database } from "../common/sync.js";

/** @import { PhotoField } from "./photo_field.js" */
/** @import { User } from "../../outbox/types.js" */

export class Photos {
  /** @type {PhotoField | null} */
  #field = null;
  /** @type {Promise<unknown>} */
  #opening = Promise.resolve();

  /**
   * @param {HTMLElement} box
   * @param {{ onChange: () => void }} options
   */
  constructor(box, options) {
    this.box = box;
    this.options = options;
    box.addEventListener("change", (event) => {
      if (!this.#field) this.#opening = this.#repeat(event);
    });
  }

  /** The photos that the entry has so far. */
  get taken() {
    return this.#field?.taken ?? [];
  }

  /** Waits until no photo is being shrunk any more. Tells whether all are there. */
  async settle() {
    await this.#opening;
    return this.#field?.settle() ?? true;
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
    if (stored.some((photo) => photo.entry === entry)) await this.#open();
  }

  /** Loads the code; says so where it cannot be had. Tells whether it is there. */
  async #open() {
    const code = await import("./photo_field.js").catch(() => null);
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
   * Lets the code have the photo that it was not there for.
   * @param {Event} event
   */
  async #repeat({ target }) {
    if (await this.#open()) target?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
