// Runs on pages that the server wrote for somebody who is signed in.
import { session } from "../outbox/api.js";
import { endingUser } from "../outbox/ending_user.js";
import { presentSession } from "../outbox/session_end.js";
import { showOnlyToReader } from "../page/common/signed_out.js";

const reader = Number(/** @type {HTMLScriptElement} */ (document.currentScript).dataset.user);

showOnlyToReader(async () => (await session()).user?.id === reader);

// Whoever signed out without a connection is signed out now, before the next one sees anything of theirs.
if (endingUser() === reader) {
  document.documentElement.hidden = true;
  presentSession().then(
    () => location.replace("/login"),
    () => location.replace("/offline"),
  );
}
