"""The annex of results by area and team in one table, where every area has one team and every team one area.

A figure that is the same for both has one column. One that differs, as a team also works elsewhere, has a second column
for the team. Where no area has any, as with sessions for the whole ward, the team's alone is there, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from msgspec import UNSET

from app.logbook.kinds import HEADLINES
from app.months.edition import Edition, EditionTeam, in_month
from app.overview.area_table import AreaRow, AreaTable, table_of_areas
from app.overview.place_tables import HEADLINE_MEASURES
from app.overview.results import ResultInputs
from app.reports.annex_context import AnnexContext
from app.reports.annex_places import Targets, named_measures, note_of_target, notes_of_areas, with_unit
from app.reports.document import MAX_TEXT_WIDTH, MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.drawing.paper_column_widths import fits_upright_page
from app.reports.sentences import sentences_of_areas
from app.tally.month_figures import NO_FIGURES
from app.targets.subjects import HOUSEHOLDS
from app.text import with_capital

_MOST_NOTED = 3
"""Targets of so many lines stand beneath the table; with more of them they have a column."""

_LAST_NUMBER = re.compile(r"(\d+)\D*$")


def areas_with_teams_annex(context: AnnexContext, edition: Edition, inputs: ResultInputs) -> Annex | None:
    """Return the results of each area with its team, or ``None`` where they do not stand on one line."""
    table = _table_of(edition)
    if table is None:
        return None
    measures = [each for each in table.headings if each not in context.hidden_measures]
    columns = list(_figure_columns(table, measures, str(context.words.target)))
    names = [] if table.has_same_numbers else [[line.team.name if line.team else "" for line in table.lines]]
    cells = zip(*([line.name for line in table.lines], *names, *(column.cells for column in columns)), strict=True)
    rows = [Row([position, *line]) for position, line in enumerate(cells, start=1)]
    rows.append(Row([None, _("Total"), *([""] * len(names)), *(column.total for column in columns)], RowStyle.TOTAL))
    headings = [with_capital(context.neighbourhood_word), *([_("Team")] if names else [])]
    drawn = [
        Column(_("No."), 5, "center"),
        *(Column(heading, MAX_TEXT_WIDTH) for heading in headings),
        *(Column(column.heading, MIN_READABLE_WIDTH, "right") for column in columns),
    ]
    return Annex(
        code="areas",
        title=_("Results by area and team"),
        columns=drawn,
        rows=rows,
        notes=[
            *_notes_of_counting(table, measures),
            *_notes_of_targets(edition, table, {column.target for column in columns}, inputs),
            *notes_of_areas(table.areas, context.words),
            *sentences_of_areas(edition),
            context.log_book,
        ],
        is_wide=not fits_upright_page(drawn, rows),
    )


@dataclass(frozen=True, slots=True)
class _PlaceLine:
    """An area with its team, an area without one (the whole ward), or what was logged in no team.

    ``figures`` are those of the area, ``of_team`` those of the team, or of no team.
    """

    area: AreaRow | None
    team: EditionTeam | None
    targets: Targets
    figures: Mapping[str, int]
    of_team: Mapping[str, int]

    @property
    def name(self) -> str:
        """The name of the area, or that it is of no team."""
        return self.area.name if self.area else str(_("Without a team"))


@dataclass(frozen=True, slots=True)
class _PlacesTable:
    """The lines of the table, and the headings of its measures.

    ``by_team`` are the measures of which the team's figure is another one, ``not_by_area`` those of which no area has
    any.
    """

    lines: Sequence[_PlaceLine]
    headings: Mapping[str, str]
    by_team: Collection[str]
    not_by_area: Collection[str]
    total: Mapping[str, int]
    areas: AreaTable

    @property
    def pairs(self) -> list[tuple[AreaRow, EditionTeam]]:
        """The areas with their teams."""
        return [(line.area, line.team) for line in self.lines if line.area and line.team]

    @property
    def has_same_numbers(self) -> bool:
        """Whether each team bears the number of its area, so that the name of the area says which team it is."""
        return all(_number_in(area.name) == _number_in(team.name) != "" for area, team in self.pairs)


def _number_in(name: str) -> str:
    found = _LAST_NUMBER.search(name)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class _FigureColumn:
    """A column of figures with their total; ``target`` is the measure, and whether it is of the month."""

    heading: str
    cells: Sequence[Cell]
    total: Cell
    target: tuple[str, bool] | None = None


def _table_of(edition: Edition) -> _PlacesTable | None:
    teams = {team.id: team for team in edition.teams}
    pairs = [(area, teams[area.team]) for area in edition.areas if area.team is not UNSET]
    targets = {area.id: _common_targets(edition, area.id, team.id) for area, team in pairs}
    if not pairs or None in targets.values():
        return None
    table = table_of_areas(
        edition.area_rows(),
        edition.area_populations(),
        edition.households.month,
        edition.populations.get(HOUSEHOLDS),
        named_measures(edition),
    )
    by_team = {
        each for each in HEADLINE_MEASURES if any(area.figure(each) != team.figure(each) for area, team in pairs)
    }
    not_by_area = {each for each in by_team if not any(area.figure(each) for area, _team in pairs)}
    total = {**in_month(edition.measures), HOUSEHOLDS: edition.households.month}
    team_of = {area.id: team for area, team in pairs}
    lines = [_line_of(row, team_of.get(row.id), targets.get(row.id) or {}, by_team, not_by_area) for row in table.rows]
    in_teams = {each: sum(team.figure(each) for team in team_of.values()) for each in by_team}
    lines.append(
        _PlaceLine(None, None, {}, {}, {each: total.get(each, 0) - figure for each, figure in in_teams.items()})
    )
    headings = {column.measure: with_unit(column.name, column.unit) for column in table.columns}
    filled = [line for line in lines if line.area or any(line.of_team.values())]
    return _PlacesTable(filled, headings, by_team, not_by_area, total, table)


def _common_targets(edition: Edition, area: int, team: int) -> Targets | None:
    """Return the targets of an area and its team, or ``None`` where they contradict each other."""
    of_area, of_team = edition.targets_of(area=area), edition.targets_of(team=team)
    if any(of_area[key] != of_team[key] for key in of_area.keys() & of_team.keys()):
        return None
    return {**of_team, **of_area}


def _line_of(
    row: AreaRow, team: EditionTeam | None, targets: Targets, by_team: Collection[str], not_by_area: Collection[str]
) -> _PlaceLine:
    figures = {each: row.figures.get(each, 0) for each in (*HEADLINE_MEASURES, HOUSEHOLDS) if each not in not_by_area}
    return _PlaceLine(row, team, targets, figures, {each: team.figure(each) for each in by_team} if team else {})


def _figure_columns(table: _PlacesTable, measures: Sequence[str], of_time: str) -> Iterator[_FigureColumn]:
    """Yield the columns: the measures, beside each its targets where several lines have one, and all households.

    ``of_time`` is the heading of targets that are not those of the year.
    """
    for measure in measures:
        heading, total = table.headings[measure], table.total.get(measure, 0)
        if measure not in table.not_by_area:
            yield _FigureColumn(heading, [line.figures.get(measure) for line in table.lines], total)
        if measure in table.by_team:
            heading = heading if measure in table.not_by_area else _("By the team: %(name)s", name=heading)
            yield _FigureColumn(heading, [line.of_team.get(measure) for line in table.lines], total)
        for of_month, target in ((True, of_time), (False, _("Target of the year"))):
            cells = [line.targets.get((measure, of_month)) for line in table.lines]
            known = [cell for cell in cells if cell is not None]
            if len(known) > min(_MOST_NOTED, len(table.pairs) // 2):
                of_all = sum(known) if len(known) == len(table.pairs) else None
                yield _FigureColumn(target, cells, of_all, (measure, of_month))
    everything = table.areas.total
    if any(row.population is not None for row in (*table.areas.rows, everything)):
        areas = [line.area for line in table.lines]
        households = [area.population if area else None for area in areas]
        yield _FigureColumn(_("All households"), households, everything.population)
        yield _FigureColumn(_("Ratio (%)"), [area.ratio if area else None for area in areas], everything.ratio)


def _notes_of_counting(table: _PlacesTable, measures: Sequence[str]) -> Iterator[str]:
    """Yield which team has which area, where the table does not say it, and which figures are those of teams."""
    if table.has_same_numbers:
        yield _("Each area has one team, which bears its number: %(team)s.", team=table.pairs[0][1].name)
    if any(each in table.by_team for each in measures):
        yield _("By the team: what it logged anywhere in the ward. All else is counted in the area where it was done.")
    alone = [str(each.label) for each in HEADLINES if each.measure in table.not_by_area and each.measure in measures]
    if alone:
        yield _("By the team, as all of it was for the whole ward: %(names)s.", names="; ".join(alone))


def _notes_of_targets(
    edition: Edition, table: _PlacesTable, with_column: set[tuple[str, bool] | None], inputs: ResultInputs
) -> Iterator[str]:
    """Yield how far the areas and their teams are towards the targets that have no column."""
    for area, team in table.pairs:
        of_area = edition.targets_of(area=area.id)
        for (code, of_month), target in {**edition.targets_of(team=team.id), **of_area}.items():
            if (code, of_month) in with_column:
                continue
            is_of_area = (code, of_month) in of_area
            figures = edition.figures(area=area.id) if is_of_area else edition.figures(team=team.id)
            name, measures = (table.headings[code], [code]) if code in table.headings else inputs.named(code)
            counted = [figures.get(measure, NO_FIGURES) for measure in measures]
            done = sum(each.month if of_month else each.year_to_date for each in counted)
            place = area.name if is_of_area else team.name
            yield note_of_target(inputs.words, place, name, (done, target), of_month=of_month)
