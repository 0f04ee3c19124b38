"""The role and the team that a line of a pasted list names, or why they are none. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.localisation import role_name
from app.people.authority import PeopleRefusal
from app.people.wording import REFUSALS
from app.permissions import Role
from app.roster.pasted_cells import LineCells
from app.roster.role_words import TEAM_ROLES, read_role
from app.roster.team_names import FoundTeams, TeamNames, is_whole_ward, looks_like_team


@dataclass(frozen=True, slots=True)
class ListRules:
    """What a list is read by: the teams, the roles that may be given, and what holds where a line names none.

    ``own_team_id`` is for who looks after one team alone, ``area_word`` is what the ward calls its areas.
    """

    teams: TeamNames
    roles: Sequence[Role]
    role: Role
    team_id: int | None = None
    own_team_id: int | None = None
    area_word: str = ""


@dataclass(frozen=True, slots=True)
class PastedPost:
    """The post that a line offers; ``lacks_team`` says that the team is missing, and nothing else is wrong."""

    role: Role
    team_id: int | None = None
    problem: str = ""
    lacks_team: bool = False


class _WrongCellError(Exception):
    """A cell was not understood; the message is a sentence for the user."""


def post_of(cells: LineCells, rules: ListRules) -> PastedPost:
    """Return the role and the team of a line."""
    try:
        role, behind_role = _role(cells, rules)
        named = [text for text in [*cells.teams, *behind_role] if role in TEAM_ROLES or not is_whole_ward(text)]
        team_id = _team(named, cells, rules)
    except _WrongCellError as error:
        return PastedPost(rules.role, problem=str(error))
    if role not in TEAM_ROLES:
        return PastedPost(role, problem=_in_no_team(role, named[0]) if named else "")
    if team_id is None and rules.team_id is None:
        problem = _("No team is named in it. Add the team to the line, or choose one below for lines that name none.")
        return PastedPost(role, problem=problem, lacks_team=True)
    return PastedPost(role, team_id or rules.team_id)


def _role(cells: LineCells, rules: ListRules) -> tuple[Role, list[str]]:
    """Return the role of a line, and the teams that stand behind it."""
    roles: set[Role] = set()
    teams = []
    for text in cells.roles:
        found = read_role(text)
        if found is None or (found[1] and not _may_be_team(found[1], rules.teams)):
            known = ", ".join(map(role_name, rules.roles))
            raise _WrongCellError(
                _("“%(text)s” is not a role here. Write one of: %(roles)s.", text=text[:40], roles=known)
            )
        roles.add(found[0])
        teams += [found[1]] if found[1] else []
    if len(roles) > 1:
        raise _WrongCellError(_("Several roles are named in it: keep one."))
    role = roles.pop() if roles else rules.role
    if role not in rules.roles:
        raise _WrongCellError(str(REFUSALS[PeopleRefusal.ROLE_NOT_GIVEN]))
    return role, teams


def _may_be_team(text: str, teams: TeamNames) -> bool:
    return looks_like_team(text) or teams.find(text).is_known or is_whole_ward(text)


def _team(texts: Sequence[str], cells: LineCells, rules: ListRules) -> int | None:
    """Return the team that is named, ``None`` where none is."""
    ids = set()
    for text in texts:
        found = rules.teams.find(text, is_area=cells.is_area)
        if found.only_id is None:
            raise _WrongCellError(_no_single_team(text[:40], found, rules))
        ids.add(found.only_id)
    if len(ids) > 1:
        raise _WrongCellError(_("Several teams are named in it: keep one."))
    team_id = ids.pop() if ids else None
    if team_id is not None and rules.own_team_id not in {None, team_id}:
        own = rules.teams.names.get(rules.own_team_id or 0, "")
        raise _WrongCellError(_("You invite to %(team)s alone. Ask the coordinator for other teams.", team=own))
    return team_id


def _no_single_team(text: str, found: FoundTeams, rules: ListRules) -> str:
    """Return why a text is not the name of one team, and what to do."""
    names = ", ".join(rules.teams.names_of(found))
    if found.area and not found.ids:
        return str(_("No team covers %(area)s “%(text)s” yet. Write the team.", area=rules.area_word, text=text))
    if found.area:
        return str(
            _(
                "Several teams cover %(area)s “%(text)s”: %(teams)s. Write the team.",
                area=rules.area_word,
                text=text,
                teams=names,
            )
        )
    if found.ids:
        return str(_("“%(text)s” may be several teams: %(teams)s. Write the whole name.", text=text, teams=names))
    return str(_("There is no team “%(text)s”. Check the name, or add the team first.", text=text))


def _in_no_team(role: Role, text: str) -> str:
    return str(
        _(
            "The role “%(role)s” is in no team: take “%(text)s” out, or write another role.",
            role=role_name(role),
            text=text[:40],
        )
    )
