"""The annexes of results by area and by team, each with its targets and its total."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.localisation import day, number
from app.logbook.kinds import HEADLINES
from app.months.edition import Edition
from app.overview.area_table import AreaTable
from app.overview.place_tables import HEADLINE_MEASURES, PlaceRow
from app.overview.results import ResultInputs
from app.reports.annex_context import AnnexContext
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.tally.month_figures import NO_FIGURES, MonthFigures

Targets = Mapping[tuple[str, bool], int]
"""Targets by measure, of the month (true) and of the year."""


@dataclass(frozen=True, slots=True)
class _MeasureColumn:
    """A column of a table of places: a measure, or its target of the month (true) or of the year."""

    measure: str
    heading: str
    of_month: bool | None = None


def areas_annex(context: AnnexContext, edition: Edition, table: AreaTable, inputs: ResultInputs) -> Annex:
    """Return the results of each area, with its number of households."""
    targets = {row.id: edition.targets_of(area=row.id) for row in table.rows}
    names = [(column.measure, _with_unit(column.name, column.unit)) for column in table.columns]
    columns = _measure_columns(names, targets, context.hidden_measures)
    has_population = any(row.population is not None for row in (*table.rows, table.total))
    share = [Column(_("All households"), 9, "right"), Column(_("Ratio (%)"), 9, "right")] if has_population else []
    rows = [
        Row(
            [
                position,
                row.name,
                *_place_cells(columns, row.figures, targets[row.id]),
                *([row.population, row.ratio] if has_population else []),
            ]
        )
        for position, row in enumerate(table.rows, start=1)
    ]
    total = Row(
        [
            None,
            table.total.name,
            *_total_cells(columns, table.total.figures, targets),
            *([table.total.population, table.total.ratio] if has_population else []),
        ],
        RowStyle.TOTAL,
    )
    others = [
        note
        for row in table.rows
        for note in _other_targets(row.name, targets[row.id], edition.figures(area=row.id), names, inputs)
    ]
    return Annex(
        code="areas",
        number="",
        title=_("Results by area"),
        columns=[*_place_columns(edition.ward.neighbourhood_word.capitalize(), columns), *share],
        rows=[*rows, total],
        notes=[*others, *_sources_of_areas(context, table)],
    )


def teams_annex(context: AnnexContext, edition: Edition, total: Mapping[str, int], inputs: ResultInputs) -> Annex:
    """Return the results of each team; entries of no team have a line of their own."""
    rows = edition.team_rows()
    unassigned = {
        measure: total.get(measure, 0) - sum(row.figures.get(measure, 0) for row in rows) for measure in total
    }
    if any(unassigned[measure] for measure in HEADLINE_MEASURES if measure in unassigned):
        rows.append(PlaceRow(0, _("Without a team"), unassigned))
    targets = {row.id: edition.targets_of(team=row.id) if row.id else {} for row in rows}
    names = [(each.measure, _with_unit(str(each.label), str(each.unit))) for each in HEADLINES]
    columns = _measure_columns(names, targets, context.hidden_measures)
    others = [
        note
        for row in rows
        for note in _other_targets(row.name, targets[row.id], edition.figures(team=row.id), names, inputs)
    ]
    return Annex(
        code="teams",
        number="",
        title=_("Results by team"),
        columns=_place_columns(_("Team"), columns),
        rows=[
            *(
                Row([position, row.name, *_place_cells(columns, row.figures, targets[row.id])])
                for position, row in enumerate(rows, start=1)
            ),
            Row([None, _("Total"), *_total_cells(columns, total, targets)], RowStyle.TOTAL),
        ],
        notes=[*others, context.log_book],
    )


def _measure_columns(
    names: Sequence[tuple[str, str]], targets: Mapping[int, Targets], hidden: Collection[str]
) -> list[_MeasureColumn]:
    """Return the columns of a table of places: beside a measure its targets, where any of them has one."""
    set_ones = {key for of_one in targets.values() for key in of_one}
    found = []
    for measure, name in names:
        if measure in hidden:
            continue
        found.append(_MeasureColumn(measure, name))
        if (measure, True) in set_ones:
            found.append(_MeasureColumn(measure, _("Target of the month"), of_month=True))
        if (measure, False) in set_ones:
            found.append(_MeasureColumn(measure, _("Target of the year"), of_month=False))
    return found


def _place_columns(word: str, columns: Sequence[_MeasureColumn]) -> list[Column]:
    return [
        Column(_("No."), 5, "center"),
        Column(word, MAX_TEXT_WIDTH),
        *(Column(each.heading, MIN_READABLE_WIDTH, "right") for each in columns),
    ]


def _place_cells(columns: Sequence[_MeasureColumn], figures: Mapping[str, int], targets: Targets) -> list[Cell]:
    return [
        figures.get(each.measure, 0) if each.of_month is None else targets.get((each.measure, each.of_month))
        for each in columns
    ]


def _total_cells(
    columns: Sequence[_MeasureColumn], figures: Mapping[str, int], targets: Mapping[int, Targets]
) -> list[Cell]:
    return [
        figures.get(each.measure, 0)
        if each.of_month is None
        else _total_target([of_one.get((each.measure, each.of_month)) for place, of_one in targets.items() if place])
        for each in columns
    ]


def _total_target(targets: Sequence[int | None]) -> int | None:
    """Return the sum of targets, nothing where a place has none: it would contradict that of the ward."""
    return None if None in targets else sum(filter(None, targets))


def _other_targets(
    place: str,
    targets: Targets,
    figures: Mapping[str, MonthFigures],
    names: Sequence[tuple[str, str]],
    inputs: ResultInputs,
) -> Iterator[str]:
    """Yield the progress towards targets that have no column: those of indicators and services."""
    shown = {code for code, _name in names}
    for (code, of_month), figure in targets.items():
        if code in shown:
            continue
        name, measures = inputs.named(code)
        done = sum(_figure_of_period(figures.get(measure, NO_FIGURES), of_month=of_month) for measure in measures)
        values = {"place": place, "name": name, "done": number(done), "target": number(figure)}
        if of_month:
            yield _("%(place)s, %(name)s: %(done)s of the month's target of %(target)s.", **values)
        else:
            yield _("%(place)s, %(name)s: %(done)s of the year's target of %(target)s.", **values)


def _figure_of_period(figures: MonthFigures, *, of_month: bool) -> int:
    return figures.month if of_month else figures.year_to_date


def _with_unit(name: str, unit: str) -> str:
    return name if unit.lower() in name.lower() else f"{name} ({unit})"


def _sources_of_areas(context: AnnexContext, table: AreaTable) -> Iterator[str]:
    yield context.log_book
    yield table.note
    with_population = [row for row in (*table.rows, table.total) if row.population is not None]
    if with_population:
        yield _("Ratio = different households reached in the month / all households. An empty cell: not known.")
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in with_population):
        names = [
            row.name for row in with_population if (row.population_source, row.population_as_of) == (source, as_of)
        ]
        yield _(
            "All households, on %(day)s, %(source)s: %(names)s.", day=day(as_of), source=source, names=", ".join(names)
        )
