"""The log of a month as CSV: streamed, one row per entry, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.csv_stream import streamed
from app.database import Query
from app.logbook.kinds import FIRST_COLUMNS, LATER_COLUMNS
from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.month import ZONE, Month
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.places.models import Place
from app.places.queries import neighbourhoods_of, teams_of
from app.registry.models import Household, Merchant
from app.text import harmless

COLUMNS = (
    "id",
    "kind",
    "status",
    "revision",
    "happened_on",
    "neighbourhood",
    "team",
    "member",
    "month",
    "received_at",
    "household",
    "merchant",
    *FIRST_COLUMNS,
    "flags",
    "note",
    *LATER_COLUMNS,
)


def entries_of(holder: Holder, month: Month) -> Query:
    """Select the entries of a month that ``holder`` may read, area by area.

    That is the order of the index, so nothing has to be sorted before the first row leaves.
    """
    return (
        sa.select(
            Entry.id,
            Entry.kind,
            Entry.status,
            Entry.revision,
            Entry.happened_on,
            Entry.neighbourhood_id,
            Entry.team_id,
            Entry.member_id,
            Entry.month,
            Entry.received_at,
            Household.label,
            Merchant.name,
            Place.name,
            Entry.flags,
            Entry.note,
            Entry.fields,
        )
        .outerjoin(Household, sa.and_(Household.ward_id == Entry.ward_id, Household.id == Entry.household_id))
        .outerjoin(Merchant, sa.and_(Merchant.ward_id == Entry.ward_id, Merchant.id == Entry.merchant_id))
        .outerjoin(Place, Place.id == Entry.place_id)
        .where(visible_to(holder), Entry.month == str(month))
        .order_by(Entry.neighbourhood_id)
    )


def stream_entries_csv(session: Session, holder: Holder, ward_id: int, month: Month) -> Iterator[str]:
    """Yield the file in pieces; memory does not grow with the month.

    The session is closed here, after the last row or when the client disconnects: the request has ended by then.
    """
    with session:
        names = _EntryNames(
            {row.id: row.name for row in session.execute(neighbourhoods_of(ward_id))},
            {row.id: row.name for row in session.execute(teams_of(ward_id))},
            {row.id: row.name for row in session.execute(names_of_ward(ward_id))},
        )
        yield from streamed(session, entries_of(holder, month), COLUMNS, partial(_entry_cells, names=names))


class _EntryNames(NamedTuple):
    areas: Mapping[int, str]
    teams: Mapping[int, str]
    people: Mapping[int, str]


def _entry_cells(row: Any, names: _EntryNames) -> tuple[Any, ...]:
    """Return the cells of a row of :func:`entries_of`, in the order of :data:`COLUMNS`."""
    return (
        row[0],
        row[1],
        row[2].value,
        row[3],
        row[4],
        harmless(names.areas.get(row[5], "")),
        harmless(names.teams.get(row[6], "")),
        harmless(names.people.get(row[7], "")),
        row[8],
        row[9].astimezone(ZONE).isoformat(timespec="seconds"),
        harmless(row[10] or ""),
        harmless(row[11] or ""),
        *_kind_cells(FIRST_COLUMNS, row[15]),
        " ".join(row[13]),
        harmless(row[14]),
        *_kind_cells(LATER_COLUMNS, {**row[15], "place": row[12]}),
    )


def _kind_cells(columns: Iterable[str], fields: Mapping[str, Any]) -> Iterator[Any]:
    for column in columns:
        value = fields.get(column)
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield int(value)
        elif isinstance(value, list):
            yield harmless(" ".join(value))
        else:
            yield harmless(value) if isinstance(value, str) else value
