"""The report of a month: of a closed one from its edition, of an open one provisionally from its entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from msgspec import UNSET
from sqlalchemy.orm import Session

from app.logbook.wording import wording_with
from app.month import FIRST_DAY, local_day
from app.months.edition import ActivityRows, Edition
from app.months.edition_building import edition_of
from app.months.edition_results import result_inputs
from app.months.edition_text import edition_from_text, reading_edition
from app.months.listed_activities import listed_activities
from app.months.narrative import Narrative, narrative_of
from app.months.queries import edition_text
from app.overview.figure_words import words_of
from app.overview.office_results import offices_section
from app.overview.read_results import own_results
from app.overview.results import ResultInputs, Section, results_of_part, results_of_ward
from app.overview.ward_month import WardMonth
from app.people.actor import Actor
from app.periods import Span
from app.permissions import Permission, Role, reach
from app.places.queries import every_place_of
from app.places.report_settings import ANNEXES
from app.reports.annex_activities import activities_annex, earlier_activities_annex
from app.reports.annex_areas_with_teams import areas_with_teams_annex
from app.reports.annex_attendance import attendance_annex
from app.reports.annex_context import AnnexContext, numbered_annexes
from app.reports.annex_places import areas_annex, teams_annex
from app.reports.annex_results import results_annex
from app.reports.document import Annex, Document, Letter
from app.reports.letter import LetterInputs, letter_of
from app.reports.report_request import ReportRequest, title_of

MAX_LISTED = 40
"""Limit of entries that are listed one by one on paper and on screen; more stand week by week. A workbook lists all."""


def report_document(
    session: Session, actor: Actor, report: ReportRequest, max_listed: int | None = MAX_LISTED
) -> Document:
    """Return the requested report, with the annexes that ``actor`` may read.

    Raises :class:`app.months.edition_text.UnreadableEditionError`: an edition is read while the report is made.
    """
    reading = WardMonth(session, report.ward, report.month, local_day(report.closed_at or report.at))
    names_entries = reach(actor, Permission.ENTRY_READ) is not None
    if report.person:
        return _person_document(reading, actor, report, max_listed, names_entries=names_entries)
    with reading_edition() if report.edition is not None else nullcontext():
        return _month_document(reading, report, max_listed, names_people=names_entries)


def _month_document(
    reading: WardMonth, report: ReportRequest, max_listed: int | None, *, names_people: bool
) -> Document:
    """Return the report of a ward or a team."""
    edition = edition_of_report(reading, report)
    if report.team_id is not None:
        report = replace(report, team_name=edition.team_names.get(report.team_id, report.team_name))
    words = words_of(edition.month, edition.days)
    inputs = replace(result_inputs(edition, reading.indicators, reading.services, report.team_id), words=words)
    sections = sections_of(edition, inputs, is_of_ward=report.is_of_ward)
    settings = edition.settings or report.ward.settings.report
    context = AnnexContext(report, edition, settings.hidden_columns, settings.hidden_measures, words)
    groups = {"results": [[results_annex(context, sections)]]}
    if report.is_of_ward:
        groups["areas"] = place_annexes(context, edition, inputs)
    if names_people:
        listings = edition.activities_of(report.team_id)
        groups["activities"] = [_activities(context, reading, listings, edition.place_names, max_listed)]
        attended = edition.attendance_of(report.team_id)
        groups["attendance"] = (
            [[attendance_annex(context, edition, attended, has_amounts=context.has_every_annex)]]
            if attended is not None
            else []
        )
    # The narrative of an open month is a draft, which a province does not read.
    has_narrative = names_people or report.closed_at is not None
    narrative = _narrative(reading.session, report, edition) if has_narrative else Narrative()
    head = _head_of_team(reading, report, edition.days) if names_people else ""
    letter = letter_of(LetterInputs(report, edition, sections, settings, narrative, head))
    chosen = ANNEXES if edition.annexes is UNSET else edition.annexes
    shown = [group for code in groups if code in chosen for group in groups[code]]
    return _document(context, letter, numbered_annexes(shown), sections)


def place_annexes(context: AnnexContext, edition: Edition, inputs: ResultInputs) -> list[list[Annex]]:
    """Return the results by area and by team: as one annex where each area has its own team."""
    together = None if context.has_every_annex else areas_with_teams_annex(context, edition, inputs)
    if together is not None:
        return [[together]]
    return [[areas_annex(context, edition, inputs)], [teams_annex(context, edition, inputs)]]


def sections_of(edition: Edition, inputs: ResultInputs, *, is_of_ward: bool) -> list[Section]:
    """Return the results of a ward, those of other offices last, or of a team."""
    if not is_of_ward:
        return results_of_part(inputs)
    return [*results_of_ward(inputs, edition.ward), *offices_section(edition.office_rows, inputs)]


def _activities(
    context: AnnexContext,
    reading: WardMonth,
    listings: Iterable[ActivityRows],
    places: Mapping[int, str],
    max_listed: int | None,
) -> list[Annex]:
    # A list names events by their titles.
    wording = wording_with(reading.session, reading.ward.id, reading.services, places, {})
    if context.has_every_annex:
        lists_all = max_listed is None
        return [earlier_activities_annex(context, listed, wording, lists_all=lists_all) for listed in listings]
    return [activities_annex(context, listed, wording, max_listed) for listed in listings]


def edition_of_report(reading: WardMonth, report: ReportRequest) -> Edition:
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


def _head_of_team(reading: WardMonth, report: ReportRequest, days: Span) -> str:
    """Return the name of the team's leader at the month's end, or of the last one."""
    on = min(days.last, report.today)
    leaders = [
        (valid_from <= on <= (valid_to or on), name)
        for _member, name, team_id, valid_from, valid_to, role in (reading.posts if report.team_id is not None else ())
        if role is Role.LEADER and team_id == report.team_id
    ]
    # Sorting keeps the order of those who were it then, and of the others.
    return sorted(leaders, key=lambda leader: leader[0])[-1][1] if leaders else ""


def _person_document(
    reading: WardMonth, actor: Actor, report: ReportRequest, max_listed: int | None, *, names_entries: bool
) -> Document:
    """Return the results and the list of one person's own entries. It is not sent anywhere, so it has no letter."""
    context = AnnexContext(report, None, words=words_of(report.month, report.days))
    sections = own_results(reading, actor)
    groups = [[results_annex(context, sections)]]
    if names_entries:
        places = {id: name for id, name in reading.session.execute(every_place_of(report.ward.id))}
        groups.append(_activities(context, reading, listed_activities(reading, actor), places, max_listed))
    return _document(context, None, numbered_annexes(groups), sections)


def _document(
    context: AnnexContext, letter: Letter | None, annexes: list[Annex], results: Sequence[Section]
) -> Document:
    report, edition, days = context.report, context.edition, context.days
    return Document(
        title=title_of(edition.ward.team_word, edition.month, days) if edition else report.title,
        issuer=report.issuer,
        subject=report.subject,
        team_name=report.team_name,
        state=report.state,
        is_provisional=report.closed_at is None,
        created=max(days.last, FIRST_DAY),
        as_of=edition.as_of if edition else min(days.last, report.today),
        days=days,
        letter=letter,
        annexes=annexes,
        results=results,
        hidden=context.hidden_columns,
    )
