"""Scripts that the random walk runs in a page: filling in a form, withdrawing, and reading what waits."""

from __future__ import annotations

UNTIL = """
  const deadline = performance.now() + timeout;
  const until = async (isTrue) => {
    while (!isTrue()) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return true;
  };
"""
"""Lets a script wait until a condition holds, for at most ``timeout`` milliseconds."""

FILL = (
    "async ({ answers, also, isLeft, timeout }) => {"
    + UNTIL
    + """
  const form = document.getElementById("entry");
  const text = () => document.querySelector("main").innerText;
  if (!(await until(() => document.documentElement.dataset.ready && !form.hidden))) return { error: text() };
  const notify = (control) => {
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const answer = (name, value) => {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type !== "radio" && control.type !== "checkbox") control.value = value;
      else if (control.checked === (value === true || [value].flat().includes(control.value))) continue;
      else control.checked = !control.checked;
      if (control.type !== "radio" || control.checked) notify(control);
    }
  };
  for (const [name, value] of Object.entries(answers)) answer(name, value);
  if (also && form.querySelector("[name=also]")) answer("also", also);
  if (isLeft) return {};
  form.querySelector("button[type=submit]").click();
  const receipt = document.getElementById("receipt");
  if (!(await until(() => receipt.dataset.receipt))) return { error: text() };
  return { saved: [...receipt.querySelectorAll("[data-entry]")].map((row) => row.dataset.entry) };
}"""
)
"""Fills in a form and saves it without delay; returns the ids on the receipt."""

WITHDRAW = (
    "async ({ id, action, timeout }) => {"
    + UNTIL
    + """
  const button = () => document.querySelector(`li[data-entry="${id}"] button.danger`);
  if (!(await until(() => document.documentElement.dataset.ready && button()))) {
    return { error: document.querySelector("main").innerText.slice(0, 800) };
  }
  button().click();
  const dialog = document.getElementById("withdraw");
  const all = document.getElementById("withdraw-all");
  const isAll = action === "all" && !all.hidden;
  dialog.querySelector(`button[value=${isAll ? "all" : "withdraw"}]`).click();
  const state = () => document.querySelector("#message [data-state]");
  if (!(await until(() => state()))) return { error: "no message about the withdrawal" };
  return { isAll, state: state().dataset.state };
}"""
)

CONTROLLED = """async () => {
  while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
"""Waits until the worker controls the page: from then on pages open offline."""

WAITING = """async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open("tung-nha"));
  const copies = await done(database.transaction("outbox").objectStore("outbox").getAll());
  database.close();
  return copies.map(({ id, revision, state, code }) => [id, revision, state, code ?? ""]);
}"""
"""Returns the entries that are still on the phone: id, revision, state and code of each."""
