// Runs on pages that the server wrote for somebody who is signed in.
import { session } from "../outbox/api.js";
import { showOnlyToReader } from "../page/common/signed_out.js";

const reader = Number(/** @type {HTMLScriptElement} */ (document.currentScript).dataset.user);

showOnlyToReader(async () => (await session()).user?.id === reader);
