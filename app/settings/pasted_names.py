"""Names for a list of a ward, a line for each: which are new, and what is wrong with the others. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from flask_babel import gettext as _

from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS
from app.places.models import NAME_LENGTH
from app.text import UnstorableTextError, clean, identity_key

MOST_PASTED = 60_000  # characters
MOST_LINES = 1000

_CELLS = re.compile(r"[\t;]")
_MARK = re.compile(r"[-–•*+]\s+")
_ROW_NUMBER = re.compile(r"\d+[.)]?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewLine(Generic[T]):
    """A line that can be added: as it was entered, its name, and what was read from the rest of it."""

    text: str
    name: str
    rest: T


@dataclass(frozen=True, slots=True)
class CheckedLines(Generic[T]):
    """The entered lines by what becomes of them: names that are new, in use, of an ended line or there twice.

    ``wrong`` holds a sentence for each line that cannot be added as it is.
    """

    new: list[NewLine[T]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether every line is new."""
        return not (self.same or self.ended or self.repeated or self.wrong)


def checked_lines(text: str, taken: Mapping[str, bool], read_rest: Callable[[str], T]) -> CheckedLines[T]:
    """Return what becomes of each line of an entered text.

    ``taken`` are the keys of names that are in use (``False``) or whose line has ended (``True``). A line may go on
    behind a tab or a semicolon; ``read_rest`` reads that, and raises ``ValueError`` with a sentence where it cannot.
    """
    checked: CheckedLines[T] = CheckedLines()
    seen: set[str] = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            name, rest = _name_and_rest(line)
            key = identity_key(name)
            if key in seen:
                checked.repeated.append(name)
            elif key in taken:
                (checked.ended if taken[key] else checked.same).append(name)
            else:
                checked.new.append(NewLine(line, name, read_rest(rest)))
            seen.add(key)
        except ValueError as error:
            checked.wrong.append(f"“{line[:80]}”: {error}")
    return checked


def _name_and_rest(line: str) -> tuple[str, str]:
    """Return the cleaned name at the front of a line, and what follows it; raises ``ValueError`` with a sentence."""
    try:
        cells = [clean(_MARK.sub("", cell, count=1)) for cell in _CELLS.split(line)]
    except UnstorableTextError:
        raise ValueError(_("It holds signs that cannot be stored.")) from None
    # Tables of offices number their rows in a column of its own.
    if len(cells) > 1 and (not cells[0] or ("\t" in line and _ROW_NUMBER.fullmatch(cells[0]))):
        del cells[0]
    name, rest = cells[0], ", ".join(filter(None, cells[1:]))
    if not name:
        raise ValueError(_("There is no name in it."))
    if len(name) > NAME_LENGTH:
        raise ValueError(_("This is too long: at most %(max)d characters.", max=NAME_LENGTH))
    if holds_identity_digits(name):
        raise ValueError(str(IDENTITY_DIGITS))
    return name, rest


def names_in(rest: str) -> Sequence[str]:
    """Return the names that stand behind one another in the rest of a line."""
    return [name for name in map(str.strip, rest.split(",")) if name]
