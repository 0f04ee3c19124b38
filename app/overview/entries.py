"""The entries behind a figure: the last step down, page by page, only what its reader may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.logbook.kinds import KINDS
from app.logbook.queries import entries_in
from app.logbook.status import Status
from app.logbook.wording import wording_of
from app.overview.entry_numbers import EntryFilter, numbers_of
from app.overview.ward_month import WardMonth
from app.people.queries import names_of_ward
from app.permissions import Holder
from app.photos.queries import EntryPhoto, photos_of

PAGE = 50
"""The number of entries on a page."""


class _EntryRow(NamedTuple):
    """An entry as it is read for a list."""

    id: UUID
    kind: str
    status: Status
    happened_on: date
    neighbourhood_id: int
    team_id: int | None
    member_id: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry as a list shows it."""

    id: UUID
    kind: str
    title: str
    line: str
    day: date
    area: str
    team: str
    member: str
    status: Status
    photos: Sequence[EntryPhoto]


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


def entry_page(reading: WardMonth, holder: Holder, entry_filter: EntryFilter, number: int) -> EntryPage | None:
    """Read one page of the filtered entries of a month, or return ``None`` when there is no such page."""
    query = entries_in(
        holder,
        str(reading.month),
        areas=entry_filter.areas,
        team=entry_filter.team,
        kind=entry_filter.kind,
        event=entry_filter.event,
        place=entry_filter.place,
    )
    page = EntryPage(number, [], numbers_of(reading.session, holder, str(reading.month), entry_filter, query))
    if not 1 <= number <= page.last:
        return None
    # No more than there are: behind the last one a filter would go on looking through the log.
    start = (number - 1) * PAGE
    query = query.limit(min(PAGE, page.total - start)).offset(start)
    rows = [_EntryRow(*row) for row in reading.session.execute(query)] if page.total else []
    return EntryPage(number, _listed(reading, rows), page.by_status)


def _listed(reading: WardMonth, rows: Sequence[_EntryRow]) -> list[ListedEntry]:
    session, ward_id = reading.session, reading.ward.id
    wording = wording_of(session, ward_id)
    areas = {area.id: area.name for area in reading.areas}
    teams = {team.id: team.name for team in reading.teams}
    photos: dict[UUID, list[EntryPhoto]] = {row.id: [] for row in rows}
    for photo in (EntryPhoto(*row) for row in session.execute(photos_of(ward_id, photos))):
        photos[photo.entry_id].append(photo)
    people = {id: name for id, name in session.execute(names_of_ward(ward_id))}
    return [
        ListedEntry(
            row.id,
            str(KINDS[row.kind].name),
            *wording.line(row.kind, row.fields),
            row.happened_on,
            areas.get(row.neighbourhood_id, ""),
            teams.get(row.team_id, "") if row.team_id is not None else "",
            people.get(row.member_id, ""),
            row.status,
            photos[row.id],
        )
        for row in rows
    ]
