// Claims of forms: an entry is open in one page at a time, so that two pages do not write over each other's draft.

const LOCK = "tung-nha-draft";
const RELEASE = "form-saved";

/**
 * Claims the form of an entry for this page as long as it is open. Tells whether it was free.
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export function claimForm(id) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${LOCK} ${id}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        if (!lock) return undefined;
        // A page in the browser's memory, to which Back may return, must not hold it; nor one that only shows a receipt.
        return new Promise((release) => {
          for (const name of ["pagehide", RELEASE]) addEventListener(name, release, { once: true });
        });
      })
      .catch(() => resolve(true));
  });
}

/** Ends the claims of this page: what is saved may be corrected in another one. */
export const releaseForms = () => dispatchEvent(new Event(RELEASE));
