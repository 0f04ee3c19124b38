"""Steps of the tests of closing: log work of past months, close them, read their editions."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, table_of, writer
from app.logbook.flags import FLAGS
from app.logbook.models import Entry
from app.month import Month, local_day, now
from app.months.actions import Closed, Refused, reopen
from app.months.close_month import close_whole_month
from app.months.edition_building import edition_of
from app.months.edition_text import canonical_text
from app.months.models import MonthEdition
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from tests.cast import CARLA, WARD_A
from tests.factories import make_entry

THIS = Month.current()
LAST = THIS.previous()
EARLIER = LAST.previous()


def turn_flags_off(app: Flask) -> None:
    """Turn all flags off, so that an entry has one only where a test sets it."""
    with app.app_context():
        off = {"flags": {flag.code: {"on": False} for flag in FLAGS}}
        writer().execute(sa.update(Ward).values(stored_settings=off))
        writer().commit()


def entry_of(month: Month, kind: str = "visit", day: int = 1, **fields: Any) -> dict[str, Any]:
    """Return an entry of a day of a month."""
    return make_entry(kind, happened_on=(month.first + timedelta(days=day - 1)).isoformat(), **fields)


def flag(app: Flask, *entries: dict[str, Any]) -> None:
    """Set a flag on entries."""
    ids = [UUID(entry["id"]) for entry in entries]
    with app.app_context():
        table = table_of(Entry)
        writer().execute(sa.update(table).where(table.c.id.in_(ids)).values(flags=["late"], is_clear=False))
        writer().commit()


def closing(
    app: Flask, month: Month = LAST, confirmed: int | None = None, ward_id: int = WARD_A, *, early: bool = False
) -> Closed | Refused:
    """Close a month as its coordinator, a millisecond later than anything that she did before; return the result.

    SQLite stores no smaller parts of a second, and what she approves at the very instant counts as approved by closing.
    """
    with app.app_context():
        at = now() + timedelta(milliseconds=1)
        return close_whole_month(ward_id, month, CARLA, at, confirmed=confirmed, early=early)


def closed(app: Flask, month: Month = LAST) -> Closed:
    """Close a month, and check that it is closed."""
    done = closing(app, month)
    assert isinstance(done, Closed)
    return done


def reopening(app: Flask, month: Month = LAST, reason: str = "Tổ 2 gửi muộn") -> Refused | None:
    """Open a month again; return the refusal, if there is one."""
    with app.app_context():
        return in_transaction(lambda session: reopen(session, WARD_A, month, CARLA, now(), reason))


def editions(app: Flask, month: Month = LAST, ward_id: int = WARD_A) -> list[MonthEdition]:
    """Return the editions of a month, the first one first."""
    with app.app_context():
        query = sa.select(MonthEdition).where(MonthEdition.ward_id == ward_id, MonthEdition.month == str(month))
        return list(reader().scalars(query.order_by(MonthEdition.number)))


def figures(app: Flask, month: Month = LAST, number: int = 1) -> Any:
    """Return the figures of an edition."""
    return json.loads(editions(app, month)[number - 1].figures)


def canonical(kept: Any) -> str:
    """Return the text of an edition's figures that were changed, as the first release wrote it."""
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def edition_now(app: Flask, month: Month, at: datetime | None = None) -> Any:
    """Return the figures of a month as they are now, or at an instant, as an edition would keep them."""
    instant = at or now()
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), month, local_day(instant))
        return json.loads(canonical_text(edition_of(reading, instant)))


def statuses(app: Flask, *entries: dict[str, Any]) -> list[str]:
    """Return the statuses of entries, in order."""
    with app.app_context():
        query = sa.select(Entry.id, Entry.status).where(Entry.id.in_([UUID(entry["id"]) for entry in entries]))
        found = {row.id: row.status.value for row in reader().execute(query)}
    return [found[UUID(entry["id"])] for entry in entries]
