"""The entries behind a figure: the last step down, page by page, only what its reader may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.logbook.kinds import KINDS
from app.logbook.queries import entries_in, numbers_by_status
from app.logbook.status import Status
from app.logbook.wording import wording_of
from app.month import Month
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.photos.queries import photos_of
from app.places.queries import neighbourhoods_of, teams_of

PAGE = 50
"""The number of entries on a page."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """A filter of entries: by month, areas, team and kind."""

    month: Month
    areas: Sequence[int] | None = None
    team: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry as a list shows it."""

    id: Any
    kind: Any
    title: str
    line: str
    day: date
    area: str
    team: str
    member: str
    status: Status
    photos: Sequence[Any]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of a list, and how many entries of each status the whole list has."""

    number: int
    entries: Sequence[ListedEntry]
    by_status: Mapping[Status, int]

    @property
    def total(self) -> int:
        """The number of entries in the whole list."""
        return sum(self.by_status.values())

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def entry_page(session: Session, holder: Holder, entry_filter: EntryFilter, number: int) -> EntryPage | None:
    """Read one page of the filtered entries, or return ``None`` when there is no such page."""
    query = entries_in(
        holder, str(entry_filter.month), areas=entry_filter.areas, team=entry_filter.team, kind=entry_filter.kind
    )
    by_status = {row.status: row.number for row in session.execute(numbers_by_status(query))}
    page = EntryPage(number, [], by_status)
    if not 1 <= number <= page.last:
        return None
    rows = session.execute(query.limit(PAGE).offset((number - 1) * PAGE)).all()
    return EntryPage(number, _listed(session, holder.place.ward_id or 0, rows), by_status)


def _listed(session: Session, ward_id: int, rows: Sequence[Any]) -> list[ListedEntry]:
    wording = wording_of(session, ward_id)
    areas = {row.id: row.name for row in session.execute(neighbourhoods_of(ward_id))}
    teams = {row.id: row.name for row in session.execute(teams_of(ward_id))}
    photos: dict[Any, list[Any]] = {row.id: [] for row in rows}
    for photo in session.execute(photos_of(ward_id, photos)):
        photos[photo.entry_id].append(photo)
    people = {row.id: row.name for row in session.execute(names_of_ward(ward_id))}
    return [
        ListedEntry(
            row.id,
            KINDS[row.kind].name,
            *wording.line(row.kind, row.fields),
            row.happened_on,
            areas.get(row.neighbourhood_id, ""),
            teams.get(row.team_id, ""),
            people.get(row.member_id, ""),
            row.status,
            photos[row.id],
        )
        for row in rows
    ]
