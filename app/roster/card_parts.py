"""Cards of invitations in parts of a size that a browser can print: whole teams, as long as they fit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.people.models import Invitation
from app.text import name_key

MOST_CARDS = 100
"""How many cards are made at once: ten sheets of A4, and new links for less than a second of the write lock."""


@dataclass(frozen=True, slots=True)
class CardPart:
    """Some open invitations whose cards are made together, and the names of their teams, the first and the last."""

    invitations: Sequence[Invitation]
    first: str
    last: str


def card_parts(invitations: Iterable[Invitation], team_names: Mapping[int, str]) -> list[CardPart]:
    """Return open invitations in parts, by team in the order of the teams; first those who are in none.

    A team is divided only where it alone has more than :data:`MOST_CARDS`.
    """
    place = {id: number for number, id in enumerate(team_names)}
    ordered = sorted(invitations, key=lambda each: (place.get(each.team_id or 0, -1), name_key(each.name), each.id))
    parts: list[list[Invitation]] = [[]]
    for _team_id, of_team in groupby(ordered, key=lambda each: each.team_id):
        members = list(of_team)
        if len(parts[-1]) + len(members) > MOST_CARDS and parts[-1]:
            parts.append([])
        for start in range(0, len(members), MOST_CARDS):
            if start:
                parts.append([])
            parts[-1].extend(members[start : start + MOST_CARDS])
    return [CardPart(part, _team(part[0], team_names), _team(part[-1], team_names)) for part in parts if part]


def _team(invitation: Invitation, team_names: Mapping[int, str]) -> str:
    return team_names.get(invitation.team_id or 0, "")
