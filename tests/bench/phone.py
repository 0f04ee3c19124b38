"""The phone: how long a form takes to open from what is kept and to be saved, to find a household, and to count one.

Chromium with its processor slowed down stands for a cheap phone. The figures are those of the page's own clock, from
what the owner does to what is painted.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from uuid import uuid4

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, sync_playwright

from app.database import table_of, writer
from app.month import now, today
from app.registry.models import Household
from app.text import fold
from tests.bench.load import HOST
from tests.bench.province import HOUSEHOLDS_OF_LAST_TEAM, LARGE_WARD, Author
from tests.bench.report import Budget, Report
from tests.bench.server import Browser, serving
from tests.bench.store import Store, opened, write
from tests.e2e.chromium import PHONE, context_options, launch_options

SLOWER = 6
RUNS = 9
QUICK_RUNS = 3
MANY_HOUSEHOLDS = 5_000
OWN_ENTRIES = 200
"""What a busy member logs in the sixty days that a phone shows."""

OPENS = Budget(most=1000)
SAVES = Budget(most=300)
FINDS = Budget(most=100)
COUNTS = Budget(most=50)
TAPS = 30
SOUGHT = "so 4321 ngo 2"
PAUSE = 400  # milliseconds between two letters, so that each is looked for by itself

TIMEOUT = 120_000  # milliseconds; a machine with other work only makes figures worse

CLOCKS = """
window.clocks = { found: [], counted: [], stored: [] };
const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
new MutationObserver(() => {
  const page = document.documentElement;
  if (page.dataset.ready && !window.clocks.isReady) {
    window.clocks.isReady = true;
    painted((at) => (window.clocks.opened = at));
  }
  if (window.clocks.tapped && document.getElementById("receipt").dataset.receipt && !window.clocks.isSaved) {
    window.clocks.isSaved = true;
    painted((at) => (window.clocks.saved = at - window.clocks.tapped));
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready", "data-receipt"] });
addEventListener("click", ({ target, timeStamp }) => {
  if (target.closest("button[type=submit]")) window.clocks.tapped = timeStamp;
}, true);
addEventListener("click", ({ target, timeStamp }) => {
  const button = target.closest("[data-procedure]");
  if (!button) return;
  const before = button.textContent;
  painted((at) => button.textContent !== before && window.clocks.counted.push(at - timeStamp));
  const watch = new MutationObserver(() => {
    if (button.hasAttribute("data-waiting")) return;
    watch.disconnect();
    painted((at) => window.clocks.stored.push(at - timeStamp));
  });
  watch.observe(button, { attributes: true, attributeFilter: ["data-waiting"] });
}, true);
let typed = null;
addEventListener("keydown", ({ timeStamp }) => (typed = timeStamp), true);
addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector("[data-found]");
  if (!list) return;
  new MutationObserver(() => {
    const since = typed;
    typed = null;
    if (since !== null) painted((at) => window.clocks.found.push(at - since));
  }).observe(list, { childList: true });
});
"""
"""Reads the page's clock at what its owner does, and when what follows from it is painted."""

CONTROLLED = """async () => {
  while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


class SlowPhone:
    """A phone of one of the ward's people, which knows the app and has a slow processor."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        context.set_default_timeout(TIMEOUT)
        context.add_init_script(CLOCKS)
        self.page = context.new_page()
        self._open("/log/")
        self.page.evaluate(CONTROLLED)
        self._open("/log/visit")
        context.new_cdp_session(self.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def _open(self, path: str) -> None:
        self.page.goto(path)
        self.page.locator("html[data-fresh]").wait_for()

    def opening(self) -> float:
        """Open a form without a line; return how long its owner looks at nothing."""
        self.context.set_offline(True)
        self._open("/log/visit")
        if self.page.locator("#entry").is_hidden():
            raise RuntimeError("the form did not open without a line")
        self.context.set_offline(False)
        return self._clock("opened")

    def saving(self, label: str) -> float:
        """Save a visit to a new household; return how long the page takes from the tap until it says so."""
        self._open("/log/visit")
        self.page.locator("[name=household]").fill(label)
        self.page.locator("[name=topics]").first.check()
        button = self.page.locator("#entry button[type=submit]")
        button.scroll_into_view_if_needed()
        self.page.wait_for_timeout(PAUSE)
        button.tap()
        self.page.locator("#receipt[data-receipt=stored]").wait_for()
        return self._clock("saved")

    def finding(self) -> list[float]:
        """Look for a household; return how long its list takes after each letter."""
        self._open("/log/visit")
        self.page.locator("[name=household]").press_sequentially(SOUGHT, delay=PAUSE)
        self.page.wait_for_timeout(PAUSE)
        found: list[float] = self.page.evaluate("window.clocks.found")
        if len(found) != len(SOUGHT):
            raise RuntimeError(f"{len(SOUGHT)} letters, but {len(found)} lists")
        return found

    def counting(self) -> tuple[list[float], list[float]]:
        """Count people at a desk; return how long each tap takes until it is shown, and until it looks stored."""
        self._open("/log/counting")
        button = self.page.locator("#count-buttons button").first
        for _tap in range(TAPS):
            button.tap()
            self.page.wait_for_timeout(PAUSE)
        shown: list[float] = self.page.evaluate("window.clocks.counted")
        stored: list[float] = self.page.evaluate("window.clocks.stored")
        if len(shown) != TAPS or len(stored) != TAPS:
            raise RuntimeError(f"{TAPS} taps, but {len(shown)} were shown and {len(stored)} stored")
        return shown, stored

    def _clock(self, name: str) -> float:
        self.page.wait_for_timeout(PAUSE)
        time: float = self.page.evaluate(f"window.clocks.{name}")
        return time


def measure(report: Report, *, quick: bool) -> None:
    """Measure with the doors of a usual team, and with as many as the phone ever gets."""
    with opened("sqlite") as store, serving(store) as server, sync_playwright() as playwright:
        author = store.users.authors[LARGE_WARD][-1]
        _log(store, author)
        browser = playwright.chromium.launch(**launch_options())
        for households in (HOUSEHOLDS_OF_LAST_TEAM, MANY_HOUSEHOLDS):
            _add_households(store, author, households - HOUSEHOLDS_OF_LAST_TEAM)
            context = browser.new_context(base_url=f"http://{HOST}:{server.port}", **context_options(playwright, PHONE))
            _sign_in(context, server.port, author)
            report.section(f"Phone, {SLOWER}× slower, {households:,} households, {OWN_ENTRIES} own entries")
            labels = [f"Số {number}, ngách {households}" for number in range(QUICK_RUNS if quick else RUNS)]
            _print(report, SlowPhone(context), labels)
            context.close()
        browser.close()


def _print(report: Report, phone: SlowPhone, labels: Sequence[str]) -> None:
    phone.opening()
    report.row("form opens without a line", [phone.opening() for _ in labels], "ms", OPENS)
    report.row("tap on Save until it is kept", [phone.saving(label) for label in labels], "ms", SAVES)
    report.row("letter typed until the list is there", phone.finding(), "ms", FINDS)
    shown, stored = phone.counting()
    report.row("tap at a desk until it is shown", shown, "ms", COUNTS)
    report.row("tap at a desk until it looks stored", stored, "ms")


def _log(store: Store, author: Author) -> None:
    """Let the phone's owner have worked."""
    with store.app.app_context():
        write(author, OWN_ENTRIES, today(), {}, random.Random(OWN_ENTRIES))
        writer().commit()


def _add_households(store: Store, author: Author, number: int) -> None:
    """Give the author's own neighbourhood more households."""
    area = next(iter(author.households))
    rng = random.Random(area)
    labels = [f"Số {each}, ngõ {rng.randint(1, 60)}, đường Đo Đếm {rng.randint(1, 40)}" for each in range(number)]
    place = {"ward_id": LARGE_WARD, "neighbourhood_id": area, "created_at": now()}
    rows = [place | {"id": uuid4(), "label": label, "folded": fold(label)} for label in labels]
    with store.app.app_context():
        if rows:
            writer().execute(sa.insert(table_of(Household)), rows)
        writer().commit()


def _sign_in(context: BrowserContext, port: int, author: Author) -> None:
    browser = Browser(port)
    browser.sign_in(author.phone)
    browser.close()
    origin = f"http://{HOST}:{port}"
    context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in browser.cookies.items()])
