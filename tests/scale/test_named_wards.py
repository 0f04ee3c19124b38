"""What the recorder makes of a statement: that it names the ward of each table, several wards, or not all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, aliased

from app.config import ROOT
from app.database import reader
from app.logbook.models import Entry
from app.photos.models import Photo
from app.places.models import Ward
from app.tally.models import AreaMonth
from app.tally.queries import months_counted, months_counted_in_wards
from tests.cast import WARD_A
from tests.scale.named_wards import Named, wards_of
from tests.scale.recorder import RECORDER

_OTHER = aliased(Entry)
_OF_WARD = sa.select(Entry.ward_id, Entry.id).where(Entry.ward_id == WARD_A)
_SUBQUERY = sa.select(Entry.ward_id, Entry.id).subquery()
_SAME_WARD = Photo.ward_id == Entry.ward_id
_CTE = _OF_WARD.cte("c")

ONE: dict[str, sa.ClauseElement] = {
    "a value": _OF_WARD,
    "a small table alone": sa.select(Ward),
    "the ward's row": sa.select(Entry.id).join(Ward, Ward.id == Entry.ward_id).where(Ward.id == WARD_A),
    "a join": sa.select(Entry.id).join(Photo, _SAME_WARD).where(Photo.ward_id == WARD_A),
    "an outer join": sa.select(Entry.id).outerjoin(Photo, _SAME_WARD).where(Entry.ward_id == WARD_A),
    "a correlated subquery": _OF_WARD.where(sa.exists(sa.select(Photo.id).where(_SAME_WARD))),
    "a subquery of its own": _OF_WARD.where(Entry.id.in_(sa.select(Photo.entry_id).where(Photo.ward_id == WARD_A))),
    "an alias": _OF_WARD.where(~sa.exists(sa.select(_OTHER.id).where(_OTHER.ward_id == Entry.ward_id))),
    "asked of a subquery": sa.select(_SUBQUERY.c.id).where(_SUBQUERY.c.ward_id == WARD_A),
    "known of a common table": sa.select(Photo.id).join(_CTE, _CTE.c.ward_id == Photo.ward_id),
    "a step of a recursion": months_counted(WARD_A),
    "a union": sa.union_all(_OF_WARD, _OF_WARD),
    "a new row": sa.insert(Entry),
    "rows of the same ward": sa.insert(Photo).from_select(["ward_id", "id"], _OF_WARD),
    "a change": sa.update(Entry).where(Entry.ward_id == WARD_A).values(note=""),
    "a deletion": sa.delete(Entry).where(Entry.ward_id == sa.bindparam("ward")),
    "no row": sa.select(Entry.id).where(Entry.ward_id == WARD_A, sa.false()),
}
SEVERAL: dict[str, sa.ClauseElement] = {
    "a list": sa.select(Entry.id).where(Entry.ward_id.in_([1, 2])),
    "pairs": sa.select(AreaMonth.total).where(sa.tuple_(AreaMonth.ward_id, AreaMonth.month).in_([(1, "2026-01")])),
    "months": months_counted_in_wards([1, 2]),
    "one of two": sa.union_all(_OF_WARD, sa.select(Entry.ward_id, Entry.id).where(Entry.ward_id.in_([1, 2]))),
}
NONE: dict[str, sa.ClauseElement] = {
    "nothing": sa.select(Entry),
    "an id": sa.select(Entry).where(Entry.id == "x"),
    "either": sa.select(Entry.id).where(sa.or_(Entry.ward_id == WARD_A, Entry.note == "")),
    "not": sa.select(Entry.id).where(Entry.ward_id != WARD_A),
    "one table of two": sa.select(Entry.id).join(Photo, Photo.entry_id == Entry.id).where(Entry.ward_id == WARD_A),
    "inside alone": sa.select(Entry.id).where(Entry.id.in_(sa.select(Photo.entry_id).where(Photo.ward_id == WARD_A))),
    "outside alone": _OF_WARD.where(Entry.id.in_(sa.select(Photo.entry_id))),
    "one half of a union": sa.union_all(_OF_WARD, sa.select(Entry.ward_id, Entry.id)),
    "the province": sa.select(Entry.id).join(Ward, Ward.id == Entry.ward_id).where(Ward.province_id == 1),
    "a deletion": sa.delete(Entry),
    "a change by id": sa.update(Entry).where(Entry.id == "x").values(note=""),
    "rows of all": sa.insert(Photo).from_select(["ward_id", "id"], sa.select(Entry.ward_id, Entry.id)),
}


@pytest.mark.parametrize("case", ONE)
def test_one_ward(case: str) -> None:
    assert wards_of(ONE[case]).least() is Named.ONE, ONE[case].compile(dialect=sqlite.dialect())


@pytest.mark.parametrize("case", SEVERAL)
def test_several_wards(case: str) -> None:
    assert wards_of(SEVERAL[case]).least() is Named.SEVERAL


@pytest.mark.parametrize("case", NONE)
def test_not_every_table_of_a_ward(case: str) -> None:
    assert wards_of(NONE[case]).least() is Named.NONE


def _app_function() -> Callable[[Session, sa.Select[UUID, str]], object]:
    """Return a function that stands in a module of the app, as the recorder sees it."""
    source = "def ask(session, query):\n    return session.execute(query)\n"
    names: dict[str, Any] = {}
    exec(compile(source, str(ROOT / "app" / "example.py"), "exec"), names)
    return cast(Callable[[Session, sa.Select[UUID, str]], object], names["ask"])


def test_what_the_app_asks_without_a_ward_is_noted_each_time(app: Flask) -> None:
    for _ in range(2):
        with app.app_context():
            _app_function()(reader(), sa.select(Entry.id, Entry.kind))
        [problem] = RECORDER.take()
        assert problem.startswith("app.example.ask does not name the ward of each table")


def test_what_tests_ask_is_theirs_alone(app: Flask) -> None:
    with app.app_context():
        reader().execute(sa.select(Entry.note, Entry.id, Entry.form))
    assert RECORDER.take() == []
