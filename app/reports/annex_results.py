"""The annex of results by pillar: activities and coverage, with the sources of the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from app.catalogue.terms import Bound
from app.localisation import day, number
from app.overview.notes import bounded, late_start_note
from app.overview.results import Result, Section
from app.period_words import since_words
from app.places.report_settings import OPTIONAL_COLUMNS
from app.reports.annex_context import AnnexContext
from app.reports.document import Annex, Cell, Column, Row, RowStyle, cell_text
from app.reports.numbering import roman_numeral


def results_annex(context: AnnexContext, sections: Sequence[Section]) -> Annex:
    """Return the results by pillar."""
    is_of_ward = context.report.is_of_ward
    columns = {
        "number": Column(_("No."), 5, "center"),
        "name": Column(_("What"), 29),
        "unit": Column(_("Unit"), 12, "center"),
        "target": Column(_("Target"), 9, "right"),
        "month": Column(str(context.words.heading), 9, "right"),
        "since_january": Column(since_words(context.year_first), 10, "right"),
        "reached": Column(_("Reached"), 10, "right"),
        "population": Column(_("Of how many"), 9, "right"),
        "ratio": Column(_("Ratio (%)"), 9, "right"),
        "note": Column(_("Remarks"), 36 if is_of_ward else 48),
    }
    hidden = {*context.hidden_columns, *(() if is_of_ward else ("reached", "population", "ratio"))}
    cells = [[result_cells(position, row) for position, row in enumerate(each.rows, start=1)] for each in sections]
    if not context.has_every_annex:
        filled = {code for of_section in cells for row in of_section for code, cell in row.items() if cell_text(cell)}
        hidden |= {*OPTIONAL_COLUMNS} - filled
    shown = [code for code in columns if code not in hidden]
    rows: list[Row] = []
    for place, (section, of_section) in enumerate(zip(sections, cells, strict=True), start=1):
        rows.append(Row([roman_numeral(place), section.name], RowStyle.SECTION))
        rows += [Row([row[code] for code in shown]) for row in of_section]
    return Annex(
        code="results",
        title=_("Results by pillar"),
        columns=[columns[code] for code in shown],
        rows=rows,
        notes=list(_sources_of_results(context, sections)),
    )


def result_cells(position: int, row: Result) -> Mapping[str, Cell]:
    """Return the cells of a row by the codes of their columns, by which a ward hides them."""
    return {
        "number": position,
        "name": row.name,
        "unit": row.unit,
        "target": row.target,
        "month": row.period,
        "since_january": row.cumulative,
        "reached": reached_cell(row),
        "population": row.population,
        "ratio": row.ratio,
        "note": row.note,
    }


def reached_cell(row: Result) -> Cell:
    """Return how many were reached, in words where that is a bound."""
    return row.reached if row.reached is None or row.bound is Bound.EXACT else bounded(row.reached, row.bound)


def _sources_of_results(context: AnnexContext, sections: Sequence[Section]) -> Iterator[str]:
    yield str(context.words.sources) % {"log": context.log_book}
    yield _(
        "Apps and services: people who activated them, use them alone or completed the course; installed only is not "
        "yet counted. They are added up by entry: who is in two entries counts twice."
    )
    late = late_start_note(row.since for section in sections for row in section.rows if row.cumulative)
    if not context.report.is_of_ward or context.edition is None:
        yield from filter(None, [late])
        return
    yield _(
        "Reached, as of %(day)s: the figure published last and what was counted since that month; where none was "
        "published, only what the log book counted. Ratio = reached / of how many. An empty cell: not known.",
        day=day(context.edition.as_of),
    )
    yield from filter(None, [late])
    with_population = [row for section in sections for row in section.rows if row.population is not None]
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in with_population):
        of_one = [row for row in with_population if (row.population_source, row.population_as_of) == (source, as_of)]
        figures = "; ".join(f"{row.name} {number(row.population or 0)}" for row in of_one)
        yield _("Of how many, on %(day)s, %(source)s: %(figures)s.", day=day(as_of), source=source, figures=figures)
