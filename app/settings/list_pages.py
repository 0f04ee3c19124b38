"""What the pages of areas, teams and places show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import number
from app.places.area_changes import changes_of_ward
from app.places.area_successors import standing_on
from app.places.change_words import words_by_area
from app.places.models import Place, Ward
from app.places.queries import areas_of_ward, covered_areas, teams_of_ward
from app.places.type_names import TYPE_NAMES
from app.places.ward_places import WardArea, WardTeam
from app.settings.team_actions import areas_without_team
from app.settings.ward_lists import Listed, WardList, has_ended, rows_of_list
from app.text import fold, identity_key, with_capital

SEARCHED_FROM = 12
"""The number of lines from which a list can be searched."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a list with what is said of it, in words; ``became`` is what an area became and what it came of."""

    row: Listed
    details: Sequence[str]
    became: Sequence[str] = ()

    def holds(self, folded: str) -> bool:
        """Return whether a folded text stands in the line."""
        return any(folded in fold(text) for text in (self.row.name, self.row.former_name, *self.details, *self.became))


@dataclass(frozen=True, slots=True)
class ListPage:
    """The lines of a list that hold a text, those in use and those that have ended, and how many there are in all.

    ``without_team`` is the number of areas that no team covers, ``new_teams`` the names of the teams that they may get.
    """

    in_use: Sequence[ListLine]
    ended: Sequence[ListLine]
    all_in_use: int
    without_team: int
    new_teams: Sequence[str]
    was_changed: bool
    """Whether areas were ever merged or split."""


def heading_of(which: WardList, ward: Ward) -> str:
    """Return what a list of a ward is called on screens."""
    match which:
        case WardList.AREAS:
            return with_capital(ward.neighbourhood_short)
        case WardList.TEAMS:
            return with_capital(ward.team_short)
        case WardList.PLACES:
            return str(_("Markets, streets and other places"))


def list_page(session: Session, which: WardList, ward_id: int, text: str, day: date) -> ListPage:
    """Return the page of a list; an empty ``text`` finds all lines."""
    rows = rows_of_list(session, which, ward_id)
    details = _details(session, which, ward_id, rows, day)
    changes = changes_of_ward(session, ward_id) if which is WardList.AREAS else []
    became = words_by_area(changes)
    lines = [ListLine(row, details[row.id], became.get(row.id, ())) for row in rows]
    found = [line for line in lines if line.holds(fold(text))] if text else lines
    lonely = [] if which is WardList.PLACES else [name for _id, name in areas_without_team(session, ward_id, day)]
    taken = {identity_key(row.name) for row in rows if which is WardList.TEAMS}
    return ListPage(
        in_use=[line for line in found if not has_ended(line.row, day)],
        ended=[line for line in found if has_ended(line.row, day)],
        all_in_use=sum(not has_ended(row, day) for row in rows),
        without_team=len(lonely),
        new_teams=[name for name in lonely if identity_key(name) not in taken],
        was_changed=bool(changes),
    )


def _details(
    session: Session, which: WardList, ward_id: int, rows: Sequence[Listed], day: date
) -> Mapping[int, Sequence[str]]:
    """Return what is said of each line: the teams of an area, the areas of a team, what a place is and where."""
    if which is WardList.PLACES:
        every = areas_of_ward(session, ward_id)
        names, stands_for = {area.id: area.name for area in every}, standing_on(every, day)
        areas = {area.id: names[stands_for.get(area.id, area.id)] for area in every}
        return {row.id: _of_place(row, areas) for row in rows if isinstance(row, Place)}
    found: dict[int, list[str]] = defaultdict(list)
    for team, area in _covered(session, ward_id, day):
        if which is WardList.AREAS:
            found[area.id].append(team.name)
        else:
            found[team.id].append(area.name)
    return found


def _covered(session: Session, ward_id: int, day: date) -> Iterator[tuple[WardTeam, WardArea]]:
    """Yield which team covers which area on a day, both in their order."""
    areas_of_team: dict[int, set[int]] = defaultdict(set)
    for team_id, area_id in session.execute(covered_areas(ward_id, day)):
        areas_of_team[team_id].add(area_id)
    areas = {area.id: (rank, area) for rank, area in enumerate(areas_of_ward(session, ward_id))}
    for team in teams_of_ward(session, ward_id):
        for _rank, area in sorted(areas[id] for id in areas_of_team[team.id]):
            yield team, area


def _of_place(place: Place, areas: Mapping[int, str]) -> list[str]:
    units = _("stalls or shops: %(number)s", number=number(place.unit_count)) if place.unit_count is not None else ""
    area = areas.get(place.neighbourhood_id, "") if place.neighbourhood_id is not None else ""
    return [text for text in (str(TYPE_NAMES[place.type]), area, units) if text]
