"""``flask copy-to``: everything goes into another database, from SQLite to PostgreSQL and back, or nothing does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.backup.database_copy import CopyError, copy_database
from app.backup.table_digest import TableDigest
from app.database import Base, reader, table_of, writer
from app.extensions import db
from app.logbook.models import Entry
from app.migrations import upgrade
from app.places.models import Neighbourhood, Team
from app.tally.models import AreaMonth
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.factories import household, make_entry
from tests.frozen.dump import load
from tests.frozen.release import editions, read
from tests.photos.steps import make_picture, put
from tests.sync.steps import assert_counted, number_of_entries
from tests.terminal import run

WAYS = (("sqlite", "postgresql"), ("postgresql", "sqlite"))

HOLDER = """
import sys
from app import create_app
from app.backup.database_copy import copy_database
from app.config import Config
from app.database import reader

def report(table, rows):
    if table == "entry":
        print("copied", flush=True)
        sys.stdin.read()

with create_app(Config(sys.argv[1], "test")).app_context():
    copy_database(reader().connection(), sys.argv[2], report)
"""


@pytest.fixture
def open_app(databases: Databases) -> Iterator[Callable[..., Flask]]:
    """Return what opens an app on a database of an engine: of the cast, prepared alone, or without tables."""
    apps: list[Flask] = []

    def open_(engine: str, state: str = "cast") -> Flask:
        app = make_app(databases.fresh(engine, empty=state != "cast"))
        apps.append(app)
        if state == "prepared":
            status, output = run(app, "prepare")
            assert status == 0, output
        return app

    yield open_
    for app in apps:
        dispose(app)
        databases.drop(_url(app))


def _url(app: Flask) -> str:
    return str(app.config["TUNG_NHA"].database_url)


def _rows(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of a database, in the order of their keys, with instants to the millisecond."""
    found = {}
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            rows = [tuple(map(_comparable, row)) for row in reader().execute(sa.select(table))]
            found[table.name] = sorted(rows, key=repr)
    return found


def _comparable(value: object) -> object:
    return value.replace(microsecond=value.microsecond // 1000 * 1000) if isinstance(value, datetime) else value


def _fill(app: Flask) -> dict[str, Any]:
    """Log, photograph, review and merge something in the ward of the cast; return an entry."""
    ana, entry = Visitor(app, "ana"), make_entry(household=household())
    entries = [entry, *(make_entry(kind) for kind in ("installation", "training", "merchant"))]
    assert {receipt["outcome"] for receipt in ana.sync(*entries)} == {"stored"}
    assert put(ana, entry, make_picture()).status_code == 200
    Visitor(app, "carla").get("/overview/")
    with app.app_context():
        # An area that is merged into one with a larger number, which comes after it.
        writer().get_one(Neighbourhood, AREA_1).merged_into_id = AREA_2
        writer().commit()
    return entry


@pytest.mark.parametrize(("engine", "other"), WAYS)
def test_everything_is_there_and_work_goes_on(open_app: Callable[..., Flask], engine: str, other: str) -> None:
    source, target = open_app(engine), open_app(other, "prepared")
    entry = _fill(source)
    status, output = run(source, "copy-to", _url(target))
    assert status == 0, output
    assert "entry: 4\n" in output
    assert _rows(target) == _rows(source)
    assert_counted(target)
    [known] = Visitor(target, "ana").sync(entry)
    assert known["outcome"] == "known"
    assert Visitor(target, "ana").sync(make_entry())[0]["outcome"] == "stored"
    with target.app_context():
        team = Team(ward_id=WARD_A, name="Tổ mới")
        writer().add(team)
        writer().commit()
        assert team.id > TEAM_1


@pytest.mark.parametrize(("engine", "other"), WAYS)
def test_the_ward_of_years_ago_is_the_same_there(
    open_app: Callable[..., Flask], databases: Databases, engine: str, other: str
) -> None:
    source, target = open_app(engine, "empty"), open_app(other, "prepared")
    load(_url(source))
    with source.app_context():
        upgrade()
    status, output = run(source, "copy-to", _url(target))
    assert status == 0, output
    assert _rows(target) == _rows(source)
    assert editions(target) == read("editions.json")


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_database_that_holds_anything_is_refused(open_app: Callable[..., Flask], other: str) -> None:
    source, target = open_app("sqlite"), open_app(other)
    before = _rows(target)
    status, output = run(source, "copy-to", _url(target))
    assert (status, "is not empty" in output) == (1, True), output
    assert _rows(target) == before


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_database_without_tables_is_refused(open_app: Callable[..., Flask], other: str) -> None:
    status, output = run(open_app("sqlite"), "copy-to", _url(open_app(other, "empty")))
    assert (status, "flask prepare" in output) == (1, True), output


def test_what_is_no_database_is_refused(sqlite_app: Flask) -> None:
    for url in ("", "somewhere", "mysql://host/name"):
        status, _output = run(sqlite_app, "copy-to", url)
        assert status != 0


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_copy_that_was_killed_leaves_nothing(open_app: Callable[..., Flask], other: str) -> None:
    source, target = open_app("sqlite"), open_app(other, "prepared")
    _fill(source)
    before = _rows(target)
    command = [sys.executable, "-c", HOLDER, _url(source), _url(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "copied\n"
        process.kill()
    assert _rows(target) == before
    status, output = run(source, "copy-to", _url(target))
    assert status == 0, output
    assert _rows(target) == _rows(source)


def test_what_comes_in_meanwhile_is_not_half_copied(open_app: Callable[..., Flask]) -> None:
    """The source is read as it was at one moment, although it goes on."""
    source, target = open_app("sqlite"), open_app("postgresql", "prepared")
    _fill(source)
    phone = Visitor(source, "ana")

    def write(table: str, _rows: int) -> None:
        if table == "user":
            assert phone.sync(make_entry())[0]["outcome"] == "stored"

    with source.app_context():
        engine = db.get_engine("read")
    with engine.connect() as connection:
        copy_database(connection, _url(target), write)
    assert (number_of_entries(source), number_of_entries(target)) == (5, 4)
    assert_counted(target)


def _change_a_note(target: Flask) -> None:
    """Let the database itself change what is put into it."""
    with target.app_context():
        writer().execute(
            sa.text("CREATE TRIGGER t AFTER INSERT ON entry BEGIN UPDATE entry SET note = 'x' WHERE id = NEW.id; END")
        )
        writer().commit()


def test_rows_that_would_be_others_are_refused(open_app: Callable[..., Flask]) -> None:
    source, target = open_app("postgresql"), open_app("sqlite", "prepared")
    _fill(source)
    _change_a_note(target)
    before = _rows(target)
    status, output = run(source, "copy-to", _url(target))
    assert (status, "the rows of entry would be others" in output) == (1, True), output
    assert _rows(target) == before


def test_counters_that_are_wrong_are_refused(open_app: Callable[..., Flask]) -> None:
    source, target = open_app("sqlite"), open_app("postgresql", "prepared")
    _fill(source)
    with source.app_context():
        writer().execute(sa.update(table_of(AreaMonth)).values(total=99))
        writer().commit()
    status, output = run(source, "copy-to", _url(target))
    assert (status, "tally rebuild" in output) == (1, True), output
    assert number_of_entries(target) == 0


def test_what_the_other_database_refuses_is_explained_without_what_people_wrote(
    open_app: Callable[..., Flask],
) -> None:
    source, target = open_app("sqlite"), open_app("postgresql", "prepared")
    _fill(source)
    with source.app_context():
        writer().execute(sa.update(table_of(Entry)).values(note="bí mật " * 100))
        writer().commit()
    with source.app_context(), pytest.raises(CopyError) as raised:
        copy_database(reader().connection(), _url(target), lambda _table, _rows: None)
    assert "too long" in str(raised.value)
    assert "bí mật" not in str(raised.value)
    assert number_of_entries(target) == 0


def test_a_digest_knows_rows_in_any_order_and_instants_to_the_millisecond() -> None:
    at = datetime(2026, 11, 30, 1, 2, 3, 456789, UTC)
    rows: list[tuple[object, ...]] = [(1, "a", at, b"x"), (UUID(int=2), None, {"b": [1, 2.5]}, True)]
    first, second, other = TableDigest(), TableDigest(), TableDigest()
    for row in rows:
        first.add(row)
    for row in reversed([(1, "a", at.replace(microsecond=456000), b"x"), rows[1]]):
        second.add(row)
    for row in [(1, "a", at, b"y"), rows[1]]:
        other.add(row)
    assert first == second != other
