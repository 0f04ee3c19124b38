"""The tables of a month's report: results by pillar, by area, and the list of activities.

The ward page and the workbook show the same tables, so they are made once, here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import Line, ratio
from app.catalogue.pillars import pillar_name
from app.catalogue.queries import services
from app.catalogue.terms import Bound, Outcome
from app.localisation import number, selected_language
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.logbook.queries import closed_months, own_counted
from app.month import Month
from app.overview.counted import HEADLINE_MEASURES, HOUSEHOLDS, Figure, Row, area_rows, figures_by_measure, year_to_date
from app.overview.coverage import Covered, covered_indicators
from app.overview.notes import is_of, note_of, published_note, target_note, warnings_of
from app.overview.populations import households_of_areas, populations_on
from app.overview.targets import Counted, Target, targets_for
from app.permissions import Holder
from app.places.models import Ward
from app.places.queries import latest_populations
from app.tally.queries import distinct_households_of_ward, distinct_households_since, one_team, ward_measures

ACTIVITIES = "activities"
"""The code of the section of what the teams did; the others have the code of their pillar."""

_REACHED = (Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the results: a figure of the month, since January, and of all that there are.

    ``period`` and ``cumulative`` are missing where the log counts nothing of the kind, ``reached`` where nobody
    knows. ``ratio`` is ``reached`` in per cent of ``population``.
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


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a pillar, or of what the teams did."""

    code: str
    name: str
    rows: Sequence[Result]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of areas."""

    measure: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area with its figures by measure, and its households if their number is known."""

    id: int
    name: str
    figures: Mapping[str, int]
    population: int | None = None
    population_as_of: date | None = None
    population_source: str = ""

    @property
    def ratio(self) -> Decimal | None:
        """The different households reached in the month, in per cent of all."""
        return ratio(self.figures.get(HOUSEHOLDS, 0), self.population)


@dataclass(frozen=True, slots=True)
class AreaTable:
    """The areas of a ward side by side, and the ward as a whole."""

    columns: Sequence[Column]
    rows: Sequence[AreaRow]
    total: AreaRow
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a page reads of a ward's month once: its closed months, its figures by measure, its indicators."""

    closed: Sequence[str]
    figures: Mapping[str, Figure]
    covered: Sequence[Covered]


def results(session: Session, ward: Ward, month: Month, today: date, team_id: int | None = None) -> list[Section]:
    """Return what a ward, or one of its teams, did and reached in a month.

    What a ward has reached of all that there are is known of the ward only, not of a team.
    """
    closed = list(session.scalars(closed_months(ward.id)))
    months = year_to_date(month)
    if team_id is not None:
        figures = figures_by_measure(session.execute(one_team(ward.id, team_id, months, closed)))
        counted = Counted(figures, targets_for(session, ward.id, team_id, month))
        return _part_of_ward(session, ward, month, today, closed, counted)
    figures = figures_by_measure(session.execute(ward_measures(ward.id, months, closed)))
    covered = covered_indicators(session, ward.id, closed, month, today)
    return ward_results(session, ward, month, today, Known(closed, figures, covered))


def ward_results(session: Session, ward: Ward, month: Month, today: date, known: Known) -> list[Section]:
    """Return the results of a ward from what has been read of it already."""
    counted = Counted(known.figures, targets_for(session, ward.id, None, month))
    shown = [item for item in known.covered if item.measures or item.published]
    doors = _households(session, ward.id, month, known.closed, min(month.last, today), counted.targets)
    rows = [(item.pillar_code, _indicator(item, counted, ward)) for item in shown]
    return _sections(known.covered, [*_activities(counted), doors], [*rows, *_services(session, counted, shown)])


def own_results(session: Session, holder: Holder, ward: Ward, month: Month, today: date) -> list[Section]:
    """Return what one person's own entries add up to in a month."""
    closed = list(session.scalars(closed_months(ward.id)))
    months = year_to_date(month)
    period: Counter[str] = Counter()
    cumulative: Counter[str] = Counter()
    since = date(max(1, month.year - 1), 1, 1)
    for row in session.execute(own_counted(holder, months, closed, since)):
        counts = KINDS[row.kind].counts(row.fields)
        cumulative.update(counts)
        if row.month == months[-1]:
            period.update(counts)
    figures = {measure: Figure(period[measure], 0, sum_) for measure, sum_ in cumulative.items()}
    return _part_of_ward(session, ward, month, today, closed, Counted(figures, {}))


def areas(session: Session, ward: Ward, month: Month) -> AreaTable:
    """Return what was done in each area of a ward, on today's map, and in the ward as a whole.

    A household that was met in two areas stands in both and is one of the ward's.
    """
    is_closed = str(month) in set(session.scalars(closed_months(ward.id)))
    known = households_of_areas(session, ward.id, month.last)
    rows = [_area_row(row, known.get(row.id)) for row in area_rows(session, ward.id, month, is_closed)]
    sums = {measure: sum(row.figures.get(measure, 0) for row in rows) for measure in HEADLINE_MEASURES}
    sums[HOUSEHOLDS] = session.scalar(distinct_households_of_ward(ward.id, str(month), is_closed)) or 0
    of_ward = populations_on(session.execute(latest_populations(ward.id)), month.last).get(HOUSEHOLDS)
    return AreaTable(
        columns=[
            *(Column(headline.measure, str(headline.label), str(headline.unit)) for headline in HEADLINES),
            Column(HOUSEHOLDS, _("Different households reached"), _("households")),
        ],
        rows=rows,
        total=_area_row(Row(0, _("Total"), sums), of_ward),
        note=_("A household is counted once in the total, also when it was visited in two areas."),
    )


def _part_of_ward(
    session: Session, ward: Ward, month: Month, today: date, closed: Sequence[str], counted: Counted
) -> list[Section]:
    """Return the results of a team or a person: only what they counted themselves or are to reach."""
    covered = covered_indicators(session, ward.id, closed, month, today)
    rows = []
    for item in covered:
        row = _plain_row(item.code, item.name, item.unit, item.measures, counted)
        if row.cumulative or row.target:
            rows.append((item.pillar_code, row))
    sections = _sections(covered, _activities(counted), [*rows, *_services(session, counted, covered)])
    return [section for section in sections if section.rows]


def _plain_row(code: str, name: str, unit: str, measures: Sequence[str], counted: Counted) -> Result:
    target = counted.target(code, measures)
    period, cumulative = counted.sums(measures)
    note = note_of([target_note(target)])
    return Result(code, name, unit, target=target and target[0], period=period, cumulative=cumulative, note=note)


def _activities(counted: Counted) -> list[Result]:
    return [
        _plain_row(headline.measure, str(headline.label), str(headline.unit), [headline.measure], counted)
        for headline in HEADLINES
    ]


def _households(
    session: Session, ward_id: int, month: Month, closed: Sequence[str], as_of: date, targets: Mapping[str, Target]
) -> Result:
    """Return how many different households were reached: since January each once, which no sum of months gives."""
    period = session.scalar(distinct_households_of_ward(ward_id, str(month), str(month) in closed)) or 0
    cumulative = session.scalar(distinct_households_since(ward_id, year_to_date(month), closed)) or 0
    population = populations_on(session.execute(latest_populations(ward_id)), as_of).get(HOUSEHOLDS)
    target = targets.get(HOUSEHOLDS)
    line = Line(
        as_of=as_of,
        source="",
        numerator=cumulative,
        denominator=population.figure if population else None,
        denominator_as_of=population.as_of if population else None,
        denominator_source=population.source if population else "",
    )
    once = _("each household once, also since January")
    return Result(
        HOUSEHOLDS,
        _("Different households reached"),
        _("households"),
        target=target and target[0],
        period=period,
        cumulative=cumulative,
        note=note_of([target_note(target), once, *warnings_of(line)]),
        **(_reached(line) if population else {}),
    )


def _indicator(item: Covered, counted: Counted, ward: Ward) -> Result:
    """Return the row of an indicator: the log's line, or what was published where the log counts nothing."""
    target = counted.target(item.code, item.measures)
    line = _line(item, ward)
    published = item.start or (item.published[-1] if item.published else None)
    period, cumulative = counted.sums(item.measures) if item.measures else (None, None)
    notes = [
        target_note(target),
        *(warnings_of(line) if line else ()),
        *(published_note(published, ward, is_counted_on=bool(item.measures)) if published else ()),
    ]
    return Result(
        item.code,
        item.name,
        item.unit,
        target=target and target[0],
        period=period,
        cumulative=cumulative,
        note=note_of(notes),
        **(_reached(line) if line else {}),
    )


def _line(item: Covered, ward: Ward) -> Line | None:
    """Return the line that says what was reached, where anybody knows."""
    if not item.measures:
        # What was published of a larger unit is not the ward's.
        return item.start if item.start and is_of(item.start, ward) else None
    nothing = item.today is None or (not item.today.numerator and item.start is None)
    return None if nothing else item.today


def _reached(line: Line) -> dict[str, Any]:
    # What is no share of anything needs no population beside it.
    of_all = line.denominator if line.numerator is not None else None
    return {
        "reached": line.numerator,
        "bound": line.bound,
        "population": of_all,
        "population_as_of": line.denominator_as_of if of_all is not None else None,
        "population_source": (line.denominator_source or line.source) if of_all is not None else "",
        "ratio": line.ratio,
    }


def _services(session: Session, counted: Counted, covered: Iterable[Covered]) -> list[tuple[str, Result]]:
    """Return the services that were logged and that no indicator covers, so that nothing logged is missing."""
    fed = {measure for item in covered for measure in item.measures}
    english = selected_language() == "en"
    rows = []
    for service in session.execute(services()):
        reached = [service_measure(service.code, outcome) for outcome in _REACHED]
        every = [service_measure(service.code, outcome) for outcome in Outcome]
        if fed.isdisjoint(reached) and any(counted.sums(every)):
            name = service.name_en if english else service.name_vi
            row = _plain_row(f"service.{service.code}", name, _("people"), reached, counted)
            rows.append(
                (service.pillar, replace(row, note=note_of([row.note, _installed_only(service.code, counted)])))
            )
    return rows


def _installed_only(service_code: str, counted: Counted) -> str:
    _period, people = counted.sums([service_measure(service_code, Outcome.INSTALLED)])
    return str(_("installed only, since January: %(people)s", people=number(people))) if people else ""


def _sections(
    covered: Iterable[Covered], activities: list[Result], rows: Iterable[tuple[str, Result]]
) -> list[Section]:
    """Return the rows under their pillars, in the order of the catalogue; what belongs to none comes last."""
    by_pillar: dict[str, list[Result]] = {item.pillar_code: [] for item in covered}
    for pillar, row in rows:
        by_pillar.setdefault(pillar, []).append(row)
    others = by_pillar.pop("", [])
    sections = [Section(ACTIVITIES, _("Activities of the teams"), activities)]
    sections += [Section(pillar, pillar_name(pillar), of_pillar) for pillar, of_pillar in by_pillar.items()]
    return [*sections, Section("", _("Other figures"), others)] if others else sections


def _area_row(row: Row, population: Any) -> AreaRow:
    if population is None:
        return AreaRow(row.id, row.name, row.figures)
    return AreaRow(row.id, row.name, row.figures, population.figure, population.as_of, population.source)
