"""People pasted from a list: one on each line, with name, number, and as far as it says so role and team. Pure rules.

Nothing that a line says is passed over in silence: what is not understood makes it wrong, and what is not asked for
is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from flask_babel import gettext as _

from app.figures import narrowed
from app.identity_digits import holds_identity_digits
from app.people.models import NAME_LENGTH
from app.people.phones import national_phone, new_phone
from app.permissions import Role
from app.roster.list_headings import ListColumn
from app.roster.pasted_cells import LineCells, cells_by_columns, cells_by_content
from app.roster.pasted_columns import cells_of, header_of, is_small, lines_of, separator_of
from app.roster.pasted_posts import ListRules, post_of
from app.roster.team_names import TeamNames

MOST_PEOPLE = 200
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PastedPerson:
    """A line of the list: its number from 1, what it says, and why nobody can be invited by it, if so.

    Role and team are those of the line, or else those that were chosen for lines that name none.
    """

    number: int
    line: str
    name: str = ""
    phone: str = ""
    role: Role = Role.MEMBER
    team_id: int | None = None
    problem: str = ""
    lacks_team: bool = False
    """Whether the team is missing, and nothing else is wrong."""

    @property
    def national_phone(self) -> str:
        """The phone number as people in Viet Nam write it."""
        return national_phone(self.phone)


@dataclass(frozen=True, slots=True)
class PastedList:
    """The people of a list, and the columns that were neither read nor stored."""

    people: Sequence[PastedPerson]
    unread: Sequence[str]
    lacks_team: bool = False
    """Whether a team is missing, and no line names any: then one has to be chosen for all."""

    is_too_long: bool = False
    """Whether there are more than :data:`MOST_PEOPLE` lines, none of which was read."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    line: str
    cells: Sequence[str]
    columns: Sequence[ListColumn] | None
    titles: Sequence[str]


def read_people(text: str, rules: ListRules) -> PastedList:
    """Read the people of pasted lines; empty lines are passed over, and a header says what the columns are.

    Without a header cells are known by what they hold, in any order. A number that stands in the list already is wrong.
    """
    rows = _rows(text)
    if len(rows) > MOST_PEOPLE:
        return PastedList([], [], is_too_long=True)
    has_running = _has_running_numbers([row.cells for row in rows if row.columns is None])
    people: list[PastedPerson] = []
    unread: dict[str, None] = {}
    seen: dict[str, int] = {}
    has_team, lacks_team = False, False
    for row in rows:
        cells = _cells(row, rules.teams, has_running=has_running)
        unread |= dict.fromkeys(cells.unread)
        has_team |= bool(cells.teams)
        person = read_person(row.number, row.line, cells, rules, seen)
        if person.phone:
            seen[person.phone] = row.number
        lacks_team |= person.lacks_team
        people.append(person)
    return PastedList(people, list(unread), lacks_team and not has_team)


def read_person(
    number: int, line: str, cells: LineCells, rules: ListRules, seen: Mapping[str, int] = MappingProxyType({})
) -> PastedPerson:
    """Return the person of a line, with a number only where that, the name and the line itself are right.

    ``seen`` are the numbers of the lines before, each with that of its line.
    """
    person = _person(number, line, cells, seen)
    if person.problem:
        return person
    post = post_of(cells, rules)
    return replace(person, role=post.role, team_id=post.team_id, problem=post.problem, lacks_team=post.lacks_team)


def usable(people: Sequence[PastedPerson]) -> list[PastedPerson]:
    """Return those who can be invited."""
    return [person for person in people if not person.problem]


def _rows(text: str) -> list[_Row]:
    """Return the lines without their headers, of a list that is too long no more than show it.

    Lines below a header that are written otherwise than it have no columns.
    """
    rows: list[_Row] = []
    columns: Sequence[ListColumn] | None = None
    titles: Sequence[str] = ()
    sign = ""
    for number, line in lines_of(text):
        if len(rows) > MOST_PEOPLE:
            break
        separator = separator_of(line)
        cells = cells_of(line, separator)
        if header := header_of(cells):
            columns, titles, sign = header, cells, separator
            continue
        has_columns = separator == sign and len(cells) > 1
        shown = " · ".join(filter(None, cells)) if separator == "\t" else narrowed(line)
        rows.append(_Row(number, shown, cells, columns if has_columns else None, titles))
    return rows


def _has_running_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether lines begin with a number that rises, or begins again: numbers of teams come several times."""
    numbers = [int(cells[0].rstrip(".")) for cells in rows if is_small(cells[0])]
    return all(after > before or (after == 1 and before > 1) for before, after in pairwise(numbers))


def _cells(row: _Row, teams: TeamNames, *, has_running: bool) -> LineCells:
    if row.columns is not None:
        return cells_by_columns(row.columns, row.titles, row.cells)
    begins = has_running and is_small(row.cells[0]) and len(row.cells) > 1
    return cells_by_content(row.cells, teams, begins_with_running_number=begins)


def _person(number: int, line: str, cells: LineCells, seen: Mapping[str, int]) -> PastedPerson:
    phone = new_phone(cells.phones[0]) if cells.phones else None
    problem = _problem(cells, phone)
    if not problem and phone is not None and phone in seen:
        problem = _("The same number stands in line %(number)s.", number=seen[phone])
    if problem:
        return PastedPerson(number, line, problem=problem)
    return PastedPerson(number, line, cells.name, phone or "")


def _problem(cells: LineCells, phone: str | None) -> str:
    if not cells.phones:
        if cells.teams and not cells.name:
            return str(_("It names a team alone. Write the team into the line of each person."))
        return str(_("There is no phone number in it."))
    if phone is None:
        return str(
            _("“%(number)s”: a phone number has 10 digits, for example 0912 345 678.", number=cells.phones[0][:40])
        )
    if len({new_phone(each) for each in cells.phones}) > 1:
        return str(_("There are several phone numbers in it: keep the one to sign in with."))
    if not cells.name:
        return str(_("There is no name in it."))
    if len(cells.name) > NAME_LENGTH or _DIGIT.search(cells.name) or holds_identity_digits(cells.name):
        return str(_("“%(name)s” is not a name. Write it without digits, and not longer.", name=cells.name[:40]))
    if cells.unclear:
        return str(
            _(
                "“%(text)s” is neither a role nor a team. Mend it or take it out; or let the first line say what each "
                "column is: full name, phone number, role, team.",
                text=cells.unclear[0][:40],
            )
        )
    return ""
