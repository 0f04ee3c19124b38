"""The request for a report: its ward, team or person, its month and edition; and the texts of its head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.arguments import requested_month, requested_number
from app.localisation import day, moment
from app.month import Month, local_day, now
from app.people.actor import Actor
from app.people.own_ward import own_ward
from app.period_words import PeriodDays, period_in_sentence
from app.periods import Span
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.places.queries import teams_of_ward, ward_by_code
from app.reports.queries import edition_state, month_state


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The request for a month of a ward, of one of its teams, or of one person's entries, made ``at`` an instant.

    ``edition`` is the number of the edition that closing stored, if there is one; ``is_replaced`` is true where the
    month was opened again since. ``has_template`` tells that the ward has a Word template of its own.
    """

    ward: Ward
    month: Month
    closed_at: datetime | None
    at: datetime
    team_id: int | None = None
    team_name: str = ""
    person: str = ""
    edition: int | None = None
    is_replaced: bool = False
    has_template: bool = False

    @property
    def today(self) -> date:
        """The day of the request."""
        return local_day(self.at)

    @property
    def days(self) -> Span:
        """The days of the month by the ward's rule; those of an edition stand in it."""
        return self.ward.settings.periods.span(self.month)

    @property
    def year_first(self) -> date:
        """The first day of the year that the month is in, by the ward's rule."""
        return self.ward.settings.periods.first_of_year(self.month)

    @property
    def this_month(self) -> Month:
        """The ward's present month."""
        return self.ward.settings.periods.of(self.today)

    @property
    def is_of_ward(self) -> bool:
        """Whether it covers the whole ward."""
        return self.team_id is None and not self.person

    @property
    def title(self) -> str:
        """The title of the report."""
        return title_of(self.ward.team_word, self.month, self.days)

    @property
    def issuer(self) -> str:
        """The committee that issues it, in capitals."""
        return committee_of(self.ward.official_name).upper()

    @property
    def subject(self) -> str:
        """The team, person or former ward that the figures are of, where the issuer does not say so."""
        if self.person:
            return str(_("Own entries of %(name)s", name=self.person))
        if self.ward.has_former_name:
            former = str(_("Figures of %(ward)s (former name)", ward=self.ward.name))
            return f"{self.team_name} – {former}" if self.team_name else former
        return self.team_name

    @property
    def state(self) -> str:
        """A sentence that says whether the figures are final."""
        if self.closed_at is None:
            return str(_("Provisional figures, as of %(time)s", time=moment(self.at)))
        closed_on = day(local_day(self.closed_at))
        if self.edition is None:
            return str(_("Closed on %(day)s, not kept as an edition yet: approved figures only", day=closed_on))
        values = {"day": closed_on, "number": self.edition}
        if self.is_replaced:
            return str(_("Closed on %(day)s, edition %(number)s, which is no longer valid", **values))
        return str(_("Closed on %(day)s, edition %(number)s: approved figures only", **values))


def title_of(team_word: str, month: Month, days: PeriodDays) -> str:
    """Return the title of the report of a month; of a period with other days it names them."""
    return str(_("Results of the %(team)s, %(period)s", team=team_word, period=period_in_sentence(month, days)))


def committee_of(ward_name: str) -> str:
    """Return the name of a ward's committee."""
    return str(_("People's Committee of %(ward)s", ward=ward_name))


def requested_report(session: Session, actor: Actor) -> ReportRequest:
    """Return the report that the address requests; answer 404 if there is none."""
    ward, team_id, team_name, is_own = requested_place(session, actor)
    month, number = requested_month(ward.settings.periods), requested_number("edition")
    report = ReportRequest(ward, month, None, now(), team_id, team_name, actor.name if is_own else "")
    if number is None:
        closed_at, number, has_template = session.execute(month_state(ward.id, str(month))).one()
        return replace(report, closed_at=closed_at, edition=number, has_template=has_template)
    state = session.execute(edition_state(ward.id, str(month), number)).one_or_none()
    closed_at, reopened_at, has_template = state or abort(404)
    return replace(
        report, closed_at=closed_at, edition=number, is_replaced=reopened_at is not None, has_template=has_template
    )


class RequestedPlace(NamedTuple):
    """The ward that an address requests figures of, its team with a name, or whether they are of own entries."""

    ward: Ward
    team_id: int | None
    team_name: str
    is_own: bool


def requested_place(session: Session, actor: Actor) -> RequestedPlace:
    """Return whose figures the address requests; answer 404 where they are out of reach."""
    ward = _requested_ward(session, actor)
    figures_reach, team_id = reach(actor, Permission.FIGURES_READ), requested_number("team")
    if team_id is None and figures_reach is Reach.TEAM:
        team_id = actor.place.team_id
    is_own = figures_reach is Reach.OWN and team_id is None
    if not may(actor, Permission.FIGURES_READ, Scope(ward.province_id, ward.id, team_id, actor.id if is_own else None)):
        abort(404)
    team_name = "" if team_id is None else _name_of_team(session, ward.id, team_id)
    return RequestedPlace(ward, team_id, team_name, is_own)


def _requested_ward(session: Session, actor: Actor) -> Ward:
    if code := request.args.get("ward"):
        return session.scalar(ward_by_code(code)) or abort(404)
    return abort(400, "ward") if actor.place.ward_id is None else own_ward(session, actor)


def _name_of_team(session: Session, ward_id: int, team_id: int) -> str:
    names = {team.id: team.name for team in teams_of_ward(session, ward_id)}
    return names[team_id] if team_id in names else abort(404)
