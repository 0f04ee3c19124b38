"""Conditions on a list of values that a statement is given as one parameter.

The text of the statement stays the same however many there are, so it is compiled and prepared once: to put a list into
the text of a statement takes longer than to run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, TypeVar, cast
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.database import Uid

T = TypeVar("T")

UID_OF = "uid_of"
"""The function that makes the bytes of an id from its hexadecimal digits, which each connection of SQLite is given."""


class ListOf(TypeDecorator[Sequence[T]]):
    """A list of values of one type: an array in PostgreSQL, JSON in SQLite, where ids are hexadecimal digits."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: TypeEngine[T]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that ``dialect`` takes."""
        return postgresql.ARRAY(self.item) if dialect.name == "postgresql" else sa.Text()

    def process_bind_param(self, value: Sequence[T] | None, dialect: Dialect) -> object:
        """Turn the values into what the driver takes."""
        if dialect.name == "postgresql":
            return list(value or ())
        return orjson.dumps([item.hex if isinstance(item, UUID) else item for item in value or ()]).decode()


class InList(FunctionElement[bool]):
    """The condition that a column has a value of the list that a parameter holds."""

    name = "in_list"
    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: object = None) -> Self:
        """Return the condition as it is, which needs no brackets, and is true without being compared with 1."""
        return self


def in_list(column: sa.SQLColumnExpression[T], name: str) -> sa.ColumnElement[bool]:
    """Return the condition that ``column`` is in the list that the parameter ``name`` will hold."""
    return InList(column, sa.bindparam(name, type_=ListOf(cast(sa.ColumnElement[T], column).type)))


@compiles(InList)
def _in_list(element: InList, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    return compiler.process(column.in_(sa.select(values)), **options)


@compiles(InList, "postgresql")
def _in_array(element: InList, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    return compiler.process(column == sa.any_(values), **options)


@compiles(InList, "sqlite")
def _in_json(element: InList, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    item: sa.ColumnElement[Any] = sa.func.json_each(values).table_valued("value").c.value
    if isinstance(column.type, Uid):
        item = sa.Function[Any](UID_OF, item)
    return compiler.process(column.in_(sa.select(item)), **options)
