// Signing out on a phone that may have work waiting: it is sent first where that is possible, and stays where it is not.
import { flush } from "../outbox/sender.js";
import { Store } from "../outbox/store.js";

const store = new Store();
const form = document.getElementById("sign-out");
const dialog = document.getElementById("unsent");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const user = await store.fact("user").catch(() => null);
  if (user) {
    if (await waits(user)) await flush(store).catch(() => {});
    if ((await waits(user)) && !(await isSure())) return;
    await store.signOut(user.id).catch(() => {});
  }
  form.submit();
});

async function waits(user) {
  const number = (await store.entries(user.id).catch(() => [])).length;
  dialog.querySelector("[data-number]").textContent = number;
  return number > 0;
}

async function isSure() {
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "sign-out";
}
