"""The annexes of a month's report: results by pillar, by area and by team, what was done, and who took part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from app.catalogue.terms import Bound
from app.localisation import day, moment, number
from app.logbook.kinds import HEADLINES
from app.months.edition_reading import AttendanceRecord, EditionFigures
from app.months.edition_text import MonthFigures
from app.overview.area_table import AreaTable
from app.overview.notes import bounded
from app.overview.place_tables import HEADLINE_MEASURES, PlaceRow
from app.overview.results import Result, ResultInputs, Section
from app.places.report_settings import Rates
from app.reports.activity_lists import COMMON_COLUMNS, ActivityList
from app.reports.document import MIN_READABLE_WIDTH, Annex, Cell, Column, Row, RowStyle
from app.reports.numbering import part_letter, roman_numeral
from app.reports.report_request import ReportRequest
from app.text import collation_key

_NO_FIGURES = MonthFigures()
_MIN_TEXT_WIDTH = 7
_MAX_TEXT_WIDTH = 28
"""How wide a column may be for others to have room, in digits."""


@dataclass(frozen=True, slots=True)
class AnnexContext:
    """Of what the annexes are: whose report, and what the log book's figures are as of."""

    report: ReportRequest
    edition: EditionFigures | None
    hidden_columns: Collection[str] = ()
    hidden_measures: Collection[str] = ()

    @property
    def log_book(self) -> str:
        """What the log book's figures are."""
        if self.report.closed_at is None:
            time = moment(self.report.at)
            return str(_("The log book: everything received and not voided, as of %(time)s.", time=time))
        time = moment(self.report.closed_at)
        return str(_("The log book: what was approved when the month was closed, %(time)s.", time=time))


def numbered_annexes(annexes: Sequence[Sequence[Annex]]) -> list[Annex]:
    """Return annexes with their Roman numbers: each group has one, its parts a letter where there are several."""
    found = []
    for position, group in enumerate(filter(None, annexes), start=1):
        letters = map(part_letter, range(1, len(group) + 1)) if len(group) > 1 else [""]
        found += [
            replace(annex, number=roman_numeral(position) + part) for part, annex in zip(letters, group, strict=True)
        ]
    return found


def results_annex(context: AnnexContext, sections: Sequence[Section]) -> Annex:
    """Return what was done and reached, by pillar."""
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


Targets = Mapping[tuple[str, bool], int]
"""What is to be reached, by measure, in the month (true) and in the year."""


@dataclass(frozen=True, slots=True)
class _MeasureColumn:
    """A column of a table of places: a measure, or what of it is to be reached in the month (true) or in the year."""

    measure: str
    heading: str
    of_month: bool | None = None

    @property
    def code(self) -> str:
        """What names it in every language."""
        prefix = {None: "", True: "target:", False: "year_target:"}[self.of_month]
        return f"{prefix}{self.measure}"


def areas_annex(context: AnnexContext, edition: EditionFigures, table: AreaTable, inputs: ResultInputs) -> Annex:
    """Return what was done in each area, and of how many households."""
    targets = {row.id: edition.place_targets(area=row.id) for row in table.rows}
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
            ],
            code=str(row.id),
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
        for note in _other_targets(row.name, targets[row.id], edition.place_measures(area=row.id), names, inputs)
    ]
    return Annex(
        code="areas",
        number="",
        title=_("Results by area"),
        columns=[*_place_columns(edition.names.neighbourhood_word.capitalize(), columns), *share],
        rows=[*rows, total],
        notes=[*others, *_sources_of_areas(context, table)],
    )


def teams_annex(
    context: AnnexContext, edition: EditionFigures, total: Mapping[str, int], inputs: ResultInputs
) -> Annex:
    """Return what each team did; what nobody did as a member of a team stands on a line of its own."""
    rows = edition.team_rows()
    unassigned = {
        measure: total.get(measure, 0) - sum(row.figures.get(measure, 0) for row in rows) for measure in total
    }
    if any(unassigned[measure] for measure in HEADLINE_MEASURES if measure in unassigned):
        rows.append(PlaceRow(0, _("Without a team"), unassigned))
    targets = {row.id: edition.place_targets(team=row.id) if row.id else {} for row in rows}
    names = [(each.measure, _with_unit(str(each.label), str(each.unit))) for each in HEADLINES]
    columns = _measure_columns(names, targets, context.hidden_measures)
    others = [
        note
        for row in rows
        for note in _other_targets(row.name, targets[row.id], edition.place_measures(team=row.id), names, inputs)
    ]
    return Annex(
        code="teams",
        number="",
        title=_("Results by team"),
        columns=_place_columns(_("Team"), columns),
        rows=[
            *(
                Row([position, row.name, *_place_cells(columns, row.figures, targets[row.id])], code=str(row.id))
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
        Column(_("No."), 5, "center", "number"),
        Column(word, _MAX_TEXT_WIDTH, code="name"),
        *(Column(each.heading, MIN_READABLE_WIDTH, "right", each.code) for each in columns),
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
    """Yield how far a place has come with targets that have no column: those of indicators and services."""
    shown = {code for code, _name in names}
    for (code, of_month), figure in targets.items():
        if code in shown:
            continue
        name, measures = inputs.named(code)
        done = sum(_figure_of_period(figures.get(measure, _NO_FIGURES), of_month=of_month) for measure in measures)
        words = {"place": place, "name": name, "done": number(done), "target": number(figure)}
        if of_month:
            yield _("%(place)s, %(name)s: %(done)s of the month's target of %(target)s.", **words)
        else:
            yield _("%(place)s, %(name)s: %(done)s of the year's target of %(target)s.", **words)


def _figure_of_period(figures: MonthFigures, *, of_month: bool) -> int:
    return figures.month if of_month else figures.since_january


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


def activities_annex(context: AnnexContext, listing: ActivityList, max_listed: int | None) -> Annex:
    """Return the entries of a kind one by one, or by team where they are more than ``longest``."""
    if max_listed is not None and len(listing.rows) > max_listed:
        return _activities_by_team(context, listing)
    headings = [_("No."), *listing.headings]
    rows: list[list[Cell]] = [[position, *row] for position, row in enumerate(listing.rows, start=1)]
    total: list[Cell] = [None, _("Total: %(number)s", number=number(len(rows))), *([None] * (len(headings) - 2))]
    for position in listing.sums:
        total[position + 1] = _column_sum(listing.rows, position)
    return Annex(
        code=listing.kind,
        number="",
        title=listing.name,
        columns=[
            Column(heading, _column_width(heading, rows, position), _column_align(position, listing))
            for position, heading in enumerate(headings)
        ],
        rows=[*(Row(row) for row in rows), Row(total, RowStyle.TOTAL)] if rows else empty_rows(),
        notes=[context.log_book],
    )


def _activities_by_team(context: AnnexContext, listing: ActivityList) -> Annex:
    by_team: dict[Cell, list[list[Cell]]] = {}
    for row in listing.rows:
        by_team.setdefault(row[COMMON_COLUMNS - 1], []).append(row)
    rows = [
        Row(
            [
                position,
                team or _("Without a team"),
                len(of_team),
                *(_column_sum(of_team, each) for each in listing.sums),
            ]
        )
        for position, (team, of_team) in enumerate(
            sorted(by_team.items(), key=lambda each: _team_sort_key(each[0])), start=1
        )
    ]
    sums = [_column_sum(listing.rows, each) for each in listing.sums]
    total = Row([None, _("Total"), len(listing.rows), *sums], RowStyle.TOTAL)
    return Annex(
        code=listing.kind,
        number="",
        title=listing.name,
        columns=[
            Column(_("No."), 5, "center"),
            Column(_("Team"), _MAX_TEXT_WIDTH),
            Column(_("Number"), MIN_READABLE_WIDTH, "right"),
            *(Column(listing.headings[each], MIN_READABLE_WIDTH, "right") for each in listing.sums),
        ],
        rows=[*rows, total],
        notes=[_("By team, as there are many: the Excel workbook lists them one by one."), context.log_book],
        is_wide=False,
    )


def _team_sort_key(team: Cell) -> tuple[object, ...]:
    return collation_key(str(team or ""))


def _column_sum(rows: Sequence[Sequence[Cell]], position: int) -> int:
    return sum(cell for row in rows if isinstance(cell := row[position], int))


def empty_rows() -> list[Row]:
    """Return the rows of a table that has no figures yet: one line that says so."""
    return [Row(["", _("Nothing yet.")], RowStyle.SECTION)]


def _column_align(position: int, listing: ActivityList) -> Literal["left", "center", "right"]:
    if position == 0:
        return "center"
    return "right" if position - 1 in listing.sums else "left"


def _column_width(heading: str, rows: Sequence[Sequence[Cell]], position: int) -> float:
    """Return how wide a column is for its longest word to stand on one line, and most texts too."""
    texts = [str(row[position]) for row in rows if isinstance(row[position], str)]
    words = (word for text in (heading, *texts) for word in text.split())
    longest_word = max(map(len, words), default=0)
    longest_text = max(map(len, texts), default=0)
    least = 5 if position == 0 else _MIN_TEXT_WIDTH if texts and longest_text <= _MIN_TEXT_WIDTH else MIN_READABLE_WIDTH
    return max(least, min(longest_word, _MAX_TEXT_WIDTH) + 1, min(longest_text, _MAX_TEXT_WIDTH) + 1)


def attendance_annex(context: AnnexContext, edition: EditionFigures, attended: Sequence[AttendanceRecord]) -> Annex:
    """Return on which days each member took part, what that is worth, and where they sign for it."""
    rates = edition.rates
    paid = [rates.amount(len(each.days)) for each in attended]
    rows = []
    for position, (each, amount) in enumerate(zip(attended, paid, strict=True), start=1):
        team = edition.team_names.get(each.team_id, "") if each.team_id is not None else ""
        worth: list[Cell] = [amount] if rates.are_set else []
        rows.append(Row([position, each.name, team, _days_text(each, edition), len(each.days), *worth, None]))
    sums: list[Cell] = [sum(len(each.days) for each in attended), *([sum(paid)] if rates.are_set else [])]
    total = Row([None, _("Total"), None, None, *sums, None], RowStyle.TOTAL)
    return Annex(
        code="attendance",
        number="",
        title=_("Days on which each member took part"),
        columns=[
            Column(_("No."), 5, "center", "number"),
            Column(_("Name"), 24, code="name"),
            Column(_("Team"), _MAX_TEXT_WIDTH, code="team"),
            Column(_("Days"), 36, code="dates"),
            Column(_("Number of days"), 9, "right", "days"),
            *([Column(_("Amount (đồng)"), 13, "right", "amount")] if rates.are_set else []),
            Column(_("Signature"), 16, code="signature"),
        ],
        rows=[*rows, total] if rows else empty_rows(),
        notes=list(_sources_of_attendance(context, rates, attended)),
        signed_by=[_("Drawn up by"), _("Confirmed by")],
    )


def _days_text(each: AttendanceRecord, edition: EditionFigures) -> str:
    month = edition.month
    return ", ".join(
        (f"{one:%d}" if one >= month.first else f"{one:%d/%m}") + ("*" if one in each.self_approved else "")
        for one in each.days
    )


def _sources_of_attendance(context: AnnexContext, rates: Rates, attended: Iterable[AttendanceRecord]) -> Iterator[str]:
    yield _(
        "A day counts once for each member, with at least one entry that they logged or in which they came along. "
        "What came in late counts in this month; a day that another month has counted already is not counted again."
    )
    if any(each.self_approved for each in attended):
        yield _("* A day with an entry that its author approved.")
    if rates.per_day:
        yield _("%(amount)s đồng for each day.", amount=number(rates.per_day))
    if rates.per_month:
        days = max(rates.least_days, 1)
        yield ngettext(
            "%(amount)s đồng a month for who took part on %(days)s day or more.",
            "%(amount)s đồng a month for who took part on %(days)s days or more.",
            days,
            amount=number(rates.per_month),
            days=number(days),
        )
    if rates.most:
        yield _("At most %(amount)s đồng a month for each.", amount=number(rates.most))
    yield context.log_book
