"""The answers to phones are the same in whatever order the database finds its rows, and so are their tags.

A planner takes another way once it has counted the rows of a table, so an order that no query names changes by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import table_of, writer
from app.extensions import db
from app.people.models import User
from app.places.models import Neighbourhood
from tests.actions import add_rows, log_entries
from tests.cast import BRUNO, LEO, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.sync.tag_changes import FORMS, begin
from tests.sync.test_tags import ANSWERS

WAYS: dict[str, Sequence[Sequence[str]]] = {
    "sqlite": [["PRAGMA reverse_unordered_selects=OFF"], ["PRAGMA reverse_unordered_selects=ON"]],
    "postgresql": [
        [f"SET enable_{way}=off" for way in avoided]
        for avoided in (
            ("sort", "mergejoin", "indexscan", "indexonlyscan", "bitmapscan"),
            ("hashagg", "hashjoin", "seqscan"),
            ("hashagg", "nestloop", "indexscan"),
        )
    ],
}
"""Settings of a connection under which each engine finds rows in another order."""


@contextmanager
def _finding_rows(app: Flask, way: Sequence[str]) -> Iterator[None]:
    """Let all connections of an app go one of the :data:`WAYS`; in the end there are none of these any more."""

    def set_way(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in way:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        engine.dispose()
        sa.event.listen(engine, "connect", set_way)
    try:
        yield
    finally:
        for engine in engines:
            sa.event.remove(engine, "connect", set_way)
            engine.dispose()


def _begin_with_twins(app: Flask) -> None:
    """Let a ward have several of all that a phone knows, and of what has an order by its name two of one name."""
    begin(app)
    add_rows(app, *(Neighbourhood(id=60 + number, ward_id=WARD_A, name="Phố 8") for number in range(3)))
    for change in ("new team mate", "new target", "areas of the team"):
        FORMS[change](app)
    with app.app_context():
        same_name = sa.update(table_of(User)).where(User.id.in_([BRUNO, LEO])).values(name="Nguyễn Ví Dụ Năm")
        writer().connection().execute(same_name)
        writer().commit()
    homes = (household(f"Số {number}", str(UUID(int=9000 - 7 * number))) for number in range(2, 40))
    log_entries(Visitor(app, "ana"), *(make_entry(household=home) for home in homes))


def _answers(app: Flask) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the tag and the text of each answer, as a process gives them that has answered nothing before."""
    app.extensions.pop("answer_digests", None)
    answers = {}
    for name, paths in {"ana": ANSWERS, "carla": ANSWERS, "leo": (*ANSWERS, "/api/v1/team")}.items():
        visitor = Visitor(app, name)
        for path in paths:
            answer = visitor.get(path)
            assert answer.status_code == 200, path
            answers[name, path] = answer.headers["ETag"], answer.text
    return answers


def test_answers_do_not_depend_on_the_order_in_which_rows_are_found(app: Flask) -> None:
    _begin_with_twins(app)
    usual = _answers(app)
    with app.app_context():
        ways = WAYS[db.engine.dialect.name]
    for way in ways:
        with _finding_rows(app, way):
            found = _answers(app)
        assert {key: found[key] for key in usual if found[key] != usual[key]} == {}, way
