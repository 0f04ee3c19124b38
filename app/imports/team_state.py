"""What the rows of a list of teams would do, by the teams that a ward has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.imports.area_rows import read_first_day, read_name
from app.imports.list_areas import ListAreas
from app.imports.list_kind import ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.planned_again import planned_row, wrong_row
from app.imports.team_areas_named import NamedAreas
from app.localisation import day
from app.month import local_day
from app.places.models import Team, TeamArea, Ward
from app.settings.area_names import team_key
from app.settings.first_days import LATEST_END, refuse_other_first_day
from app.settings.list_wording import refusal_words
from app.settings.team_actions import refuse_ended_cover
from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError, has_ended, refuse_first_day
from app.text import identity_key


class ListedTeam(NamedTuple):
    """A team as a list has it; without a first day it says none, and without areas, too."""

    name: str
    area_ids: Sequence[int]
    since: date | None


class TeamsOfWard:
    """The teams of a ward by name, and the areas that each covers."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        ward = session.get_one(Ward, origin.ward_id)
        self.today = local_day(origin.at)
        self._words = (ward.team_word, ward.team_short)
        self.areas = ListAreas(session, origin.ward_id, self.today)
        self._named = NamedAreas(self.areas, (ward.neighbourhood_word, ward.neighbourhood_short))
        of_ward = sa.select(Team).where(Team.ward_id == origin.ward_id).order_by(Team.id)
        # Of several teams of a name the one in use comes first.
        teams = sorted(session.scalars(of_ward), key=lambda team: has_ended(team, self.today))
        self._by_name: dict[str, list[Team]] = defaultdict(list)
        self._by_key: dict[str, list[Team]] = defaultdict(list)
        for team in teams:
            self._by_name[identity_key(team.name)].append(team)
            self._by_key[self.key_of(team.name)].append(team)
        self._first_days = {team.id: team.valid_from for team in teams}
        self.covered: dict[int, set[int]] = defaultdict(set)
        for row in session.scalars(sa.select(TeamArea).where(TeamArea.team_id.in_(list(self._first_days)))):
            area_id = self.areas.standing_for(row.neighbourhood_id)
            if _covers(row, self.day_of(row.team_id)) and area_id in self.areas.names:
                self.covered[row.team_id].add(area_id)

    def day_of(self, team_id: int) -> date:
        """Return the day of which the areas of a team are compared: today, or the first day of a team to come."""
        return max(self.today, self._first_days[team_id] or date.min)

    def key_of(self, name: str) -> str:
        """Return what all ways to write the name of a team of this ward have in common."""
        return team_key(name, self._words)

    def read(self, cells: Mapping[str, str]) -> ListedTeam:
        """Return what a row says. Raises ``ValueError`` with a sentence where it cannot be understood."""
        name = read_name(cells.get("name", ""))
        area_ids = self._named.find(cells["areas"]) if cells.get("areas") else []
        return ListedTeam(name, area_ids, read_first_day(cells.get("since")))

    def team_of(self, row: ListedTeam) -> Team | None:
        """Return the team that a row is about, if the ward has it; raises :class:`PlaceRefusedError` for an old one."""
        found = self._by_name.get(identity_key(row.name)) or self._by_key.get(self.key_of(row.name))
        if found and has_ended(found[0], self.today):
            raise PlaceRefusedError(PlaceRefusal.NAME_OF_ENDED, found[0].name)
        return found[0] if found else None

    def covers_others(self, team: Team, row: ListedTeam) -> bool:
        """Return whether a row names other areas than those that a team covers."""
        return bool(row.area_ids) and set(row.area_ids) != self.covered[team.id]


class TeamPlanner:
    """Says of the rows of a list of teams what each would do."""

    def __init__(self, session: Session, teams: TeamsOfWard, origin: ListOrigin) -> None:
        self._session, self._teams, self._origin = session, teams, origin
        self._rows: dict[str, tuple[int, ListedTeam]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do; a name that stands twice is wrong, unless both rows say the same."""
        try:
            read = self._teams.read(row.values)
            number, earlier = self._rows.setdefault(self._teams.key_of(read.name), (row.number, read))
            if number != row.number:
                return self._repeated(row, read, number, earlier)
            team = self._teams.team_of(read)
            return self._new(row, read) if team is None else self._existing(row, read, team)
        except PlaceRefusedError as error:
            return wrong_row(row, refusal_words(error))
        except ValueError as error:
            return wrong_row(row, str(error))

    def _repeated(self, row: ListRow, read: ListedTeam, number: int, earlier: ListedTeam) -> PlannedRow:
        if set(earlier.area_ids) == set(read.area_ids) and earlier.since == read.since:
            return planned_row(row, RowVerdict.SAME, {})
        return wrong_row(
            row,
            _(
                "“%(name)s” stands in row %(number)s already. Write all its neighbourhoods into one row.",
                name=read.name,
                number=number,
            ),
        )

    def _new(self, row: ListRow, read: ListedTeam) -> PlannedRow:
        refuse_first_day(read.since, self._teams.today + LATEST_END)
        return planned_row(row, RowVerdict.NEW, {"areas": sorted(read.area_ids)})

    def _existing(self, row: ListRow, read: ListedTeam, team: Team) -> PlannedRow:
        changes = []
        covered = sorted(self._teams.covered[team.id])
        if read.since is not None and read.since != team.valid_from:
            refuse_other_first_day(self._session, team, read.since, self._origin.at)
            old = day(team.valid_from) if team.valid_from else "–"
            changes.append(_("first day: %(old)s → %(new)s", old=old, new=day(read.since)))
        if self._teams.covers_others(team, read):
            refuse_ended_cover(self._session, team, read.area_ids, self._teams.day_of(team.id))
            old, new = self._names(covered), self._names(read.area_ids)
            changes.append(_("neighbourhoods from today on: %(old)s → %(new)s", old=old, new=new))
        seen = {"id": team.id, "since": str(team.valid_from), "covered": covered, "areas": sorted(read.area_ids)}
        verdict = RowVerdict.CHANGED if changes else RowVerdict.SAME
        return planned_row(row, verdict, seen, "; ".join(changes))

    def _names(self, area_ids: Sequence[int]) -> str:
        names = self._teams.areas.names
        return ", ".join(names.get(id, "?") for id in area_ids) or "–"


def _covers(row: TeamArea, on: date) -> bool:
    return (row.valid_from or date.min) <= on <= (row.valid_to or date.max)
