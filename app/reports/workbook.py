"""The workbook of a month: the annexes of its report, each a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.terms import Bound
from app.localisation import day, moment, number
from app.logbook.kinds.common import FIRST_DAY
from app.overview.annexes import AreaTable, Result, Section, areas, own_results, results
from app.overview.notes import bounded
from app.people.actor import Actor
from app.permissions import Permission, reach
from app.reports.listing import Listing, activities
from app.reports.report import Report
from app.reports.sheet import Book, Cell, Column, Sheet

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_LETTERS = "abcdefgh"
_NARROW, _WIDE = 11, 28
"""How narrow a column may be for its heading to be read, and how wide for others to have room."""


def month_workbook(session: Session, actor: Actor, report: Report) -> bytes:
    """Return the workbook of a report, with as many annexes as ``actor`` may read."""
    book = Book(report.title, datetime.combine(max(report.month.last, FIRST_DAY), time()))
    if report.person:
        _results(book, report, own_results(session, actor, report.ward, report.month, report.today))
    else:
        _results(book, report, results(session, report.ward, report.month, report.today, report.team_id))
    if report.is_of_ward:
        _areas(book, report, areas(session, report.ward, report.month))
    if reach(actor, Permission.ENTRY_READ) is not None:
        listings = activities(session, actor, report.ward, report.month, report.team_id)
        for letter, listing in zip(_LETTERS, listings, strict=False):
            _activities(book, report, letter, listing)
    return book.finished()


def _headed(book: Book, report: Report, annex: str, about: str, columns: Sequence[Column]) -> Sheet:
    """Return a sheet with its head: who, what, of when, and how final."""
    name = _("Annex %(number)s", number=annex)
    sheet = book.sheet(name, columns)
    sheet.line(report.issuer, bold=True, font_size=13)
    if report.subject:
        sheet.line(report.subject, font_size=13)
    sheet.line(name.upper(), bold=True, font_size=14, align="center")
    sheet.line(report.title, bold=True, font_size=14, align="center")
    sheet.line(about, font_size=13, align="center")
    sheet.line(report.state, italic=True, font_size=13, align="center")
    sheet.gap()
    return sheet


def _sources(sheet: Sheet, lines: Iterator[str]) -> None:
    sheet.gap()
    sheet.line(_("Sources of the figures"), bold=True)
    for line in lines:
        sheet.line(f"– {line}")


def _log_book(report: Report) -> str:
    if report.closed_at is None:
        return str(_("The log book: everything received and not voided, as of %(time)s.", time=moment(report.at)))
    return str(_("The log book: what was approved when the month was closed, %(time)s.", time=moment(report.closed_at)))


def _results(book: Book, report: Report, sections: Sequence[Section]) -> None:
    columns = [
        Column(_("No."), 5, "center"),
        Column(_("What"), 29),
        Column(_("Unit"), 10, "center"),
        Column(_("Target"), 9, "right"),
        Column(_("In the month"), 9, "right"),
        Column(_("Since January"), 10, "right"),
    ]
    if report.is_of_ward:
        columns += [
            Column(_("Reached"), 10, "right"),
            Column(_("Of how many"), 9, "right"),
            Column(_("Ratio (%)"), 9, "right"),
        ]
    columns.append(Column(_("Remarks"), 36 if report.is_of_ward else 48))
    sheet = _headed(book, report, "1", _("Results by pillar"), columns)
    sheet.headings()
    for numeral, section in zip(_NUMERALS, sections, strict=False):
        sheet.section(numeral, section.name)
        for position, row in enumerate(section.rows, start=1):
            sheet.cells(_result_cells(position, row, is_of_ward=report.is_of_ward))
    _sources(sheet, _sources_of_results(report, sections))


def _result_cells(position: int, row: Result, *, is_of_ward: bool) -> list[Cell]:
    counted: list[Cell] = [position, row.name, row.unit, row.target, row.period, row.cumulative]
    if not is_of_ward:
        return [*counted, row.note]
    reached: Cell = row.reached
    if row.reached is not None and row.bound is not Bound.EXACT:
        reached = bounded(row.reached, row.bound)
    return [*counted, reached, row.population, row.ratio, row.note]


def _sources_of_results(report: Report, sections: Sequence[Section]) -> Iterator[str]:
    yield _("In the month, since January: %(log)s", log=_log_book(report))
    yield _("Apps and services: people who activated them or use them alone; installed only is not yet counted.")
    if not report.is_of_ward:
        return
    yield _(
        "Reached, as of %(day)s: the figure published last and what was counted since that month; where none was "
        "published, only what the log book counted. Ratio = reached / of how many. An empty cell: not known.",
        day=day(min(report.month.last, report.today)),
    )
    known = [row for section in sections for row in section.rows if row.population is not None]
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in known):
        of_one = [row for row in known if (row.population_source, row.population_as_of) == (source, as_of)]
        figures = "; ".join(f"{row.name} {number(row.population or 0)}" for row in of_one)
        yield _("Of how many, on %(day)s, %(source)s: %(figures)s.", day=day(as_of), source=source, figures=figures)


def _areas(book: Book, report: Report, table: AreaTable) -> None:
    has_population = any(row.population is not None for row in (*table.rows, table.total))
    columns = [Column(_("No."), 5, "center"), Column(report.ward.neighbourhood_word.capitalize(), 24)]
    columns += [Column(_with_unit(column.name, column.unit), 11, "right") for column in table.columns]
    if has_population:
        columns += [Column(_("All households"), 9, "right"), Column(_("Ratio (%)"), 9, "right")]
    sheet = _headed(book, report, "2", _("Results by area"), columns)
    sheet.headings()
    numbers: list[int | None] = [*range(1, len(table.rows) + 1), None]
    for position, row in zip(numbers, [*table.rows, table.total], strict=True):
        figures = [row.figures.get(column.measure, 0) for column in table.columns]
        share: list[Cell] = [row.population, row.ratio] if has_population else []
        sheet.cells([position, row.name, *figures, *share], bold=position is None)
    _sources(sheet, _sources_of_areas(report, table))


def _with_unit(name: str, unit: str) -> str:
    return name if unit.lower() in name.lower() else f"{name} ({unit})"


def _sources_of_areas(report: Report, table: AreaTable) -> Iterator[str]:
    yield _log_book(report)
    yield table.note
    known = [row for row in (*table.rows, table.total) if row.population is not None]
    if known:
        yield _("Ratio = different households reached in the month / all households. An empty cell: not known.")
    for source, as_of in dict.fromkeys((row.population_source, row.population_as_of) for row in known):
        names = [row.name for row in known if (row.population_source, row.population_as_of) == (source, as_of)]
        yield _(
            "All households, on %(day)s, %(source)s: %(names)s.", day=day(as_of), source=source, names=", ".join(names)
        )


def _activities(book: Book, report: Report, letter: str, listing: Listing) -> None:
    headings = [_("No."), *listing.headings]
    rows: list[list[Cell]] = [[position, *row] for position, row in enumerate(listing.rows, start=1)]
    columns = [
        Column(heading, _fitting(heading, rows, position), _align(position, listing))
        for position, heading in enumerate(headings)
    ]
    sheet = _headed(book, report, f"3{letter}", listing.name, columns)
    sheet.headings()
    for row in rows:
        sheet.cells(row)
    if not rows:
        sheet.section("", _("Nothing yet."))
    else:
        total: list[Cell] = [None, _("Total: %(number)s", number=number(len(rows))), *([None] * (len(headings) - 2))]
        for position in listing.sums:
            total[position + 1] = sum(cell for row in rows if isinstance(cell := row[position + 1], int))
        sheet.cells(total, bold=True)
    _sources(sheet, iter([_log_book(report)]))


def _align(position: int, listing: Listing) -> str:
    if position == 0:
        return "center"
    return "right" if position - 1 in listing.sums else "left"


def _fitting(heading: str, rows: Sequence[Sequence[Cell]], position: int) -> float:
    """Return how wide a column is for its longest word to stand on one line, and most texts too."""
    texts = [str(row[position]) for row in rows if isinstance(row[position], str)]
    words = (word for text in (heading, *texts) for word in text.split())
    longest_word = max(map(len, words), default=0)
    longest_text = max(map(len, texts), default=0)
    return max(5 if position == 0 else _NARROW, min(longest_word, _WIDE) + 1, min(longest_text, _WIDE) + 1)
