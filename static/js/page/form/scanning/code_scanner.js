// The dialog that scans a code: by the camera, or from a photo where there is none. The camera is off as soon as the
// dialog is closed, the page is hidden, or a code was read.
import { message } from "../../common/messages.js";
import { Camera, CameraError } from "./camera.js";
import { Decoder } from "./decoder.js";

const PAUSE_MS = 120; // between two looks
const SLOW_AFTER_MS = 15_000; // without a code, until other ways are named
const LONGEST_SIDE = 1600; // pixels of a photo that are looked at
const VIEW_SIDE = 900; // pixels of the camera's square

export class CodeScanner {
  #decoder = new Decoder();
  /** @type {Camera | null} */
  #camera = null;
  // Each look at the camera has a number: whatever is not of the present one has ended.
  #run = 0;
  #opening = 0;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(text: string) => string} take takes the text of a code; returns what is wrong with it, or an empty text
   */
  constructor(dialog, take) {
    this.dialog = dialog;
    this.take = take;
    this.view = dialog.querySelector("[data-view]");
    this.video = dialog.querySelector("video");
    this.note = dialog.querySelector("[data-note]");
    this.torch = dialog.querySelector("[data-torch]");
    dialog.addEventListener("close", () => this.#stop());
    addEventListener("pagehide", () => this.#stop());
    document.addEventListener("visibilitychange", () => this.#followPage());
    this.torch.addEventListener("click", () => this.#switchTorch());
    for (const input of dialog.querySelectorAll("input"))
      input.addEventListener("change", () => this.#readPhoto(/** @type {HTMLInputElement} */ (input)));
  }

  open() {
    this.#opening += 1;
    this.dialog.showModal();
    this.#start();
  }

  #followPage() {
    if (document.visibilityState === "hidden") this.#stop();
    else if (this.dialog.open) this.#start();
  }

  #stop() {
    this.#run += 1;
    this.#camera?.stop();
    this.#camera = null;
    this.video.srcObject = null;
    this.view.hidden = true;
    this.torch.hidden = true;
  }

  async #start() {
    this.#stop();
    const run = this.#run;
    this.#show("scan_opening");
    try {
      const [camera] = await Promise.all([this.#openCamera(run), this.#decoder.prepare()]);
      if (!camera || run !== this.#run) return;
      await this.#watch(run);
    } catch (error) {
      if (run !== this.#run) return;
      this.#stop();
      this.#show(error instanceof CameraError ? error.reason : "reader_missing");
    }
  }

  /** @param {number} run */
  async #openCamera(run) {
    const camera = await Camera.open();
    // Who closes the dialog before the browser has asked wants no camera any more.
    if (run !== this.#run) {
      camera.stop();
      return null;
    }
    this.#camera = camera;
    this.video.srcObject = camera.stream;
    this.view.hidden = false;
    this.torch.hidden = !camera.hasTorch;
    this.torch.setAttribute("aria-pressed", "false");
    await this.video.play();
    return camera;
  }

  /** @param {number} run */
  async #watch(run) {
    this.#show("scan_hint");
    const slowAt = Date.now() + SLOW_AFTER_MS;
    const canvas = document.createElement("canvas");
    let seen = "";
    while (run === this.#run) {
      const text = drawSquare(this.video, canvas) ? await this.#decoder.read(canvas) : null;
      if (run !== this.#run) return;
      if (text && text !== seen) this.#accept(text);
      if (!text && !seen && Date.now() > slowAt) this.#show("scan_slow");
      seen = text ?? seen;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** @param {string} text */
  #accept(text) {
    const problem = this.take(text);
    if (problem) {
      this.note.textContent = problem;
      return;
    }
    navigator.vibrate?.(80);
    this.dialog.close();
  }

  /** @param {HTMLInputElement} input */
  async #readPhoto(input) {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    this.#stop();
    const opening = this.#opening;
    const isWanted = () => this.dialog.open && opening === this.#opening;
    this.#show("photo_reading");
    try {
      const picture = await createImageBitmap(file).catch(() => null);
      if (!picture) return this.#show("photo_unreadable");
      const canvas = document.createElement("canvas");
      drawWhole(picture, canvas);
      picture.close();
      await this.#decoder.prepare();
      const text = await this.#decoder.read(canvas);
      // Who has closed the dialog meanwhile wants nothing filled in.
      if (!isWanted()) return undefined;
      if (!text) return this.#show("photo_without_code");
      this.#accept(text);
    } catch {
      if (isWanted()) this.#show("reader_missing");
    }
    return undefined;
  }

  async #switchTorch() {
    const isOn = this.torch.getAttribute("aria-pressed") !== "true";
    await this.#camera?.setTorch(isOn).then(
      () => this.torch.setAttribute("aria-pressed", String(isOn)),
      () => {
        this.torch.hidden = true;
      },
    );
  }

  /** @param {string} name */
  #show(name) {
    this.note.textContent = message(name);
  }
}

/**
 * Draws the middle of the camera's picture, which is what the dialog shows of it. Tells whether there is a picture.
 * @param {HTMLVideoElement} video
 * @param {HTMLCanvasElement} canvas
 */
function drawSquare(video, canvas) {
  const side = Math.min(video.videoWidth, video.videoHeight);
  if (!side || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
  const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
  const drawn = Math.min(side, VIEW_SIDE);
  contextOf(canvas, drawn, drawn)?.drawImage(video, x, y, side, side, 0, 0, drawn, drawn);
  return true;
}

/**
 * @param {ImageBitmap} picture
 * @param {HTMLCanvasElement} canvas
 */
function drawWhole(picture, canvas) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  contextOf(canvas, width, height)?.drawImage(picture, 0, 0, width, height);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function contextOf(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return canvas.getContext("2d", { willReadFrequently: true });
}
