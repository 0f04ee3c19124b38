"""The quick report as a document of one page, and as a text to share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.localisation import day, number
from app.month import FIRST_DAY
from app.overview.notes import late_start_note
from app.overview.ward_month import WardMonth
from app.period_words import since_words
from app.periods import Span
from app.places.ward_places import WardTeam
from app.reports.document import Annex, Cell, Column, Document, Row, RowStyle
from app.reports.quick_figures import QuickFigures, read_quick_figures
from app.reports.quick_request import QuickRequest
from app.reports.quick_rows import QuickRow, largest, quick_rows, subjects_of
from app.targets.subjects import HOUSEHOLDS

_MOST_NAMES = 600
"""The most letters of teams' names on paper, so that the report is one page; the page on the screen has all."""

_ROOM = 415
"""The height in points that rows and notes have on a page, besides the heading and the signatures."""

_NOTE_LINE, _LETTERS_OF_NOTE = 13, 85


@dataclass(frozen=True, slots=True)
class QuickReport:
    """A quick report: its document of one page, the rows of its table, and the teams without entries.

    ``year`` are the days of sums of the year, ``notes`` what a reader has to know besides those teams.
    """

    request: QuickRequest
    document: Document
    rows: Sequence[QuickRow]
    year: Span
    notes: Sequence[str]
    without_entries: Sequence[WardTeam]
    teams: int


def quick_report(session: Session, request: QuickRequest) -> QuickReport:
    """Return the quick report of a ward or of one of its teams. It names teams, and nobody."""
    reading = WardMonth(session, request.ward, request.month, request.counted.last)
    found = read_quick_figures(session, request, reading)
    targets = reading.both_targets_of(request.team_id)
    every = quick_rows(subjects_of(reading.indicators, reading.services), found, targets)
    notes = list(_notes(request, found, every, has_households=HOUSEHOLDS in targets.measures))
    of_teams = [teams_sentence(found.without_entries, found.teams, _MOST_NAMES)] if found.teams else []
    rows = largest(every, _ROOM - sum(map(_height_of, [*of_teams, *notes])))
    if omitted := len(every) - len(rows):
        notes.append(_omitted_lines(omitted))
    document = Document(
        title=request.title,
        issuer=request.issuer,
        subject=request.subject,
        team_name=request.team_name,
        state=request.state,
        is_provisional=request.closed_at is None,
        created=max(request.counted.last, FIRST_DAY),
        as_of=request.counted.last,
        days=request.counted,
        letter=None,
        has_national_title=True,
        annexes=[_table(request, rows, found.year, [*of_teams, *notes])],
    )
    return QuickReport(request, document, rows, found.year, notes, found.without_entries, found.teams)


def _table(request: QuickRequest, rows: Sequence[QuickRow], year: Span, notes: Sequence[str]) -> Annex:
    columns = {
        "number": Column(_("No."), 4, "center"),
        "name": Column(_("What"), 36),
        "unit": Column(_("Unit"), 11, "center"),
        "days": Column(request.days_heading, 8, "right"),
        "year": Column(since_words(year.first), 9, "right"),
        "month_target": Column(_("Target of the month"), 13, "right"),
        "year_target": Column(_("Target of the year"), 13, "right"),
    }
    cells = [_cells(place, row) for place, row in enumerate(rows, start=1)]
    optional = {code for code in ("month_target", "year_target") if not any(each[code] for each in cells)}
    shown = [code for code in columns if code not in optional]
    lines = [Row([each[code] for code in shown]) for each in cells]
    return Annex(
        code="quick",
        title=_("Figures"),
        columns=[columns[code] for code in shown],
        rows=lines or [Row(["", _("Nothing yet.")], RowStyle.SECTION)],
        notes=notes,
        signed_by=[_("Drawn up by"), _("Confirmed by")],
        is_wide=False,
    )


def _cells(place: int, row: QuickRow) -> dict[str, Cell]:
    return {
        "number": place,
        "name": row.name,
        "unit": row.unit,
        "days": row.in_days,
        "year": row.in_year,
        "month_target": str(row.of_month or ""),
        "year_target": row.of_year.target_and_share if row.of_year else "",
    }


def _notes(
    request: QuickRequest, found: QuickFigures, rows: Sequence[QuickRow], *, has_households: bool
) -> Iterator[str]:
    yield _(
        "By the day on which the work was done. What was logged after its period was closed stands on its day here, "
        "and in a later period in the report of a month."
    )
    if any(row.of_month for row in rows):
        yield _(
            "Target of the month: what was done from %(first)s to %(last)s, and the target.",
            first=day(request.ward.settings.periods.first(request.month)),
            last=day(request.counted.last),
        )
    if request.counted.first < found.year.first:
        yield _(
            "Some of these days are of the year before: sums of the year begin on %(day)s.", day=day(found.year.first)
        )
    if late := late_start_note(row.since for row in rows if row.in_year):
        yield late
    if has_households:
        yield _("Different households are counted by reporting period: see the report of the month.")


def _omitted_lines(omitted: int) -> str:
    return str(
        ngettext(
            "%(number)s more line with a smaller figure is in the report of the month.",
            "%(number)s more lines with smaller figures are in the report of the month.",
            omitted,
            number=number(omitted),
        )
    )


def _height_of(note: str) -> int:
    return _NOTE_LINE * -(-len(note) // _LETTERS_OF_NOTE)


def teams_sentence(without: Sequence[WardTeam], teams: int, most: int) -> str:
    """Name the teams that logged nothing, as many as fit into ``most`` letters, and say how many there are."""
    if not without:
        return str(_("Every team (%(teams)s) has logged something.", teams=number(teams)))
    values = {"number": number(len(without)), "teams": number(teams)}
    names: list[str] = []
    for team in without:
        if sum(len(name) + 2 for name in names) + len(team.name) > most:
            break
        names.append(team.name)
    values["names"] = ", ".join(names)
    if len(names) == len(without):
        return str(_("Teams that logged nothing (%(number)s of %(teams)s): %(names)s.", **values))
    values["others"] = number(len(without) - len(names))
    return str(_("Teams that logged nothing (%(number)s of %(teams)s): %(names)s and %(others)s more.", **values))
