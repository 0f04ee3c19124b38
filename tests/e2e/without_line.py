"""States of the phone that come about without a line, for the list of views: each takes an opened page there."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.e2e.offline.phone import NO_BACKGROUND
from tests.e2e.work import LONG_HOUSEHOLD

DAYS = 4
_AGE = """
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
_KEPT = """
async (path) => {
  const isKept = async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const isWanted = ({ pathname, searchParams }) => pathname === path && searchParams.get("lang") === "vi";
    return lists.flat().some(({ url }) => isWanted(new URL(url)));
  };
  while (!(await isKept())) await new Promise(requestAnimationFrame);
}
"""


def cut_line(page: Page, path: str = "/log/") -> None:
    """Cut the phone's line, once it has kept what it needs to open ``path``."""
    page.evaluate(_CONTROLLED)
    if path == "/offline":
        # It is kept when the app is opened again.
        page.reload()
    page.evaluate(_KEPT, path)
    # What the browser starts in the background does not know at once that the line is cut, and may still send.
    page.context.add_init_script(NO_BACKGROUND)
    page.evaluate(NO_BACKGROUND)
    page.context.set_offline(True)


def send_form(page: Page) -> None:
    """Tap the form's button, and go on where it asks about a household that was visited lately."""
    page.locator("#entry button[type=submit]").click()
    page.locator("#repeat[open], #receipt[data-receipt], #errors:not([hidden]), [data-state=bad]").first.wait_for()
    if page.locator("#repeat[open]").count():
        page.locator("#repeat button[value=save]").click()


def _write(page: Page, note: str = "") -> None:
    page.locator("[name=household]").fill(LONG_HOUSEHOLD)
    page.locator("[data-found] button").last.click()
    page.locator("[name=note]").fill(note)


def save(page: Page) -> None:
    """Save a visit that stays on the phone."""
    cut_line(page)
    _write(page)
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()


def _go(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-fresh]").wait_for()


def save_and_go_home(page: Page) -> None:
    """Look at the home of a phone on which something waits."""
    save(page)
    _go(page, "/log/")


def save_and_look(page: Page) -> None:
    """Look at one's own work, some of which waits."""
    save(page)
    _go(page, "/log/mine")


def forget_for_days(page: Page) -> None:
    """Look at the home of a phone on which something has waited for too long."""
    save(page)
    page.evaluate(_AGE, DAYS)
    _go(page, "/log/")


def be_refused(page: Page) -> None:
    """Look at one's own work after the ward refused some of it."""
    cut_line(page)
    _write(page, "Căn cước 001099012345")
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()
    page.context.set_offline(False)
    _go(page, "/log/mine")
    page.locator("[data-status=refused]").wait_for()


def end_session(page: Page) -> None:
    """Save when the session has ended."""
    page.context.clear_cookies(name="session")
    _write(page)
    send_form(page)
    page.locator("#status-bar a[href='/login']").wait_for()


def resume(page: Page) -> None:
    """Come back to a form that was not finished."""
    _write(page, "hẹn quay lại")
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


def visit_again(page: Page) -> None:
    """Save a visit to a household for the second time in a row."""
    save(page)
    _go(page, "/log/visit")
    page.locator("[data-found] button").first.click()
    page.locator("#entry button[type=submit]").click()
    page.locator("#repeat[open]").wait_for()


def open_what_only_the_ward_has(page: Page) -> None:
    """Open a page that is not kept on the phone."""
    cut_line(page, "/offline")
    page.goto("/overview/")


def sign_out(page: Page) -> None:
    """Want to sign out while something waits that the ward does not answer for."""
    no_receipts = '{"server_time": "", "receipts": []}'
    page.context.route(
        "**/api/v1/sync", lambda route: route.fulfill(status=200, content_type="application/json", body=no_receipts)
    )
    _write(page)
    send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()
    page.goto("/account")
    page.locator("#sign-out button").click()
    page.locator("#unsent[open]").wait_for()
