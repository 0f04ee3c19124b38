"""What the days of a team's members are worth, under a limit or a lump for the team and month. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.places.report_settings import Rates

STEP = 1_000
"""The smallest banknote that is paid out, in đồng: shares of a team are rounded to it."""


@dataclass(frozen=True, slots=True)
class TeamPayment:
    """What the members of a team get, in the order of their days, in đồng; and what their days would be worth alone.

    Of a lump, ``worth`` is the lump.
    """

    amounts: Sequence[int]
    worth: int

    @property
    def paid(self) -> int:
        """What the team gets."""
        return sum(self.amounts)

    @property
    def cut(self) -> int:
        """By how much a limit made it less."""
        return self.worth - self.paid


def team_payment(rates: Rates, days: Sequence[int], *, is_team: bool = True) -> TeamPayment:
    """Return what a team gets for the ``days`` of each member in a month.

    Without ``is_team`` they are people of no team: no limit of a team holds for them, and they have no share of a lump.
    """
    if rates.team_lump:
        lump = rates.team_lump if is_team and any(days) else 0
        most = [(rates.most or lump) if each else 0 for each in days]
        return TeamPayment(shared(lump, days, most), lump)
    worth = [rates.amount(each) for each in days]
    limit = rates.team_most if is_team and rates.team_most else sum(worth)
    return TeamPayment(shared(limit, days, worth), sum(worth))


def shared(limit: int, days: Sequence[int], most: Sequence[int]) -> list[int]:
    """Share ``limit`` đồng in proportion to the days of each, who get no more than ``most``.

    Shares are rounded down to :data:`STEP`. What is then over goes step by step to those whose rounding took most away,
    of equals to the first in the list. What is over because somebody has reached their most goes to the others.
    """
    if sum(most) <= limit:
        return list(most)
    exact = _proportional(limit, days, most)
    amounts = [
        int(share) if share == highest else int(share // STEP) * STEP
        for share, highest in zip(exact, most, strict=True)
    ]
    by_remainder = sorted(range(len(days)), key=lambda position: amounts[position] - exact[position])
    rest = limit - sum(amounts)
    while rest:
        for position in by_remainder:
            step = min(STEP, rest, most[position] - amounts[position])
            amounts[position] += step
            rest -= step
    return amounts


def _proportional(limit: int, days: Sequence[int], most: Sequence[int]) -> list[Fraction]:
    """Return the exact shares: in proportion to the days among those who have not reached their most."""
    shares = [Fraction(0)] * len(days)
    free = [position for position, each in enumerate(days) if each]
    rest = limit
    while free:
        number = sum(days[position] for position in free)
        reached = [position for position in free if Fraction(rest * days[position], number) >= most[position]]
        for position in reached:
            shares[position] = Fraction(most[position])
            rest -= most[position]
        free = [position for position in free if position not in reached]
        if not reached:
            for position in free:
                shares[position] = Fraction(rest * days[position], number)
            return shares
    return shares
