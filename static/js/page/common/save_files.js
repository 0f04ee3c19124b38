// Hands texts to the user as files, for a coordinator to take in.
import { fileName } from "../../outbox/waiting_file.js";
import { element } from "./elements.js";

/** @import { User } from "../../outbox/types.js" */

const MINUTE_MS = 60_000;

/**
 * Shares or downloads the texts as files of `user`. Returns the names of the files, or null for who thought better of it.
 * @param {User} user
 * @param {string[]} texts
 */
export async function saveFiles(user, texts) {
  const files = texts.map((text, i) => new File([text], fileName(user, "json", i), { type: "application/json" }));
  const names = files.map(({ name }) => name).join(", ");
  // Where files can be shared, as on an iPhone, that is more reliable than a download.
  if (navigator.canShare?.({ files })) {
    const isShared = await navigator.share({ files }).then(
      () => true,
      ({ name }) => name !== "AbortError" && null,
    );
    if (isShared !== null) return isShared ? names : null;
  }
  for (const file of files) downloadFile(file);
  return names;
}

/**
 * Saves a file where the browser saves files.
 * @param {File} file
 */
export function downloadFile(file) {
  const address = URL.createObjectURL(file);
  element("a", { href: address, download: file.name }).click();
  // The browser may first ask where to save it.
  setTimeout(() => URL.revokeObjectURL(address), MINUTE_MS);
}
