"""The request for the report of a quarter, half a year or a year, and the texts of its head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import day, moment
from app.month import Month, now
from app.months.part_periods import Closing, LogTime, PartPeriod, combined_digest, last_begun
from app.months.part_reading import closings_of_months, log_time
from app.people.actor import Actor
from app.period_words import period
from app.periods import Span
from app.permissions import Permission, Reach, reach
from app.places.models import Ward
from app.reports.report_request import ReportRequest, RequestedPlace, requested_place
from app.year_parts import YearPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRequest(ReportRequest):
    """The request for a part of a year of a ward, or of one of its teams; ``month`` is its last one that has begun.

    It has no edition of its own: ``closed_at`` is when the last of its periods was closed, if all are.
    """

    part: YearPart
    parts: Sequence[PartPeriod]

    @property
    def title(self) -> str:
        """The title of the report."""
        return str(_("Report of %(part)s (from %(first)s to %(last)s)", **self.time_values))

    @property
    def days(self) -> Span:
        """The days of the part of the year, by the ward's rules."""
        return self.part.span(self.ward.settings.periods)

    @property
    def time_values(self) -> dict[str, str]:
        """The name and the days of the part of the year, by which sentences name it."""
        return {"part": self.part.name, "first": day(self.days.first), "last": day(self.days.last)}

    @property
    def state(self) -> str:
        """A sentence that says whether the figures are final, and else which periods keep them from being so."""
        if self.closed_at is not None:
            return str(_("Made from the closed periods %(periods)s: approved figures only", periods=self.closed_names))
        return "; ".join([str(_("Provisional figures, as of %(time)s", time=moment(self.at))), *self._missing()])

    def _missing(self) -> Iterator[str]:
        """Yield which periods are not closed, and which are still to come."""
        is_open = [each for each in self.parts if each.is_open]
        if running := [self._name(each) for each in is_open if each.has_begun]:
            yield _("not closed: %(periods)s", periods=", ".join(running))
        if to_come := [self._name(each) for each in is_open if not each.has_begun]:
            yield _("still to come: %(periods)s", periods=", ".join(to_come))

    def _name(self, of: PartPeriod) -> str:
        return period(of.month, self.ward.settings.periods)

    @property
    def closed_names(self) -> str:
        """The closed periods with the numbers of their editions."""
        return ", ".join(self._edition(each) for each in self.parts if each.closing)

    def _edition(self, of: PartPeriod) -> str:
        name = self._name(of)
        if of.closing is None or of.closing.number is None:
            return name
        return f"{name} ({_('edition %(number)s', number=of.closing.number)})"

    @property
    def digest_line(self) -> str:
        """The line at the end of the document by which anybody can prove what it was made from."""
        if not self.closed_names:
            return str(_("No period is closed yet, so nothing comes from an edition."))
        return str(
            _(
                "Made from the closed periods %(periods)s. Check code of these editions: %(digest)s.",
                periods=self.closed_names,
                digest=combined_digest(self.parts)[:16],
            )
        )

    @property
    def before_log(self) -> str:
        """A sentence that names the periods in which the ward did not use the log yet; empty where there are none."""
        names = [self._name(each) for each in self.parts if each.is_before_log and not each.closing]
        ends = dict.fromkeys([*names[:1], *names[-1:]])
        return (
            str(_("No figures, as the log book was not used yet: %(periods)s.", periods=" – ".join(ends)))
            if ends
            else ""
        )


def part_request(ward: Ward, part: YearPart, time: LogTime, closings: Mapping[Month, Closing]) -> PartRequest:
    """Return the request for a part of a year of a ward that has begun."""
    parts = time.periods_of(part, closings)
    closed = [each.closing.at for each in parts if each.closing]
    is_final = bool(closed) and not any(each.is_open for each in parts)
    return PartRequest(
        ward,
        last_begun(parts),
        max(closed) if is_final else None,
        time.at,
        part=part,
        parts=parts,
    )


def requested_part(session: Session, actor: Actor) -> PartRequest:
    """Return the report of a part of a year that the address requests, or of the quarter that runs.

    Answer 400 for what is no part, 404 where it is out of reach or has not begun. One person's own entries have none.
    """
    place = requested_place_of_parts(session, actor)
    text, at = request.args.get("part"), now()
    try:
        part = YearPart.parse(text) if text else None
    except ValueError:
        abort(400, "part")
    time = log_time(session, place.ward, at)
    part = part or YearPart.quarter_of(time.this_period)
    if part.months[0] > time.this_period:
        abort(404)
    report = part_request(place.ward, part, time, closings_of_months(session, place.ward.id, part.months))
    return replace(report, team_id=place.team_id, team_name=place.team_name)


def requested_place_of_parts(session: Session, actor: Actor) -> RequestedPlace:
    """Return the ward or team whose reports the address requests; answer 403 to who reads only their own figures."""
    if reach(actor, Permission.FIGURES_READ) is Reach.OWN:
        abort(403)
    return requested_place(session, actor)
