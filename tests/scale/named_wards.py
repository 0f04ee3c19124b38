"""Which ward a statement names, for each of the ward's tables that it touches: read from its structure, not its text.

A table's ward is named where ``ward_id`` equals a value, or equals a column that does, in conditions that all hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

import sqlalchemy as sa
from sqlalchemy.sql import operators, selectable, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, ColumnClause, False_, Grouping, Tuple

from app.list_parameters import InList
from app.ward_tables import WARD_COLUMN, Placement, placement_of


class Named(IntEnum):
    """How many wards a statement names of a table."""

    NONE = 0
    SEVERAL = 1
    ONE = 2


Place = tuple[int, str]
"""A column of a table, or of a subquery, at the one place of a statement where it stands."""


@dataclass
class Scope:
    """What stands in the FROM of one SELECT, and around it."""

    outer: Scope | None = None
    sources: dict[selectable.FromClause, int] = field(default_factory=dict)

    def find(self, source: object) -> int | None:
        scope: Scope | None = self
        while scope is not None:
            if isinstance(source, selectable.FromClause) and source in scope.sources:
                return scope.sources[source]
            scope = scope.outer
        return None


@dataclass
class StatementWards:
    """The tables of one statement, and what it says of their wards."""

    tables: dict[int, sa.Table] = field(default_factory=dict)
    _known: dict[Place, Named] = field(default_factory=dict)
    _listed: set[Place] = field(default_factory=set)
    _from: list[tuple[list[Place], Place]] = field(default_factory=list)
    """From which places, all together, another one is known."""

    lists: set[str] = field(default_factory=set)
    """The keys of the parameters that list wards; a list of one is as good as a value."""

    _numbers: int = 0
    _read: dict[object, int] = field(default_factory=dict)

    def least(self, *, lists_have_one: bool = False) -> Named:
        """Return how many wards are named of the table of which the fewest are; where there is none, it is one."""
        if lists_have_one:
            self._known.update({place: Named.ONE for place in self._listed})
        self._spread()
        places = [number for number, table in self.tables.items() if placement_of(table) is Placement.WARD]
        return min((self._known.get((number, WARD_COLUMN), Named.NONE) for number in places), default=Named.ONE)

    def _spread(self) -> None:
        changed = True
        while changed:
            changed = False
            for sources, target in self._from:
                level = min((self._known.get(source, Named.NONE) for source in sources), default=Named.NONE)
                if level > self._known.get(target, Named.NONE):
                    self._known[target], changed = level, True

    def _new(self) -> int:
        self._numbers += 1
        return self._numbers

    def read(self, statement: object, outer: Scope | None = None) -> list[list[Place]]:
        """Read a statement or a part of one; return for each column where it comes from."""
        if isinstance(statement, sa.Select):
            return self._read_select(statement, outer)
        if isinstance(statement, sa.CompoundSelect):
            parts = [self.read(part, outer) for part in statement.selects]
            return [[place for column in columns for place in column] for columns in zip(*parts, strict=True)]
        if isinstance(statement, sa.Insert | sa.Update | sa.Delete):
            self._read_change(statement)
            return []
        element = getattr(statement, "element", None)
        return self.read(element, outer) if element is not None else []

    def _read_select(self, select: sa.Select[*tuple[object, ...]], outer: Scope | None) -> list[list[Place]]:
        scope = Scope(outer)
        for source in select.get_final_froms():
            # What stands around already is the row of there: SQLAlchemy leaves it out here.
            if outer is None or outer.find(source) is None:
                self._add(source, scope)
        self._read_condition(select.whereclause, scope)
        self._read_nested(select, scope)
        return [self._places(column, scope) for column in select.selected_columns]

    def _read_change(self, change: sa.Insert | sa.Update | sa.Delete) -> None:
        scope = Scope()
        number = self._add(change.table, scope)
        if isinstance(change, sa.Insert):
            # The key of a row begins with its ward.
            self._known[number, WARD_COLUMN] = Named.ONE
            if change.select is not None:
                self.read(change.select)
        else:
            for column in _columns(change.whereclause):
                if column.table is not None and scope.find(column.table) is None:
                    self._add(column.table, scope)
            self._read_condition(change.whereclause, scope)
        self._read_nested(change, scope)

    def _add(self, source: object, scope: Scope) -> int:
        if isinstance(source, selectable.Join):
            self._add(source.left, scope)
            self._add(source.right, scope)
            self._read_condition(source.onclause, scope)
            self._read_nested_in(source.onclause, scope)
            return 0
        if isinstance(source, selectable.FromGrouping):
            return self._add(source.element, scope)
        assert isinstance(source, selectable.FromClause)
        number = self._read.get(source) if isinstance(source, selectable.CTE) else None
        if number is None:
            number = self._new()
            self._add_contents(source, number, scope)
        scope.sources[source] = number
        return number

    def _add_contents(self, source: selectable.FromClause, number: int, scope: Scope) -> None:
        table = source.element if isinstance(source, selectable.Alias) else source
        if isinstance(table, sa.Table):
            self.tables[number] = table
        elif isinstance(source, selectable.AliasedReturnsRows):
            self._read[source] = number
            inside = self.read(source.element, scope.outer if isinstance(source, selectable.Lateral) else None)
            for column, places in zip(source.c, inside, strict=False):
                outside = (number, column.name)
                self._from.append((places, outside))
                # What is asked of a subquery is asked of each of its parts; one by name may be asked twice.
                if not isinstance(source, selectable.CTE):
                    self._from += [([outside], place) for place in places]

    def _read_nested(self, statement: sa.ClauseElement, scope: Scope) -> None:
        for child in statement.get_children():
            self._read_nested_in(child, scope)

    def _read_nested_in(self, element: object, scope: Scope) -> None:
        if isinstance(element, selectable.SelectBase | sa.sql.elements.TextClause):
            self.read(element, scope)
        elif isinstance(element, sa.ClauseElement) and not isinstance(element, selectable.FromClause):
            self._read_nested(element, scope)

    def _read_condition(self, condition: object, scope: Scope) -> None:
        """Note what a condition says of columns; parts of which only one must hold say nothing."""
        if isinstance(condition, Grouping):
            self._read_condition(condition.element, scope)
        elif isinstance(condition, False_) or isinstance(getattr(condition, "element", None), False_):
            # No row is looked for, whatever else was asked.
            self._known.update({(number, WARD_COLUMN): Named.ONE for number in scope.sources.values()})
        elif isinstance(condition, BooleanClauseList):
            if condition.operator is operators.and_:
                for part in condition.clauses:
                    self._read_condition(part, scope)
        elif isinstance(condition, InList):
            self._among(*condition.clauses, scope)
        elif isinstance(condition, BinaryExpression):
            self._read_comparison(condition, scope)

    def _read_comparison(self, condition: BinaryExpression[object], scope: Scope) -> None:
        if condition.operator is operators.eq:
            self._equal(condition.left, condition.right, scope)
            self._equal(condition.right, condition.left, scope)
        elif condition.operator is operators.in_op:
            self._among(condition.left, condition.right, scope)

    def _equal(self, column: object, other: object, scope: Scope) -> None:
        for place in self._places(column, scope):
            if isinstance(other, ColumnClause):
                self._from.append((self._places(other, scope), place))
            elif not list(_columns(other)):
                self._known[place] = Named.ONE

    def _among(self, column: object, others: object, scope: Scope) -> None:
        columns = list(column.clauses) if isinstance(column, Tuple) else [column]
        select = others.element if isinstance(others, selectable.ScalarSelect | Grouping) else others
        if isinstance(select, selectable.SelectBase):
            inside = self.read(select, scope)
            for each, places in zip(columns, inside, strict=True):
                self._from += [(places, place) for place in self._places(each, scope)]
        else:
            for each in columns:
                for place in self._places(each, scope):
                    self._known[place] = max(self._known.get(place, Named.NONE), Named.SEVERAL)
                    if isinstance(select, sa.BindParameter) and place[1] == WARD_COLUMN:
                        self._listed.add(place)
                        self.lists.add(select.key)

    def _places(self, column: object, scope: Scope) -> list[Place]:
        if isinstance(column, sa.Label | Grouping):
            return self._places(column.element, scope)
        if not isinstance(column, ColumnClause):
            return []
        number = scope.find(column.table)
        return [] if number is None else [(number, column.name)]


def _columns(element: object) -> Iterator[ColumnClause[object]]:
    """Yield the columns of an expression, those of subqueries too."""
    if isinstance(element, sa.ClauseElement):
        yield from (each for each in visitors.iterate(element) if isinstance(each, ColumnClause))


def wards_of(statement: object) -> StatementWards:
    """Return what a statement says of the wards of its tables."""
    wards = StatementWards()
    wards.read(statement)
    return wards
