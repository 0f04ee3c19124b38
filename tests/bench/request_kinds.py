"""The kinds of requests whose cost is measured: what is sent, by how many clients, and how often in a round."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from app.month import Month
from tests.bench.load import Drive, Phone, Work, reading_request
from tests.bench.province import named_visits, work_of
from tests.bench.server import Browser
from tests.bench.sides import FORMS, Side


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of request, so many of which are sent in a round.

    It sends batches of ``batch`` entries of ``work``, or reads ``path`` as ``reader``, who has its last answer where it
    is ``cached``.
    """

    name: str
    clients: int
    number: int
    batch: int = 0
    work: Work = work_of
    path: str = ""
    reader: str = ""
    cached: bool = False

    def drive(self, side: Side, number: int, seed: str) -> Drive:
        """Return ``number`` of these requests to a side, shared out among the clients."""
        each = -(-number // self.clients)
        if self.batch:
            prepared = side.sync_requests(self.clients, [self.batch] * each, seed, self.work)
            return Drive(side.server.port, prepared, _LIMIT, entries=self.batch)
        phone, path = side.readers.get(self.reader), self.path_of(side)
        etag = _etag(side, phone, path) if phone and self.cached else ""
        request = reading_request(side.server.port, phone, path, etag)
        return Drive(side.server.port, [[request] * each] * self.clients, _LIMIT, status=304 if etag else 200)

    def path_of(self, side: Side) -> str:
        """Return the address, in the form that a side knows."""
        return f"{self.path}?form={FORMS}" if self.path in _OF_FORMS and side.form == FORMS else self.path


_LIMIT = 300.0
"""Seconds after which no more of a round's requests are sent."""

_OF_FORMS = {"/api/v1/bootstrap", "/api/v1/mine"}
"""What a phone asks for in the newest form that it knows."""


def kinds_named(texts: Sequence[str]) -> list[RequestKind]:
    """Return the kinds whose name holds one of ``texts``, or all where there is none, the commonest first."""
    return [kind for kind in _all_kinds() if not texts or any(text in kind.name for text in texts)]


def _all_kinds() -> list[RequestKind]:
    return [
        RequestKind("/healthz, 8 at once", 8, 1_600, path="/healthz"),
        RequestKind("session, 8 at once", 8, 800, path="/api/v1/session", reader="member"),
        RequestKind("one named visit, 8 at once", 8, 384, 1, named_visits),
        *(RequestKind(f"one entry, {clients} at once", clients, number, 1) for clients, number in _CLIENTS),
        *(RequestKind(f"twenty entries, {clients} at once", clients, number // 4, 20) for clients, number in _CLIENTS),
        *_reads(),
    ]


_CLIENTS = ((1, 128), (8, 384), (32, 384))


def _reads() -> Sequence[RequestKind]:
    phone = {name: f"/api/v1/{name}" for name in ("bootstrap", "mine", "households")}
    desk = {
        "ward page": "/overview/?month={}",
        "entries of a month": "/overview/entries?month={}",
        "queue": "/review/",
        "roster": "/people/",
        "household list": "/households/",
    }
    month = Month.current()
    return [
        *(RequestKind(name, 8, 48, path=path, reader="member") for name, path in phone.items()),
        *(RequestKind(f"{name}: 304", 8, 160, path=path, reader="member", cached=True) for name, path in phone.items()),
        *(RequestKind(name, 8, 48, path=path.format(month), reader="coordinator") for name, path in desk.items()),
        RequestKind("province page", 8, 48, path=f"/overview/?month={month}", reader="province"),
    ]


def is_known(kind: RequestKind, side: Side) -> bool:
    """Return whether a side has what a kind asks for: an older one may not."""
    if kind.batch:
        return True
    with closing(_browser(side, side.readers.get(kind.reader))) as browser:
        answer = browser.send("GET", kind.path_of(side))
        answer.read()
        return answer.status == 200


def _etag(side: Side, phone: Phone, path: str) -> str:
    with closing(_browser(side, phone)) as browser:
        answer = browser.send("GET", path, Accept_Encoding="gzip, deflate, br")
        answer.read()
        return answer.headers["ETag"] or ""


def _browser(side: Side, phone: Phone | None) -> Browser:
    browser = Browser(side.server.port)
    if phone:
        browser.cookies = dict(pair.split("=", 1) for pair in phone.cookie.split("; "))
    return browser
