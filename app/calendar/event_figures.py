"""The figures of an event: how many people were served on its days, by what, beside how many were expected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.catalogue.coverage import ratio
from app.catalogue.queries import topics
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent
from app.logbook.kinds import KINDS, SERVED
from app.logbook.queries import closed_months
from app.months.figure_names import figure_names
from app.periods import Span
from app.places.models import Ward
from app.tally.queries import days_of_event


@dataclass(frozen=True, slots=True)
class EventDayFigures:
    """The figures of one day of an event.

    ``date`` is missing where the event was not held then. ``served`` is what was received, and in a closed period what
    was approved; who was served twice counts twice.
    """

    held_on: date
    date: Occurrence | None
    served: int
    approved: int
    expected: int | None
    is_provisional: bool

    @property
    def ratio(self) -> Decimal | None:
        """The people served in per cent of those expected, where anybody said how many."""
        return ratio(self.served, self.expected)


@dataclass(frozen=True, slots=True)
class MeasureFigure:
    """A figure of an event with the name of its measure."""

    measure: str
    name: str
    figure: int


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The figures of an event on the days of ``span``: day by day, and by measure all days together.

    They are provisional where the period of any of the days is open; where there is no day, any period of ``span``.
    """

    span: Span
    days: Sequence[EventDayFigures]
    measures: Sequence[MeasureFigure]
    is_provisional: bool

    @property
    def served(self) -> int:
        """How many people were served, who came twice twice."""
        return sum(day.served for day in self.days)

    @property
    def expected(self) -> int | None:
        """How many people were expected on all dates, where anybody said so."""
        expected = [day.expected for day in self.days if day.expected is not None]
        return sum(expected) if expected else None

    @property
    def ratio(self) -> Decimal | None:
        """The people served in per cent of those expected."""
        return ratio(self.served, self.expected)


def read_event_figures(session: Session, ward: Ward, of: WardEvent, span: Span) -> EventFigures:
    """Read the figures of an event on some days, by few statements; its dates are those of ``span`` that are held."""
    periods, closed = ward.settings.periods, set(session.scalars(closed_months(ward.id)))
    received: dict[date, Counter[str]] = defaultdict(Counter)
    approved: dict[date, Counter[str]] = defaultdict(Counter)
    for day, measure, total, sure in session.execute(days_of_event(ward.id, of.event.id, span.first, span.last)):
        received[day][measure], approved[day][measure] = total, sure
    dates = {each.held_on: each for each in of.dates(span.first, span.last)}
    held = {day for day, each in dates.items() if not each.is_called_off}
    days, sums = [], Counter[str]()
    for day in sorted(received.keys() | held):
        is_closed = str(periods.of(day)) in closed
        official = approved[day] if is_closed else received[day]
        sums.update(official)
        expected = of.event.expected if day in held else None
        days.append(
            EventDayFigures(day, dates.get(day), _served(official), _served(approved[day]), expected, not is_closed)
        )
    named = _names(session, ward.id, sums) if +sums else {}
    measures = [MeasureFigure(code, name, sums[code]) for code, name in named.items()]
    is_open = any(str(month) not in closed for month in periods.between(span.first, span.last))
    is_provisional = any(day.is_provisional for day in days) if days else is_open
    return EventFigures(span, days, measures, is_provisional)


def _served(figures: Mapping[str, int]) -> int:
    return sum(figures.get(measure, 0) for measure in SERVED)


def _names(session: Session, ward_id: int, figures: Mapping[str, int]) -> dict[str, str]:
    """Return the names of the measures that have a figure, in the order in which reports show them."""
    names = figure_names(session, ward_id).measures
    of_topics = _topic_names(names, [(topic.code, topic.name) for topic in session.scalars(topics())])
    return {code: name for code, name in {**names, **dict(of_topics)}.items() if figures.get(code)}


def _topic_names(known: Mapping[str, str], topics: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the measures that count a topic, each kind that has topics its own, with their names."""
    for code, name in topics:
        for kind, described in KINDS.items():
            if (measure := f"{kind}.topic.{code}") not in known:
                yield measure, f"{described.name}: {name}"
