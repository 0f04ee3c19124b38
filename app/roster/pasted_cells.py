"""What the cells of a pasted line are: by the columns that a header names, or by what they look like. Pure rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from flask_babel import gettext as _

from app.people.phones import normalised_phone
from app.roster.list_headings import ListColumn
from app.roster.pasted_columns import is_citizen_number, is_day, is_mobile, is_number, is_small
from app.roster.role_words import behind_name, read_role
from app.roster.team_names import TeamNames, is_whole_ward, looks_like_team
from app.text import fold

_PHONE_INSIDE = re.compile(r"(?P<before>.*?)[\s:(–-]*(?P<phone>\+?[0-9][0-9 .()-]{6,}[0-9])[\s)–-]*(?P<after>.*)")
_APART = re.compile(r"[;|,]|\s[-–—]\s")
_RUNNING = re.compile(r"(?:\d{1,3}[.)]\s*|\d{1,3}\s+|[-•*]\s+)(?=[^\W\d])")
_LONGEST = 200  # characters of a cell that holds a person with number, role and team
_NOT_ASKED = re.compile(r"nam|nu|[^\s@]+@[^\s@]+")


@dataclass(slots=True)
class LineCells:
    """The cells of a line by what they are, as they are written.

    ``unclear`` are those that are nothing known; ``unread`` names those that are neither read nor stored.
    """

    name: str = ""
    phones: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    is_area: bool = False
    unclear: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def cells_by_columns(columns: Sequence[ListColumn], titles: Sequence[str], cells: Sequence[str]) -> LineCells:
    """Return the cells of a line below a header; names in two columns are one name."""
    line = LineCells(is_area=ListColumn.AREA in columns)
    names = []
    for index, cell in enumerate(cells):
        match columns[index] if index < len(columns) else ListColumn.OTHER:
            case _column if not cell:
                pass
            case ListColumn.NAME:
                names.append(cell)
            case ListColumn.PHONE:
                line.phones.append(cell)
            case ListColumn.ROLE:
                line.roles.append(cell)
            case ListColumn.TEAM | ListColumn.AREA:
                line.teams.append(cell)
            case ListColumn.OTHER:
                title = titles[index] if index < len(titles) else ""
                line.unread.append(title or _("column %(number)s", number=index + 1))
    _set_name(line, " ".join(names))
    return line


def cells_by_content(cells: Sequence[str], teams: TeamNames, *, begins_with_running_number: bool) -> LineCells:
    """Return the cells of a line of a list without a header, in whatever order they stand."""
    line, found = LineCells(), defaultdict[_Kind, list[str]](list)
    for piece in _pieces(cells[1:] if begins_with_running_number else cells, teams):
        if kind := _kind_not_asked(piece):
            line.unread.append(kind)
        else:
            found[_kind(piece, teams)].append(piece)
    texts, names_or_teams, small = found[_Kind.TEXT], found[_Kind.NAME_OR_TEAM], found[_Kind.SMALL_NUMBER]
    if not texts:
        # Somebody may be called as a team is.
        texts, names_or_teams = names_or_teams[:1], names_or_teams[1:]
    line.phones, line.roles = found[_Kind.PHONE], found[_Kind.ROLE]
    _choose_phone(line, small)
    line.teams = [*found[_Kind.TEAM], *names_or_teams, *small]
    line.unclear = texts[1:]
    _set_name(line, texts[0] if texts else "")
    return line


class _Kind(Enum):
    SMALL_NUMBER = 1
    PHONE = 2
    ROLE = 3
    TEAM = 4
    NAME_OR_TEAM = 5
    TEXT = 6


def _kind(piece: str, teams: TeamNames) -> _Kind:
    if is_number(piece):
        return _Kind.SMALL_NUMBER if is_small(piece) else _Kind.PHONE
    if len(piece) > _LONGEST:
        return _Kind.TEXT
    if read_role(piece):
        return _Kind.ROLE
    if looks_like_team(piece) or is_whole_ward(piece):
        return _Kind.TEAM
    return _Kind.NAME_OR_TEAM if teams.find(piece).is_known else _Kind.TEXT


def _set_name(line: LineCells, name: str) -> None:
    line.name, role = behind_name(name) if len(name) <= _LONGEST else (name, "")
    line.roles = [*line.roles, role] if role else line.roles


def _choose_phone(line: LineCells, small: list[str]) -> None:
    """Of several numbers take those of mobile phones: others may be those of citizens, or of a phone at home."""
    mobiles = [phone for phone in line.phones if is_mobile(phone)]
    if mobiles and len(mobiles) < len(line.phones):
        line.phones = mobiles
        line.unread.append(_("numbers that are no mobile phone's"))
    if not line.phones and small:
        line.phones = [small.pop()]


def _kind_not_asked(piece: str) -> str:
    if is_day(piece):
        return str(_("days or years of birth"))
    if is_citizen_number(piece) and not is_mobile(piece):
        return str(_("citizen numbers"))
    return str(_("email and gender")) if _NOT_ASKED.fullmatch(fold(piece)) else ""


def _pieces(cells: Sequence[str], teams: TeamNames) -> Iterator[str]:
    """Yield what stands in cells: a name, a number and more may stand in one of them."""
    for index, cell in enumerate(cells):
        if len(cell) > _LONGEST:
            yield cell
            continue
        text = _RUNNING.sub("", cell, count=1) if index == 0 else cell
        if is_number(text) or is_day(text) or teams.find(text).is_known:
            parts = [text]
        else:
            parts = [part for each in _APART.split(text) for part in _split_at_phone(each.strip())]
        yield from filter(None, parts)


def _split_at_phone(text: str) -> Sequence[str]:
    found = _PHONE_INSIDE.fullmatch(text)
    return found.groups() if found and not is_day(text) and normalised_phone(found["phone"]) else (text,)
