// Reduces a photo so that it can be sent over a slow connection, and removes its metadata.

const MAX_EDGE_PX = 1280; // pixels
const MAX_BYTES = 190_000; // bytes
const QUALITIES = [0.72, 0.6, 0.48, 0.36];

/**
 * Returns the JPEG of an image file as bytes: at most 1280 px, under 200 kB, no metadata. Throws for what is no image.
 * @param {Blob} file
 */
export async function shrinkPhoto(file) {
  // Without options every browser turns the picture upright; older ones refuse today's name for that.
  const bitmap = await createImageBitmap(file);
  try {
    for (let scale = Math.min(1, MAX_EDGE_PX / Math.max(bitmap.width, bitmap.height)); ; scale *= 0.75) {
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(
        bitmap,
        0,
        0,
        canvas.width,
        canvas.height,
      );
      for (const quality of QUALITIES) {
        const blob = await /** @type {Promise<Blob | null>} */ (
          new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality))
        );
        if (blob && blob.size <= MAX_BYTES) return await blob.arrayBuffer();
      }
    }
  } finally {
    bitmap.close();
  }
}
