"""The schema: its steps go up, down and up again with rows in the tables, and lead to what the models say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import op
from flask import Flask

from app.config import ROOT
from app.database import Base, Instant, Uid, writer
from app.extensions import db
from app.logbook.models import Entry
from app.migrations import MigrationError, alembic, newest_revision, upgrade
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.terminal import run

AT = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)
DAY = date(2026, 11, 1)
ID = UUID("0199a000-0000-7000-8000-0000000000aa")
COUNTED: dict[str, Any] = {"ward_id": 1, "measure": "visit", "total": 2, "approved": 1}

ROWS: dict[str, Sequence[tuple[str, dict[str, Any]]]] = {
    "0001": (
        ("province", {"id": 1, "code": "38", "list_version": "2025-07-01", "name": "Tỉnh Thanh Hóa"}),
        (
            "ward",
            {
                "id": 1,
                "province_id": 1,
                "code": "16417",
                "list_version": "2025-07-01",
                "name": "Phường Quảng Thắng",
                "official_name": "Phường Đông Quang",
                "neighbourhood_word": "phố",
                "team_word": "Tổ công nghệ số cộng đồng",
                "settings": {"location": True},
                "note": "",
            },
        ),
        ("neighbourhood", {"id": 2, "ward_id": 1, "name": "Phố 2", "is_whole_ward": False, "valid_from": DAY}),
        ("neighbourhood", {"id": 1, "ward_id": 1, "name": "Phố 1", "is_whole_ward": False, "merged_into_id": 2}),
        ("team", {"id": 1, "ward_id": 1, "name": "Tổ 1", "valid_to": DAY}),
        ("team_area", {"team_id": 1, "neighbourhood_id": 1}),
        ("place", {"id": 1, "ward_id": 1, "type": "market", "name": "Chợ Quảng Thắng"}),
        ("population", {"id": 1, "ward_id": 1, "group": "residents", "figure": 9658, "as_of": DAY, "source": "ví dụ"}),
    ),
    "0002": (
        (
            "user",
            {
                "id": 1,
                "phone": "+84900000101",
                "name": "Nguyễn Ví Dụ Một",
                "password_hash": "-",
                "is_demonstration": False,
                "created_at": AT,
            },
        ),
        (
            "membership",
            {"id": 1, "user_id": 1, "role": "member", "ward_id": 1, "team_id": 1, "valid_from": DAY, "valid_to": DAY},
        ),
        ("membership", {"id": 2, "user_id": 1, "role": "coordinator", "ward_id": 1, "valid_from": DAY}),
        ("device", {"id": ID, "user_id": 1, "label": "Android", "created_at": AT, "last_seen_at": AT}),
        ("sign_in_failure", {"id": ID, "key": "ab" * 32, "at": AT}),
    ),
    "0003": (
        (
            "indicator",
            {
                "code": "health_record",
                "position": 1,
                "name_vi": "Hồ sơ sức khỏe điện tử",
                "name_en": "E-health records",
                "pillar": "xã hội số",
                "unit_vi": "người",
                "unit_en": "people",
                "denominator_group": "residents",
                "measures": "",
                "note": "",
            },
        ),
        (
            "baseline",
            {
                "id": 1,
                "ward_id": 1,
                "indicator_code": "health_record",
                "unit_then": "Phường Quảng Thắng",
                "as_of": DAY,
                "numerator": 9547,
                "bound": "=",
                "denominator": 9658,
                "published_percent": "98.8",
                "source": "ví dụ",
                "note": "",
            },
        ),
        ("target", {"id": 1, "ward_id": 1, "measure": "visit", "year": 2026, "figure": 120}),
    ),
    "0004": (
        (
            "household",
            {"ward_id": 1, "id": ID, "neighbourhood_id": 1, "label": "Số 5", "folded": "so 5", "created_at": AT},
        ),
        (
            "merchant",
            {"ward_id": 1, "id": ID, "neighbourhood_id": 1, "name": "Quầy 1", "folded": "quay 1", "created_at": AT},
        ),
    ),
    "0005": (
        ("area_month", {**COUNTED, "month": "2026-11", "neighbourhood_id": 1}),
        ("team_month", {**COUNTED, "month": "2026-11", "team_id": 1}),
        ("ward_day", {**COUNTED, "day": DAY}),
        (
            "household_month",
            {
                "ward_id": 1,
                "month": "2026-11",
                "household_id": ID,
                "neighbourhood_id": 1,
                "total": 1,
                "approved": 0,
            },
        ),
    ),
    "0006": (
        (
            "entry",
            {
                "ward_id": 1,
                "id": ID,
                "kind": "visit",
                "status": "submitted",
                "revision": 1,
                "digest": "ab" * 32,
                "moves": 1,
                "form": 1,
                "neighbourhood_id": 1,
                "team_id": 1,
                "member_id": 1,
                "happened_on": DAY,
                "month": "2026-11",
                "received_at": AT,
                "note": "ví dụ",
                "latitude": 19.807,
                "longitude": 105.776,
                "flags": [],
                "fields": {"met": "met"},
            },
        ),
        ("companion", {"ward_id": 1, "entry_id": ID, "member_id": 1, "month": "2026-11"}),
        (
            "review_event",
            {
                "ward_id": 1,
                "entry_id": ID,
                "number": 1,
                "at": AT,
                "actor_id": 1,
                "action": "record",
                "status": "submitted",
                "revision": 1,
                "digest": "ab" * 32,
                "reason": "",
                "comment": "",
            },
        ),
        ("month_lock", {"ward_id": 1, "month": "2026-10", "closed_at": AT, "closed_by_id": 1}),
    ),
    "0007": (
        (
            "photo",
            {
                "ward_id": 1,
                "id": ID,
                "entry_id": ID,
                "member_id": 1,
                "sent_digest": "ab" * 32,
                "width": 1600,
                "height": 1200,
                "received_at": AT,
            },
        ),
        ("photo_content", {"ward_id": 1, "photo_id": ID, "preview": b"small", "content": b"large"}),
    ),
    "0009": (
        ("decision", {"ward_id": 1, "id": ID, "actor_id": 1, "at": AT, "action": "approve", "moves": {str(ID): 2}}),
    ),
    "0010": (
        (
            "month_edition",
            {
                "ward_id": 1,
                "month": "2026-10",
                "number": 1,
                "closed_at": AT,
                "closed_by_id": 1,
                "approved_at_closing": 12,
                "figures": "{}",
                "digest": "ab" * 32,
                "reopened_for": "",
            },
        ),
    ),
    "0011": (("journal_line", {"id": 1, "at": AT, "actor_id": 1, "ward_id": 1, "event": "signed_in", "detail": {}}),),
    "0012": (
        (
            "month_words",
            {
                "ward_id": 1,
                "month": "2026-10",
                "team_id": 0,
                **dict.fromkeys(("organisation", "models", "feedback", "strengths"), "Lời mẫu"),
                **dict.fromkeys(("difficulties", "causes", "next_tasks", "proposals"), "Lời mẫu"),
                "saved_at": AT,
                "saved_by_id": 1,
            },
        ),
        (
            "report_template",
            {
                "ward_id": 1,
                "name": "mau.docx",
                "content": b"PK",
                "size": 2,
                "uploaded_at": AT,
                "uploaded_by_id": 1,
            },
        ),
    ),
}
"""Rows for the tables of each step, written as they stood then and not as today's models would have them."""

_TYPES = {UUID: Uid, datetime: Instant, dict: sa.JSON, list: sa.JSON}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return each engine in turn."""
    return str(request.param)


@pytest.fixture
def empty_app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app on a database without a schema."""
    url = databases.fresh(engine, empty=True)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def app(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app with the cast, on the same engine as the empty one."""
    url = databases.fresh(engine)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


def _revisions() -> list[str]:
    return sorted(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))


def _table(name: str, row: dict[str, Any]) -> Any:
    return sa.table(name, *(sa.column(key, _TYPES.get(type(value))) for key, value in row.items()))


def _insert(app: Flask, revision: str) -> None:
    with app.app_context():
        for name, row in ROWS.get(revision, ()):
            writer().execute(sa.insert(_table(name, row)).values(row))
        writer().commit()


Rows = dict[str, list[dict[str, Any]]]


def _rows(app: Flask) -> Rows:
    """Return everything that the database holds, by table."""
    with app.app_context(), db.get_engine("read").connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: sorted(
                (dict(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings()), key=repr
            )
            for name in sorted(names)
        }


def _in_common(rows: Rows, others: Rows) -> Rows:
    """Return ``rows`` as far as ``others`` have their tables and columns: a step may add to both."""
    return {
        name: [
            {column: value for column, value in row.items() if column in other}
            for row, other in zip(rows[name], others[name], strict=True)
        ]
        for name in rows.keys() & others.keys()
    }


def _go_up(app: Flask, target: str) -> None:
    with app.app_context():
        alembic.upgrade(target)


def _go_down(app: Flask, target: str) -> None:
    with app.app_context():
        alembic.downgrade(target)


def test_steps_are_numbered_in_a_row(sqlite_app: Flask) -> None:
    files = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in files), "call a step 0007_what_it_does.py"
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    with sqlite_app.app_context():
        steps = list(reversed(list(alembic.script_directory.walk_revisions())))
        assert len(alembic.heads()) == 1, "two steps follow the same one: put one after the other"
    assert [step.revision for step in steps] == [path.name[:4] for path in files]
    assert [step.down_revision for step in steps] == [None, *(path.name[:4] for path in files[:-1])]
    assert all(step.doc for step in steps)


def test_up_down_and_up_again_with_rows_at_every_step(empty_app: Flask) -> None:
    for revision in _revisions():
        before = _rows(empty_app)
        _go_up(empty_app, revision)
        after = _rows(empty_app)
        assert before.keys() <= after.keys()
        assert _in_common(after, before) == before, f"step {revision} loses or changes rows"
        _insert(empty_app, revision)
    full = _rows(empty_app)
    assert all(full[name] for step in ROWS.values() for name, _ in step)
    for revision in reversed(_revisions()[:-1]):
        _go_down(empty_app, revision)
        left = _rows(empty_app)
        assert left == _in_common(full, left), f"going down to {revision} loses or changes rows"
    _go_down(empty_app, "base")
    assert _rows(empty_app) == {}
    with empty_app.app_context():
        upgrade()
    assert set(_rows(empty_app)) == set(Base.metadata.tables)


def test_what_waits_is_known_from_what_was_stored(empty_app: Flask) -> None:
    """An entry of before the queue waits since it arrived, or since it was last returned."""
    for revision in ("0001", "0002", "0003", "0004", "0005", "0006"):
        _go_up(empty_app, revision)
        _insert(empty_app, revision)
    (_, entry), _companion, (_, event), _lock = ROWS["0006"]
    later = AT + timedelta(days=1)
    with empty_app.app_context():
        kinds = ("returned", ["x"], "2026-11"), ("approved", [], "2026-11"), ("submitted", [], "2026-10")
        for number, (status, flags, month) in enumerate(kinds):
            row = {**entry, "id": UUID(int=number), "status": status, "flags": flags, "month": month}
            writer().execute(sa.insert(_table("entry", row)).values(row))
        returns = [
            {**event, "entry_id": UUID(int=0), "action": "return", "number": 2 + n, "at": at}
            for n, at in enumerate((AT, later))
        ]
        for row in returns:
            writer().execute(sa.insert(_table("review_event", row)).values(row))
        writer().commit()
        upgrade()
        rows = writer().execute(sa.select(Entry.status, Entry.month, Entry.is_clear, Entry.waiting_since)).all()
    assert {(row.status, row.month): (row.is_clear, row.waiting_since) for row in rows} == {
        ("submitted", "2026-11"): (True, AT),
        ("submitted", "2026-10"): (True, None),
        ("returned", "2026-11"): (False, later),
        ("approved", "2026-11"): (True, None),
    }


def test_places_of_entries_are_filled_from_their_fields(empty_app: Flask) -> None:
    """The fields of a merchant may name a place, none, or one that is not there any more."""
    _go_up(empty_app, "0013")
    for revision in ("0001", "0002"):
        _insert(empty_app, revision)
    (_, entry), *_others = ROWS["0006"]
    entry = {**entry, "household_id": None, "merchant_id": None}
    kinds = ("merchant", {"place": 1}), ("merchant", {"place": None}), ("merchant", {"place": 9}), ("training", {})
    with empty_app.app_context():
        for number, (kind, fields) in enumerate(kinds):
            row = {**entry, "id": UUID(int=number), "kind": kind, "fields": fields}
            writer().execute(sa.insert(_table("entry", row)).values(row))
        writer().commit()
        upgrade()
        rows = writer().execute(sa.select(Entry.place_id, Entry.fields).order_by(Entry.id)).all()
    assert [tuple(row) for row in rows] == [
        (1, {"place": 1}),
        (None, {"place": None}),
        (None, {"place": 9}),
        (None, {}),
    ]


def test_every_table_of_the_models_has_had_a_row() -> None:
    tables = {name for step in ROWS.values() for name, _ in step}
    # Services and topics come from the catalogue that ships with the project, not from anybody's work.
    assert set(Base.metadata.tables) - tables == {"service", "topic"}, "add a row of each new table to ROWS"


def test_a_second_upgrade_changes_nothing(app: Flask) -> None:
    before = _rows(app)
    with app.app_context():
        upgrade()
    assert _rows(app) == before


def test_the_newest_step_is_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        differences = alembic.compare_metadata()
    assert not differences, "a model changed without a step: flask --app wsgi db revision"


def _schema(app: Flask) -> dict[str, Any]:
    """Return what the database says of its tables, with what the comparison of metadata does not look at."""
    with app.app_context(), db.get_engine("read").connect() as connection:
        inspector = sa.inspect(connection)
        return {
            name: {
                "columns": {
                    column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in inspector.get_columns(name)
                },
                "key": inspector.get_pk_constraint(name),
                "checks": sorted((each["name"], each["sqltext"]) for each in inspector.get_check_constraints(name)),
                "foreign": sorted(map(repr, inspector.get_foreign_keys(name))),
                "unique": sorted(map(repr, inspector.get_unique_constraints(name))),
                "indexes": sorted(map(_index, inspector.get_indexes(name))),
                "storage": _storage(connection, name),
            }
            for name in inspector.get_table_names()
            if name != "alembic_version"
        }


def _index(index: Any) -> str:
    where = {option: str(value) for option, value in index.get("dialect_options", {}).items()}
    return repr((index["name"], index["column_names"], bool(index["unique"]), where))


def _storage(connection: sa.Connection, table: str) -> Any:
    if connection.dialect.name == "sqlite":
        made_by = sa.text("SELECT sql FROM sqlite_master WHERE name = :table")
        return connection.scalar(made_by, {"table": table}).endswith("WITHOUT ROWID")
    options = sa.text("SELECT reloptions FROM pg_class WHERE relname = :table AND relkind = 'r'")
    return connection.scalar(options, {"table": table})


def test_the_steps_make_what_the_models_would(app: Flask, empty_app: Flask) -> None:
    """The models' own CREATE TABLE is the measure: names, defaults, checks and storage, not only columns."""
    with empty_app.app_context():
        Base.metadata.create_all(writer().connection())
        writer().commit()
    made, migrated = _schema(empty_app), _schema(app)
    assert made.keys() == migrated.keys()
    wrong = [
        f"{part} of {name}: the models say {expected}, the steps make {migrated[name][part]}"
        for name, table in made.items()
        for part, expected in table.items()
        if migrated[name][part] != expected
    ]
    assert not wrong, "autogeneration does not look at all of it; write into the step by hand:\n" + "\n".join(wrong)


def test_an_upgrade_that_is_killed_at_any_statement_leaves_a_schema_that_is_whole(databases: Databases) -> None:
    """A power cut halfway: the database is at the revision that it says, and the next start goes on from there."""
    url = databases.fresh("sqlite", empty=True)
    path = Path(sa.make_url(url).database or "")
    app = make_app(url)
    for revision in _revisions()[:6]:
        _go_up(app, revision)
        _insert(app, revision)
    dispose(app)
    command = [sys.executable, "-m", "tests.migrations.killed_upgrade", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    databases.drop(url)
    assert done.returncode == 0, done.stderr
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert [death for death in deaths if not death["is_whole"]] == []
    assert {death["revision"] for death in deaths} == set(_revisions()[5:-1]), "it did not die in every step"


def _go_up_by(app: Flask, change: Callable[[], None]) -> None:
    """Go up from the last but one revision by another step than the newest."""
    _go_down(app, _revisions()[-2])
    with app.app_context():
        script = alembic.script_directory.get_revision(newest_revision())
        assert script is not None
        script.module.upgrade = change
        upgrade()


def _holds_foreign_keys(app: Flask) -> bool:
    with app.app_context():
        return bool(writer().connection().exec_driver_sql("PRAGMA foreign_keys").scalar())


def test_a_table_that_others_refer_to_can_be_made_anew(own_app: Flask) -> None:
    def rename_a_column() -> None:
        with op.batch_alter_table("ward", recreate="always") as batch:
            batch.alter_column("note", new_column_name="remark")

    before = _rows(own_app)
    _go_up_by(own_app, rename_a_column)
    after = _rows(own_app)
    assert after.pop("ward") != before.pop("ward")
    assert after == before
    assert _holds_foreign_keys(own_app)


def test_a_step_that_leaves_a_row_referring_to_nothing_is_taken_back(own_app: Flask) -> None:
    before = _rows(own_app)
    with pytest.raises(MigrationError, match="would refer to a row of ward that is not there"):
        _go_up_by(own_app, lambda: op.execute("DELETE FROM ward"))
    assert _rows(own_app) == before
    assert _holds_foreign_keys(own_app)
    with own_app.app_context():
        assert alembic.migration_context.get_current_revision() == _revisions()[-2]


def test_a_step_that_is_taken_back_ends_the_command_with_a_sentence(own_app: Flask) -> None:
    _go_down(own_app, _revisions()[-2])
    with own_app.app_context():
        script = alembic.script_directory.get_revision(newest_revision())
        assert script is not None
        script.module.upgrade = lambda: op.execute("DELETE FROM ward")
        status, said = run(own_app, "db", "upgrade")
    assert status == 1
    assert said.splitlines()[-1].startswith("Error: A step of the schema was taken back: a row of "), said


@pytest.mark.parametrize("command", [["prepare"], ["db", "upgrade"], ["db", "downgrade"]], ids=" ".join)
def test_a_database_of_a_newer_version_is_left_as_it_is(app: Flask, command: list[str]) -> None:
    with app.app_context():
        writer().execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
        writer().commit()
    before = _rows(app)
    status, said = run(app, *command)
    assert status == 1
    assert said.splitlines()[-1].startswith("Error: The database was made by a newer version, whose step 0099"), said
    assert _rows(app) == before


def test_a_step_that_does_not_exist_is_said(app: Flask) -> None:
    assert run(app, "db", "upgrade", "next") == (1, "Error: Can't locate revision identified by 'next'\n")


def test_two_processes_that_migrate_at_once_make_one_schema(empty_app: Flask, app: Flask) -> None:
    environ = {**os.environ, "DATABASE_URL": empty_app.config["TUNG_NHA"].database_url, "SECRET_KEY": "two at once"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    both = [subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert _schema(empty_app) == _schema(app)
