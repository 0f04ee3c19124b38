"""What needs attention: silent teams, returned entries, and entries that wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import ratio
from app.logbook.history_queries import returned_in
from app.logbook.kinds import KINDS
from app.logbook.queries import last_days_of_teams, waiting_by_age
from app.logbook.status import Status
from app.month import ZONE
from app.overview.place_tables import PlaceRow
from app.overview.ward_month import Figures, WardMonth
from app.tally.month_figures import total

SILENT_FOR = 7
"""The number of days without an entry after which a team is silent."""

MOST_SHOWN = 10
"""The number of silent teams that are shown; the others are in a part that opens."""

LEAST_ENTRIES = 10
"""A team with fewer entries in a month has no rate: one return would look like many."""

_MOST_RATES = 5
_AGES = (2, 7, 14)
"""The most days of each age but the last."""

_EARLY = timedelta(days=2)
"""The time before its month at which an entry may have come in, because clocks of phones are wrong."""

_FIRST_DAY = date(2000, 1, 1)
"""The first day on which an entry may have been returned; the calendar's first days have no instants."""


@dataclass(frozen=True, slots=True)
class SilentTeam:
    """A team, and how many days ago it last did anything, if ever."""

    id: int
    name: str
    days: int | None


@dataclass(frozen=True, slots=True)
class SilentTeams:
    """The teams that are silent, the longest first, and of how many."""

    teams: Sequence[SilentTeam]
    all: int

    @property
    def first(self) -> Sequence[SilentTeam]:
        """The teams that stand on the page."""
        return self.teams[:MOST_SHOWN]

    @property
    def others(self) -> Sequence[SilentTeam]:
        """The teams that are unfolded."""
        return self.teams[MOST_SHOWN:]


@dataclass(frozen=True, slots=True)
class Returned:
    """The number of entries of a ward, or of one team, that were ever returned."""

    id: int
    name: str
    received: int
    returned: int

    @property
    def rate(self) -> Decimal | None:
        """The returned ones in per cent of those received."""
        return ratio(self.returned, self.received)


@dataclass(frozen=True, slots=True)
class Returns:
    """The returned entries of a month: of the ward, of the teams with the highest rates, and those that still wait."""

    ward: Returned
    waiting: int
    teams: Sequence[Returned]


@dataclass(frozen=True, slots=True)
class Age:
    """The number of entries in a class of waiting time: for the ward, and for their authors."""

    label: str
    submitted: int
    returned: int


@dataclass(frozen=True, slots=True)
class WaitingByAge:
    """The entries that wait today, by waiting time, the newest first."""

    ages: Sequence[Age]

    @property
    def submitted(self) -> int:
        """The number of entries that wait for the ward."""
        return sum(age.submitted for age in self.ages)

    @property
    def returned(self) -> int:
        """The number of entries that wait for their authors."""
        return sum(age.returned for age in self.ages)


def silent_teams(reading: WardMonth, today: date) -> SilentTeams:
    """Return the ward's teams of which nothing happened in the last days. One that is newer than that is not silent."""
    since = today - timedelta(days=SILENT_FOR)
    rows = reading.session.execute(last_days_of_teams(reading.ward.id, today, since))
    days: dict[int, date | None] = {team_id: last for team_id, last in rows}
    silent = [
        SilentTeam(team.id, team.name, (today - last).days if (last := days[team.id]) else None)
        for team in reading.teams
        if team.id in days and (days[team.id] or date.min) <= since
    ]
    return SilentTeams(sorted(silent, key=lambda team: (team.days is not None, -(team.days or 0))), len(days))


def returns_of(reading: WardMonth, teams: Iterable[PlaceRow], figures: Mapping[int, Figures]) -> Returns:
    """Return how many entries of a month were ever returned, of all that the ward received and that are not void.

    ``figures`` are those of the teams; the rates are of the ``teams`` that a page shows.
    """
    since = datetime.combine(max(reading.span.first, _FIRST_DAY), time(), ZONE) - _EARLY
    rows = reading.session.execute(returned_in(reading.ward.id, str(reading.month), since)).all()
    by_team: dict[int | None, int] = {team_id: number for team_id, number, _waiting in rows}
    ward = Returned(0, "", total(reading.figures, KINDS).received, sum(by_team.values()))
    rated = []
    for team in teams:
        received = total(figures.get(team.id, {}), KINDS).received
        if team.id in by_team and received >= LEAST_ENTRIES:
            rated.append(Returned(team.id, team.name, received, by_team[team.id]))
    highest = sorted(rated, key=lambda team: (-(team.rate or 0), -team.returned))
    return Returns(ward, sum(waiting for _team, _number, waiting in rows), highest[:_MOST_RATES])


def waiting_by_age_of(session: Session, ward_id: int, today: date) -> WaitingByAge:
    """Return what waits today, by how many days it has."""
    starts = [datetime.combine(today - timedelta(days=days), time(), ZONE) for days in _AGES]
    row = session.execute(waiting_by_age(ward_id, starts)).mappings().one()
    labels = (_("less than 3 days"), _("3 to 7 days"), _("8 to 14 days"), _("more than 14 days"))
    return WaitingByAge(
        [
            Age(label, row[f"{Status.SUBMITTED}_{number}"], row[f"{Status.RETURNED}_{number}"])
            for number, label in enumerate(labels)
        ]
    )
