"""States of the phone that need the worker or a lost connection: each function leads an opened page to one."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.e2e.offline.phone import NO_BACKGROUND
from tests.e2e.ward_data import LONG_HOUSEHOLD

DAYS = 4
_SET_BACK_SAVED_AT = """
async (days) => {
  const open = indexedDB.open("tung-nha");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const outbox = database.transaction("outbox", "readwrite").objectStore("outbox");
  const all = outbox.getAll();
  await new Promise((resolve) => {
    all.onsuccess = () => {
      for (const copy of all.result) outbox.put({ ...copy, saved_at: copy.saved_at - days * 86400000 });
      outbox.transaction.oncomplete = resolve;
    };
  });
  database.close();
}
"""
_CONTROLLED = """
async () => {
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
}
"""
_CACHED = """
async (path) => {
  const isCached = async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const isWanted = ({ pathname, searchParams }) => pathname === path && searchParams.get("lang") === "vi";
    return lists.flat().some(({ url }) => isWanted(new URL(url)));
  };
  while (!(await isCached())) await new Promise(requestAnimationFrame);
}
"""


def go_offline(page: Page, path: str = "/log/") -> None:
    """Lose the connection, once the worker has cached what it needs to open ``path``."""
    page.evaluate(_CONTROLLED)
    if path == "/offline":
        # The worker caches it when the app is opened again.
        page.reload()
    page.evaluate(_CACHED, path)
    # A background sync of the browser may not notice at once that it is offline, and still send.
    page.context.add_init_script(NO_BACKGROUND)
    page.evaluate(NO_BACKGROUND)
    page.context.set_offline(True)


def send_form(page: Page) -> None:
    """Save the form, also where it asks about a household that was visited lately."""
    page.locator("#entry button[type=submit]").click()
    page.locator("#repeat[open], #receipt[data-receipt], #errors:not([hidden]), [data-state=bad]").first.wait_for()
    if page.locator("#repeat[open]").count():
        page.locator("#repeat button[value=save]").click()


def _fill_in(page: Page, note: str = "") -> None:
    page.locator("[name=household]").fill(LONG_HOUSEHOLD)
    page.locator("[data-found] button").last.click()
    page.locator("[name=note]").fill(note)


def save_visit(page: Page) -> None:
    """Save a visit while offline."""
    go_offline(page)
    _fill_in(page)
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-fresh]").wait_for()


def save_and_go_home(page: Page) -> None:
    """Open the home page with a waiting entry."""
    save_visit(page)
    _open(page, "/log/")


def save_and_open_list(page: Page) -> None:
    """Open the own entries, one of which waits."""
    save_visit(page)
    _open(page, "/log/mine")


def save_and_wait_for_days(page: Page) -> None:
    """Open the home page with an entry that has waited for too long."""
    save_visit(page)
    page.evaluate(_SET_BACK_SAVED_AT, DAYS)
    _open(page, "/log/")


def open_hand_over(page: Page) -> None:
    """Open the sheet from which what waits is given to the ward, on a phone that shares files."""
    save_and_wait_for_days(page)
    page.evaluate("void Object.assign(navigator, { canShare: () => true, share: async () => {} })")
    page.locator("[data-hand-over]").click()
    page.locator("#hand-over [data-share]").wait_for()


def hand_over(page: Page) -> None:
    """Share the file with what waits."""
    open_hand_over(page)
    page.locator("#hand-over [data-share]").click()
    page.locator("#hand-over[data-done]").wait_for()


def close_hand_over(page: Page) -> None:
    """Go on after the file was shared."""
    hand_over(page)
    page.locator("#hand-over [data-close]").click()
    page.locator("#status-bar", has_text="Đã đưa cho phường").wait_for()


def save_refused_entry(page: Page) -> None:
    """Open the own entries after the ward refused one of them."""
    go_offline(page)
    _fill_in(page)
    # The phone has looked at all that it can: whether a companion is still in the team only the ward knows.
    companion = page.locator("[name=companions]").first
    companion.evaluate("(box) => Object.assign(box, { value: '999999', checked: true })")
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()
    page.context.set_offline(False)
    _open(page, "/log/mine")
    page.locator("[data-status=refused]").wait_for()


def save_after_session_ended(page: Page) -> None:
    """Save a visit when the session has ended."""
    page.context.clear_cookies(name="session")
    _fill_in(page)
    send_form(page)
    page.locator("#status-bar a[href='/login']").wait_for()


def fail_to_save(page: Page) -> None:
    """Save a visit in a browser that makes no digests, as at an address that is not safe."""
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    _fill_in(page)
    send_form(page)
    page.locator("[data-unsaved]").wait_for()


def resume_draft(page: Page) -> None:
    """Reload a form that is not finished."""
    _fill_in(page, "hẹn quay lại")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.reload()
    page.locator("[data-start-anew]").wait_for()


def take_photos(page: Page) -> None:
    """Take two photos."""
    for colour in ("#7a8fa6", "#a67a52"):
        picture = BytesIO()
        Image.new("RGB", (1600, 1200), colour).save(picture, "JPEG")
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
        number = page.locator("[data-photo]").count()
        page.locator("#photos input").first.set_input_files(file)  # type: ignore[arg-type]
        page.locator("[data-photo]").nth(number).wait_for()
    page.locator("#photos").scroll_into_view_if_needed()


def repeat_visit(page: Page) -> None:
    """Save a second visit to the same household."""
    save_visit(page)
    _open(page, "/log/visit")
    page.locator("[data-found] button").first.click()
    page.locator("#entry button[type=submit]").click()
    page.locator("#repeat[open]").wait_for()


def open_uncached_page(page: Page) -> None:
    """Open a page that is not in the worker's cache."""
    go_offline(page, "/offline")
    page.goto("/overview/")


def sign_out_with_waiting_entry(page: Page) -> None:
    """Sign out while an entry waits that the ward gives no receipt for."""
    no_receipts = '{"server_time": "", "receipts": []}'
    page.context.route(
        "**/api/v1/sync", lambda route: route.fulfill(status=200, content_type="application/json", body=no_receipts)
    )
    _fill_in(page)
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()
    page.goto("/account")
    page.locator("#sign-out button").click()
    page.locator("#unsent[open]").wait_for()
