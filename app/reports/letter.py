"""The letter of a month's report: its head, the five chapters, signature and recipients. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import gettext as _

from app.localisation import day
from app.month import Month, local_day
from app.months.edition import Edition
from app.months.narrative import Narrative
from app.overview.figure_words import MONTH_WORDS, FigureWords, words_of
from app.overview.notes import late_start_note
from app.overview.results import ACTIVITIES, Section
from app.period_words import days_in_letter, odd_period_sentence
from app.periods import Span
from app.places.report_settings import ReportSettings
from app.reports.document import END_MARK, Chapter, Letter, LetterPart
from app.reports.numbering import roman_numeral
from app.reports.report_request import ReportRequest, committee_of
from app.reports.sentences import activity_sentences, organisation_sentence, pillar_sentences, sentences_of_areas
from app.text import with_capital

_PREFIXES = ("Phường ", "Xã ", "Đặc khu ", "Thị trấn ")
_BLANK = "." * 60
"""A line to write on, where there is no narrative yet."""

_SHORT = 150
"""The length of a sentence, in characters, that needs no paragraph of its own."""

_SPACE_FOR_NUMBER = " " * 8
"""Space for the number that the clerk gives."""


@dataclass(frozen=True, slots=True)
class LetterTime:
    """The time that a letter reports on.

    ``subject`` is the subject of the letter, ``reports`` how its opening goes on after the basis, ``organisation`` what
    is known of the teams.
    """

    subject: str
    reports: str
    organisation: str
    words: FigureWords = MONTH_WORDS


@dataclass(frozen=True, slots=True)
class LetterInputs:
    """The inputs of a letter. ``head`` is the name of the team's leader, for a team's report.

    Without ``time`` it is the letter of a month.
    """

    report: ReportRequest
    edition: Edition
    sections: Sequence[Section]
    settings: ReportSettings
    narrative: Narrative
    head: str = ""
    time: LetterTime | None = None

    @property
    def is_of_team(self) -> bool:
        """Whether it is the letter of a team."""
        return self.report.team_id is not None

    @property
    def committee(self) -> str:
        """The ward's committee."""
        return self.settings.issuer or committee_of(self.edition.ward.official_name)

    @property
    def committee_in_sentence(self) -> str:
        """The ward's committee as it stands within a sentence."""
        name = self.edition.ward.official_name
        return self.committee.replace(name, _name_in_sentence(name))

    @property
    def issued_by(self) -> str:
        """The issuer as it stands within a sentence."""
        return self.report.team_name if self.is_of_team else self.committee_in_sentence


def letter_of(inputs: LetterInputs) -> Letter:
    """Return the letter of a ward's report, or of one of its teams, which has neither seal nor number."""
    report, ward, settings, is_of_team = inputs.report, inputs.edition.ward, inputs.settings, inputs.is_of_team
    time = inputs.time or _time_of_month(inputs)
    issuer = inputs.committee.upper()
    if is_of_team:
        signed_as, recipients = [_("HEAD OF THE TEAM")], [f"{inputs.committee_in_sentence};", _("Kept: the team.")]
    else:
        usual = default_settings(ward.official_name)
        signed_as = list(settings.signed_as or usual.signed_as)
        recipients = list(settings.recipients or usual.recipients)
    return Letter(
        superior=issuer if is_of_team else settings.superior.upper(),
        issuer=report.team_name.upper() if is_of_team else issuer,
        number="" if is_of_team else _("No.: %(gap)s/%(suffix)s", gap=" " * 9, suffix=settings.number_suffix),
        place_and_date=_place_and_date(inputs),
        kind=_("REPORT"),
        subject=time.subject,
        opening=list(_opening_paragraphs(inputs, time)),
        chapters=_with_end_mark(_chapters(inputs, time)),
        signed_as=signed_as,
        signatory=inputs.head if is_of_team else settings.signatory,
        recipients=recipients,
        issued_by=inputs.issued_by,
    )


def subject_of(team_word: str, month: Month, span: Span) -> str:
    """Return the subject of the letter, with the month in words; of a period with other days it names them."""
    values = {"team": team_word, **_month_values(month)}
    days = days_in_letter(month, span)
    if not days:
        return str(_("Results of the work of the %(team)s in month %(month)s of %(year)s", **values))
    return str(
        _("Results of the work of the %(team)s in the period %(month)s of %(year)s (%(days)s)", days=days, **values)
    )


def _time_of_month(inputs: LetterInputs) -> LetterTime:
    """Return the words of a month's letter."""
    ward, month, span = inputs.edition.ward, inputs.edition.month, inputs.edition.days
    values = {"who": with_capital(inputs.issued_by), "team": ward.team_word, **_month_values(month)}
    if days_in_letter(month, span):
        reports = _(
            "%(who)s reports on the work of the %(team)s in the period %(month)s of %(year)s, from %(first)s to "
            "%(last)s:",
            first=day(span.first),
            last=day(span.last),
            **values,
        )
    else:
        reports = _("%(who)s reports on the work of the %(team)s in month %(month)s of %(year)s:", **values)
    changes = [] if inputs.is_of_team else sentences_of_areas(inputs.edition)
    return LetterTime(
        subject=subject_of(inputs.report.team_name or ward.team_word, month, span),
        reports=reports,
        organisation="\n".join([organisation_sentence(inputs.edition, inputs.report.team_id), *changes]),
        words=words_of(month, span),
    )


def _month_values(month: Month) -> dict[str, str]:
    """Return month and year as letters write them: the first two months have a zero."""
    return {"month": f"{month.number:02d}" if month.number < 3 else str(month.number), "year": str(month.year)}


def _place_and_date(inputs: LetterInputs) -> str:
    """Return place and day of the letter: the day of closing, so that an edition always has the same."""
    report = inputs.report
    on = local_day(report.closed_at) if report.closed_at else report.today
    place = inputs.settings.place or _place_of(inputs.edition.ward.official_name)
    values = {"place": place, "day": f"{on.day:02d}", **_month_values(Month.of(on))}
    return str(_("%(place)s, day %(day)s month %(month)s year %(year)s", **values))


def _place_of(official_name: str) -> str:
    return official_name.removeprefix(next(filter(official_name.startswith, _PREFIXES), ""))


def _name_in_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: phường An Khê."""
    return name[:1].lower() + name[1:] if name.startswith(_PREFIXES) else name


def _opening_paragraphs(inputs: LetterInputs, time: LetterTime) -> Iterator[str]:
    ward = inputs.edition.ward
    if ward.name != ward.official_name:
        yield _("The figures are those of %(ward)s (former name).", ward=_name_in_sentence(ward.name))
    if odd := odd_period_sentence(inputs.edition.days):
        yield odd
    basis = inputs.settings.basis.rstrip(".,; ")
    yield _("Following %(basis)s, %(reports)s", basis=basis, reports=time.reports) if basis else time.reports


def _chapters(inputs: LetterInputs, time: LetterTime) -> list[Chapter]:
    narrative = inputs.narrative
    assessment = {
        _("What went well"): narrative.strengths,
        _("Shortcomings and difficulties"): narrative.difficulties,
        _("Causes"): narrative.causes,
    }
    chapters = {
        _("Steering and organisation"): [_written_part("", f"{time.organisation}\n{narrative.organisation}")],
        _("Results"): list(_result_parts(inputs, time.words)),
        _("Assessment"): [_written_part(heading, text) for heading, text in assessment.items()],
        str(time.words.tasks_to_come): [_written_part("", narrative.next_tasks)],
        _("Proposals and recommendations"): [_written_part("", narrative.proposals)],
    }
    numbered = enumerate(chapters.items(), start=1)
    return [Chapter(roman_numeral(position), heading, parts) for position, (heading, parts) in numbered]


def _written_part(heading: str, text: str) -> LetterPart:
    return LetterPart(heading, _text_lines(text) or [_BLANK])


def _text_lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _result_parts(inputs: LetterInputs, words: FigureWords) -> Iterator[LetterPart]:
    edition, team_id = inputs.edition, inputs.report.team_id
    households = edition.households_reached if team_id is None else None
    openings = edition.openings if team_id is None else edition.openings.of_log_alone
    figures, targets = edition.figures(team=team_id), edition.targets_of(team=team_id)
    done = list(activity_sentences(figures, targets, households, openings, words)) or [str(words.nothing)]
    late = late_start_note(row.since for section in inputs.sections for row in section.rows if row.cumulative)
    yield LetterPart(inputs.sections[0].name, [*filter(None, [late]), *done])
    for section in inputs.sections:
        if section.code not in ("", ACTIVITIES) and (sentences := list(pillar_sentences(section.rows, words))):
            yield LetterPart(section.name, _paragraphs_of(sentences))
    if inputs.narrative.models:
        yield _written_part(_("Models and good practice"), inputs.narrative.models)
    if inputs.narrative.feedback:
        yield _written_part(_("What people report and ask for"), inputs.narrative.feedback)


def _paragraphs_of(sentences: Iterable[str]) -> list[str]:
    """Return sentences as paragraphs: short ones that follow each other share one, so that the letter stays short."""
    paragraphs: list[str] = []
    for is_short, group in groupby(sentences, key=lambda sentence: len(sentence) <= _SHORT):
        in_group = list(group)
        paragraphs += [" ".join(in_group)] if is_short else in_group
    return paragraphs


def _with_end_mark(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Return the chapters with the mark of the end behind the last word, in place of its full stop."""
    *before, last = chapters
    *parts, part = last.parts
    *paragraphs, paragraph = part.paragraphs
    text = paragraph if paragraph == _BLANK else paragraph.rstrip(" .")
    return [*before, replace(last, parts=[*parts, replace(part, paragraphs=[*paragraphs, text + END_MARK])])]


def default_settings(official_name: str) -> ReportSettings:
    """Return the settings of a ward's letter where the ward has set nothing."""
    return ReportSettings(
        issuer=committee_of(official_name).upper(),
        place=_place_of(official_name),
        signed_as=[_("ON BEHALF OF THE PEOPLE'S COMMITTEE"), _("CHAIRMAN")],
        recipients=[_("Kept: the clerk's office.")],
    )


def attachment_line(letter: Letter) -> str:
    """Return the line that names the letter of an annex, so that it can be found without it."""
    kind, dated = letter.kind.capitalize(), letter.place_and_date.rpartition(", ")[2]
    values = {"kind": kind, "date": dated, "issuer": letter.issued_by}
    if not letter.number:
        return str(_("(Attached to the %(kind)s, %(date)s, %(issuer)s)", **values))
    number = letter.number.rpartition(":")[2].strip()
    number = _SPACE_FOR_NUMBER + number if number.startswith("/") else number
    return str(_("(Attached to the %(kind)s No. %(number)s, %(date)s, %(issuer)s)", **values, number=number))
