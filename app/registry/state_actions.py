"""Keeping the counters of the state of households equal to their summaries, in the transaction that changes these.

Nobody counts by criteria or periods that change meanwhile: who counts shares a lock of the ward, and who changes them
takes it alone. SQLite has one writer at a time and needs none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import insert_rows, overwrite_rows, upsert_sum
from app.json_types import JsonObject
from app.places.household_criteria import usable_criteria
from app.places.models import Ward
from app.places.ward_settings import WardSettings
from app.registry.state_measures import state_measures
from app.registry.state_models import AreaState, CountedState
from app.registry.state_queries import (
    counted_states,
    households_in_counters,
    households_with_a_state,
    standing_states,
    states_to_compare,
)

_AT_ONCE = 500
_SOME_AT_A_TIME = {"yield_per": _AT_ONCE}
# A month's lock has the number of a month as its second key, which is never 0.
_SHARED = sa.text("SELECT pg_advisory_xact_lock_shared(:ward, 0)")
_ALONE = sa.text("SELECT pg_advisory_xact_lock(:ward, 0)")


class _StateOfArea(NamedTuple):
    """The state of a household on a day, and its area."""

    area: int
    on: date
    state: JsonObject


class _Change(NamedTuple):
    """What a household has added to the counters so far, and what it is to add from now on."""

    household_id: UUID
    before: _StateOfArea | None
    after: _StateOfArea | None


class _StateCounts:
    """Figures by area and measure, to be added to the counters of a ward."""

    def __init__(self, connection: Connection, ward_id: int) -> None:
        """Count by the criteria and the periods that the ward has now."""
        settings = WardSettings.parse(connection.scalar(sa.select(Ward.stored_settings).where(Ward.id == ward_id)))
        self._criteria, self._periods = usable_criteria(settings.criteria), settings.periods
        self.figures: Counter[tuple[int, str]] = Counter()

    def add(self, counted: _StateOfArea, sign: int = 1) -> None:
        """Add what the state of a household says, or take it out."""
        for measure, figure in state_measures(counted.state, self._periods.of(counted.on), self._criteria).items():
            self.figures[counted.area, measure] += sign * figure

    def move(self, counted: _StateOfArea, area: int) -> None:
        """Take out of its area what the state of a household says, and add it to another one."""
        for measure, figure in state_measures(counted.state, self._periods.of(counted.on), self._criteria).items():
            self.figures[counted.area, measure] -= figure
            self.figures[area, measure] += figure

    def rows(self, ward_id: int) -> list[dict[str, object]]:
        """Return the rows of the counters that are not 0, in the order of their keys."""
        return [
            {"ward_id": ward_id, "neighbourhood_id": area, "measure": measure, "figure": figure}
            for (area, measure), figure in sorted(self.figures.items())
            if figure
        ]


def count_states(connection: Connection, ward_id: int, household_ids: Iterable[UUID]) -> None:
    """Bring the counters up to the summaries of some households, after these, or where the households are, changed.

    Called again it changes nothing. One that was merged or retired is counted no more.
    """
    ids = sorted(set(household_ids))
    changed = [
        each
        for start in range(0, len(ids), _AT_ONCE)
        for each in _changed_states(connection, ward_id, ids[start : start + _AT_ONCE])
    ]
    if not changed:
        return
    _lock(connection, _SHARED, ward_id)
    counts = _StateCounts(connection, ward_id)
    for each in changed:
        if each.before:
            counts.add(each.before, -1)
        if each.after:
            counts.add(each.after)
    upsert_sum(connection, AreaState, counts.rows(ward_id), ("figure",))
    _write_down(connection, ward_id, changed)


def count_states_in(connection: Connection, ward_id: int, household_ids: Iterable[UUID], area_id: int) -> None:
    """Count the states of some households in the area in which they are stored now, after nothing else has changed.

    The same as :func:`count_states` for these, in half of the time.
    """
    ids = sorted(set(household_ids))
    _lock(connection, _SHARED, ward_id)
    counts = _StateCounts(connection, ward_id)
    for start in range(0, len(ids), _AT_ONCE):
        some = CountedState.ward_id == ward_id, CountedState.household_id.in_(ids[start : start + _AT_ONCE])
        columns = CountedState.neighbourhood_id, CountedState.state_on, CountedState.state
        for row in connection.execute(sa.select(*columns).where(*some)):
            counts.move(_StateOfArea(*row), area_id)
        connection.execute(sa.update(CountedState).where(*some).values(neighbourhood_id=area_id))
    upsert_sum(connection, AreaState, counts.rows(ward_id), ("figure",))


def _changed_states(connection: Connection, ward_id: int, ids: Collection[UUID]) -> Iterator[_Change]:
    """Yield the households whose newest state, or its area, is not the one that is counted."""
    for id, area, on, state, old_area, old_on, old_state in connection.execute(states_to_compare(ward_id, ids)):
        after = _StateOfArea(area, on, state) if on is not None and state is not None else None
        before = None
        if old_area is not None and old_on is not None and old_state is not None:
            before = _StateOfArea(old_area, old_on, old_state)
        if before != after:
            yield _Change(id, before, after)


def _write_down(connection: Connection, ward_id: int, changed: Sequence[_Change]) -> None:
    """Store what the households add to the counters from now on."""
    gone = [each.household_id for each in changed if each.after is None]
    if gone:
        connection.execute(
            sa.delete(CountedState).where(CountedState.ward_id == ward_id, CountedState.household_id.in_(gone))
        )
    rows = [
        {
            "ward_id": ward_id,
            "household_id": each.household_id,
            "neighbourhood_id": each.after.area,
            "state_on": each.after.on,
            "state": each.after.state,
        }
        for each in sorted(changed, key=lambda each: each.household_id)
        if each.after
    ]
    overwrite_rows(connection, CountedState, rows)


def recount_figures(connection: Connection, ward_id: int) -> None:
    """Count the states of a ward's households again, by its criteria and its periods as they are now."""
    _lock(connection, _ALONE, ward_id)
    counts = _StateCounts(connection, ward_id)
    for row in connection.execute(counted_states(ward_id), execution_options=_SOME_AT_A_TIME):
        counts.add(_StateOfArea(*row))
    connection.execute(sa.delete(AreaState).where(AreaState.ward_id == ward_id))
    insert_rows(connection, AreaState, counts.rows(ward_id))


def recount_states(connection: Connection, ward_id: int) -> None:
    """Count the states of a ward's households again, from their summaries."""
    _lock(connection, _ALONE, ward_id)
    for table in (AreaState, CountedState):
        connection.execute(sa.delete(table).where(table.ward_id == ward_id))
    count_states(connection, ward_id, connection.scalars(households_with_a_state(ward_id)).all())


def state_differences(connection: Connection, ward_id: int) -> Iterator[str]:
    """Yield one line for each household of a ward that is not counted as its summary says, and for each counter that
    differs from a recount of the summaries.
    """
    ids = sorted(connection.scalars(households_in_counters(ward_id)))
    for start in range(0, len(ids), _AT_ONCE):
        changed = _changed_states(connection, ward_id, ids[start : start + _AT_ONCE])
        for id, before, after in sorted(changed, key=lambda each: each.household_id):
            yield f"counted_state ({ward_id}, {id}): counted {after}, kept {before}"
    counts = _StateCounts(connection, ward_id)
    for area, on, state in connection.execute(standing_states(ward_id), execution_options=_SOME_AT_A_TIME):
        if on is not None and state is not None:
            counts.add(_StateOfArea(area, on, state))
    query = sa.select(AreaState.neighbourhood_id, AreaState.measure, AreaState.figure)
    cells = connection.execute(query.where(AreaState.ward_id == ward_id, AreaState.figure != 0))
    stored = {(area, measure): figure for area, measure, figure in cells}
    for key in sorted(stored.keys() | counts.figures.keys()):
        if stored.get(key, 0) != counts.figures[key]:
            yield f"area_state ({ward_id}, {key}): counted {counts.figures[key]}, kept {stored.get(key, 0)}"


def _lock(connection: Connection, statement: sa.TextClause, ward_id: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(statement, {"ward": ward_id})
