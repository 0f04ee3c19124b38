"""The report of a month: of a closed one from its stored edition, of an open one provisionally from what is there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from sqlalchemy.orm import Session

from app.logbook.wording import Wording, wording_of, wording_with
from app.month import FIRST_DAY
from app.months.edition_reading import EditionFigures
from app.months.edition_text import figures_from_text, reading_edition
from app.months.edition_writing import Figures, edition_figures
from app.months.narrative import Narrative, narrative_of
from app.months.queries import edition_text
from app.overview.area_table import AreaTable, table_of_areas
from app.overview.read_results import own_results
from app.overview.results import Section, results_of_part, results_of_ward
from app.people.actor import Actor
from app.people.queries import posts_of_ward
from app.permissions import Permission, Role, reach
from app.reports.activity_lists import own_listed, written_listing
from app.reports.document import Annex, Document, Letter
from app.reports.letter import Writing, letter_of
from app.reports.report_request import ReportRequest, title_of
from app.reports.tables import (
    AnnexContext,
    activities_annex,
    areas_annex,
    attendance_annex,
    numbered,
    results_annex,
    teams_annex,
)

LONGEST = 200
"""So many entries are listed one by one on paper and on screen; more are told by team. A workbook lists all."""


def document(session: Session, actor: Actor, report: ReportRequest, longest: int | None = LONGEST) -> Document:
    """Return the report that was asked for, with as many annexes as ``actor`` may read.

    Raises :class:`app.months.edition_text.UnreadableEditionError`: an edition is read while the report is made.
    """
    if report.person:
        return _of_person(session, actor, report, longest)
    with reading_edition() if report.edition is not None else nullcontext():
        return _of_month(session, actor, report, longest)


def _of_month(session: Session, actor: Actor, report: ReportRequest, longest: int | None) -> Document:
    """Return the report of a ward or a team."""
    stored = EditionFigures(figures_of(session, report))
    result_inputs = stored.result_inputs(session, report.team_id)
    sections = results_of_ward(result_inputs, stored.names) if report.is_of_ward else results_of_part(result_inputs)
    settings = stored.settings or report.ward.settings.report
    basis = AnnexContext(report, stored, settings.hidden_columns, settings.hidden_measures)
    groups: list[Sequence[Annex]] = [[results_annex(basis, sections)]]
    if report.is_of_ward:
        groups += [
            [areas_annex(basis, stored, _areas(stored), result_inputs)],
            [teams_annex(basis, stored, _total(stored), result_inputs)],
        ]
    names_people = reach(actor, Permission.ENTRY_READ) is not None
    if names_people:
        wording = wording_with(session, stored.place_names)
        groups += _lists(basis, stored, wording, longest)
    # What is said of a month that is open is a draft, and none of the province's business.
    is_said = names_people or report.closed_at is not None
    words = _words(session, report, stored) if is_said else Narrative()
    head = _head_of_team(session, report) if names_people else ""
    letter = letter_of(Writing(report, stored, sections, settings, words, head))
    return _document(report, stored, letter, numbered(groups))


def _lists(basis: AnnexContext, stored: EditionFigures, wording: Wording, longest: int | None) -> list[list[Annex]]:
    """Return what was done one by one, and who took part."""
    team_id, word = basis.report.team_id, stored.names.neighbourhood_word
    listings = [written_listing(each, wording, word) for each in stored.activities(team_id)]
    attended = stored.attendance(team_id)
    return [
        [activities_annex(basis, listing, longest) for listing in listings],
        [attendance_annex(basis, stored, attended)] if attended is not None else [],
    ]


def figures_of(session: Session, report: ReportRequest) -> Figures:
    """Return the figures that a report is made from: those of its edition, or provisionally those of now.

    A month that was closed before editions were kept has none, and its counters do not move.
    """
    if report.edition is not None:
        text = session.scalar(edition_text(report.ward.id, str(report.month), report.edition))
        return figures_from_text(text or "")
    return edition_figures(session, report.ward, report.month, report.closed_at or report.at)


def _words(session: Session, report: ReportRequest, stored: EditionFigures) -> Narrative:
    """Return the words of a report: those that its edition kept, or where none did, those of today."""
    kept = stored.narrative(report.team_id)
    return kept if kept is not None else narrative_of(session, report.ward.id, str(report.month), report.team_id)


def _areas(stored: EditionFigures) -> AreaTable:
    return table_of_areas(
        stored.area_rows(), stored.area_populations(), stored.households.month, stored.population_of_households
    )


def _total(stored: EditionFigures) -> dict[str, int]:
    return {measure: three.month for measure, three in stored.measures().items()}


def _head_of_team(session: Session, report: ReportRequest) -> str:
    """Return the name of who led the team at the month's end, or leads it by now."""
    if report.team_id is None:
        return ""
    on = min(report.month.last, report.today)
    leaders = [
        row
        for row in session.execute(posts_of_ward(report.ward.id))
        if row.role is Role.LEADER and row.team_id == report.team_id
    ]
    then = [row for row in leaders if row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)]
    return (then or leaders)[-1].name if leaders else ""


def _of_person(session: Session, actor: Actor, report: ReportRequest, longest: int | None) -> Document:
    """Return what one person's own entries add up to, and their list. Nobody sends it, so it has no letter."""
    basis = AnnexContext(report, None)
    sections: list[Section] = own_results(session, actor, report.ward, report.month, report.today)
    groups: list[Sequence[Annex]] = [[results_annex(basis, sections)]]
    if reach(actor, Permission.ENTRY_READ) is not None:
        wording = wording_of(session, report.ward.id)
        word = report.ward.neighbourhood_word
        listings = [
            written_listing(each, wording, word) for each in own_listed(session, actor, report.ward, report.month)
        ]
        groups.append([activities_annex(basis, listing, longest) for listing in listings])
    return _document(report, None, None, numbered(groups))


def _document(
    report: ReportRequest, stored: EditionFigures | None, letter: Letter | None, annexes: list[Annex]
) -> Document:
    return Document(
        title=title_of(stored.names.team_word, stored.month) if stored else report.title,
        issuer=report.issuer,
        subject=report.subject,
        state=report.state,
        is_provisional=report.closed_at is None,
        created=max(report.month.last, FIRST_DAY),
        as_of=stored.as_of if stored else min(report.month.last, report.today),
        letter=letter,
        annexes=annexes,
    )
