"""Adding to the summaries of households and merchants what new entries say: one statement for all, whoever else adds.

The statement compares with the row as it stands when it is written, so the order in which entries arrive does not
matter, and two who add at once lose nothing.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from app.database import Rows, table_of
from app.registry.models import HouseholdSummary, MerchantSummary

_HOUSEHOLD = table_of(HouseholdSummary)
_MERCHANT = table_of(MerchantSummary)
_Insert = sqlite.Insert | postgresql.Insert


def add_to_households(connection: Connection, rows: Rows) -> None:
    """Add summaries of new entries to those of their households; ``rows`` come sorted by household."""
    if rows:
        connection.execute(_add_to_households(connection.dialect.name), rows)


def add_to_merchants(connection: Connection, rows: Rows) -> None:
    """Add summaries of new entries to those of their merchants; ``rows`` come sorted by merchant."""
    if rows:
        connection.execute(_add_to_merchants(connection.dialect.name), rows)


@cache
def _add_to_households(dialect: str) -> sa.Insert:
    insert = _insert_into(_HOUSEHOLD, dialect)
    is_later = _is_later(_HOUSEHOLD, insert, "last_on", "last_entry_id")
    has_later_state = _is_later(_HOUSEHOLD, insert, "state_on", "state_entry_id")
    met_on, new_met_on = _HOUSEHOLD.c.met_on, insert.excluded.met_on
    written = {
        "visits": _HOUSEHOLD.c.visits + insert.excluded.visits,
        **_taken_if(is_later, _HOUSEHOLD, insert, "last_on", "last_entry_id", "last_met", "needs_help_at_home"),
        **_taken_if(sa.or_(met_on.is_(None), new_met_on > met_on), _HOUSEHOLD, insert, "met_on"),
        **_taken_if(has_later_state, _HOUSEHOLD, insert, "state_on", "state_entry_id", "state"),
        "done": _union(insert, dialect),
    }
    return insert.on_conflict_do_update(index_elements=list(_HOUSEHOLD.primary_key.columns), set_=written)


@cache
def _add_to_merchants(dialect: str) -> sa.Insert:
    insert = _insert_into(_MERCHANT, dialect)
    is_later = _is_later(_MERCHANT, insert, "last_on", "last_entry_id")
    written = {
        "entries": _MERCHANT.c.entries + insert.excluded.entries,
        **_taken_if(is_later, _MERCHANT, insert, "last_on", "last_entry_id", "qr_valid", "in_use"),
    }
    return insert.on_conflict_do_update(index_elements=list(_MERCHANT.primary_key.columns), set_=written)


def _insert_into(table: sa.Table, dialect: str) -> _Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _is_later(table: sa.Table, insert: _Insert, day: str, id: str) -> sa.ColumnElement[bool]:
    """Return the condition that the new row has a later day than the old one; of one day the later id decides."""
    new_day, new_id = insert.excluded[day], insert.excluded[id]
    same_day = sa.and_(new_day == table.c[day], new_id > table.c[id])
    return sa.and_(new_day.is_not(None), sa.or_(table.c[day].is_(None), new_day > table.c[day], same_day))


def _taken_if(
    condition: sa.ColumnElement[bool], table: sa.Table, insert: _Insert, *names: str
) -> dict[str, sa.ColumnElement[object]]:
    """Return columns as the new row has them where ``condition`` is true, else as they are."""
    return {name: sa.case((condition, insert.excluded[name]), else_=table.c[name]) for name in names}


def _union(insert: _Insert, dialect: str) -> sa.ColumnElement[object]:
    """Return the services of the old row and of the new one, each once, in their order."""
    old, new = _HOUSEHOLD.c.done, insert.excluded.done
    if dialect == "sqlite":
        items, collected = sa.func.json_each, sa.func.json_group_array
    else:
        items, collected = sa.func.json_array_elements_text, sa.func.json_agg
    codes = sa.union(*(sa.select(items(each).table_valued("value").c.value) for each in (old, new))).subquery()
    in_order = codes.c.value.collate("BINARY" if dialect == "sqlite" else "C")
    every = sa.select(codes.c.value).order_by(in_order).subquery()
    union = sa.select(collected(every.c.value, type_=sa.JSON())).scalar_subquery()
    # Most entries say nothing of services, and then the old row has all of them.
    return sa.case((sa.cast(new, sa.Text()) == "[]", old), else_=union)
