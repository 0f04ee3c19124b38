"""The log of a month as CSV: streamed, one row per entry, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.catalogue.banks import bank_names
from app.csv_stream import streamed
from app.logbook.kinds import FIRST_COLUMNS, KINDS, LATER_COLUMNS
from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.month import ZONE, Month
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.places.models import Place
from app.places.queries import areas_of_ward, teams_of_ward
from app.registry.models import Household, Merchant, Party
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
    "bank",
    *LATER_COLUMNS,
)


class _ExportedEntry(NamedTuple):
    """An entry as it is read for the export, with the names of the household, merchant and place that it names.

    Of what was merged it is the name of what stays.
    """

    id: UUID
    kind: str
    status: Status
    revision: int
    happened_on: date
    neighbourhood_id: int
    team_id: int | None
    member_id: int
    month: str
    received_at: datetime
    flags: Sequence[str]
    note: str
    fields: Mapping[str, object]
    household: str | None
    merchant: str | None
    place: str | None


def stream_entries_csv(session: Session, holder: Holder, ward_id: int, month: Month) -> Iterator[str]:
    """Yield the entries of a month that ``holder`` may read, in pieces; memory does not grow with the month.

    They come area by area: that is the order of the index, so nothing has to be sorted before the first row leaves.
    The session is closed here, after the last row or when the client disconnects: the request has ended by then.
    """
    household_root, merchant_root = aliased(Household), aliased(Merchant)
    own = [getattr(Entry, name) for name in _ExportedEntry._fields[:-3]]
    query = (
        sa.select(
            *own,
            sa.func.coalesce(household_root.label, Household.label),
            sa.func.coalesce(merchant_root.name, Merchant.name),
            Place.name,
        )
        .outerjoin(Household, sa.and_(Household.ward_id == Entry.ward_id, Household.id == Entry.household_id))
        .outerjoin(household_root, _stays_for(household_root, Household))
        .outerjoin(Merchant, sa.and_(Merchant.ward_id == Entry.ward_id, Merchant.id == Entry.merchant_id))
        .outerjoin(merchant_root, _stays_for(merchant_root, Merchant))
        .outerjoin(Place, Place.id == Entry.place_id)
        .where(visible_to(holder), Entry.month == str(month))
        .order_by(Entry.neighbourhood_id)
    )
    with session:
        areas = {area.id: area.name for area in areas_of_ward(session, ward_id)}
        teams: dict[int | None, str] = {team.id: team.name for team in teams_of_ward(session, ward_id)}
        people = {id: name for id, name in session.execute(names_of_ward(ward_id))}
        names = _EntryNames(areas, teams, people)
        yield from streamed(session, query, COLUMNS, lambda row: _entry_cells(_ExportedEntry._make(row), names))


def _stays_for(root: Party, merged: Party) -> sa.ColumnElement[bool]:
    return sa.and_(root.ward_id == merged.ward_id, root.id == merged.merged_into_id)


class _EntryNames(NamedTuple):
    areas: Mapping[int, str]
    teams: Mapping[int | None, str]
    people: Mapping[int, str]


def _entry_cells(entry: _ExportedEntry, names: _EntryNames) -> tuple[object, ...]:
    """Return the cells of an entry, in the order of :data:`COLUMNS`."""
    fields = KINDS[entry.kind].completed(entry.fields)
    return (
        entry.id,
        entry.kind,
        entry.status.value,
        entry.revision,
        entry.happened_on,
        harmless(names.areas.get(entry.neighbourhood_id, "")),
        harmless(names.teams.get(entry.team_id, "")),
        harmless(names.people.get(entry.member_id, "")),
        entry.month,
        entry.received_at.astimezone(ZONE).isoformat(timespec="seconds"),
        harmless(entry.household or ""),
        harmless(entry.merchant or ""),
        *_kind_cells(FIRST_COLUMNS, fields),
        " ".join(entry.flags),
        harmless(entry.note),
        bank_names().get(str(entry.fields.get("bank_bin")), ""),
        *_kind_cells(LATER_COLUMNS, {**fields, "place": entry.place}),
    )


def _kind_cells(columns: Iterable[str], fields: Mapping[str, object]) -> Iterator[object]:
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
