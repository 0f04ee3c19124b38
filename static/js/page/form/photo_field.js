// The photos of a form: taken or chosen, shrunk, and stored on the phone at once.

import { StorageError } from "../../outbox/database.js";
import { uuid7 } from "../../outbox/ids.js";
import { deletePhoto, photosOf, savePhoto } from "../../outbox/photo_store.js";
import { withTimeout } from "../../outbox/timing.js";
import { actionButton, element, photoPicture } from "../common/elements.js";
import { message } from "../common/messages.js";
import { database } from "../common/sync.js";

/** @import { Photo, User } from "../../outbox/types.js" */

const MAX_PHOTOS = 3;
const LONGEST_WAIT_MS = 15_000; // for a photo, until the entry is saved without it

export class PhotoField {
  /** @type {Pick<Photo, "id" | "entry" | "user" | "jpeg">[]} */
  #photos = [];
  /** @type {Promise<void>} */
  #adding = Promise.resolve();
  #failures = 0;

  /**
   * @param {HTMLElement} field
   * @param {{ onChange: () => void }} options
   */
  constructor(field, { onChange }) {
    this.field = field;
    this.list = field.querySelector("ul");
    this.error = field.querySelector(".error");
    this.onChange = onChange;
  }

  /**
   * Adds photos, one after the other.
   * @param {File[]} files
   */
  add(files) {
    for (const file of files) this.#adding = this.#adding.then(() => this.#add(file));
  }

  /** The photos that the entry has so far. */
  get taken() {
    return this.#photos;
  }

  /**
   * Waits until no photo is being shrunk any more. Tells whether all of these are there: one that failed after the button
   * for saving is shown first, and the entry can be saved without it.
   */
  async settle() {
    const before = this.#failures;
    await this.#adding;
    const isComplete = this.#failures === before;
    if (!isComplete) this.field.scrollIntoView({ block: "center" });
    return isComplete;
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
    this.#photos = stored.filter((photo) => photo.entry === entry);
    this.#show();
  }

  /**
   * Never fails: what goes wrong stands beside the field.
   * @param {File} file
   */
  async #add(file) {
    this.error.textContent = "";
    if (this.#photos.length >= MAX_PHOTOS) return this.#showError(message("photos_full", { number: MAX_PHOTOS }));
    try {
      const user = /** @type {User} */ (this.user);
      const { shrinkPhoto } = await withTimeout(LONGEST_WAIT_MS, import("./shrink_photo.js"));
      const jpeg = await withTimeout(LONGEST_WAIT_MS, shrinkPhoto(file));
      const photo = { id: uuid7(), entry: /** @type {string} */ (this.entry), user: user.id, jpeg };
      await savePhoto(database, photo);
      this.#photos.push(photo);
      this.#show();
      return this.onChange();
    } catch (error) {
      console.warn(error);
      this.#failures += 1;
      return this.#showError(message(error instanceof StorageError ? "photo_not_saved" : "photo_unreadable"));
    }
  }

  /** @param {string} text */
  #showError(text) {
    this.error.textContent = text;
  }

  #show() {
    const rows = this.#photos.map((photo, i) => {
      const picture = photoPicture(photo.jpeg, message("photo", { number: i + 1 }));
      const remove = actionButton(message("remove"), () => this.#remove(photo), {
        "aria-label": `${message("remove")}: ${picture.alt}`,
      });
      return element("li", { "data-photo": photo.id }, picture, remove);
    });
    this.list.replaceChildren(...rows);
    for (const input of this.field.querySelectorAll("input")) input.disabled = this.#photos.length >= MAX_PHOTOS;
  }

  /** @param {Pick<Photo, "id">} photo */
  async #remove(photo) {
    await deletePhoto(database, photo.id);
    this.#photos = this.#photos.filter((one) => one !== photo);
    this.#show();
  }
}
