"""People pasted from a list: one on each line, with the name and the phone number. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.figures import narrowed
from app.identity_digits import holds_identity_digits
from app.people.models import NAME_LENGTH
from app.people.phones import national_phone, new_phone

MOST_PEOPLE = 200
_CELLS = re.compile(r"[\t;,|]")
_LAST_NUMBER = re.compile(r"(?P<name>.*?)[\s:–-]*(?P<phone>\+?[0-9][0-9 .()-]{6,})")
_NUMBER_LIKE = re.compile(r"[+(]?[0-9][0-9 .()-]*\.?")


@dataclass(frozen=True, slots=True)
class PastedPerson:
    """A line of the list: its number from 1, what it says, and why nobody can be invited by it, if so."""

    number: int
    line: str
    name: str = ""
    phone: str = ""
    problem: str = ""

    @property
    def national_phone(self) -> str:
        """The phone number as people in Viet Nam write it."""
        return national_phone(self.phone)


def read_people(text: str) -> list[PastedPerson]:
    """Read the people of pasted lines; empty lines are passed over.

    Name and number stand in cells, which a tab, a semicolon or a comma sets apart, in any order and beside others, such
    as a running number; or the number ends the line. A number that stands in the list already is wrong.
    """
    people: list[PastedPerson] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = narrowed(line) if "\t" not in line else "\t".join(map(narrowed, line.split("\t")))
        if not line.strip("\t ;,|"):
            continue
        person = _read(number, line)
        if not person.problem and person.phone in seen:
            problem = _("The same number stands in line %(number)s.", number=seen[person.phone])
            person = PastedPerson(number, line, problem=problem)
        if not person.problem:
            seen[person.phone] = number
        people.append(person)
    return people


def _read(number: int, line: str) -> PastedPerson:
    name, written = _parts(line)
    phone = new_phone(written) if written else None
    if problem := _problem(name, written, phone):
        return PastedPerson(number, line, problem=problem)
    return PastedPerson(number, line, name, phone or "")


def _parts(line: str) -> tuple[str, str]:
    """Return the name and the number of a line as they are written, empty where there is none."""
    cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
    names = [cell for cell in cells if not _NUMBER_LIKE.fullmatch(cell)]
    numbers = sorted((cell for cell in cells if _NUMBER_LIKE.fullmatch(cell)), key=len)
    if not numbers and len(names) == 1 and (found := _LAST_NUMBER.fullmatch(names[0])):
        return found["name"], found["phone"]
    return names[0] if names else "", numbers[-1] if numbers else ""


def _problem(name: str, written: str, phone: str | None) -> str:
    if not written:
        return str(_("There is no phone number in it."))
    if phone is None:
        return str(_("“%(number)s”: a phone number has 10 digits, for example 0912 345 678.", number=written[:20]))
    if not name:
        return str(_("There is no name in it."))
    if len(name) > NAME_LENGTH or holds_identity_digits(name):
        return str(_("“%(name)s” is not a name.", name=name[:40]))
    return ""


def usable(people: Sequence[PastedPerson]) -> list[PastedPerson]:
    """Return those who can be invited."""
    return [person for person in people if not person.problem]
