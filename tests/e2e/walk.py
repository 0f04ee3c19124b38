"""A random walk of a phone: whatever its owner, its line and its battery do, in an order that a seed decides.

The walk keeps its own book of what was saved: an entry is in it from the moment the page says so.
"""

from __future__ import annotations

import os
import random
import signal
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route

from tests.e2e.chromium import PHONE, context_options, launch_options
from tests.e2e.server import Site

PATIENCE = 20_000  # milliseconds
OWNER = "ana"
MOST_TABS = 3
PAUSES = (0, 0, 20, 120)  # milliseconds of looking at a receipt
LAST_STEPS = 40  # of a walk, told when it fails
FAULTS = ("error_before", "error_after", "dropped", "portal", "busy")
KINDS = ("visit", "visit", "visit", "installation", "training", "merchant")
SERVICES = ("vneid_2", "health_record", "public_service_account")
NUMBER = {"visit": "people", "installation": "people", "training": "attendees", "merchant": "account_tail"}
"""The field of each kind, beside the note, by which the walk knows again what it wrote."""

UNTIL = """
  const deadline = performance.now() + patience;
  const until = async (isSo) => {
    while (!isSo()) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return true;
  };
"""
"""Lets a script wait until something is so, as long as its ``patience`` lasts."""

FILL = (
    "async ({ answers, also, leave, patience }) => {"
    + UNTIL
    + """
  const form = document.getElementById("entry");
  const said = () => document.querySelector("main").innerText;
  if (!(await until(() => document.documentElement.dataset.ready && !form.hidden))) return { wrong: said() };
  const tell = (control) => {
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const answer = (name, value) => {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type !== "radio" && control.type !== "checkbox") control.value = value;
      else if (control.checked === (value === true || [value].flat().includes(control.value))) continue;
      else control.checked = !control.checked;
      if (control.type !== "radio" || control.checked) tell(control);
    }
  };
  for (const [name, value] of Object.entries(answers)) answer(name, value);
  if (also && form.querySelector("[name=also]")) answer("also", also);
  if (leave) return {};
  form.querySelector("button[type=submit]").click();
  const receipt = document.getElementById("receipt");
  if (!(await until(() => receipt.dataset.receipt))) return { wrong: said() };
  return { saved: [...receipt.querySelectorAll("[data-entry]")].map((row) => row.dataset.entry) };
}"""
)
"""Fills a form and saves it, as fast as no thumb can; returns the ids that the receipt names."""

WITHDRAW = (
    "async ({ id, way, patience }) => {"
    + UNTIL
    + """
  const button = () => document.querySelector(`li[data-entry="${id}"] button.danger`);
  if (!(await until(() => document.documentElement.dataset.ready && button()))) {
    return { wrong: document.querySelector("main").innerText.slice(0, 800) };
  }
  button().click();
  const dialog = document.getElementById("withdraw");
  const all = document.getElementById("withdraw-all");
  const isAll = way === "all" && !all.hidden;
  dialog.querySelector(`button[value=${isAll ? "all" : "withdraw"}]`).click();
  const state = () => document.querySelector("#message [data-state]");
  if (!(await until(() => state()))) return { wrong: "no word of the withdrawal" };
  return { isAll, state: state().dataset.state };
}"""
)

CONTROLLED = """async () => {
  while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
"""Waits until the worker has taken the page over, and with it all that it opens without a line."""

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
"""Returns what the phone still keeps for the ward: ids and where each stands."""


@dataclass
class Saved:
    """What the page said was saved, as it was saved last."""

    kind: str
    note: str
    number: str
    came_with: str = ""
    is_withdrawn: bool = False


class Phone:
    """A browser with a disk of its own, which may be killed and started again."""

    def __init__(self, playwright: Playwright, site: Site, folder: Path) -> None:
        self._playwright, self._site, self._folder = playwright, site, folder
        self.is_offline = False
        self.troubles: deque[str] = deque()
        self.start()

    def start(self) -> None:
        """Start the browser with what is on its disk."""
        self.context: BrowserContext = self._playwright.chromium.launch_persistent_context(
            self._folder,
            base_url=self._site.url,
            **{**launch_options(), **context_options(self._playwright, PHONE)},
        )
        self.context.set_default_timeout(PATIENCE)
        # Chromium writes its cookies down twice a minute; one that is killed before would have to sign in again.
        self._site.sign_in(self.context, OWNER)
        self.context.add_cookies([{"name": "language", "value": "vi", "url": self._site.url}])
        self.context.route("**/api/v1/sync", self._answer)
        self.context.set_offline(self.is_offline)
        self.tabs: list[Page] = list(self.context.pages) or [self.context.new_page()]

    def kill(self) -> None:
        """End the browser as an empty battery does: at once, in the middle of whatever it does."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with suppress(Error):
            self.context.close()

    def _processes(self) -> list[int]:
        own = f"--user-data-dir={self._folder}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if own in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
        return found

    def set_offline(self, is_offline: bool) -> None:
        """Lose the line, or find it again."""
        self.is_offline = is_offline
        self.context.set_offline(is_offline)

    def open(self, path: str, tab: Page | None = None) -> Page:
        """Open a page of the app in a tab."""
        page = tab or self.tabs[0]
        page.goto(path, wait_until="domcontentloaded")
        return page

    def _answer(self, route: Route) -> None:
        """Let a batch through, or let happen to it what was ordered."""
        # A phone that dies meanwhile hears no answer.
        with suppress(Error):
            self._answer_with(route, self.troubles.popleft() if self.troubles else "")

    def _answer_with(self, route: Route, trouble: str) -> None:
        if trouble in {"error_after", "dropped"}:
            route.fetch()
        match trouble:
            case "":
                route.continue_()
            case "dropped":
                route.abort("connectionreset")
            case "portal":
                route.fulfill(status=200, content_type="text/html", body="<html><title>Wi-Fi</title></html>")
            case "busy":
                route.fulfill(status=503, json={"error": "busy"}, headers={"Retry-After": "1"})
            case _:
                route.fulfill(status=500, json={"error": "error"})


@dataclass
class Walk:
    """Takes steps on a phone, and writes down what should come of them."""

    phone: Phone
    rng: random.Random
    saved: dict[str, Saved] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def go(self, number: int, kills: int) -> None:
        """Take ``number`` steps, ``kills`` of them deadly."""
        self.phone.open("/log/").evaluate(CONTROLLED)
        deadly = set(self.rng.sample(range(number // 20, number), kills))
        for position in range(number):
            step = self.kill if position in deadly else self._choose()
            self._take(position, step)

    def _choose(self) -> Callable[[], str]:
        steps: Sequence[tuple[Callable[[], str], int]] = (
            (self.save, 33),
            (self.edit, 13),
            (self.withdraw, 4),
            (self.leave, 3),
            (self.look, 4),
            # Dead spots are short, and what happens on both sides of them is what is looked for.
            (self.lose_or_find_line, 40 if self.phone.is_offline else 13),
            (self.order_trouble, 18),
            (self.open_or_close_tab, 8),
        )
        return self.rng.choices([step for step, _ in steps], [weight for _, weight in steps])[0]

    def _take(self, position: int, step: Callable[[], str]) -> None:
        start = monotonic()
        self.steps.append(f"{position} {step.__name__} …")
        told = step()
        self.steps[-1] = f"{position} {step.__name__} {told} ({monotonic() - start:.2f} s)"

    def _tab(self) -> Page:
        return self.rng.choice(self.phone.tabs)

    def _answers(self, kind: str) -> tuple[Saved, dict[str, Any]]:
        """Return what is to be known again, and the answers of a form that say it."""
        number = str(self.rng.randint(1, 50) if kind != "merchant" else self.rng.randint(1000, 9999))
        # Letters only: a long run of digits would be taken for somebody's papers, and refused.
        saved = Saved(kind, "Ghi chú " + "".join(self.rng.choices("bcdghklmn", k=10)), number)
        return saved, {NUMBER[kind]: number, "note": saved.note}

    def _new_answers(self, kind: str) -> tuple[Saved, dict[str, Any]]:
        saved, answers = self._answers(kind)
        door = f"Số {self.rng.randint(1, 999)}, ngõ {self.rng.randint(1, 999)}"
        first: dict[str, dict[str, Any]] = {
            "visit": {"unnamed": self.rng.random() < 0.5, "household": door, "met": "met", "topics": ["vneid"]},
            "installation": {"service": self.rng.choice(SERVICES), "outcome": "activated", "setting": "home"},
            "training": {"topic": "scam_warning", "title": "Cảnh giác", "minutes": "60", "women": "1"},
            "merchant": {"merchant": f"Quầy {door}", "methods": ["vietqr"], "qr_valid": "true", "in_use": True},
        }
        return saved, first[kind] | answers

    def save(self) -> str:
        """Log something new; a visit may bring further entries along."""
        kind = self.rng.choice(KINDS)
        saved, answers = self._new_answers(kind)
        also = self.rng.sample(SERVICES, self.rng.randint(0, 2)) if kind == "visit" and self.rng.random() < 0.5 else []
        page = self.phone.open(f"/log/{kind}", self._tab())
        id, *others = self._fill(page, answers, also)
        assert len(others) == len(also), f"{len(also)} were to come along, {len(others)} did"
        assert id not in self.saved, f"{id} is another entry's"
        self.saved[id] = saved
        for other in others:
            self.saved[other] = Saved("installation", "", "1", came_with=id)
        return " ".join([kind, id, *others])

    def _fill(self, page: Page, answers: dict[str, Any], also: list[str]) -> list[str]:
        order = {"answers": answers, "also": also, "leave": False, "patience": PATIENCE}
        result = page.evaluate(FILL, order)
        assert "saved" in result, f"{page.url} was not saved: {result['wrong']}"
        # Whoever taps on at once ends the sending under way.
        page.wait_for_timeout(self.rng.choice(PAUSES))
        saved: list[str] = result["saved"]
        return saved

    def edit(self) -> str:
        """Correct an entry, wherever it is by now."""
        id = self._pick()
        if id is None:
            return "nothing"
        changed, answers = self._answers(self.saved[id].kind)
        page = self.phone.open(f"/log/{changed.kind}?id={id}", self._tab())
        assert self._fill(page, answers, []) == [id]
        self.saved[id].note, self.saved[id].number = changed.note, changed.number
        return id

    def _pick(self) -> str | None:
        """Return an entry that counts: more often a recent one, which is more likely to be under way."""
        counting = [id for id, saved in self.saved.items() if not saved.is_withdrawn]
        if not counting:
            return None
        return self.rng.choice(counting[-6:] if self.rng.random() < 0.7 else counting)

    def withdraw(self) -> str:
        """Take an entry back, with or without what came along with it."""
        id = self._pick()
        if id is None:
            return "nothing"
        way = self.rng.choice(("withdraw", "all"))
        page = self.phone.open("/log/mine", self._tab())
        result = page.evaluate(WITHDRAW, {"id": id, "way": way, "patience": PATIENCE})
        assert result.get("state") in {"good", "warning"}, f"{id} was not withdrawn: {result}"
        self.saved[id].is_withdrawn = True
        for saved in self.saved.values():
            if result["isAll"] and saved.came_with == id:
                saved.is_withdrawn = True
        return f"{id} {'all' if result['isAll'] else 'alone'}"

    def leave(self) -> str:
        """Fill in half a form and go away; nothing of it is an entry, and it is there again next time."""
        kind = self.rng.choice(KINDS)
        _, answers = self._answers(kind)
        page = self.phone.open(f"/log/{kind}", self._tab())
        result = page.evaluate(FILL, {"answers": answers, "also": [], "leave": True, "patience": PATIENCE})
        assert "wrong" not in result, result
        return kind

    def look(self) -> str:
        """Look at a page, or load again what is shown."""
        path = self.rng.choice(("/log/", "/log/mine", ""))
        tab = self._tab()
        if path:
            self.phone.open(path, tab)
        else:
            tab.reload(wait_until="domcontentloaded")
        return path or f"again {tab.url}"

    def lose_or_find_line(self) -> str:
        """Walk into the dead spot, or out of it."""
        self.phone.set_offline(not self.phone.is_offline)
        return "offline" if self.phone.is_offline else "online"

    def order_trouble(self) -> str:
        """Let the next batches meet with something that is no answer."""
        trouble = self.rng.choice(FAULTS)
        self.phone.troubles.extend([trouble] * self.rng.randint(1, 2))
        return trouble

    def open_or_close_tab(self) -> str:
        """Have the app open once more, or once less."""
        tabs = self.phone.tabs
        if len(tabs) > 1 and (len(tabs) == MOST_TABS or self.rng.random() < 0.5):
            tabs.pop(self.rng.randrange(len(tabs))).close()
            return f"{len(tabs)} left"
        tabs.append(self.phone.context.new_page())
        self.phone.open(self.rng.choice(("/log/", "/log/mine")), tabs[-1])
        return f"{len(tabs)} open"

    def kill(self) -> str:
        """Let the phone die right after something was saved, and start it again."""
        told = self.save()
        self.phone.kill()
        self.phone.start()
        return told

    def told_of(self, ids: Iterable[str]) -> list[str]:
        """Return the steps that concern some entries, and the last ones."""
        wanted = list(ids)
        early = self.steps[:-LAST_STEPS]
        return [step for step in early if any(id in step for id in wanted)] + self.steps[-LAST_STEPS:]

    def come_to_rest(self) -> list[Any]:
        """Find the line again, and wait until nothing waits. Return what stays on the phone all the same."""
        self.phone.troubles.clear()
        self.phone.set_offline(False)
        for tab in self.phone.tabs[1:]:
            tab.close()
        page = self.phone.open("/log/", self.phone.tabs[0])
        page.locator("html[data-fresh]").wait_for()
        deadline = monotonic() + PATIENCE / 1000
        left: list[Any] = page.evaluate(WAITING)
        while left and monotonic() < deadline:
            page.wait_for_timeout(200)
            left = page.evaluate(WAITING)
        return left
