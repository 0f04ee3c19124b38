"""What the tests of the review do again and again: log, open the queue, decide as its pages do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.models import Entry
from app.month import now
from tests.actions import log_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.page import Page

Sent = dict[str, Any]
"""An entry as a phone sends it."""


def page_of(visitor: Visitor, path: str = "/review/") -> Page:
    """Open a page and read it."""
    response = visitor.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return Page(response.text)


def shown(page: Page) -> list[str]:
    """Return the ids of the entries of a page, in their order."""
    return list(page.parts("data-entry"))


def set_flags(app: Flask, entry: Sent, *flags: str) -> None:
    """Let an entry carry exactly these flags."""
    change(app, entry, flags=list(flags), is_clear=not flags)


def wait_since(app: Flask, *entries: Sent, minutes: int = 60) -> None:
    """Let entries have waited without a flag: the first longest, each a minute less than the one before."""
    for number, entry in enumerate(entries):
        set_flags(app, entry)
        change(app, entry, waiting_since=now() - timedelta(minutes=minutes - number))


def change(app: Flask, entry: Sent, **values: Any) -> None:
    """Write columns of an entry of ward A past everything."""
    with app.app_context():
        query = sa.update(Entry).where(Entry.ward_id == WARD_A, Entry.id == UUID(entry["id"])).values(**values)
        writer().execute(query)
        writer().commit()


def stands(app: Flask, *entries: Sent) -> list[tuple[str, int]]:
    """Return status and number of moves of entries."""
    with app.app_context():
        query = sa.select(Entry.id, Entry.status, Entry.moves).where(Entry.id.in_([UUID(e["id"]) for e in entries]))
        rows = {row.id: (row.status.value, row.moves) for row in reader().execute(query)}
    return [rows[UUID(entry["id"])] for entry in entries]


def seen(entry: Sent, moves: int = 1) -> str:
    """Return what a page says of an entry that stands as it came in."""
    return f"{entry['id']}:{moves}"


def decide(visitor: Visitor, action: str, *what: str, **form: str) -> Any:
    """Decide as the page's script does; return the answer."""
    return _send(visitor, "/review/decide", {"action": action, "seen": list(what), **form})


def undo(visitor: Visitor, decision: str | None = None) -> Any:
    """Take back what the page offers, or another decision, as the page's script does; return the answer."""
    offered = decision if decision is not None else undoable(visitor)
    return _send(visitor, "/review/undo", {"decision": offered})


def undoable(visitor: Visitor) -> str:
    """Return the decision that the page offers to take back, or nothing."""
    found = re.search(r'name="decision" value="([^"]*)"', visitor.get("/review/").text)
    return found[1] if found else ""


def _send(visitor: Visitor, path: str, form: dict[str, Any]) -> Any:
    data = {"csrf_token": visitor.session()["csrf"], **form}
    headers = {"Origin": "http://localhost", "Accept": "application/json"}
    response = visitor.http.post(path, data=data, headers=headers)
    assert (response.status_code, response.mimetype) == (200, "application/json"), response.text
    return response.json


Cast = Callable[..., Visitor]


def logged_entries(visitor: Visitor, number: int = 1) -> list[dict[str, Any]]:
    entries = [make_entry() for _ in range(number)]
    log_entries(visitor, *entries)
    return entries
