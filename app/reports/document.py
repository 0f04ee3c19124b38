"""A month's report as rows and paragraphs, before anything draws it. Pure data.

Screen, Word, PDF and workbook all draw the same document: what a figure is, and how it reads, is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from app.localisation import day, number, percent
from app.overview.results import Section
from app.periods import Span

Cell = str | int | Decimal | date | None
"""The value of a cell: a decimal is a percentage, ``None`` is an unknown figure."""

MIN_READABLE_WIDTH = 11
"""The least width of a column whose heading can be read, in digits."""

MAX_TEXT_WIDTH = 28
"""The greatest width of a column of names that leaves space for the others, in digits."""


class RowStyle(StrEnum):
    """The style of a row: the heading of a group, a row of figures, or their total."""

    SECTION = "section"
    PLAIN = "plain"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``width`` is in digits, and in drawings on paper its share of the page's width.

    One that people write in by hand keeps its width.
    """

    heading: str
    width: float
    align: Literal["left", "center", "right"] = "left"
    is_written_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A section's row has two cells, its number and its name, which goes over all other columns."""

    cells: Sequence[Cell]
    style: RowStyle = RowStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Annex:
    """A table with its own heading. ``number`` is Roman, with a letter where an annex has parts: I, II, IIIa.

    Without a number it is the whole document, whose title stands above it.

    ``sum_in_words`` stands directly beneath the table where it is one of money. ``notes`` stand beneath it: the
    sources of the figures. ``signed_by`` are the titles of the people who sign beneath, from left to right; mostly
    there are none.
    """

    code: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str]
    signed_by: Sequence[str] = ()
    is_wide: bool = True
    number: str = ""
    sum_in_words: str = ""

    @property
    def is_written_in(self) -> bool:
        """Whether people write or sign in rows of the table, which are higher then."""
        return any(column.is_written_by_hand for column in self.columns)

    def ends_group(self, position: int) -> bool:
        """Return whether the row at ``position`` is the last before a sum, which stays on its page."""
        following = self.rows[position + 1 : position + 2]
        return bool(following) and following[0].style is RowStyle.TOTAL


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A numbered part of a chapter; a part without a heading is the chapter's own text."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the letter: I to V. Its parts with a heading are numbered 1, 2, 3 in their order."""

    numeral: str
    heading: str
    parts: Sequence[LetterPart]


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter before the annexes, in the parts that Decree 30/2020 names.

    ``superior`` and ``issuer`` are lines of capitals. ``number`` is empty where the issuer has no registry. The
    text ends with ``./.``, which stands in the last paragraph already. ``signed_as`` are the lines above the
    signature, ``signatory`` the name beneath it, perhaps empty. ``issued_by`` is the issuer as within a sentence.
    """

    superior: str
    issuer: str
    number: str
    place_and_date: str
    kind: str
    subject: str
    opening: Sequence[str]
    chapters: Sequence[Chapter]
    signed_as: Sequence[str]
    signatory: str
    recipients: Sequence[str]
    issued_by: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. ``state`` says whether the figures are final, and where they come from.

    ``days`` are those of the period, ``as_of`` is the last day of the figures, ``created`` the day that files have as
    the day when they were made.
    ``letter`` is missing in a report of one person's own entries, which has only the tables.
    ``issuer``, ``subject`` and ``title`` head the tables where they stand without the letter, and beside the issuer the
    national title where ``has_national_title``: what is signed and handed on has it. Each table begins a page, but
    those of a paper that ``is_continuous`` follow one another as far as there is room. ``results`` are the
    figures of the annex of results, ``hidden`` the codes of its columns that the ward leaves out. ``team_name`` is
    what the team of a team's report was called when the month was closed.
    """

    title: str
    issuer: str
    subject: str
    state: str
    is_provisional: bool
    created: date
    as_of: date
    days: Span
    letter: Letter | None
    annexes: Sequence[Annex]
    results: Sequence[Section] = ()
    hidden: Collection[str] = ()
    team_name: str = ""
    has_national_title: bool = False
    is_continuous: bool = False

    def follows_on(self, annex: Annex) -> bool:
        """Return whether an annex stands below the one before it, on the same page where there is room."""
        position = self.annexes.index(annex)
        return self.is_continuous and position > 0 and self.annexes[position - 1].is_wide is annex.is_wide


class LineStyle(StrEnum):
    """The style of a line of a letter's text."""

    CHAPTER = "chapter"
    PART = "part"
    BODY = "body"


def lines_of_letter(letter: Letter) -> list[tuple[str, LineStyle]]:
    """Return the text of a letter line by line, chapters and parts numbered; an empty line where it has none."""
    lines = [(text, LineStyle.BODY) for text in letter.opening]
    for chapter in letter.chapters:
        lines.append((f"{chapter.numeral}. {chapter.heading.upper()}", LineStyle.CHAPTER))
        number = 0
        for part in chapter.parts:
            if part.heading:
                number += 1
                lines.append((f"{number}. {part.heading}", LineStyle.PART))
            lines += [(text, LineStyle.BODY) for text in part.paragraphs]
    whole = [(line, style) for text, style in lines for line in text.splitlines() if line.strip()]
    return whole or [("", LineStyle.BODY)]


def cell_text(cell: Cell) -> str:
    """Return a cell as text in the reader's language; ``None`` gives an empty text."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Decimal():
            return percent(cell)
        case date():
            return day(cell)
        case _:
            return number(cell)


NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
"""Both stand in Vietnamese on every official document, whatever language its reader has chosen."""

END_MARK = "./."
