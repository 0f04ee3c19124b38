"""How much services, topics and procedures were named in a ward this year, from its counters."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.terms import Outcome
from app.logbook.kinds import KINDS, service_measure
from app.logbook.queries import closed_months
from app.overview.ward_month import Figures
from app.places.models import Ward
from app.tally.compared_months import ComparedMonths
from app.tally.month_figures import figures_by_measure, total
from app.tally.month_queries import figures_of_ward

_TOPIC = ".topic."


def figures_of_year(session: Session, ward: Ward, today: date) -> Figures:
    """Return the figures of a ward in the year up to this month."""
    months = ComparedMonths.of(ward.settings.periods.of(today)).without_year_ago
    closed = session.scalars(closed_months(ward.id)).all()
    return figures_by_measure(session.execute(figures_of_ward(ward.id, months, closed)))


def people_helped(figures: Figures, service_code: str) -> int:
    """Return with how many people a service was tried, whatever the outcome."""
    return total(figures, [service_measure(service_code, outcome) for outcome in Outcome]).year_to_date


def times_named(figures: Figures) -> Counter[str]:
    """Return in how many entries of any kind each topic was named."""
    times: Counter[str] = Counter()
    for measure, each in figures.items():
        _kind, dots, topic = measure.partition(_TOPIC)
        if dots:
            times[topic] += each.year_to_date
    return times


def people_by(source: str, figures: Figures) -> Counter[str]:
    """Return how many people were counted with each code of a list of the catalogue by which kinds divide figures."""
    stems = {each.stem for kind in KINDS.values() for each in kind.breakdowns if each.source == source}
    people: Counter[str] = Counter()
    for measure, each in figures.items():
        for stem in stems:
            if measure.startswith(stem):
                people[measure.removeprefix(stem)] += each.year_to_date
    return people
