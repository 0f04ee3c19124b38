"""The rows of a month's report: results by pillar, from what was read of it. Pure rules.

A page reads the counters, a closed month's report its edition; the rows are made here, the same from both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from app.catalogue.coverage import CoverageLine
from app.catalogue.models import Service
from app.catalogue.openings import ALL_YEAR, CountedSince, YearOpenings
from app.catalogue.pillars import pillar_name
from app.catalogue.terms import Bound, Outcome
from app.localisation import number
from app.logbook.kinds import HEADLINES, headlines_with, service_measure
from app.overview.coverage import Covered
from app.overview.figure_words import MONTH_WORDS, FigureWords
from app.overview.notes import (
    NamedWard,
    is_of,
    made_of,
    note_of,
    opening_note,
    published_note,
    published_sentence,
    target_note,
    warnings_of,
)
from app.overview.populations import KnownPopulation
from app.tally.month_figures import MonthFigures
from app.targets.progress import FiguresAndTargets
from app.targets.subjects import HOUSEHOLDS, service_measures, service_subject

ACTIVITIES = "activities"
"""The code of the section of what the teams did; the others have the code of their pillar."""


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the results: a figure of the month, since January, and of all that there are.

    ``period`` and ``cumulative`` are missing where the log counts nothing of the kind, ``reached`` where nobody
    knows. ``ratio`` is ``reached`` in per cent of ``population``, ``as_of`` the day of what was reached; empty where
    nobody says. ``published`` is what was published last, with its day and source; the note says it too. ``since``
    says from when on ``cumulative`` counts, and what of it was done before the log was used. ``made_of`` says what
    ``reached`` was added up from, where that is more than the log.
    """

    code: str
    name: str
    unit: str
    target: int | None = None
    period: int | None = None
    cumulative: int | None = None
    reached: int | None = None
    bound: Bound = Bound.EXACT
    population: int | None = None
    population_as_of: date | None = None
    population_source: str = ""
    ratio: Decimal | None = None
    note: str = ""
    as_of: date | None = None
    published: str = ""
    since: CountedSince = ALL_YEAR
    made_of: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a pillar, or of what the teams did."""

    code: str
    name: str
    rows: Sequence[Result]


@dataclass(frozen=True, slots=True)
class ShownService:
    """A service with its name in the reader's language, and the code of its pillar."""

    code: str
    name: str
    pillar: str

    @classmethod
    def of_today(cls, service: Service) -> ShownService:
        """Return a service as it is called today."""
        return cls(service.code, service.name, service.pillar)


@dataclass(frozen=True, slots=True)
class ResultInputs:
    """All that the results of a ward, a team or a person are made from.

    Of a ward alone it is known how many different ``households`` were reached, each once, and of how many in all.
    """

    as_of: date
    counted: FiguresAndTargets
    covered: Sequence[Covered]
    services: Collection[ShownService]
    households: MonthFigures | None = None
    all_households: KnownPopulation | None = None
    words: FigureWords = MONTH_WORDS

    def named(self, code: str) -> tuple[str, Sequence[str]]:
        """Return the name of an indicator or a service, and the measures that it adds up."""
        for item in self.covered:
            if item.code == code:
                return item.name, item.measures
        for service in self.services:
            if code == service_subject(service.code):
                return service.name, service_measures(service.code)
        return code, ()


def results_of_ward(inputs: ResultInputs, ward: NamedWard) -> list[Section]:
    """Return what a ward did in a month, and what it has reached of all that there are."""
    shown = [item for item in inputs.covered if item.measures or item.published]
    rows = [(item.pillar_code, _indicator(item, inputs, ward)) for item in shown]
    households = [_households(inputs.households, inputs)] if inputs.households else []
    done = Section(ACTIVITIES, _("Activities of the teams"), [*_activities(inputs), *households])
    return _sections(inputs.covered, done, [*rows, *_services(inputs, shown)])


def results_of_part(inputs: ResultInputs) -> list[Section]:
    """Return the results of a team or a person: only what they counted themselves or are to reach."""
    rows = []
    for item in inputs.covered:
        row = _plain_row(item.code, item.name, item.unit, item.measures, inputs)
        if row.cumulative or row.target:
            rows.append((item.pillar_code, row))
    done = Section(ACTIVITIES, _("Activities"), _activities(inputs))
    sections = _sections(inputs.covered, done, [*rows, *_services(inputs, inputs.covered)])
    return [section for section in sections if section.rows]


def _plain_row(code: str, name: str, unit: str, measures: Sequence[str], inputs: ResultInputs) -> Result:
    counted = inputs.counted
    target = counted.target(code, measures)
    figures, since = counted.figures_of(code, measures), counted.counted_since(code, measures)
    return Result(
        code,
        name,
        unit,
        target=target and target.figure,
        period=figures.month,
        cumulative=figures.year_to_date,
        note=note_of([target_note(target, inputs.words), opening_note(since)]),
        since=since,
    )


def _activities(inputs: ResultInputs) -> list[Result]:
    rows = [
        _plain_row(headline.measure, str(headline.label), str(headline.unit), [headline.measure], inputs)
        for headline in HEADLINES
    ]
    shown = headlines_with({row.code for row in rows if row.cumulative or row.period or row.target})
    return [row for row in rows if row.code in {headline.measure for headline in shown}]


def _households(households: MonthFigures, inputs: ResultInputs) -> Result:
    """Return how many different households were reached: since January each once, which no sum of months gives."""
    of_all, target = inputs.all_households, inputs.counted.targets.get(HOUSEHOLDS)
    line = CoverageLine(
        as_of=inputs.as_of,
        source="",
        numerator=households.year_to_date,
        denominator=of_all.figure if of_all else None,
        denominator_as_of=of_all.as_of if of_all else None,
        denominator_source=of_all.source if of_all else "",
    )
    once = _("each household once, also since January; with those where nobody was at home")
    since = households_since(inputs.counted.openings)
    row = Result(
        HOUSEHOLDS,
        _("Different households reached"),
        _("households"),
        target=target and target.figure,
        period=households.month,
        cumulative=households.year_to_date,
        note=note_of([target_note(target, inputs.words), once, opening_note(since), *warnings_of(line)]),
        since=since,
    )
    return _with_reached(row, line) if of_all else row


def households_since(openings: YearOpenings | None) -> CountedSince:
    """Return from when on different households were counted this year.

    Those that were reached before stand apart: they may be the same households, and nobody knows which, so their sum
    would count one twice.
    """
    return openings.counted_since(HOUSEHOLDS, is_added=False) if openings else ALL_YEAR


def _indicator(item: Covered, inputs: ResultInputs, ward: NamedWard) -> Result:
    """Return the row of an indicator: the log's line, or what was published where the log counts nothing."""
    counted = inputs.counted
    target = counted.target(item.code, item.measures)
    line = line_of(item, ward)
    published = item.start or (item.published[-1] if item.published else None)
    figures = counted.figures_of(item.code, item.measures) if item.measures else None
    since = counted.counted_since(item.code, item.measures) if item.measures else ALL_YEAR
    published_notes = list(published_note(published, ward, is_counted_on=bool(item.measures))) if published else []
    notes = [
        target_note(target, inputs.words),
        opening_note(since),
        *(warnings_of(line) if line else ()),
        *published_notes,
    ]
    row = Result(
        item.code,
        item.name,
        item.unit,
        target=target and target.figure,
        period=figures.month if figures else None,
        cumulative=figures.year_to_date if figures else None,
        note=note_of(notes),
        published=published_sentence(published, ward) if published else "",
        since=since,
        made_of=made_of(item.start) if item.start and item.measures else "",
    )
    return _with_reached(row, line) if line else row


def line_of(item: Covered, ward: NamedWard) -> CoverageLine | None:
    """Return the line that says what was reached, where anybody knows."""
    if not item.measures:
        # What was published of a larger unit is not the ward's.
        return item.start if item.start and is_of(item.start, ward) else None
    nothing = item.today is None or (not item.today.numerator and item.start is None)
    return None if nothing else item.today


def _with_reached(row: Result, line: CoverageLine) -> Result:
    # What is no share of anything needs no population beside it.
    of_all = line.denominator if line.numerator is not None else None
    return replace(
        row,
        reached=line.numerator,
        as_of=line.as_of,
        bound=line.bound,
        population=of_all,
        population_as_of=line.denominator_as_of if of_all is not None else None,
        population_source=(line.denominator_source or line.source) if of_all is not None else "",
        ratio=line.ratio,
    )


def _services(inputs: ResultInputs, covered: Iterable[Covered]) -> list[tuple[str, Result]]:
    """Return the services that were logged, or are to be, and that no indicator covers, so that none is missing."""
    counted = inputs.counted
    fed = {measure for item in covered for measure in item.measures}
    rows = []
    for service in inputs.services:
        reached = service_measures(service.code)
        every = [service_measure(service.code, outcome) for outcome in Outcome]
        row = _plain_row(service_subject(service.code), service.name, _("people"), reached, inputs)
        found = counted.total(every)
        if fed.isdisjoint(reached) and (found.month or found.year_to_date or row.cumulative or row.target):
            row = replace(row, note=note_of([row.note, *_not_so_far(service.code, counted)]))
            rows.append((service.pillar, row))
    return rows


def _not_so_far(service_code: str, counted: FiguresAndTargets) -> Iterator[str]:
    """Yield how many people came to an earlier step, and are not among those of the row."""
    installed = counted.total([service_measure(service_code, Outcome.INSTALLED)]).year_to_date
    if installed:
        yield _("installed only, since January: %(people)s", people=number(installed))
    on_the_way = [service_measure(service_code, step) for step in (Outcome.REGISTERED, Outcome.STUDYING)]
    if people := counted.total(on_the_way).year_to_date:
        yield _("registered or studying, since January: %(people)s", people=number(people))


def _sections(covered: Iterable[Covered], activities: Section, rows: Iterable[tuple[str, Result]]) -> list[Section]:
    """Return the rows under their pillars, in the order of the catalogue; what belongs to none comes last."""
    by_pillar: dict[str, list[Result]] = {item.pillar_code: [] for item in covered}
    for pillar, row in rows:
        by_pillar.setdefault(pillar, []).append(row)
    others = by_pillar.pop("", [])
    sections = [activities]
    sections += [Section(pillar, pillar_name(pillar), of_pillar) for pillar, of_pillar in by_pillar.items()]
    return [*sections, Section("", _("Other figures"), others)] if others else sections
