"""What the offline tests do with a phone's pages: filling in and saving forms, waiting, and reading what is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.offline.phone import SAVE, TIMEOUT_MS, Phone
from tests.e2e.server import fill_in_sign_in

_FORM_CODE = """(address) => {
  const { href } = document.querySelector("link[rel=field-rules]");
  return Promise.all([import(address), import(href)]).then(() => true, () => false);
}"""


def stored(page: Page, store: str = "outbox") -> list[dict[str, Any]]:
    """Return the records of an IndexedDB store in the order of their keys, photos with their size instead of bytes."""
    found: list[dict[str, Any]] = page.evaluate(
        """(name) => new Promise((resolve, reject) => {
          const opening = indexedDB.open("tung-nha");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const asking = opening.result.transaction([name]).objectStore(name).getAll();
            asking.onsuccess = () => {
              opening.result.close();
              resolve(asking.result.map(({ jpeg, ...rest }) => jpeg ? { ...rest, size: jpeg.byteLength } : rest));
            };
          };
        })""",
        store,
    )
    return found


def sign_in_by_page(phone: Phone, name: str) -> Page:
    """Sign in with a session of one's own, which a test may end: the usual one is that of all tests of a module."""
    page = phone.context.new_page()
    fill_in_sign_in(page, phone.site.phones[name], phone.site.password)
    page.wait_for_url("**/log/")
    page.locator("html[data-fresh]").wait_for(state="attached")
    return page


def expect_waiting(page: Page, number: int) -> None:
    """Expect the status bar to show that so many entries wait on the phone."""
    expect(page.locator("#status-bar")).to_have_attribute("data-waiting", str(number), timeout=TIMEOUT_MS)


def entry_row(page: Page, id: str) -> Locator:
    """Return the row of an entry in the list of own entries."""
    return page.locator(f'main [data-entry="{id}"]')


def return_to(page: Page) -> None:
    """Let a page become visible again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several values of a field."""
    page.locator(f"#entry [name={name}][value={value}]").check()


def fill_in_visit(page: Page, label: str) -> None:
    page.fill("[name=household]", label)
    page.locator("[data-found] .add-new").tap()


def fill_in_installation(page: Page, note: str) -> None:
    choose(page, "service", "vneid_2")
    choose(page, "outcome", "activated")
    page.fill("[name=note]", note)


def fill_in_training(page: Page, venue: str) -> None:
    choose(page, "topics", "scam_warning")
    page.fill("[name=attendees]", "24")
    page.fill("[name=venue]", venue)


def fill_in_merchant(page: Page, name: str) -> None:
    page.fill("[name=merchant]", name)
    page.locator("[data-found] .add-new").tap()
    choose(page, "methods", "vietqr")


FILL_IN: Mapping[str, Callable[[Page, str], None]] = {
    "visit": fill_in_visit,
    "installation": fill_in_installation,
    "training": fill_in_training,
    "merchant": fill_in_merchant,
}


def built_file(name: str) -> str:
    """Return the address of a built script by its plain name."""
    files: dict[str, str] = json.loads(Path("static/dist/manifest.json").read_text(encoding="utf-8"))
    return f"/static/dist/{files[name]}"


def wait_for_form_code(page: Page) -> None:
    """Wait until an open form has the code of its questions and its receipt, and its rules.

    A form waits for these for a second after the button; then it is saved without a question, and a sentence stands in
    place of the receipt. On a machine with other things to do that second may pass.
    """
    page.locator("#entry:not([hidden])").wait_for()
    page.evaluate(_FORM_CODE, built_file("saving_parts.js"))


def press_save(page: Page) -> None:
    """Press the button of an open form."""
    wait_for_form_code(page)
    page.locator(SAVE).tap()


def save(page: Page, state: str | None = None) -> str:
    """Save the form and wait for the receipt, if given in ``state``: waiting or stored. Return the entry's id."""
    press_save(page)
    receipt = page.locator(f"#receipt[data-receipt{f'={state}' if state else ''}]")
    receipt.wait_for()
    id = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def add_person(phone: Phone, page: Page, id: str) -> None:
    """Correct the open entry by one more person while offline, and go online again."""
    page.locator("#entry").wait_for()
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "waiting") == id
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()


def log_entry(phone: Phone, page: Page, text: str, kind: str = "visit", state: str | None = "waiting") -> str:
    """Log an entry with ``text`` in one of its fields; return its id."""
    phone.open(f"/log/{kind}", page)
    FILL_IN[kind](page, text)
    return save(page, state)


def wait_until(page: Page, is_true: Callable[[], bool]) -> None:
    """Wait until a condition holds that neither a page nor the browser can wait for."""
    deadline = monotonic() + TIMEOUT_MS / 1000
    while not is_true():
        assert monotonic() < deadline, "the condition was not met in time"
        page.wait_for_timeout(20)


def wait_for_script(page: Page, script: str) -> None:
    """Wait until a script in the page says yes.

    Playwright's own way evaluates it as text from the second time on, which the policy of our pages forbids.
    """
    wait_until(page, lambda: bool(page.evaluate(script)))


def send_in_background(phone: Phone, page: Page) -> None:
    """Start a background sync, as the browser does when it has a connection again and no page is open."""
    tools = phone.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    wait_until(page, lambda: bool(found))
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": phone.proxy.url, "registrationId": found[0], "tag": "send", "lastChance": False},
    )


def wait_until_sending_ends(page: Page) -> None:
    """Wait until nothing is being sent: the sender holds a lock."""
    stored(page)
    page.evaluate("navigator.locks.request('tung-nha-send', () => true)")


def wait_for_failed_tries(phone: Phone, page: Page, times: int = 1) -> None:
    """Wait until so many tries have been made and have failed."""
    wait_until(page, lambda: len(phone.sent) >= times)
    wait_until_sending_ends(page)


def click(button: Locator) -> None:
    """Click a button of a list that may be rendered again at this moment."""
    button.evaluate("(button) => button.click()")
