"""The letter of a month's report: its head, the five chapters, who signs and whom it goes to. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.month import Month, local_day
from app.months.edition_reading import EditionFigures
from app.months.narrative import Narrative
from app.overview.results import ACTIVITIES, Section
from app.places.report_settings import ReportSettings
from app.reports.document import END_MARK, Chapter, Letter, LetterPart
from app.reports.report_request import ReportRequest, committee_of
from app.reports.sentences import activity_sentences, organisation_sentence, pillar_sentences

_PREFIXES = ("Phường ", "Xã ", "Đặc khu ", "Thị trấn ")
_BLANK = "." * 60
"""A line to write on, where nobody has written anything yet."""

_FOR_THE_CLERK = " " * 8
"""Room for a number that the clerk gives."""


@dataclass(frozen=True, slots=True)
class Writing:
    """All that a letter is written from. ``head`` is the name of the team's head, for a team's report."""

    report: ReportRequest
    stored: EditionFigures
    sections: Sequence[Section]
    settings: ReportSettings
    words: Narrative
    head: str = ""


def letter_of(writing: Writing) -> Letter:
    """Return the letter of a ward's report, or of one of its teams, which has neither seal nor number."""
    report, stored, settings = writing.report, writing.stored, writing.settings
    is_of_team = report.team_id is not None
    committee = settings.issuer or committee_of(stored.names.official_name)
    ward_issuer = committee.upper()
    return Letter(
        superior=ward_issuer if is_of_team else settings.superior.upper(),
        issuer=report.team_name.upper() if is_of_team else ward_issuer,
        number="" if is_of_team else _("No.: %(gap)s/%(suffix)s", gap=" " * 9, suffix=settings.number_suffix),
        place_and_date=_place_and_date(settings.place or _place_of(stored.names.official_name), _dated(report)),
        kind=_("REPORT"),
        subject=subject_of(report.team_name or stored.names.team_word, stored.month),
        opening=list(_opening(writing, committee)),
        chapters=_ended(_chapters(writing)),
        signed_as=[_("HEAD OF THE TEAM")] if is_of_team else list(settings.signed_as) or _signed_as(),
        signatory=writing.head if is_of_team else settings.signatory,
        recipients=_recipients(writing, committee, is_of_team=is_of_team),
        issued_by=_issued_by(writing, committee),
    )


def subject_of(team_word: str, month: Month) -> str:
    """Return what the letter is about, with the month in words."""
    words = {"team": team_word, "month": _two_digits(month.number, 2), "year": str(month.year)}
    return str(_("Results of the work of the %(team)s in month %(month)s of %(year)s", **words))


def _dated(report: ReportRequest) -> date:
    """Return the day of the letter: that of the closing, so that an edition bears the same day again."""
    return local_day(report.closed_at) if report.closed_at else report.today


def _two_digits(figure: int, below: int) -> str:
    """Write a number with a nought before it where it is smaller than ten, or for a month than three."""
    limit = 10 if below != 2 else 3
    return f"{figure:02d}" if figure < limit else str(figure)


def _place_and_date(place: str, on: date) -> str:
    words = {
        "place": place,
        "day": _two_digits(on.day, 1),
        "month": _two_digits(on.month, 2),
        "year": str(on.year),
    }
    return str(_("%(place)s, day %(day)s month %(month)s year %(year)s", **words))


def _place_of(official_name: str) -> str:
    for prefix in _PREFIXES:
        if official_name.startswith(prefix):
            return official_name.removeprefix(prefix)
    return official_name


def _within(name: str) -> str:
    """Return a name as it stands within a sentence: phường An Khê."""
    return name[:1].lower() + name[1:] if name.startswith(_PREFIXES) else name


def _signed_as() -> list[str]:
    return [_("ON BEHALF OF THE PEOPLE'S COMMITTEE"), _("CHAIRMAN")]


def _recipients(writing: Writing, committee: str, *, is_of_team: bool) -> list[str]:
    if is_of_team:
        name = writing.stored.names.official_name
        return [f"{committee.replace(name, _within(name))};", _("Kept: the team.")]
    return list(writing.settings.recipients) or [_("Kept: the clerk's office.")]


def _opening(writing: Writing, committee: str) -> Iterable[str]:
    stored, settings = writing.stored, writing.settings
    if stored.names.name != stored.names.official_name:
        yield str(_("The figures are those of %(ward)s (former name).", ward=_within(stored.names.name)))
    words = {
        "who": _capital(_issued_by(writing, committee)),
        "team": stored.names.team_word,
        "month": _two_digits(stored.month.number, 2),
        "year": str(stored.month.year),
    }
    reports = str(_("%(who)s reports on the work of the %(team)s in month %(month)s of %(year)s:", **words))
    basis = settings.basis.rstrip(".,; ")
    yield str(_("Following %(basis)s, %(reports)s", basis=basis, reports=reports)) if basis else reports


def _issued_by(writing: Writing, committee: str) -> str:
    """Return the issuer as it stands within a sentence."""
    if writing.report.team_id is not None:
        return writing.report.team_name
    name = writing.stored.names.official_name
    return committee.replace(name, _within(name))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chapters(writing: Writing) -> list[Chapter]:
    words = writing.words
    organisation = organisation_sentence(writing.stored, writing.report.team_id)
    return [
        Chapter(
            "I",
            _("Steering and organisation"),
            [LetterPart("", [*filter(None, [organisation]), *_lines(words.organisation)] or [_BLANK])],
        ),
        Chapter("II", _("Results"), _results(writing)),
        Chapter(
            "III",
            _("Assessment"),
            [
                LetterPart(_("What went well"), _lines(words.strengths) or [_BLANK]),
                LetterPart(_("Shortcomings and difficulties"), _lines(words.difficulties) or [_BLANK]),
                LetterPart(_("Causes"), _lines(words.causes) or [_BLANK]),
            ],
        ),
        Chapter("IV", _("Tasks of the month to come"), [LetterPart("", _lines(words.next_tasks) or [_BLANK])]),
        Chapter("V", _("Proposals and recommendations"), [LetterPart("", _lines(words.proposals) or [_BLANK])]),
    ]


def _results(writing: Writing) -> list[LetterPart]:
    stored, team_id = writing.stored, writing.report.team_id
    done = list(
        activity_sentences(
            stored.measures(team_id), stored.place_targets(team=team_id), stored.households if team_id is None else None
        )
    )
    parts = [LetterPart(writing.sections[0].name, done or [_("Nothing was logged in the month.")])]
    for section in writing.sections:
        if section.code != ACTIVITIES and section.code:
            said = list(pillar_sentences(section.rows))
            if said:
                parts.append(LetterPart(section.name, said))
    for heading, text in (
        (_("Models and good practice"), writing.words.models),
        (_("What people report and ask for"), writing.words.feedback),
    ):
        if text:
            parts.append(LetterPart(heading, _lines(text)))
    return parts


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _ended(chapters: list[Chapter]) -> list[Chapter]:
    """Return the chapters with the mark of the end behind the last word, in place of its full stop."""
    *before, last = chapters
    *parts, part = last.parts
    *paragraphs, paragraph = part.paragraphs
    text = paragraph if paragraph == _BLANK else paragraph.rstrip(" .")
    return [
        *before,
        Chapter(last.numeral, last.heading, [*parts, LetterPart(part.heading, [*paragraphs, text + END_MARK])]),
    ]


def usual_settings(official_name: str) -> ReportSettings:
    """Return what stands in a ward's letter where the ward has set nothing."""
    return ReportSettings(
        issuer=committee_of(official_name).upper(),
        place=_place_of(official_name),
        signed_as=_signed_as(),
        recipients=[_("Kept: the clerk's office.")],
    )


def attached(letter: Letter) -> str:
    """Return what an annex belongs to, so that it is known again without its letter."""
    kind, dated = letter.kind.capitalize(), letter.place_and_date.rpartition(", ")[2]
    words = {"kind": kind, "date": dated, "issuer": letter.issued_by}
    if not letter.number:
        return str(_("(Attached to the %(kind)s, %(date)s, %(issuer)s)", **words))
    number = letter.number.rpartition(":")[2].strip()
    number = _FOR_THE_CLERK + number if number.startswith("/") else number
    return str(_("(Attached to the %(kind)s No. %(number)s, %(date)s, %(issuer)s)", **words, number=number))
