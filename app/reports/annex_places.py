"""The annexes of results by area and by team, each with its targets and its total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.localisation import day, number
from app.logbook.kinds import headlines_with
from app.months.edition import Edition, in_month
from app.overview.area_table import AreaTable, table_of_areas
from app.overview.figure_words import FigureWords
from app.overview.place_tables import HEADLINE_MEASURES, PlaceRow
from app.overview.results import ResultInputs
from app.reports.annex_context import AnnexContext
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.sentences import sentences_of_areas
from app.tally.month_figures import NO_FIGURES, MonthFigures
from app.targets.subjects import HOUSEHOLDS
from app.text import with_capital

Targets = Mapping[tuple[str, bool], int]
"""Targets by measure, of the month (true) and of the year."""

Figures = Mapping[str, MonthFigures]
"""Figures by measure."""


@dataclass(frozen=True, slots=True)
class _MeasureColumn:
    """A column of a table of places: a measure, or its target of the month (true) or of the year."""

    measure: str
    heading: str
    of_month: bool | None = None


def areas_annex(context: AnnexContext, edition: Edition, inputs: ResultInputs) -> Annex:
    """Return the results of each area, with its number of households."""
    table = table_of_areas(
        edition.area_rows(),
        edition.area_populations(),
        edition.households.month,
        edition.populations.get(HOUSEHOLDS),
        named_measures(edition),
    )
    headings = {column.measure: with_unit(column.name, column.unit) for column in table.columns}
    targets = {area.id: edition.targets_of(area=area.id) for area in table.rows}
    figures = {area.id: edition.figures(area=area.id) for area in table.rows}
    places = _Places(with_capital(context.neighbourhood_word), table.rows, table.total, targets, figures)
    annex = _annex_of(context, places, headings, inputs)
    annex = replace(annex, code="areas", title=_("Results by area"))
    everything = [*table.rows, table.total]
    if any(row.population is not None for row in everything):
        share = [Column(_("All households"), 9, "right"), Column(_("Ratio (%)"), 9, "right")]
        rows = [
            replace(row, cells=[*row.cells, area.population, area.ratio])
            for row, area in zip(annex.rows, everything, strict=True)
        ]
        annex = replace(annex, columns=[*annex.columns, *share], rows=rows)
    return replace(annex, notes=[*annex.notes, *notes_of_areas(table, context.words), *sentences_of_areas(edition)])


def teams_annex(context: AnnexContext, edition: Edition, inputs: ResultInputs) -> Annex:
    """Return the results of each team; entries of no team have a line of their own."""
    rows, total = edition.team_rows(), in_month(edition.measures)
    without_team = {measure: total[measure] - sum(row.figures.get(measure, 0) for row in rows) for measure in total}
    if any(without_team.get(measure) for measure in HEADLINE_MEASURES):
        rows.append(PlaceRow(0, _("Without a team"), without_team))
    headlines = headlines_with(named_measures(edition))
    headings = {each.measure: with_unit(str(each.label), str(each.unit)) for each in headlines}
    targets = {row.id: edition.targets_of(team=row.id) if row.id else {} for row in rows}
    figures = {row.id: edition.figures(team=row.id) for row in rows if row.id}
    places = _Places(_("Team"), rows, PlaceRow(0, _("Total"), total), targets, figures)
    return replace(_annex_of(context, places, headings, inputs), code="teams", title=_("Results by team"))


def named_measures(edition: Edition) -> set[str]:
    """Return the measures that have a figure in the month, or a target of the ward, a team or an area."""
    figures = {measure for measure, figure in in_month(edition.measures).items() if figure}
    return figures | {target.measure for target in edition.targets}


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of a table and what they are called, with their targets and all their figures by id."""

    word: str
    rows: Sequence[PlaceRow]
    total: PlaceRow
    targets: Mapping[int, Targets]
    figures: Mapping[int, Figures]


def _annex_of(context: AnnexContext, places: _Places, headings: Mapping[str, str], inputs: ResultInputs) -> Annex:
    """Return the table of some places, without its title; ``headings`` are those of its measures."""
    columns = list(_measure_columns(context, places, headings))
    rows = [
        Row([position, row.name, *(_cell(column, row, places.targets[row.id]) for column in columns)])
        for position, row in enumerate(places.rows, start=1)
    ]
    sums = {key: figure for column in columns for key, figure in _sum_of_targets(column, places)}
    total = [_cell(column, places.total, sums) for column in columns]
    return Annex(
        code="",
        title="",
        columns=[
            Column(_("No."), 5, "center"),
            Column(places.word, MAX_TEXT_WIDTH),
            *(Column(column.heading, MIN_READABLE_WIDTH, "right") for column in columns),
        ],
        rows=[*rows, Row([None, places.total.name, *total], RowStyle.TOTAL)],
        notes=[*_notes_of_targets(places, headings, inputs), context.log_book],
    )


def _measure_columns(context: AnnexContext, places: _Places, headings: Mapping[str, str]) -> Iterator[_MeasureColumn]:
    """Yield the columns of a table of places: beside a measure its targets, where any of them has one."""
    with_target = {key for of_one in places.targets.values() for key in of_one}
    for measure, heading in headings.items():
        if measure not in context.hidden_measures:
            yield _MeasureColumn(measure, heading)
            for of_month, name in ((True, str(context.words.target)), (False, _("Target of the year"))):
                if (measure, of_month) in with_target:
                    yield _MeasureColumn(measure, name, of_month)


def _cell(column: _MeasureColumn, row: PlaceRow, targets: Targets) -> Cell:
    if column.of_month is None:
        return row.figures.get(column.measure, 0)
    return targets.get((column.measure, column.of_month))


def _sum_of_targets(column: _MeasureColumn, places: _Places) -> Iterator[tuple[tuple[str, bool], int]]:
    """Yield the sum of a column of targets; nothing where a place has none: it would contradict that of the ward."""
    if column.of_month is not None:
        key = column.measure, column.of_month
        figures = [targets.get(key) for place, targets in places.targets.items() if place]
        if None not in figures:
            yield key, sum(filter(None, figures))


def _notes_of_targets(places: _Places, headings: Mapping[str, str], inputs: ResultInputs) -> Iterator[str]:
    """Yield the progress towards targets that have no column: those of indicators and services."""
    for row in places.rows:
        for (code, of_month), target in places.targets[row.id].items():
            if code in headings:
                continue
            name, measures = inputs.named(code)
            counted = [places.figures[row.id].get(measure, NO_FIGURES) for measure in measures]
            done = sum(each.month if of_month else each.year_to_date for each in counted)
            yield note_of_target(inputs.words, row.name, name, (done, target), of_month=of_month)


def note_of_target(words: FigureWords, place: str, name: str, progress: tuple[int, int], *, of_month: bool) -> str:
    """Return how far a place is towards a target that has no column: what is done, and what is to be."""
    done, target = map(number, progress)
    values = {"place": place, "name": name, "done": done, "target": target}
    if of_month:
        return str(words.progress) % values
    return str(_("%(place)s, %(name)s: %(done)s of the year's target of %(target)s.", **values))


def with_unit(name: str, unit: str) -> str:
    """Return the heading of a measure, with its unit where the name does not say it."""
    return name if unit.lower() in name.lower() else f"{name} ({unit})"


def notes_of_areas(table: AreaTable, words: FigureWords) -> Iterator[str]:
    """Yield how households are counted, and where the numbers of all households are from."""
    yield table.note
    with_population = [row for row in (*table.rows, table.total) if row.population is not None]
    if with_population:
        yield str(words.share_of_households)
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in with_population):
        names = [
            row.name for row in with_population if (row.population_source, row.population_as_of) == (source, as_of)
        ]
        yield _(
            "All households, on %(day)s, %(source)s: %(names)s.", day=day(as_of), source=source, names=", ".join(names)
        )
