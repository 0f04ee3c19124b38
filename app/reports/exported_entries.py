"""The entries of a month as they leave in a file: read piece by piece, with the names of all that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.database import InstantText, UidText
from app.events.models import Event
from app.json_types import JsonObject
from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.month import Month, today
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.places.area_successors import successors_of
from app.places.models import Place
from app.places.queries import areas_of_ward, teams_of_ward
from app.registry.models import Household, Merchant, Party
from app.streaming import read_in_pieces

ExportedRow = sa.Row[
    str,
    str,
    str,
    int,
    date,
    int,
    int | None,
    int,
    str,
    str,
    str,
    str,
    str | None,
    str | None,
    str | None,
    str | None,
]
"""The columns of :class:`ExportedEntry` as they are read; flags and fields are JSON."""


class ExportedEntry(NamedTuple):
    """An entry with the names of the household, merchant, place and event that it names.

    Of what was merged it is the name of what stays.
    """

    id: str
    kind: str
    status: str
    revision: int
    happened_on: date
    neighbourhood_id: int
    team_id: int | None
    member_id: int
    received_at: str
    flags: Sequence[str]
    note: str
    fields: JsonObject
    household: str | None
    merchant: str | None
    place: str | None
    event: str | None

    @classmethod
    def of(cls, row: ExportedRow) -> ExportedEntry:
        """Return the entry of a row."""
        entry = cls._make(row)
        return entry._replace(flags=orjson.loads(row[9]), fields=orjson.loads(row[11]))


@dataclass(frozen=True, slots=True)
class NamesById:
    """The names of a ward's areas, teams and people, of today and of former times, by their ids.

    ``areas_today`` are by the same ids the areas that have their figures today: the successor of a merged one.
    """

    areas: Mapping[int, str]
    areas_today: Mapping[int, str]
    teams: Mapping[int | None, str]
    people: Mapping[int, str]


def ward_names(session: Session, ward_id: int) -> NamesById:
    """Read the names that the entries of a ward name by id."""
    areas = areas_of_ward(session, ward_id)
    names, stands_for = {area.id: area.name for area in areas}, successors_of(areas, today())
    return NamesById(
        names,
        {id: names[stands_for.get(id, id)] for id in names},
        {team.id: team.name for team in teams_of_ward(session, ward_id)},
        {id: name for id, name in session.execute(names_of_ward(ward_id))},
    )


def exported_entries(session: Session, holder: Holder, month: Month) -> Iterator[Sequence[ExportedRow]]:
    """Yield the entries of a month that ``holder`` may read, some at a time; memory does not grow with the month.

    They come day by day: that is the order of the index, so nothing has to be sorted before the first one comes.
    """
    household, merchant = aliased(Household), aliased(Merchant)
    query = (
        sa.select(
            sa.type_coerce(Entry.id, UidText()),
            Entry.kind,
            # A status is written by its code.
            sa.type_coerce(Entry.status, sa.String()),
            Entry.revision,
            Entry.happened_on,
            Entry.neighbourhood_id,
            Entry.team_id,
            Entry.member_id,
            sa.type_coerce(Entry.received_at, InstantText()),
            sa.cast(Entry.flags, sa.Text),
            Entry.note,
            sa.cast(Entry.fields, sa.Text),
            sa.func.coalesce(household.label, Household.label),
            sa.func.coalesce(merchant.name, Merchant.name),
            Place.name,
            Event.title,
        )
        .outerjoin(Household, sa.and_(Household.ward_id == Entry.ward_id, Household.id == Entry.household_id))
        .outerjoin(household, _stays_for(household, Household))
        .outerjoin(Merchant, sa.and_(Merchant.ward_id == Entry.ward_id, Merchant.id == Entry.merchant_id))
        .outerjoin(merchant, _stays_for(merchant, Merchant))
        .outerjoin(Place, Place.id == Entry.place_id)
        .outerjoin(Event, Event.id == Entry.event_id)
        .where(visible_to(holder), Entry.month == str(month))
        .order_by(Entry.happened_on, Entry.id)
    )
    return read_in_pieces(session, query)


def _stays_for(root: Party, merged: Party) -> sa.ColumnElement[bool]:
    return sa.and_(root.ward_id == merged.ward_id, root.id == merged.merged_into_id)
