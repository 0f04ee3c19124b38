"""The request for a report: its ward, team or person, its month and edition; and the texts of its head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.arguments import requested_month
from app.localisation import day, moment
from app.localisation import month as month_words
from app.month import Month, local_day, now
from app.months.queries import closing_with_edition, editions_in
from app.people.actor import Actor
from app.people.own_ward import own_ward
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.places.queries import teams_of, ward_by_code


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The request for a month of a ward, of one of its teams, or of one person's entries, made ``at`` an instant.

    ``edition`` is the number of the edition that closing stored, if there is one; ``is_replaced`` is true where the
    month was opened again since.
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

    @property
    def today(self) -> date:
        """The day of the request."""
        return local_day(self.at)

    @property
    def is_of_ward(self) -> bool:
        """Whether it covers the whole ward."""
        return self.team_id is None and not self.person

    @property
    def title(self) -> str:
        """The title of the report."""
        return title_of(self.ward.team_word, self.month)

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


def title_of(team_word: str, month: Month) -> str:
    """Return the title of the report of a month."""
    return str(_("Results of the %(team)s, month %(month)s", team=team_word, month=month_words(month)))


def committee_of(ward_name: str) -> str:
    """Return the name of a ward's committee."""
    return str(_("People's Committee of %(ward)s", ward=ward_name))


def requested_report(session: Session, actor: Actor) -> ReportRequest:
    """Return the report that the address requests; answer 404 if there is none."""
    month = requested_month()
    ward = _requested_ward(session, actor)
    figures_reach = reach(actor, Permission.FIGURES_READ)
    team_id, team_name = _requested_team(session, actor, ward, figures_reach)
    is_own = figures_reach is Reach.OWN and team_id is None
    if not may(actor, Permission.FIGURES_READ, Scope(ward.province_id, ward.id, team_id, actor.id if is_own else None)):
        abort(404)
    return ReportRequest(
        ward=ward,
        month=month,
        at=now(),
        team_id=team_id,
        team_name=team_name,
        person=actor.name if is_own else "",
        **_requested_edition(session, ward.id, str(month)),
    )


def _requested_edition(session: Session, ward_id: int, month: str) -> dict[str, Any]:
    """Return number, closing and replacement of the requested edition; answer 404 if there is none."""
    text = request.args.get("edition")
    if not text:
        closing = session.execute(closing_with_edition(ward_id, month)).one_or_none() or (None, None, None)
        closed_at, _by, edition = closing
        return {"closed_at": closed_at, "edition": edition}
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        abort(404)
    found = next((row for row in session.execute(editions_in(ward_id, month)) if row[0] == int(text)), None)
    number, closed_at, reopened_at = found or abort(404)
    return {"closed_at": closed_at, "edition": number, "is_replaced": reopened_at is not None}


def _requested_ward(session: Session, actor: Actor) -> Ward:
    if code := request.args.get("ward"):
        ward: Ward = session.scalar(ward_by_code(code)) or abort(404)
        return ward
    return abort(400, "ward") if actor.place.ward_id is None else own_ward(session, actor)


def _requested_team(session: Session, actor: Actor, ward: Ward, figures_reach: Reach | None) -> tuple[int | None, str]:
    """Return the requested team; for a leader who names none, their own."""
    text = request.args.get("team")
    if not text and figures_reach is not Reach.TEAM:
        return None, ""
    teams = {str(row.id): row for row in session.execute(teams_of(ward.id))}
    team = teams.get(text or str(actor.place.team_id))
    if team is None:
        abort(404)
    return team.id, team.name
