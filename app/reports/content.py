"""The report of a month: of a closed one from its edition, of an open one provisionally from its entries."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from sqlalchemy.orm import Session

from app.logbook.wording import Wording, wording_of, wording_with
from app.month import FIRST_DAY, local_day
from app.months.edition import Edition, in_month
from app.months.edition_building import edition_of
from app.months.edition_results import result_inputs
from app.months.edition_text import edition_from_text, reading_edition
from app.months.narrative import Narrative, narrative_of
from app.months.queries import edition_text
from app.overview.area_table import AreaTable, table_of_areas
from app.overview.read_results import own_results
from app.overview.results import Section, results_of_part, results_of_ward
from app.overview.ward_month import WardMonth
from app.people.actor import Actor
from app.people.queries import posts_of_ward
from app.permissions import Permission, Role, reach
from app.reports.activity_lists import activity_list, own_activities
from app.reports.annex_activities import activities_annex
from app.reports.annex_attendance import attendance_annex
from app.reports.annex_context import AnnexContext, numbered_annexes
from app.reports.annex_places import areas_annex, teams_annex
from app.reports.annex_results import results_annex, without_hidden
from app.reports.document import Annex, Document, Letter
from app.reports.letter import LetterInputs, letter_of
from app.reports.report_request import ReportRequest, title_of
from app.targets.subjects import HOUSEHOLDS

MAX_LISTED = 200
"""Limit of entries that are listed one by one on paper and on screen; more are summed by team. A workbook lists all."""


def report_document(
    session: Session, actor: Actor, report: ReportRequest, max_listed: int | None = MAX_LISTED
) -> Document:
    """Return the requested report, with the annexes that ``actor`` may read.

    Raises :class:`app.months.edition_text.UnreadableEditionError`: an edition is read while the report is made.
    """
    if report.person:
        return _person_document(session, actor, report, max_listed)
    with reading_edition() if report.edition is not None else nullcontext():
        return _month_document(session, actor, report, max_listed)


def _month_document(session: Session, actor: Actor, report: ReportRequest, max_listed: int | None) -> Document:
    """Return the report of a ward or a team."""
    reading = WardMonth(session, report.ward, report.month, local_day(report.closed_at or report.at))
    edition = _edition(reading, report)
    inputs = result_inputs(edition, reading.indicators, reading.services, report.team_id)
    sections = results_of_ward(inputs, edition.ward) if report.is_of_ward else results_of_part(inputs)
    settings = edition.settings or report.ward.settings.report
    context = AnnexContext(report, edition, settings.hidden_columns, settings.hidden_measures)
    groups: list[Sequence[Annex]] = [[results_annex(context, sections)]]
    if report.is_of_ward:
        groups += [
            [areas_annex(context, edition, _area_table(edition), inputs)],
            [teams_annex(context, edition, in_month(edition.measures), inputs)],
        ]
    names_people = reach(actor, Permission.ENTRY_READ) is not None
    if names_people:
        wording = wording_with(session, reading.services, edition.place_names)
        groups += _annexes_of_activities(context, edition, wording, max_listed)
    # The narrative of an open month is a draft, which a province does not read.
    has_narrative = names_people or report.closed_at is not None
    narrative = _narrative(session, report, edition) if has_narrative else Narrative()
    head = _head_of_team(session, report) if names_people else ""
    letter = letter_of(LetterInputs(report, edition, sections, settings, narrative, head))
    shown = without_hidden(sections, settings.hidden_columns)
    return _document(report, edition, letter, numbered_annexes(groups), shown)


def _annexes_of_activities(
    context: AnnexContext, edition: Edition, wording: Wording, max_listed: int | None
) -> list[list[Annex]]:
    """Return the annexes of activities and of attendance."""
    team_id, word = context.report.team_id, edition.ward.neighbourhood_word
    listings = [activity_list(each, wording, word) for each in edition.activities_of(team_id)]
    attended = edition.attendance_of(team_id)
    return [
        [activities_annex(context, listing, max_listed) for listing in listings],
        [attendance_annex(context, edition, attended)] if attended is not None else [],
    ]


def _edition(reading: WardMonth, report: ReportRequest) -> Edition:
    """Return the figures that a report is made from: those of its edition, or provisionally the current ones.

    A month that was closed before there were editions has none, and its counters do not change.
    """
    if report.edition is None:
        return edition_of(reading, report.closed_at or report.at)
    text = reading.session.scalar(edition_text(report.ward.id, str(report.month), report.edition))
    return edition_from_text(text or "")


def _narrative(session: Session, report: ReportRequest, edition: Edition) -> Narrative:
    """Return the narrative of a report: that of its edition, or where it has none, the current one."""
    stored = edition.narrative(report.team_id)
    return stored if stored is not None else narrative_of(session, report.ward.id, str(report.month), report.team_id)


def _area_table(edition: Edition) -> AreaTable:
    return table_of_areas(
        edition.area_rows(), edition.area_populations(), edition.households.month, edition.populations.get(HOUSEHOLDS)
    )


def _head_of_team(session: Session, report: ReportRequest) -> str:
    """Return the name of the team's leader at the month's end, or of the present one."""
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


def _person_document(session: Session, actor: Actor, report: ReportRequest, max_listed: int | None) -> Document:
    """Return the results and the list of one person's own entries. It is not sent anywhere, so it has no letter."""
    context = AnnexContext(report, None)
    sections = own_results(WardMonth(session, report.ward, report.month, report.today), actor)
    groups: list[Sequence[Annex]] = [[results_annex(context, sections)]]
    if reach(actor, Permission.ENTRY_READ) is not None:
        wording = wording_of(session, report.ward.id)
        word = report.ward.neighbourhood_word
        listings = [
            activity_list(each, wording, word) for each in own_activities(session, actor, report.ward, report.month)
        ]
        groups.append([activities_annex(context, listing, max_listed) for listing in listings])
    return _document(report, None, None, numbered_annexes(groups), sections)


def _document(
    report: ReportRequest,
    edition: Edition | None,
    letter: Letter | None,
    annexes: list[Annex],
    results: Sequence[Section],
) -> Document:
    return Document(
        title=title_of(edition.ward.team_word, edition.month) if edition else report.title,
        issuer=report.issuer,
        subject=report.subject,
        state=report.state,
        is_provisional=report.closed_at is None,
        created=max(report.month.last, FIRST_DAY),
        as_of=edition.as_of if edition else min(report.month.last, report.today),
        letter=letter,
        annexes=annexes,
        results=results,
    )
