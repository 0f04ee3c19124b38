// What reads codes on this phone: its browser where it can, else a reader from our server.

/** @typedef {{ detect(source: HTMLCanvasElement): Promise<{ rawValue: string }[]> }} Detector */

/** Returns the browser's own detector of QR codes, or null. */
async function nativeDetector() {
  const { BarcodeDetector } = /** @type {any} */ (globalThis);
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? /** @type {Detector} */ (new BarcodeDetector({ formats: ["qr_code"] })) : null;
  } catch {
    return null;
  }
}

/** Reads codes from canvases. */
export class Decoder {
  /** @type {Detector | null} */
  #detector = null;
  /** @type {typeof import("./zxing_reader.js") | null} */
  #reader = null;

  /** Makes ready what reads codes here; throws where it cannot be fetched. */
  async prepare() {
    if (this.#reader || this.#detector) return;
    this.#detector = await nativeDetector();
    if (!this.#detector) await this.#loadReader();
  }

  async #loadReader() {
    const reader = await import("./zxing_reader.js");
    await reader.prepareReader();
    this.#reader = reader;
  }

  /**
   * Returns the text of a QR code on a canvas, or null.
   * @param {HTMLCanvasElement} canvas
   * @returns {Promise<string | null>}
   */
  async read(canvas) {
    if (this.#detector) {
      try {
        const [found] = await this.#detector.detect(canvas);
        return found?.rawValue ?? null;
      } catch {
        // A browser may have a detector whose service the phone lacks.
        this.#detector = null;
      }
    }
    if (!this.#reader) await this.#loadReader();
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    return pixels && this.#reader ? this.#reader.readCode(pixels) : null;
  }
}
