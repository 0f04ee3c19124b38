"""The context that all annexes of a report share, and the numbering of annexes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from msgspec import UNSET

from app.localisation import moment
from app.months.edition import Edition
from app.overview.figure_words import MONTH_WORDS, FigureWords
from app.periods import Span
from app.reports.document import Annex, Row, RowStyle
from app.reports.numbering import part_letter, roman_numeral
from app.reports.report_request import ReportRequest


@dataclass(frozen=True, slots=True)
class AnnexContext:
    """The report and the edition that annexes are made from, and the columns that the ward hides."""

    report: ReportRequest
    edition: Edition | None
    hidden_columns: Collection[str] = ()
    hidden_measures: Collection[str] = ()
    words: FigureWords = MONTH_WORDS

    @property
    def has_every_annex(self) -> bool:
        """Whether the edition is of the time when every report had all annexes; it is printed as it was then."""
        return self.edition is not None and self.edition.annexes is UNSET

    @property
    def days(self) -> Span:
        """The days that the figures are of: those of the edition, or of the month by the ward's rule."""
        return (self.edition or self.report).days

    @property
    def year_first(self) -> date:
        """The first day of the year, with which cumulative figures begin."""
        return (self.edition or self.report).year_first

    @property
    def neighbourhood_word(self) -> str:
        """What an area is called."""
        return (self.edition or self.report).ward.neighbourhood_word

    @property
    def ranks_of_teams(self) -> Mapping[str, int]:
        """The place of each team in the order of the ward, by its name."""
        return {team.name: rank for rank, team in enumerate(self.edition.teams)} if self.edition else {}

    @property
    def log_book(self) -> str:
        """The source of the log book's figures, as a note."""
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


def empty_rows() -> list[Row]:
    """Return the rows of a table that has no figures yet: one line that says so."""
    return [Row(["", _("Nothing yet.")], RowStyle.SECTION)]
