"""The roster as a page shows it: filtered, counted by state, in the order of given names, some people at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from sqlalchemy.orm import Session

from app.roster.people_list import RosterLine, RosterScope, invited_to, people_of, with_entries
from app.roster.roster_filter import PersonState, RosterFilter, StateFilter, TypedSearch
from app.text import name_key

PAGE = 50
"""The number of people on a page."""

_FEW = 4  # times fewer than all


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One page of the filtered people; how many there are in each state, and invited, with the rest of the filter."""

    number: int
    lines: Sequence[RosterLine]
    total: int
    by_state: Mapping[StateFilter | None, int]
    invited: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def roster_page(session: Session, scope: RosterScope, roster_filter: RosterFilter, number: int) -> RosterPage | None:
    """Read one page of the people of ``scope``, by given name; ``None`` when there is no such page."""
    found = _matching([*people_of(session, scope), *invited_to(session, scope)], roster_filter)
    by_state: Counter[StateFilter | None] = Counter(state for line in found for state in _states(line))
    by_state[None] = sum(_is_in_list(line, roster_filter) for line in found)
    chosen = [line for line in found if _is_chosen(line, roster_filter)]
    page = RosterPage(number, [], len(chosen), by_state, sum(line.state is PersonState.INVITED for line in found))
    if not 1 <= number <= page.last:
        return None
    shown = _in_order(chosen, number * PAGE)[(number - 1) * PAGE :]
    return replace(page, lines=with_entries(session, scope, shown))


def _in_order(lines: Sequence[RosterLine], number: int) -> list[RosterLine]:
    """Return the first ``number`` of some people by given name; few of many are found without sorting all."""

    def key(line: RosterLine) -> tuple[object, ...]:
        # Two people of one name keep their places, so that nobody is missing between two pages.
        return name_key(line.name), line.state is PersonState.INVITED, line.id

    return nsmallest(number, lines, key) if number * _FEW < len(lines) else sorted(lines, key=key)[:number]


def _matching(lines: Iterable[RosterLine], roster_filter: RosterFilter) -> list[RosterLine]:
    """Return who has the role, the team and the text of a filter, in whatever state."""
    role, team_id, search = roster_filter.role, roster_filter.team_id, TypedSearch(roster_filter.text)
    return [
        line
        for line in lines
        if role in {None, line.role}
        and team_id in {None, line.team_id}
        and (not roster_filter.text or search.finds(line.name, line.phone, line.team))
    ]


def _states(line: RosterLine) -> tuple[StateFilter, ...]:
    """Return the filters by state that a person passes."""
    match line.state:
        case PersonState.ACTIVE:
            return (StateFilter.ACTIVE, StateFilter.SILENT) if line.is_silent else (StateFilter.ACTIVE,)
        case PersonState.ENDED:
            return (StateFilter.ENDED,)
        case _:
            return (StateFilter.WAITING,)


def _is_in_list(line: RosterLine, roster_filter: RosterFilter) -> bool:
    """Return whether a person is listed when no state is asked for: all of today, and those who ended when searched.

    Who types a name looks for that person, ended or not.
    """
    return bool(roster_filter.text) or line.state is not PersonState.ENDED


def _is_chosen(line: RosterLine, roster_filter: RosterFilter) -> bool:
    state = roster_filter.state
    return _is_in_list(line, roster_filter) if state is None else state in _states(line)
