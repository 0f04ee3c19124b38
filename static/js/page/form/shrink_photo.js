// Reduces a photo so that it can be sent over a slow connection, and removes its metadata.

const MAX_EDGE_PX = 1280;
const MIN_EDGE_PX = 240; // a smaller picture shows nothing any more
const MAX_BYTES = 190_000;
const QUALITIES = [0.72, 0.6, 0.48, 0.36];

/**
 * Returns the JPEG of an image file as bytes: at most 1280 px, under 200 kB, no metadata. Throws for what is no image, and
 * where the browser draws none, as when it is out of memory.
 * @param {Blob} file
 */
export async function shrinkPhoto(file) {
  const picture = await decode(file);
  const canvas = document.createElement("canvas");
  try {
    const longest = Math.max(picture.width, picture.height);
    const smallest = Math.min(1, MIN_EDGE_PX / longest);
    for (let scale = Math.min(1, MAX_EDGE_PX / longest); scale >= smallest; scale *= 0.75) {
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext("2d")?.drawImage(picture.source, 0, 0, canvas.width, canvas.height);
      for (const quality of QUALITIES) {
        const blob = await jpegOf(canvas, quality);
        if (blob?.size && blob.size <= MAX_BYTES) return await blob.arrayBuffer();
      }
    }
    throw new Error("no JPEG");
  } finally {
    picture.close();
    // An iPhone has little memory for all canvases together, and frees that of a dropped one late.
    canvas.width = 0;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} quality
 * @returns {Promise<Blob | null>}
 */
function jpegOf(canvas, quality) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

/**
 * Returns an image file as something that can be drawn, upright. Some browsers read more formats, or larger pictures, as an
 * element than as a bitmap.
 * @param {Blob} file
 * @returns {Promise<{ source: CanvasImageSource, width: number, height: number, close(): void }>}
 */
async function decode(file) {
  try {
    // Without options every browser turns the picture upright; older ones refuse today's name for that.
    const bitmap = await createImageBitmap(file);
    return { source: bitmap, width: bitmap.width, height: bitmap.height, close: () => bitmap.close() };
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    const close = () => URL.revokeObjectURL(image.src);
    await image.decode().catch((error) => {
      close();
      throw error;
    });
    return { source: image, width: image.naturalWidth, height: image.naturalHeight, close };
  }
}
