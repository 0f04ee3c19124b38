"""The letter of a month's report: its head, the five chapters, signature and recipients. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.month import Month, local_day
from app.months.edition import Edition
from app.months.narrative import Narrative
from app.overview.results import ACTIVITIES, Section
from app.places.report_settings import ReportSettings
from app.reports.document import END_MARK, Chapter, Letter, LetterPart
from app.reports.report_request import ReportRequest, committee_of
from app.reports.sentences import activity_sentences, organisation_sentence, pillar_sentences

_PREFIXES = ("Phường ", "Xã ", "Đặc khu ", "Thị trấn ")
_BLANK = "." * 60
"""A line to write on, where there is no narrative yet."""

_SPACE_FOR_NUMBER = " " * 8
"""Space for the number that the clerk gives."""


@dataclass(frozen=True, slots=True)
class LetterInputs:
    """The inputs of a letter. ``head`` is the name of the team's leader, for a team's report."""

    report: ReportRequest
    edition: Edition
    sections: Sequence[Section]
    settings: ReportSettings
    narrative: Narrative
    head: str = ""


def letter_of(inputs: LetterInputs) -> Letter:
    """Return the letter of a ward's report, or of one of its teams, which has neither seal nor number."""
    report, edition, settings = inputs.report, inputs.edition, inputs.settings
    is_of_team = report.team_id is not None
    committee = settings.issuer or committee_of(edition.ward.official_name)
    ward_issuer = committee.upper()
    return Letter(
        superior=ward_issuer if is_of_team else settings.superior.upper(),
        issuer=report.team_name.upper() if is_of_team else ward_issuer,
        number="" if is_of_team else _("No.: %(gap)s/%(suffix)s", gap=" " * 9, suffix=settings.number_suffix),
        place_and_date=_place_and_date(
            settings.place or _place_of(edition.ward.official_name), _date_of_letter(report)
        ),
        kind=_("REPORT"),
        subject=subject_of(report.team_name or edition.ward.team_word, edition.month),
        opening=list(_opening_paragraphs(inputs, committee)),
        chapters=_with_end_mark(_chapters(inputs)),
        signed_as=[_("HEAD OF THE TEAM")] if is_of_team else list(settings.signed_as) or _default_signature_lines(),
        signatory=inputs.head if is_of_team else settings.signatory,
        recipients=_recipients(inputs, committee, is_of_team=is_of_team),
        issued_by=_issued_by(inputs, committee),
    )


def subject_of(team_word: str, month: Month) -> str:
    """Return the subject of the letter, with the month in words."""
    values = {"team": team_word, "month": _two_digits(month.number, 2), "year": str(month.year)}
    return str(_("Results of the work of the %(team)s in month %(month)s of %(year)s", **values))


def _date_of_letter(report: ReportRequest) -> date:
    """Return the day of the letter: that of the closing, so that an edition always has the same day."""
    return local_day(report.closed_at) if report.closed_at else report.today


def _two_digits(figure: int, below: int) -> str:
    """Return a number with a zero before it where it is below ten, or for a month (``below`` is 2) below three."""
    limit = 10 if below != 2 else 3
    return f"{figure:02d}" if figure < limit else str(figure)


def _place_and_date(place: str, on: date) -> str:
    values = {
        "place": place,
        "day": _two_digits(on.day, 1),
        "month": _two_digits(on.month, 2),
        "year": str(on.year),
    }
    return str(_("%(place)s, day %(day)s month %(month)s year %(year)s", **values))


def _place_of(official_name: str) -> str:
    for prefix in _PREFIXES:
        if official_name.startswith(prefix):
            return official_name.removeprefix(prefix)
    return official_name


def _name_in_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: phường An Khê."""
    return name[:1].lower() + name[1:] if name.startswith(_PREFIXES) else name


def _default_signature_lines() -> list[str]:
    return [_("ON BEHALF OF THE PEOPLE'S COMMITTEE"), _("CHAIRMAN")]


def _recipients(inputs: LetterInputs, committee: str, *, is_of_team: bool) -> list[str]:
    if is_of_team:
        name = inputs.edition.ward.official_name
        return [f"{committee.replace(name, _name_in_sentence(name))};", _("Kept: the team.")]
    return list(inputs.settings.recipients) or [_("Kept: the clerk's office.")]


def _opening_paragraphs(inputs: LetterInputs, committee: str) -> Iterable[str]:
    edition, settings = inputs.edition, inputs.settings
    if edition.ward.name != edition.ward.official_name:
        yield str(_("The figures are those of %(ward)s (former name).", ward=_name_in_sentence(edition.ward.name)))
    values = {
        "who": _capitalised(_issued_by(inputs, committee)),
        "team": edition.ward.team_word,
        "month": _two_digits(edition.month.number, 2),
        "year": str(edition.month.year),
    }
    reports = str(_("%(who)s reports on the work of the %(team)s in month %(month)s of %(year)s:", **values))
    basis = settings.basis.rstrip(".,; ")
    yield str(_("Following %(basis)s, %(reports)s", basis=basis, reports=reports)) if basis else reports


def _issued_by(inputs: LetterInputs, committee: str) -> str:
    """Return the issuer as it stands within a sentence."""
    if inputs.report.team_id is not None:
        return inputs.report.team_name
    name = inputs.edition.ward.official_name
    return committee.replace(name, _name_in_sentence(name))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chapters(inputs: LetterInputs) -> list[Chapter]:
    narrative = inputs.narrative
    organisation = organisation_sentence(inputs.edition, inputs.report.team_id)
    return [
        Chapter(
            "I",
            _("Steering and organisation"),
            [LetterPart("", [*filter(None, [organisation]), *_text_lines(narrative.organisation)] or [_BLANK])],
        ),
        Chapter("II", _("Results"), _result_parts(inputs)),
        Chapter(
            "III",
            _("Assessment"),
            [
                LetterPart(_("What went well"), _text_lines(narrative.strengths) or [_BLANK]),
                LetterPart(_("Shortcomings and difficulties"), _text_lines(narrative.difficulties) or [_BLANK]),
                LetterPart(_("Causes"), _text_lines(narrative.causes) or [_BLANK]),
            ],
        ),
        Chapter("IV", _("Tasks of the month to come"), [LetterPart("", _text_lines(narrative.next_tasks) or [_BLANK])]),
        Chapter(
            "V", _("Proposals and recommendations"), [LetterPart("", _text_lines(narrative.proposals) or [_BLANK])]
        ),
    ]


def _result_parts(inputs: LetterInputs) -> list[LetterPart]:
    edition, team_id = inputs.edition, inputs.report.team_id
    done = list(
        activity_sentences(
            edition.figures(team=team_id),
            edition.targets_of(team=team_id),
            edition.households_reached if team_id is None else None,
        )
    )
    parts = [LetterPart(inputs.sections[0].name, done or [_("Nothing was logged in the month.")])]
    for section in inputs.sections:
        if section.code != ACTIVITIES and section.code:
            sentences = list(pillar_sentences(section.rows))
            if sentences:
                parts.append(LetterPart(section.name, sentences))
    for heading, text in (
        (_("Models and good practice"), inputs.narrative.models),
        (_("What people report and ask for"), inputs.narrative.feedback),
    ):
        if text:
            parts.append(LetterPart(heading, _text_lines(text)))
    return parts


def _text_lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _with_end_mark(chapters: list[Chapter]) -> list[Chapter]:
    """Return the chapters with the mark of the end behind the last word, in place of its full stop."""
    *before, last = chapters
    *parts, part = last.parts
    *paragraphs, paragraph = part.paragraphs
    text = paragraph if paragraph == _BLANK else paragraph.rstrip(" .")
    return [
        *before,
        Chapter(last.numeral, last.heading, [*parts, LetterPart(part.heading, [*paragraphs, text + END_MARK])]),
    ]


def default_settings(official_name: str) -> ReportSettings:
    """Return the settings of a ward's letter where the ward has set nothing."""
    return ReportSettings(
        issuer=committee_of(official_name).upper(),
        place=_place_of(official_name),
        signed_as=_default_signature_lines(),
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
