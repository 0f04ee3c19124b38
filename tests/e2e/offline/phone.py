"""A phone of the offline tests: it loses its connection, answers get lost, and its browser may be killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, Route, expect

from tests.e2e.chromium import PHONE, context_options, launch_options
from tests.e2e.server import Site
from tests.network import FlakyProxy

PATIENCE = 15_000  # milliseconds
SAVE = "#entry button[type=submit]"
SYNC = "**/api/v1/sync"
PHOTOS = "**/api/v1/photos/**"
SESSION = "**/api/v1/session"
KEPT_PAGES = ("/log/", "/log/visit", "/log/installation", "/log/training", "/log/merchant", "/log/mine", "/log/install")

NO_BACKGROUND = "if (self.ServiceWorkerRegistration) delete ServiceWorkerRegistration.prototype.sync"
"""Makes a browser without sending in the background, as on an iPhone: then only pages send, and tests may count."""

Fault = Callable[[Route], None]


class Phone:
    """A browser's context with what a test does to it and reads from it."""

    def __init__(self, context: BrowserContext, site: Site, proxy: FlakyProxy) -> None:
        self.context, self.site, self.proxy = context, site, proxy
        self.errors: list[str] = []
        self.sent: list[list[dict[str, Any]]] = []
        """Every batch that left a page or the worker, also those that never came back."""
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.route(SYNC, self._note)

    def _note(self, route: Route) -> None:
        self.sent.append(batch_of(route))
        route.fallback()

    def sign_in(self, name: str) -> None:
        """Let somebody of the cast be signed in."""
        self.site.sign_in(self.context, name)

    def lose_session(self) -> None:
        """Let the session have ended."""
        self.context.clear_cookies(name="session")

    def open(self, path: str = "/log/", page: Page | None = None) -> Page:
        """Open one of the phone's pages, as far as the phone itself can show it."""
        page = page or self.context.new_page()
        page.goto(path)
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    def open_fresh(self, path: str = "/log/", page: Page | None = None) -> Page:
        """Open a page and wait until the server was asked as well."""
        page = self.open(path, page)
        page.locator("html[data-fresh]").wait_for(state="attached")
        return page

    def prepare(self, name: str = "ana", path: str = "/log/") -> Page:
        """Visit the app once with a connection, as everybody does on the first day."""
        self.sign_in(name)
        page = self.open_fresh(path)
        wait_for_worker(page)
        return page

    def go_offline(self) -> None:
        """Lose the connection; the browser tells its pages."""
        self.proxy.disconnect()
        self.context.set_offline(True)

    def go_online(self) -> None:
        """Get the connection back; the browser tells its pages."""
        self.proxy.reconnect()
        self.context.set_offline(False)

    def fail(self, pattern: str, fault: Fault, times: int | None = None) -> None:
        """Let what asks for ``pattern`` meet ``fault``, so many times; it still counts as sent."""

        def meet(route: Route) -> None:
            if pattern == SYNC:
                self.sent.append(batch_of(route))
            fault(route)

        self.context.route(pattern, meet, times=times)

    def heal(self, pattern: str) -> None:
        """Take every fault off ``pattern``."""
        self.context.unroute(pattern)
        if pattern == SYNC:
            self.context.route(SYNC, self._note)

    @property
    def sent_ids(self) -> list[list[str]]:
        """The ids of every batch."""
        return [[entry["id"] for entry in batch] for batch in self.sent]


class PhoneOnDisk(Phone):
    """A phone whose browser has a profile of its own on the disk, and can be killed; only its pages send."""

    def __init__(self, playwright: Playwright, site: Site, proxy: FlakyProxy, folder: Path) -> None:
        self._playwright, self._folder = playwright, folder
        super().__init__(self._launch(proxy), site, proxy)

    def _launch(self, proxy: FlakyProxy) -> BrowserContext:
        options = launch_options() | context_options(self._playwright, PHONE)
        context = self._playwright.chromium.launch_persistent_context(self._folder, base_url=proxy.url, **options)
        context.add_init_script(NO_BACKGROUND)
        return context

    def kill(self) -> None:
        """End the browser as an empty battery does: no handler runs, nothing is written any more."""
        with self.context.expect_event("close"):
            for process in _processes_of(self._folder):
                os.kill(process, signal.SIGKILL)

    def start_again(self, *, is_online: bool = True) -> None:
        """Start the browser anew on what the disk has."""
        sent, errors = self.sent, self.errors
        super().__init__(self._launch(self.proxy), self.site, self.proxy)
        self.sent, self.errors = sent, errors
        if is_online:
            self.go_online()
        else:
            self.go_offline()


def _processes_of(folder: Path) -> list[int]:
    """Return the browsers that were started on a profile: our own, by the folder's name."""
    wanted = f"--user-data-dir={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # It ended meanwhile.
        if wanted in arguments:
            found.append(int(process.name))
    return found


def batch_of(route: Route) -> list[dict[str, Any]]:
    """Return the entries that a request brings."""
    body: Any = route.request.post_data_json
    entries: list[dict[str, Any]] = body["entries"]
    return entries


def wait_for_worker(page: Page) -> None:
    """Wait until the worker answers for the page: from then on it opens without a connection."""
    page.evaluate(
        """() => Boolean(navigator.serviceWorker.controller) || new Promise((resolve) =>
          navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }))"""
    )


def kept(page: Page, store: str = "outbox") -> list[dict[str, Any]]:
    """Return what the phone keeps in a store, photos without their bytes, in the order of their keys."""
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


def expect_waiting(page: Page, number: int) -> None:
    """Expect the bar to say that so many entries wait on the phone."""
    expect(page.locator("#status-bar")).to_have_attribute("data-waiting", str(number), timeout=PATIENCE)


def entry_row(page: Page, id: str) -> Locator:
    """Return the row of an entry in a list of one's own work."""
    return page.locator(f'main [data-entry="{id}"]')


def come_back_to(page: Page) -> None:
    """Take a page out of one's pocket."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several answers."""
    page.locator(f"#entry [name={name}][value={value}]").check()


def fill_in_visit(page: Page, label: str) -> None:
    page.fill("[name=household]", label)
    page.locator("[data-found] .add-new").tap()


def fill_in_installation(page: Page, note: str) -> None:
    choose(page, "service", "vneid_2")
    choose(page, "outcome", "activated")
    page.fill("[name=note]", note)


def fill_in_training(page: Page, venue: str) -> None:
    choose(page, "topic", "scam_warning")
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


def save(page: Page, state: str | None = None) -> str:
    """Save the form; return the id of what the phone says it has, ``state`` tells where: waiting or stored."""
    page.locator(SAVE).tap()
    receipt = page.locator(f"#receipt[data-receipt{f'={state}' if state else ''}]")
    receipt.wait_for()
    id = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def add_a_person(phone: Phone, page: Page, id: str) -> None:
    """Correct the open entry by one more person while offline, and go online again."""
    page.locator("#entry").wait_for()
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "waiting") == id
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()


def log(phone: Phone, page: Page, text: str, kind: str = "visit", state: str | None = "waiting") -> str:
    """Log one piece of work, told apart by ``text``; return its id."""
    phone.open(f"/log/{kind}", page)
    FILL_IN[kind](page, text)
    return save(page, state)


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for what neither a page nor the browser can be asked to wait for."""
    deadline = monotonic() + PATIENCE / 1000
    while not is_so():
        assert monotonic() < deadline, "it never became so"
        page.wait_for_timeout(20)


def send_in_background(phone: Phone, page: Page) -> None:
    """Let the browser wake the worker, as it does when it has a connection again and no page is open."""
    tools = phone.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    until(page, lambda: bool(found))
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": phone.proxy.url, "registrationId": found[0], "tag": "send", "lastChance": False},
    )


def let_it_finish(page: Page) -> None:
    """Wait until nothing is being sent any more: whoever sends holds a lock."""
    kept(page)
    page.evaluate("navigator.locks.request('tung-nha-send', () => true)")


def let_it_fail(phone: Phone, page: Page, times: int = 1) -> None:
    """Wait until so many tries have been made and have come to nothing."""
    until(page, lambda: len(phone.sent) >= times)
    let_it_finish(page)


def press(button: Locator) -> None:
    """Press a button of a list that may be drawn anew at this moment."""
    button.evaluate("(button) => button.click()")


def loses_the_answer(route: Route) -> None:
    """Let the server do what it was asked, and nobody hear of it."""
    route.fetch()
    route.abort()


def answers(status: int, body: str = "", content_type: str = "text/html", **headers: str) -> Fault:
    """Return a fault that answers in the server's place, without asking it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda route: route.fulfill(status=status, body=body, content_type=content_type, headers=named)
