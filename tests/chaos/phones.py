"""Phones that keep an entry until the server has answered for just that: its id, its revision and its digest."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from threading import Condition, Event, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa

from app.database import reader
from app.logbook.models import Entry, ReviewEvent
from app.logbook.recount import differences
from app.logbook.status import Action
from tests.cast import ALL_OF_A, AREA_1, AREA_2, PASSWORD
from tests.chaos.database import FIRST_ID, PHONES, phone_number
from tests.client import form_token
from tests.factories import FIELDS, edited, make_entry
from tests.served import HOST

MOST_WAITING = 80
MOST_AT_ONCE = 20
TIMEOUT = 10  # seconds until a phone gives an answer up
HOUSEHOLDS = [uuid5(UUID("0199a000-0000-7000-8000-000000000000"), str(number)) for number in range(40)]


def digest_of(fields: Any) -> str:
    """Return the digest that a receipt must carry."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Crowd:
    """Thirty members of one team, each with a phone; they log and send until they are stopped."""

    def __init__(self, server_port: int, line_port: int, seed: int) -> None:
        self.logging_must_stop = Event()
        self.given_up = Event()
        self.progress = Condition()
        self.phones = [Phone(self, number, line_port, random.Random(f"{seed} {number}")) for number in range(PHONES)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda phone: phone.sign_in(server_port), self.phones))
        self._threads = [Thread(target=phone.run) for phone in self.phones]
        for thread in self._threads:
            thread.start()

    @property
    def acknowledged(self) -> int:
        """How many entries the server has answered for."""
        return sum(len(phone.acknowledged) for phone in self.phones)

    def total(self, name: str) -> int:
        """Return the sum of what all phones counted under a name."""
        return sum(phone.counted[name] for phone in self.phones)

    def wait_for(self, more: int, seconds: float) -> None:
        """Wait until the server has answered for so many more entries."""
        goal = self.acknowledged + more
        with self.progress:
            assert self.progress.wait_for(lambda: self.acknowledged >= goal, seconds), "the phones got no answers"

    def drain(self, seconds: float) -> bool:
        """Log nothing new, and let the phones send what they have; tell whether all of it was acknowledged."""
        self.logging_must_stop.set()
        with self.progress:
            return self.progress.wait_for(lambda: not any(phone.queue for phone in self.phones), seconds)

    def stop(self) -> None:
        """End all phones, whatever they still hold."""
        self.logging_must_stop.set()
        self.given_up.set()
        for thread in self._threads:
            thread.join()


class Phone:
    """One phone: its queue, and what it was answered for."""

    def __init__(self, crowd: Crowd, number: int, port: int, chance: random.Random) -> None:
        self.user_id = FIRST_ID + number
        self.queue: dict[str, dict[str, Any]] = {}
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.unexpected: list[Any] = []
        self.counted: Counter[str] = Counter()
        self._number = number
        self._crowd = crowd
        self._origin = f"http://{HOST}:{port}"
        self._chance = chance
        self._sent: set[tuple[str, int]] = set()
        self._browser = _browser()
        self._token = ""

    def sign_in(self, server_port: int) -> None:
        """Sign in past the proxy that cuts; the cookie and the token are valid through it as well."""
        origin = f"http://{HOST}:{server_port}"
        with self._browser.open(f"{origin}/login", timeout=60) as page:
            form = {"phone": phone_number(self._number), "password": PASSWORD}
            form["csrf_token"] = form_token(page.read().decode())
        request = Request(f"{origin}/login", urlencode(form).encode(), {"Origin": origin})
        self._browser.open(request, timeout=60).close()
        with self._browser.open(f"{origin}/api/v1/session", timeout=60) as answer:
            session = json.load(answer)
        assert session["user"]["id"] == self.user_id
        self._token = session["csrf"]

    def run(self) -> None:
        """Log, send and listen until there is nothing left to send."""
        while not self._crowd.given_up.is_set():
            if not self._crowd.logging_must_stop.is_set():
                self._log()
            elif not self.queue:
                break
            was_answered = self._send()
            self._crowd.given_up.wait(
                self._chance.uniform(0.01, 0.1) if was_answered else self._chance.uniform(0.3, 0.9)
            )

    def _log(self) -> None:
        for _ in range(self._chance.randint(0, 4) if len(self.queue) < MOST_WAITING else 0):
            entry = self._new_entry()
            self.queue[entry["id"]] = entry
        known = self.acknowledged | self.queue
        if known and self._chance.random() < 0.3:
            entry = known[self._chance.choice(list(known))]
            if entry["revision"] == 1:
                self.queue[entry["id"]] = edited(entry, note="Sửa lại", neighbourhood=AREA_2)

    def _new_entry(self) -> dict[str, Any]:
        kind = self._chance.choice(list(FIELDS))
        fields: dict[str, Any] = {"neighbourhood": self._chance.choice([AREA_1, ALL_OF_A])}
        if kind == "visit":
            household = self._chance.choice(HOUSEHOLDS)
            fields["household"] = {"id": str(household), "label": f"Số {HOUSEHOLDS.index(household) + 1}"}
        return make_entry(kind, id=str(uuid4()), **fields)

    def _send(self) -> bool:
        """Send some of the queue, in any order; tell whether there was an answer."""
        number = min(len(self.queue), self._chance.randint(1, MOST_AT_ONCE))
        batch = self._chance.sample(list(self.queue.values()), number)
        if not batch:
            return True
        copies = {(entry["id"], entry["revision"]) for entry in batch}
        self.counted["resent"] += len(copies & self._sent)
        self._sent |= copies
        receipts = self._post(batch)
        for receipt in receipts or ():
            self._take(receipt)
        with self._crowd.progress:
            self._crowd.progress.notify_all()
        return receipts is not None

    def _post(self, batch: Sequence[Any]) -> list[Any] | None:
        headers = {"Origin": self._origin, "X-CSRF-Token": self._token, "Content-Type": "application/json"}
        request = Request(f"{self._origin}/api/v1/sync", json.dumps({"entries": batch}).encode(), headers)
        try:
            with self._browser.open(request, timeout=TIMEOUT) as answer:
                receipts: list[Any] = json.load(answer)["receipts"]
                return receipts
        except HTTPError as error:
            self.counted[f"answered {error.code}"] += 1
            if error.code not in {500, 503}:
                self.unexpected.append((error.code, error.read()))
            error.close()
        except (OSError, HTTPException, ValueError):
            self.counted["unanswered"] += 1
        return None

    def _take(self, receipt: Any) -> None:
        """Let an entry go when the receipt is for just the copy that waits here."""
        entry = self.queue.get(receipt["id"])
        if receipt["outcome"] not in {"stored", "known"} or entry is None:
            self.unexpected.append(receipt)
        elif (receipt["revision"], receipt["digest"]) == (entry["revision"], digest_of(entry["fields"])):
            self.counted[receipt["outcome"]] += 1
            self.acknowledged[entry["id"]] = self.queue.pop(entry["id"])


def _browser() -> OpenerDirector:
    # Not through a proxy of the machine: the server is on this machine.
    return build_opener(ProxyHandler({}), HTTPCookieProcessor())


@dataclass(frozen=True)
class Findings:
    """What became of what the phones were answered for; all but the first should be nought."""

    acknowledged: int
    lost: int
    doubled: int
    foreign: int
    counters_differing: int


def compare_with_database(phones: Sequence[Phone]) -> Findings:
    """Compare the database of the current app with the receipts of the phones."""
    rows = reader().execute(sa.select(Entry.id, Entry.revision, Entry.digest, Entry.member_id)).all()
    recorded = reader().scalars(sa.select(ReviewEvent.entry_id).where(ReviewEvent.action == Action.RECORD)).all()
    stored = {(str(row.id), row.revision, row.digest, row.member_id) for row in rows}
    acknowledged = {
        (id, entry["revision"], digest_of(entry["fields"]), phone.user_id)
        for phone in phones
        for id, entry in phone.acknowledged.items()
    }
    logged = {id for phone in phones for id in (*phone.acknowledged, *phone.queue)}
    return Findings(
        acknowledged=len(acknowledged),
        lost=len(acknowledged - stored),
        doubled=len(rows) - len({row.id for row in rows}) + len(recorded) - len(set(recorded)),
        foreign=len({str(row.id) for row in rows} - logged),
        counters_differing=len(list(differences(reader()))),
    )
