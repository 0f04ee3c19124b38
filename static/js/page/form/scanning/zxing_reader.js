// Reads QR codes on phones whose browser cannot. It is fetched when a code is first scanned, and the worker keeps it from
// then on: nobody waits for it at the first opening of the app.
import { prepareZXingModule, purgeZXingModule, readBarcodes } from "zxing-wasm/reader";
import file from "zxing-wasm/reader/zxing_reader.wasm";

/** @type {Promise<unknown> | null} */
let preparing = null;

/** Fetches the reader from our own server; the package would ask another one. */
async function prepare() {
  const answer = await fetch(new URL(file, import.meta.url), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the reader was not there: ${answer.status}`);
  const wasmBinary = await answer.arrayBuffer();
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** Makes the reader ready. What fails is tried again at the next call. */
export async function prepareReader() {
  preparing ??= prepare();
  try {
    await preparing;
  } catch (error) {
    preparing = null;
    purgeZXingModule();
    throw error;
  }
}

/**
 * Returns the text of a QR code in a picture, or null.
 * @param {ImageData} picture
 */
export async function readCode(picture) {
  await prepareReader();
  const [found] = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
  return found?.isValid ? found.text : null;
}
