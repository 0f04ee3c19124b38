"""The annex of results by pillar: activities and coverage, with the sources of the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.catalogue.terms import Bound
from app.localisation import day, number
from app.overview.notes import bounded
from app.overview.results import Result, Section
from app.reports.annex_context import AnnexContext
from app.reports.document import Annex, Cell, Column, Row, RowStyle
from app.reports.numbering import roman_numeral


def results_annex(context: AnnexContext, sections: Sequence[Section]) -> Annex:
    """Return the results by pillar."""
    is_of_ward = context.report.is_of_ward
    all_columns = [
        Column(_("No."), 5, "center", "number"),
        Column(_("What"), 29, code="name"),
        Column(_("Unit"), 12, "center", "unit"),
        Column(_("Target"), 9, "right", "target"),
        Column(_("In the month"), 9, "right", "month"),
        Column(_("Since January"), 10, "right", "since_january"),
        Column(_("Reached"), 10, "right", "reached"),
        Column(_("Of how many"), 9, "right", "population"),
        Column(_("Ratio (%)"), 9, "right", "ratio"),
        Column(_("Remarks"), 36 if is_of_ward else 48, code="note"),
    ]
    hidden = {*context.hidden_columns, *(() if is_of_ward else ("reached", "population", "ratio"))}
    shown = [position for position, column in enumerate(all_columns) if column.code not in hidden]
    rows: list[Row] = []
    for place, section in enumerate(sections, start=1):
        rows.append(Row([roman_numeral(place), section.name], RowStyle.SECTION, section.code))
        for position, row in enumerate(section.rows, start=1):
            cells = _result_cells(position, row)
            rows.append(Row([cells[each] for each in shown], code=row.code))
    return Annex(
        code="results",
        number="",
        title=_("Results by pillar"),
        columns=[all_columns[position] for position in shown],
        rows=rows,
        notes=list(_sources_of_results(context, sections)),
    )


def _result_cells(position: int, row: Result) -> list[Cell]:
    reached: Cell = row.reached
    if row.reached is not None and row.bound is not Bound.EXACT:
        reached = bounded(row.reached, row.bound)
    counted: list[Cell] = [position, row.name, row.unit, row.target, row.period, row.cumulative]
    return [*counted, reached, row.population, row.ratio, row.note]


def _sources_of_results(context: AnnexContext, sections: Sequence[Section]) -> Iterator[str]:
    yield _("In the month, since January: %(log)s", log=context.log_book)
    yield _("Apps and services: people who activated them or use them alone; installed only is not yet counted.")
    if not context.report.is_of_ward or context.edition is None:
        return
    yield _(
        "Reached, as of %(day)s: the figure published last and what was counted since that month; where none was "
        "published, only what the log book counted. Ratio = reached / of how many. An empty cell: not known.",
        day=day(context.edition.as_of),
    )
    with_population = [row for section in sections for row in section.rows if row.population is not None]
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in with_population):
        of_one = [row for row in with_population if (row.population_source, row.population_as_of) == (source, as_of)]
        figures = "; ".join(f"{row.name} {number(row.population or 0)}" for row in of_one)
        yield _("Of how many, on %(day)s, %(source)s: %(figures)s.", day=day(as_of), source=source, figures=figures)
