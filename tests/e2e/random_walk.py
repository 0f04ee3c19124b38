"""A random sequence of all that a user, the connection and the battery do to a phone, in an order fixed by a seed.

The walk records what was saved: an entry from the moment the page shows its receipt.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from playwright.sync_api import Page

from tests.e2e.killable_phone import TIMEOUT_MS, KillablePhone
from tests.e2e.walk_scripts import CONTROLLED, FILL, WAITING, WITHDRAW

MAX_TABS = 3
PAUSES = (0, 0, 20, 120)  # milliseconds of looking at a receipt
LAST_STEPS = 40  # of a walk, shown when it fails
FAULTS = ("error_before", "error_after", "dropped", "portal", "busy")
KINDS = ("visit", "visit", "visit", "installation", "training", "merchant", "assistance")
SERVICES = ("vneid_2", "health_record", "public_service_account")
NUMBER = {
    "visit": "people",
    "installation": "people",
    "training": "attendees",
    "merchant": "account_tail",
    "assistance": "people",
}
"""The field of each kind, beside the note, by which the walk recognises what it wrote."""


@dataclass
class Saved:
    """An entry as it was saved last."""

    kind: str
    note: str
    number: str
    added_with: str = ""
    is_withdrawn: bool = False


@dataclass
class RandomWalk:
    """Does random steps on a phone, and records what should be stored in the end."""

    phone: KillablePhone
    rng: random.Random
    saved: dict[str, Saved] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def run(self, number: int, kills: int) -> None:
        """Take ``number`` steps, ``kills`` of which kill the phone."""
        self.phone.open("/log/").evaluate(CONTROLLED)
        kill_positions = set(self.rng.sample(range(number // 20, number), kills))
        for position in range(number):
            step = self.kill if position in kill_positions else self._choose()
            self._do(position, step)

    def _choose(self) -> Callable[[], str]:
        steps: Sequence[tuple[Callable[[], str], int]] = (
            (self.save, 33),
            (self.edit, 13),
            (self.withdraw, 4),
            (self.start_form, 3),
            (self.view, 4),
            # Times without a connection are short: faults are likeliest just before and after them.
            (self.toggle_offline, 40 if self.phone.is_offline else 13),
            (self.add_faults, 18),
            (self.open_or_close_tab, 8),
        )
        return self.rng.choices([step for step, _ in steps], [weight for _, weight in steps])[0]

    def _do(self, position: int, step: Callable[[], str]) -> None:
        start = monotonic()
        self.steps.append(f"{position} {step.__name__} …")
        detail = step()
        self.steps[-1] = f"{position} {step.__name__} {detail} ({monotonic() - start:.2f} s)"

    def _tab(self) -> Page:
        return self.rng.choice(self.phone.tabs)

    def _answers(self, kind: str) -> tuple[Saved, dict[str, Any]]:
        """Return what is recorded of an entry, and the answers of a form that give it."""
        number = str(self.rng.randint(1, 50) if kind != "merchant" else self.rng.randint(1000, 9999))
        # Letters only: a long run of digits would be refused as an identity number.
        saved = Saved(kind, "Ghi chú " + "".join(self.rng.choices("bcdghklmn", k=10)), number)
        return saved, {NUMBER[kind]: number, "note": saved.note}

    def _new_answers(self, kind: str) -> tuple[Saved, dict[str, Any]]:
        saved, answers = self._answers(kind)
        address = f"Số {self.rng.randint(1, 999)}, ngõ {self.rng.randint(1, 999)}"
        first: dict[str, dict[str, Any]] = {
            "visit": {"unnamed": self.rng.random() < 0.5, "household": address, "met": "met", "topics": ["vneid"]},
            "installation": {"service": self.rng.choice(SERVICES), "outcome": "activated", "setting": "home"},
            "training": {"topics": ["scam_warning"], "venue": address, "minutes": "60", "women": "1"},
            "merchant": {"merchant": f"Quầy {address}", "methods": ["vietqr"], "qr_valid": "true", "in_use": True},
            "assistance": {"procedure": "land", "outcome": "submitted", "minutes": "30"},
        }
        return saved, first[kind] | answers

    def save(self) -> str:
        """Log a new entry; a visit may add further ones."""
        kind = self.rng.choice(KINDS)
        saved, answers = self._new_answers(kind)
        also = self.rng.sample(SERVICES, self.rng.randint(0, 2)) if kind == "visit" and self.rng.random() < 0.5 else []
        page = self.phone.open(f"/log/{kind}", self._tab())
        id, *others = self._fill(page, answers, also)
        assert len(others) == len(also), f"{len(also)} should be added, {len(others)} were"
        assert id not in self.saved, f"{id} is another entry's"
        self.saved[id] = saved
        for other in others:
            self.saved[other] = Saved("installation", "", "1", added_with=id)
        return " ".join([kind, id, *others])

    def _fill(self, page: Page, answers: dict[str, Any], also: list[str]) -> list[str]:
        order = {"answers": answers, "also": also, "isLeft": False, "timeout": TIMEOUT_MS}
        result = page.evaluate(FILL, order)
        assert "saved" in result, f"{page.url} was not saved: {result['error']}"
        # Opening the next page at once aborts the sending.
        page.wait_for_timeout(self.rng.choice(PAUSES))
        saved: list[str] = result["saved"]
        return saved

    def edit(self) -> str:
        """Correct an entry, on the phone or at the ward."""
        id = self._pick()
        if id is None:
            return "nothing"
        changed, answers = self._answers(self.saved[id].kind)
        page = self.phone.open(f"/log/{changed.kind}?id={id}", self._tab())
        assert self._fill(page, answers, []) == [id]
        self.saved[id].note, self.saved[id].number = changed.note, changed.number
        return id

    def _pick(self) -> str | None:
        """Return an entry that counts: more often a recent one, which is more likely to be unsent."""
        counting = [id for id, saved in self.saved.items() if not saved.is_withdrawn]
        if not counting:
            return None
        return self.rng.choice(counting[-6:] if self.rng.random() < 0.7 else counting)

    def withdraw(self) -> str:
        """Withdraw an entry, with or without those that were added with it."""
        id = self._pick()
        if id is None:
            return "nothing"
        action = self.rng.choice(("withdraw", "all"))
        page = self.phone.open("/log/mine", self._tab())
        result = page.evaluate(WITHDRAW, {"id": id, "action": action, "timeout": TIMEOUT_MS})
        assert result.get("state") in {"good", "warning"}, f"{id} was not withdrawn: {result}"
        self.saved[id].is_withdrawn = True
        for saved in self.saved.values():
            if result["isAll"] and saved.added_with == id:
                saved.is_withdrawn = True
        return f"{id} {'all' if result['isAll'] else 'alone'}"

    def start_form(self) -> str:
        """Fill in a part of a form and leave it, which makes a draft and no entry."""
        kind = self.rng.choice(KINDS)
        _, answers = self._answers(kind)
        page = self.phone.open(f"/log/{kind}", self._tab())
        result = page.evaluate(FILL, {"answers": answers, "also": [], "isLeft": True, "timeout": TIMEOUT_MS})
        assert "error" not in result, result
        return kind

    def view(self) -> str:
        """Open a page, or reload the open one."""
        path = self.rng.choice(("/log/", "/log/mine", ""))
        tab = self._tab()
        if path:
            self.phone.open(path, tab)
        else:
            tab.reload(wait_until="domcontentloaded")
        return path or f"again {tab.url}"

    def toggle_offline(self) -> str:
        """Go offline, or online again."""
        self.phone.set_offline(not self.phone.is_offline)
        return "offline" if self.phone.is_offline else "online"

    def add_faults(self) -> str:
        """Let the next one or two batches meet a fault."""
        fault = self.rng.choice(FAULTS)
        self.phone.faults.extend([fault] * self.rng.randint(1, 2))
        return fault

    def open_or_close_tab(self) -> str:
        """Open another tab, or close one."""
        tabs = self.phone.tabs
        if len(tabs) > 1 and (len(tabs) == MAX_TABS or self.rng.random() < 0.5):
            tabs.pop(self.rng.randrange(len(tabs))).close()
            return f"{len(tabs)} left"
        tabs.append(self.phone.context.new_page())
        self.phone.open(self.rng.choice(("/log/", "/log/mine")), tabs[-1])
        return f"{len(tabs)} open"

    def kill(self) -> str:
        """Kill the phone right after an entry was saved, and start it again."""
        ids = self.save()
        self.phone.kill()
        self.phone.start()
        return ids

    def steps_about(self, ids: Iterable[str]) -> list[str]:
        """Return the steps about some entries, and the last steps."""
        wanted = list(ids)
        early = self.steps[:-LAST_STEPS]
        return [step for step in early if any(id in step for id in wanted)] + self.steps[-LAST_STEPS:]

    def finish(self) -> list[Any]:
        """Go online and wait until everything is sent. Return what is still on the phone at the timeout."""
        self.phone.faults.clear()
        self.phone.set_offline(False)
        for tab in self.phone.tabs[1:]:
            tab.close()
        page = self.phone.open("/log/", self.phone.tabs[0])
        page.locator("html[data-fresh]").wait_for()
        deadline = monotonic() + TIMEOUT_MS / 1000
        unsent: list[Any] = page.evaluate(WAITING)
        while unsent and monotonic() < deadline:
            page.wait_for_timeout(200)
            unsent = page.evaluate(WAITING)
        return unsent
