"""Lists of teams: their names, the areas that each covers, and their first days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.imports.area_uses import uses_of_teams
from app.imports.list_kind import (
    ImportChange,
    KindColumn,
    ListCode,
    ListOrigin,
    OutdatedPlanError,
    PlannedRow,
    Planner,
    RowVerdict,
    ValueType,
)
from app.imports.planned_again import cells_of_row, still_to_apply
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, take_back
from app.imports.team_state import ListedTeam, TeamPlanner, TeamsOfWard
from app.json_types import Message
from app.places.models import NAME_LENGTH, Team, TeamArea
from app.places.queries import lock_ward
from app.settings.first_days import set_first_day
from app.settings.list_actions import record_list_event
from app.settings.team_actions import NewTeam, add_teams, cover_areas, cover_version
from app.settings.ward_lists import PlaceRefusedError, WardList

# fmt: off
_COLUMNS = (
    KindColumn(
        "name", _l("Team"),
        ("ten to", "to", "to cong nghe so cong dong", "ten to cong nghe so cong dong", "to cong nghe so", "to cnscd",
         "ten to cnscd", "to cns", "ten", "team", "name"),
        is_needed=True, hint=_l("The name as it stands in letters, such as Tổ công nghệ số cộng đồng số 5."),
        longest=NAME_LENGTH,
    ),
    KindColumn(
        "areas", _l("Neighbourhoods"),
        ("to dan pho", "cac to dan pho", "tdp", "khu pho", "cac khu pho", "thon", "cac thon", "xom", "ap", "khu dan cu",
         "cac khu dan cu", "dia ban", "dia ban phu trach", "phu trach", "pham vi", "khoi pho", "khoi", "khom", "pho",
         "ban", "buon", "neighbourhoods", "areas", "neighbourhood", "area"),
        hint=_l("All that the team covers, set apart by commas: Tổ dân phố 1, Tổ dân phố 2; or Tổ dân phố 1–5."),
        longest=2000,
    ),
    KindColumn(
        "since", _l("First day"),
        ("ngay dau tien", "ngay dau", "ngay bat dau", "ngay thanh lap", "tu ngay", "hoat dong tu ngay",
         "ngay quyet dinh", "first day", "since", "from"),
        ValueType.DAY, hint=_l("The day since when there is this team; empty where it has always been there."),
    ),
)
# fmt: on


class Teams:
    """The list of a ward's teams."""

    code = ListCode.TEAMS
    name: Message = _l("Teams")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 50

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read the teams and the areas of the ward."""
        return TeamPlanner(session, TeamsOfWard(session, origin), origin)

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Add teams, and let others cover what the list says from today on."""
        lock_ward(session, origin.ward_id)
        recorder = ChangeRecorder(session, _watched(origin.ward_id))
        teams = TeamsOfWard(session, origin)
        remaining = still_to_apply(TeamPlanner(session, teams, origin), rows)
        read = [(row, teams.read(cells_of_row(row))) for row in remaining]
        _insert(session, origin, [team for row, team in read if row.verdict is RowVerdict.NEW])
        for row, team in read:
            if row.verdict is RowVerdict.CHANGED:
                _change(session, origin, teams, row, team)
        return recorder.change()

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return what stands on the teams of an import: people, invitations, entries and targets, or changes since."""
        return uses_of_teams(session, ward_id, list(changes))

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the teams that were added, and let the others cover what they covered."""
        lock_ward(session, origin.ward_id)
        take_back(session, change)


def _watched(ward_id: int) -> Sequence[WatchedRows]:
    of_ward = sa.select(Team.id).where(Team.ward_id == ward_id)
    return WatchedRows(Team, Team.ward_id == ward_id), WatchedRows(TeamArea, TeamArea.team_id.in_(of_ward))


def _insert(session: Session, origin: ListOrigin, new: Sequence[ListedTeam]) -> None:
    for since in dict.fromkeys(team.since for team in new):
        teams = [NewTeam(team.name, team.area_ids) for team in new if team.since == since]
        add_teams(session, origin.ward_id, teams, since, origin.manager.id, origin.at)


def _change(session: Session, origin: ListOrigin, teams: TeamsOfWard, row: PlannedRow, listed: ListedTeam) -> None:
    team = teams.team_of(listed)
    assert team is not None
    try:
        if listed.since is not None and listed.since != team.valid_from:
            _begin(session, origin, team, listed.since)
        if teams.covers_others(team, listed):
            first = max(teams.today, team.valid_from or date.min)
            session.flush()
            seen = cover_version(session, team.id)
            ids, actor_id = listed.area_ids, origin.manager.id
            cover_areas(session, origin.ward_id, team.id, ids, first, seen, actor_id, origin.at)
    except PlaceRefusedError as error:
        raise OutdatedPlanError(row.number) from error


def _begin(session: Session, origin: ListOrigin, team: Team, since: date) -> None:
    set_first_day(session, team, since, origin.at)
    record_list_event(
        session, WardList.TEAMS, origin.ward_id, origin.manager.id, origin.at, changed_line=team.name, line=team.id
    )


TEAMS = Teams()
