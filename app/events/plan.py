"""Days under a plan: those on which the work of a member was foreseen. Pure rules.

They are the dates of events of everybody or of the member's team, those on whose roster the member is, the days of
campaigns in the team's areas, and days that the team's leader has ticked. A ward may say that it pays for these alone.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DaysUnderPlan:
    """The days under a plan of a ward within some time, by whom they are for: everybody, a team, or a member by id."""

    of_everybody: Set[date] = frozenset()
    of_teams: Set[tuple[int, date]] = frozenset()
    of_members: Set[tuple[int, date]] = frozenset()

    def has(self, member_id: int, team_id: int | None, day: date) -> bool:
        """Return whether a day is under a plan of a member, who is in a team on that day, or in none."""
        return (
            day in self.of_everybody
            or (team_id is not None and (team_id, day) in self.of_teams)
            or (member_id, day) in self.of_members
        )
