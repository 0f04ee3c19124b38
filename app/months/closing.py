"""The months of a ward as its coordinator closes them: how each stands, and what to look at before it is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.logbook.approval_rules import excluded_author_id
from app.logbook.status import Status
from app.month import Month, local_day
from app.months.differences import FigureChange, changes
from app.months.edition import Edition
from app.months.edition_text import edition_from_text
from app.months.figure_names import FigureNames, headline_names
from app.months.models import MonthEdition
from app.months.queries import (
    closings_of,
    editions_of,
    entries_by_status,
    newest_editions,
    silent_teams,
    unflagged_in_month,
    unflagged_of_member,
    waiting_by_month,
)
from app.overview.ward_month import WardMonth
from app.people.queries import names_of_ward, other_coordinators
from app.places.models import Ward
from app.tally.queries import months_counted
from app.text import name_key

MONTHS_SHOWN = 12
"""Number of months back in which a month without entries is listed, once there are earlier entries."""

OLD_AFTER = timedelta(days=365)
"""A population older than this at the month's end is pointed out."""


@dataclass(frozen=True, slots=True)
class UnreviewedCounts:
    """Numbers of waiting entries: unflagged, flagged, and returned to their author; the last by team."""

    unflagged: int = 0
    flagged: int = 0
    returned: int = 0
    returned_by_team: Mapping[int | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthState:
    """The state of a month of a ward. ``edition`` is the number of its newest one, 0 where it has none.

    ``is_unfinished`` is true where it is closed, but its figures were not stored as an edition of that closing.
    """

    month: Month
    closed_at: datetime | None
    closed_by: str
    edition: int
    waiting: UnreviewedCounts
    is_over: bool
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class OldPopulation:
    """A number of people or households from more than a year before the month's end."""

    group: str
    figure: int
    as_of: date


@dataclass(frozen=True, slots=True)
class CheckList:
    """The points to check before a month is closed. ``newest`` is since when the last unflagged entry waits.

    ``own_entries`` are the closer's unflagged entries, as day and kind, that closing does not approve, because
    ``others`` coordinate the ward too and approve them; ``waiting.unflagged`` does not count them.
    """

    waiting: UnreviewedCounts
    own_entries: Sequence[tuple[date, str]]
    others: Sequence[str]
    newest: datetime | None
    approved: int
    returned: Sequence[tuple[str, int]]
    silent_teams: Sequence[str]
    old_populations: Sequence[OldPopulation]
    open_before: Sequence[Month]


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """An edition with the names of who closed and reopened the month, and its differences from the one before."""

    row: MonthEdition
    closed_by: str
    reopened_by: str
    figures: Edition
    changes: Sequence[FigureChange] | None


def month_states(session: Session, ward_id: int, running: Month) -> list[MonthState]:
    """Return the months of a ward that have figures or editions, or that lie between such, the newest first."""
    people = _names_of_people(session, ward_id)
    locks = {month: (closed_at, people.get(by, "")) for month, closed_at, by in session.execute(closings_of(ward_id))}
    newest = session.execute(newest_editions(ward_id)).all()
    editions = {month: number for month, number, _valid in newest}
    valid = {month for month, _number, valid in newest if valid}
    waiting = _unreviewed_by_month(session.execute(waiting_by_month(ward_id)))
    counted = set(session.scalars(months_counted(ward_id)))
    months = {Month.parse(text) for text in {*counted, *locks, *editions, *waiting}}
    return [
        MonthState(
            month,
            *locks.get(str(month), (None, "")),
            editions.get(str(month), 0),
            waiting.get(str(month), UnreviewedCounts()),
            is_over=month < running,
            is_unfinished=str(month) in locks.keys() - valid,
        )
        for month in sorted(months | _months_between(months, running), reverse=True)
    ]


def _months_between(months: Iterable[Month], running: Month) -> set[Month]:
    """Return this month and the ones before it, as long as there is anything earlier."""
    first = min(months, default=None)
    found: set[Month] = set()
    month = running
    while first is not None and month > first and len(found) < MONTHS_SHOWN:
        found.add(month)
        month = month.previous()
    return found


def _unreviewed_by_month(rows: Iterable[tuple[str, int | None, Status, bool, int]]) -> dict[str, UnreviewedCounts]:
    found: dict[str, UnreviewedCounts] = {}
    for month, team_id, status, is_unflagged, number in rows:
        counts = found.get(month, UnreviewedCounts())
        if status is Status.RETURNED:
            by_team = counts.returned_by_team
            by_team = {**by_team, team_id: by_team.get(team_id, 0) + number}
            found[month] = replace(counts, returned=counts.returned + number, returned_by_team=by_team)
        elif is_unflagged:
            found[month] = replace(counts, unflagged=counts.unflagged + number)
        else:
            found[month] = replace(counts, flagged=counts.flagged + number)
    return found


def check_list(
    session: Session, ward: Ward, state: MonthState, others: Iterable[MonthState], closer_id: int | None, now: datetime
) -> CheckList:
    """Return the check list for ``closer_id`` before closing a month; ``others`` are all months of the ward."""
    ward_id, month = ward.id, state.month
    reading = WardMonth(session, ward, month, ward.settings.periods.last(month))
    excluded_author = excluded_author_id(session, ward_id, closer_id, now)
    own_entries = (
        session.execute(unflagged_of_member(ward_id, str(month), excluded_author)).all()
        if excluded_author is not None
        else []
    )
    coordinators = (
        session.execute(other_coordinators(ward_id, excluded_author, local_day(now))).all() if own_entries else []
    )
    unflagged, newest = session.execute(unflagged_in_month(ward_id, str(month), excluded_author)).one()
    by_team = state.waiting.returned_by_team
    teams = {team.id for team in reading.teams}
    returned = [("", number) for id, number in by_team.items() if id not in teams]
    returned += [(team.name, by_team[team.id]) for team in reading.teams if team.id in by_team]
    silent = set(session.scalars(silent_teams(ward_id, month, reading.span)))
    statuses = dict(session.execute(entries_by_status(ward_id, str(month))).all())
    return CheckList(
        waiting=replace(state.waiting, unflagged=unflagged),
        own_entries=[(day, kind) for day, kind in own_entries],
        others=sorted((name for _id, name in coordinators), key=name_key),
        newest=newest,
        approved=statuses.get(Status.APPROVED, 0),
        returned=returned,
        silent_teams=[team.name for team in reading.teams if team.id in silent],
        old_populations=_old_populations(reading),
        open_before=sorted(other.month for other in others if other.month < month and other.closed_at is None),
    )


def _old_populations(reading: WardMonth) -> list[OldPopulation]:
    last = reading.span.last
    of_ward = reading.populations(last).items()
    old = [OldPopulation(group, each.figure, each.as_of) for group, each in of_ward if last - each.as_of > OLD_AFTER]
    areas = [each for each in reading.households_of_areas().values() if last - each.as_of > OLD_AFTER]
    if areas:
        oldest = min(each.as_of for each in areas)
        old.append(OldPopulation("households_of_areas", sum(each.figure for each in areas), oldest))
    return old


def shown_editions(session: Session, ward_id: int, month: Month, names: FigureNames) -> list[ShownEdition]:
    """Return the editions of a month, the newest first; those figures are compared that ``names`` name."""
    people = _names_of_people(session, ward_id)
    shown: list[ShownEdition] = []
    before: Edition | None = None
    for row in session.scalars(editions_of(ward_id, str(month))):
        figures = edition_from_text(row.figures)
        differing = changes(before, figures, names.measures, headline_names()) if before else None
        closed_by, reopened_by = (people.get(id, "") for id in (row.closed_by_id, row.reopened_by_id))
        shown.append(ShownEdition(row, closed_by, reopened_by, figures, differing))
        before = figures
    return shown[::-1]


def _names_of_people(session: Session, ward_id: int) -> dict[int | None, str]:
    """Return the names of the people of a ward; nobody of them closed a month from the command line."""
    return {id: name for id, name in session.execute(names_of_ward(ward_id))}
