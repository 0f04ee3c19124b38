"""The report of a quarter, half a year or a year: the rows and the letter of a month's, over a longer time.

Attendance and payment are of months and are no sums, so they have no annex here, and neither have single activities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.localisation import day
from app.month import FIRST_DAY
from app.months.edition import Edition
from app.months.edition_results import result_inputs
from app.months.edition_text import reading_edition
from app.months.narrative import Narrative
from app.months.part_reading import read_part
from app.overview.figure_words import LONGER_WORDS
from app.overview.results import Section
from app.overview.ward_month import WardMonth
from app.places.report_settings import ReportSettings
from app.places.ward_places import existed_between
from app.reports.annex_context import AnnexContext, numbered_annexes
from app.reports.annex_results import results_annex
from app.reports.content import place_annexes, sections_of
from app.reports.document import Annex, Document
from app.reports.letter import LetterInputs, LetterTime, letter_of
from app.reports.part_request import PartRequest
from app.reports.sentences import size_sentence
from app.text import with_capital


@dataclass(frozen=True, slots=True)
class PartContext(AnnexContext):
    """The context of the annexes of a part of a year."""

    @property
    def log_book(self) -> str:
        """The source of the log book's figures, as a note."""
        if self.report.closed_at is not None:
            return str(_("The log book: what was approved when each of the periods was closed."))
        return str(
            _("The log book: of closed periods what was approved, of the others everything received and not voided.")
        )


def part_document(session: Session, request: PartRequest) -> Document:
    """Return the report of a part of a year, of a ward or one of its teams. It names no members.

    Raises :class:`app.months.edition_text.UnreadableEditionError`: editions are read while the report is made.
    """
    with reading_edition():
        figures = read_part(session, request.ward, request.part, request.parts, request.at)
        return _document(request, figures.edition, figures.reading)


def _document(request: PartRequest, edition: Edition, reading: WardMonth) -> Document:
    team_id = request.team_id
    if team_id is not None:
        request = replace(request, team_name=edition.team_names.get(team_id, request.team_name))
    inputs = replace(result_inputs(edition, reading.indicators, reading.services, team_id), words=LONGER_WORDS)
    sections = sections_of(edition, inputs, is_of_ward=request.is_of_ward)
    settings = edition.settings or request.ward.settings.report
    hidden = _hidden(request, sections, settings)
    context = PartContext(request, edition, hidden, settings.hidden_measures, LONGER_WORDS)
    groups = [[results_annex(context, sections)]]
    if request.is_of_ward:
        groups += place_annexes(context, edition, inputs)
    time = _letter_time(request, edition, _size(request, edition, reading))
    letter = letter_of(LetterInputs(request, edition, sections, settings, Narrative(), time=time))
    return Document(
        title=request.title,
        issuer=request.issuer,
        subject=request.subject,
        team_name=request.team_name,
        state=request.state,
        is_provisional=request.closed_at is None,
        created=max(request.days.last, FIRST_DAY),
        as_of=edition.as_of,
        days=request.days,
        letter=letter,
        annexes=_with_notes(request, numbered_annexes(groups)),
        results=sections,
        hidden=context.hidden_columns,
    )


def _hidden(request: PartRequest, sections: Sequence[Section], settings: ReportSettings) -> set[str]:
    """Return the columns that are left out: those that the ward hides, and sums that are those of the part itself."""
    rows = [row for section in sections for row in section.rows]
    is_same = request.part.begin == 1 and all(row.period == row.cumulative for row in rows)
    return {*settings.hidden_columns, *(["since_january"] if is_same else [])}


def _size(request: PartRequest, edition: Edition, reading: WardMonth) -> str:
    if request.team_id is not None:
        return ""
    teams = sum(existed_between(team, edition.as_of, edition.as_of) for team in reading.teams)
    return size_sentence(teams, edition.members, edition.as_of)


def _letter_time(request: PartRequest, edition: Edition, organisation: str) -> LetterTime:
    """Return the words of the letter of a part of a year."""
    time, word = request.time_values, edition.ward.team_word
    settings = edition.settings or request.ward.settings.report
    who = with_capital(LetterInputs(request, edition, (), settings, Narrative()).issued_by)
    subject = request.team_name or word
    return LetterTime(
        subject=_("Results of the work of the %(team)s, %(part)s (from %(first)s to %(last)s)", team=subject, **time),
        reports=_(
            "%(who)s reports on the work of the %(team)s, %(part)s (from %(first)s to %(last)s):",
            who=who,
            team=word,
            **time,
        ),
        organisation="\n".join(filter(None, [organisation, request.before_log])),
        words=LONGER_WORDS,
    )


def _with_notes(request: PartRequest, annexes: Sequence[Annex]) -> list[Annex]:
    """Return the annexes with what they are made of: how sums and households are counted, and the editions, last."""
    first, *others = annexes
    first = replace(first, notes=[*first.notes, *_notes(request)])
    *before, last = [first, *others]
    return [*before, replace(last, notes=[*last.notes, request.digest_line])]


def _households_note(request: PartRequest) -> str:
    return str(
        _(
            "Different households are counted anew over the whole time, each once, as they are known on %(day)s: they "
            "are not the sum of the periods. What was reached and all populations are as of the end.",
            day=day(request.today),
        )
    )


def _notes(request: PartRequest) -> Iterator[str]:
    yield _("What was done is the sum of the figures of the periods.")
    if request.is_of_ward:
        yield _households_note(request)
    yield _(
        "A target of the period is the sum of the targets of its months, where each month has one; of a year it is the "
        "year's own. Attendance and payment are of months and are not added up here."
    )
    yield from filter(None, [request.before_log])
