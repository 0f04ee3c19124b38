"""The events of the demonstration's wards as rows: their shifts and teams, who is on duty, and days under a plan."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.database import insert_rows
from app.demo.days import first_day, morning, working_days
from app.demo.occasions import DutyAtEvent, PlannedEvent
from app.events.models import Duty, DutyAnswer, Event, EventShift, EventTeam, PlannedDay
from app.events.recurrence import days_of_rule
from app.month import ZONE

_AHEAD = timedelta(days=35)
"""How far beyond the last day people are asked to be on duty: the next first Sunday lies within."""

_ASKED_BEFORE = timedelta(days=10)
_CAME = 0.94
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DutyTeam:
    """A team: its id, its leader, and the others, of whom two stand in a shift."""

    id: int
    leader_id: int
    member_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who asks, who is asked, and the last day of the demonstration.

    ``first_team`` is the position of the team that is asked first for the next date, where it takes part.
    """

    ward_id: int
    coordinator_id: int
    teams: Sequence[DutyTeam]
    last: date
    first_team: int = 0


def add_events(
    session: Session, roster: Roster, planned: Sequence[PlannedEvent], places: Mapping[str, int], rng: random.Random
) -> list[DutyAtEvent]:
    """Add events with all that is known of them by the last day; return the duties at which somebody was present.

    ``places`` are the ids of the ward's places by name.
    """
    connection = session.connection()
    done: list[DutyAtEvent] = []
    for each in planned:
        event = _event(roster, each, places.get(each.place))
        session.add(event)
        session.flush()
        shifts = enumerate(each.shifts, start=1)
        insert_rows(
            connection,
            EventShift,
            [
                {"event_id": event.id, "number": number, "starts_at": starts, "ends_at": ends, "needed": each.needed}
                for number, (starts, ends) in shifts
            ],
        )
        insert_rows(
            connection, EventTeam, [{"event_id": event.id, "team_id": roster.teams[at - 1].id} for at in each.teams]
        )
        asked = list(_asked(roster, each, rng))
        insert_rows(connection, Duty, [_duty_row(roster, each, event.id, duty) for duty in asked])
        done += [
            DutyAtEvent(duty.day, duty.member_id, *each.shifts[duty.shift - 1], event.id, event.place_id, each.help)
            for duty in asked
            if duty.is_present
        ]
    return done


def add_planned_days(session: Session, roster: Roster) -> None:
    """Add the days under a plan that leaders have ticked: the Saturdays and Sundays, on which people are at home."""
    days = [day for day in working_days(roster.last) if day.weekday() >= _SATURDAY]
    insert_rows(
        session.connection(),
        PlannedDay,
        [
            {
                "ward_id": roster.ward_id,
                "team_id": team.id,
                "day": day,
                "note": "Đi từng hộ theo kế hoạch tháng",
                "made_at": morning(min(day, roster.last)),
                "made_by_id": team.leader_id,
            }
            for team in roster.teams
            for day in days
        ],
    )


class _Asked(NamedTuple):
    """Somebody who is asked to be on duty, what they say, and whether they came, where that is known."""

    day: date
    shift: int
    member_id: int
    answer: DutyAnswer | None
    is_present: bool | None


def _event(roster: Roster, planned: PlannedEvent, place_id: int | None) -> Event:
    first = first_day(roster.last)
    return Event(
        ward_id=roster.ward_id,
        type_code=planned.type_code,
        title=planned.title,
        place_id=place_id,
        venue=planned.venue,
        first_day=first,
        rule=planned.rule,
        starts_at=min(starts for starts, _ends in planned.shifts),
        ends_at=max(ends for _starts, ends in planned.shifts),
        expected=planned.expected,
        made_at=morning(first),
        made_by_id=roster.coordinator_id,
    )


def _asked(roster: Roster, planned: PlannedEvent, rng: random.Random) -> Iterator[_Asked]:
    """Yield who is asked for each date: a team a shift, one team after the other, so that the turn comes to all."""
    first, until = first_day(roster.last), roster.last + _AHEAD
    teams = [roster.teams[at - 1] for at in planned.teams] or list(roster.teams)
    begins = teams.index(roster.teams[roster.first_team]) if roster.teams[roster.first_team] in teams else 0
    days = days_of_rule(planned.rule, first, None, first, until)
    next_date = sum(day < roster.last for day in days)
    for position, day in enumerate(days[: next_date + 1]):
        for number in range(1, len(planned.shifts) + 1):
            team = teams[(begins + (position - next_date) * len(planned.shifts) + number - 1) % len(teams)]
            people = [*team.member_ids, team.leader_id][: planned.needed]
            for member_id in people:
                yield _Asked(day, number, member_id, *_state(day, roster.last, rng))


def _state(day: date, last: date, rng: random.Random) -> tuple[DutyAnswer | None, bool | None]:
    """Return what somebody says and whether they came: of past dates all is known, of the next one not yet."""
    if day < last:
        return DutyAnswer.YES, rng.random() < _CAME
    return rng.choices([DutyAnswer.YES, DutyAnswer.NO, None], [5, 1, 4])[0], None


def _duty_row(roster: Roster, planned: PlannedEvent, event_id: int, duty: _Asked) -> dict[str, object]:
    asked_at = morning(min(duty.day - _ASKED_BEFORE, roster.last))
    confirmed_at = datetime.combine(duty.day, planned.shifts[duty.shift - 1][1], ZONE).astimezone(UTC)
    is_known = duty.is_present is not None
    return {
        "ward_id": roster.ward_id,
        "event_id": event_id,
        "day": duty.day,
        "shift": duty.shift,
        "member_id": duty.member_id,
        "asked_at": asked_at,
        "asked_by_id": roster.coordinator_id,
        "answer": duty.answer,
        "answered_at": asked_at if duty.answer else None,
        "is_present": duty.is_present,
        "confirmed_at": confirmed_at if is_known else None,
        "confirmed_by_id": roster.coordinator_id if is_known else None,
    }
