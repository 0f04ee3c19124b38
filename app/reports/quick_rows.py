"""The rows of a quick report: what the teams did, and what else has a figure or a target. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from app.catalogue.models import Indicator, Service
from app.catalogue.openings import CountedSince
from app.localisation import number, percent
from app.logbook.kinds import HEADLINES
from app.reports.quick_figures import QuickFigures
from app.targets.progress import Targets, figures_of_subject
from app.targets.subjects import service_measures, service_subject

_ROW, _LINE = 17, 13
"""The height in points of a row of one line, and of each further line."""

_LETTERS_OF_NAME, _LETTERS_OF_UNIT, _LETTERS_OF_TARGET = 28, 10, 12
"""How many letters of a name, a unit and a target surely stand on one line."""


@dataclass(frozen=True, slots=True)
class QuickSubject:
    """Something that is counted: its code, as targets name it, and the measures that add up to it.

    A service ``is_covered`` where an indicator counts the same.
    """

    code: str
    name: str
    unit: str
    measures: Sequence[str]
    is_headline: bool = False
    is_covered: bool = False

    def is_shown(self, row: QuickRow) -> bool:
        """Return whether its row says anything: a headline also of the year, what another row counts only a target."""
        has_target = row.of_month is not None or row.of_year is not None
        if self.is_covered:
            return has_target
        return has_target or row.in_days > 0 or (self.is_headline and row.in_year > 0)


@dataclass(frozen=True, slots=True)
class QuickProgress:
    """What was done of a target, and the target."""

    done: int
    target: int

    def __str__(self) -> str:
        """Write it as 45/100 (45,0%)."""
        return f"{number(self.done)}/{self.target_and_share}"

    @property
    def target_and_share(self) -> str:
        """The target and how much of it was done, where what was done stands beside it: 100 (45,0%)."""
        return f"{number(self.target)} ({percent(Decimal(self.done * 100) / self.target)})"


@dataclass(frozen=True, slots=True)
class QuickRow:
    """A row of the report: a figure of its days, of the year up to their end, and how far its targets are."""

    code: str
    name: str
    unit: str
    in_days: int
    in_year: int
    of_month: QuickProgress | None
    of_year: QuickProgress | None
    since: CountedSince
    is_headline: bool = False

    @property
    def height(self) -> int:
        """How high it is on paper at most, in points."""
        year = self.of_year.target_and_share if self.of_year else ""
        lines = max(
            _lines_of(self.name, _LETTERS_OF_NAME),
            _lines_of(self.unit, _LETTERS_OF_UNIT),
            _lines_of(str(self.of_month or ""), _LETTERS_OF_TARGET),
            _lines_of(year, _LETTERS_OF_TARGET),
        )
        return _ROW + _LINE * (lines - 1)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """What decides whether it stays where there are too many: the larger ones do."""
        return self.is_headline, bool(self.of_month or self.of_year), self.in_days


def _lines_of(text: str, letters: int) -> int:
    return -(-len(text) // letters)


def subjects_of(indicators: Iterable[Indicator], services: Iterable[Service]) -> Iterator[QuickSubject]:
    """Yield what is counted: the headlines, the indicators that the log feeds, and the services."""
    for headline in HEADLINES:
        yield QuickSubject(
            headline.measure, str(headline.label), str(headline.unit), [headline.measure], is_headline=True
        )
    fed: set[str] = set()
    for indicator in indicators:
        if measures := indicator.measures.split():
            fed.update(measures)
            yield QuickSubject(indicator.code, indicator.name, indicator.unit, measures)
    for service in services:
        measures, code = service_measures(service.code), service_subject(service.code)
        yield QuickSubject(code, service.name, _("people"), measures, is_covered=not fed.isdisjoint(measures))


def quick_rows(subjects: Iterable[QuickSubject], found: QuickFigures, targets: Targets) -> list[QuickRow]:
    """Return a row for each headline that has a figure or a target, and for all else of these days or with a target."""
    rows = [(subject, _row(subject, found, targets)) for subject in subjects]
    return [row for subject, row in rows if subject.is_shown(row)]


def largest(rows: Sequence[QuickRow], room: int) -> list[QuickRow]:
    """Return the rows that fit into a height in points, in their order: headlines before those with a target, and these
    before the others. Of equal ones the larger figures of the days stay.
    """
    kept: list[int] = []
    for place in sorted(range(len(rows)), key=lambda place: rows[place].rank, reverse=True):
        room -= rows[place].height
        if room < 0:
            break
        kept.append(place)
    return [rows[place] for place in sorted(kept)]


def _row(subject: QuickSubject, found: QuickFigures, targets: Targets) -> QuickRow:
    code, measures, openings = subject.code, subject.measures, found.openings
    figures = figures_of_subject(code, measures, found.figures, openings)
    of_period = figures_of_subject(code, measures, found.in_period, openings).month
    month, year = targets.of_month.get(code), targets.of_year.get(code)
    return QuickRow(
        code,
        subject.name,
        subject.unit,
        figures.month,
        figures.year_to_date,
        QuickProgress(of_period, month) if month else None,
        QuickProgress(figures.year_to_date, year) if year else None,
        openings.counted_since(code, measures),
        subject.is_headline,
    )
