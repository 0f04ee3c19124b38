// Sending where the code for photos cannot be loaded.

import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";
import { entriesOf } from "../../static/js/outbox/outbox_store.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { WAITING } from "../../static/js/outbox/states.js";
import { ANA, freshDatabase } from "./helpers.mjs";
import { saveWithPhoto, send, sendError, ward } from "./sending_helpers.mjs";

const WITHOUT_PHOTO_CODE = `export async function resolve(name, context, next) {
  if (name.endsWith("photo_sender.js")) throw new Error("not on this phone");
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(WITHOUT_PHOTO_CODE)}`);

test("receipts count though the code for photos cannot be had; the photos wait", async () => {
  const database = freshDatabase();
  const { copy } = await saveWithPhoto(database);
  const { receipts } = await send(database, ward());
  assert.deepEqual(
    receipts.map(({ id }) => id),
    [copy.id],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.deepEqual(
    (await photosOf(database, ANA.id)).map(({ state }) => state),
    [WAITING],
  );
  await assert.rejects(send(database, ward()), sendError("no_network"));
});
