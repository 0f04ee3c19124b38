"""The ground of the data, on both engines: types, sessions, transactions, and inserts that add up."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.database import (
    Instant,
    Uid,
    insert_ignore,
    insert_rows,
    reader,
    upsert_sum,
    writer,
)
from app.engines import engine_settings
from app.extensions import db
from app.logbook.models import MonthLock
from app.people.models import Device
from app.places.models import Ward
from app.tally.models import AreaMonth
from app.writer_lock import WRITING_THREADS
from tests.cast import ANA, AREA_1, AREA_2, WARD_A
from tests.conftest import Apps, Databases, dispose, make_app
from tests.device_rows import AT, make_device, read_device

milliseconds = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
)


def test_ids_and_instants_come_back_as_they_went(app: Flask) -> None:
    id = uuid4()
    with app.app_context():
        writer().add(make_device(id, AT.astimezone(timezone(timedelta(hours=7)))))
        writer().commit()
        device = read_device(id)
        assert device is not None
        assert (device.id, device.created_at, device.revoked_at) == (id, AT, None)
        assert isinstance(device.id, UUID)
        assert device.created_at.tzinfo is UTC
        assert reader().scalars(sa.select(Device.id).where(Device.created_at <= AT)).all() == [id]
        assert reader().scalars(sa.select(Device.id).where(Device.created_at < AT)).all() == []


def test_ids_sort_alike_on_both_engines(app: Flask) -> None:
    """Rows are written in the order of their ids on each, so that two writers never wait crosswise."""
    ids = [UUID(int=number) for number in (1, 255, 256, 1 << 64, 1 << 127, (1 << 128) - 1)]
    with app.app_context():
        writer().add_all(make_device(id) for id in reversed(ids))
        writer().commit()
        assert list(reader().scalars(sa.select(Device.id).order_by(Device.id))) == sorted(ids)


@given(milliseconds)
def test_no_millisecond_is_lost(instant: datetime) -> None:
    dialect = sqlite.dialect()
    kept = Instant().process_bind_param(instant, dialect)
    assert isinstance(kept, int)
    assert Instant().process_result_value(kept, dialect) == instant


@given(st.uuids())
def test_an_id_takes_sixteen_bytes(id: UUID) -> None:
    kept = Uid().process_bind_param(id, sqlite.dialect())
    assert len(kept) == 16
    assert Uid().process_result_value(kept, sqlite.dialect()) == id
    assert Uid().process_bind_param(id, postgresql.dialect()) is id


def _months() -> set[tuple[str, datetime | None]]:
    reader().rollback()
    return {(row.month, row.closed_at) for row in reader().execute(sa.select(MonthLock.month, MonthLock.closed_at))}


def test_inserting_again_leaves_what_is_there(app: Flask) -> None:
    with app.app_context():
        first = [{"ward_id": WARD_A, "month": "2026-10", "closed_at": AT}]
        insert_ignore(writer().connection(), MonthLock, first)
        again = [{"ward_id": WARD_A, "month": month, "closed_at": None} for month in ("2026-09", "2026-10", "2026-11")]
        insert_ignore(writer().connection(), MonthLock, again)
        insert_ignore(writer().connection(), MonthLock, [])
        writer().commit()
        assert _months() == {("2026-09", None), ("2026-10", AT), ("2026-11", None)}


def test_inserting_rows_runs_the_types_of_their_columns(app: Flask) -> None:
    id = uuid4()
    row: dict[str, Any] = {"id": id, "user_id": ANA, "label": "Số 5 'ngõ' %s :x", "created_at": AT, "last_seen_at": AT}
    with app.app_context():
        insert_rows(writer().connection(), Device, [row, row | {"id": uuid4()}])
        insert_rows(writer().connection(), Device, [])
        writer().commit()
        device = read_device(id)
        assert device is not None
        assert (device.label, device.created_at) == (row["label"], AT)
        with pytest.raises(IntegrityError):
            insert_rows(writer().connection(), Device, [row])


def _cell(area: int, measure: str, total: int, approved: int = 0) -> dict[str, Any]:
    key = {"ward_id": WARD_A, "month": "2026-11", "neighbourhood_id": area, "measure": measure}
    return {**key, "total": total, "approved": approved}


def test_counters_add_up(app: Flask) -> None:
    sums = ("total", "approved")
    with app.app_context():
        connection = writer().connection()
        upsert_sum(connection, AreaMonth, [_cell(AREA_1, "visit", 2), _cell(AREA_2, "visit", 1, 1)], sums)
        upsert_sum(connection, AreaMonth, [_cell(AREA_1, "visit", -1, 1), _cell(AREA_1, "visit.people", 3)], sums)
        upsert_sum(connection, AreaMonth, [], sums)
        writer().commit()
        columns = AreaMonth.neighbourhood_id, AreaMonth.measure, AreaMonth.total, AreaMonth.approved
        assert set(map(tuple, reader().execute(sa.select(*columns)))) == {
            (AREA_1, "visit", 1, 1),
            (AREA_2, "visit", 1, 1),
            (AREA_1, "visit.people", 3, 0),
        }


def test_the_reader_cannot_write(app: Flask) -> None:
    with app.app_context():
        reader().add(make_device(uuid4()))
        with pytest.raises(DBAPIError):
            reader().flush()


def test_the_reader_sees_one_moment(app: Flask) -> None:
    id = uuid4()
    with app.app_context():
        before = reader().scalar(sa.select(sa.func.count()).select_from(Device))
        writer().add(make_device(id))
        writer().commit()
        assert reader().scalar(sa.select(sa.func.count()).select_from(Device)) == before
        assert reader().get(Device, id) is None
        reader().rollback()
        assert reader().get(Device, id) is not None


def test_a_reader_does_not_wait_for_the_writer(app: Flask) -> None:
    with app.app_context():
        writer().add(make_device(uuid4()))
        writer().flush()
        assert reader().scalar(sa.select(sa.func.count()).select_from(Ward)) == 3


def test_foreign_keys_hold(app: Flask) -> None:
    with app.app_context():
        writer().add(Device(id=uuid4(), user_id=999, label="", created_at=AT, last_seen_at=AT))
        with pytest.raises(IntegrityError):
            writer().commit()


def _write_lock_is_free(app: Flask) -> bool:
    """Return whether another process could write to the SQLite database of ``app``."""
    with app.app_context():
        path = Path(f"{db.get_engine().url.database}.writer")
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.parametrize("end", ["commit", "rollback", "leave", "fail"])
def test_the_write_lock_is_given_back_however_a_request_ends(sqlite_app: Flask, end: str) -> None:
    class ViewError(Exception):
        pass

    def view() -> None:
        with sqlite_app.app_context():
            writer().add(make_device(uuid4()))
            writer().flush()
            assert not _write_lock_is_free(sqlite_app)
            if end == "fail":
                raise ViewError
            if end != "leave":
                getattr(writer(), end)()
                assert _write_lock_is_free(sqlite_app), "the write lock is held after the transaction"

    if end == "fail":
        with pytest.raises(ViewError):
            view()
    else:
        view()
    assert _write_lock_is_free(sqlite_app)


def test_sqlite_keeps_what_it_acknowledged(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        settings = {
            name: writer().connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        database = db.get_engine().url.database
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert Path(str(database)).stat().st_mode & 0o077 == 0, "the file holds names and addresses"


def test_a_new_file_that_somebody_else_writes_to_is_waited_for(databases: Databases) -> None:
    """Two services that start at once on no database: both want to give the file its write-ahead log."""
    url = databases.fresh("sqlite", empty=True)
    app = make_app(url)

    def journal_mode() -> Any:
        with app.app_context(), db.get_engine("read").connect() as connection:
            return connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    with closing(sqlite3.connect(sa.make_url(url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(journal_mode)
            with pytest.raises(TimeoutError):
                waiting.result(0.2)
            other.execute("ROLLBACK")
            assert waiting.result(30) == "wal"
    dispose(app)
    databases.drop(url)


@pytest.fixture
def postgres_app(apps: Apps) -> Iterator[Flask]:
    """Return an app with the cast on PostgreSQL, for what is about its connections."""
    with apps.lend("postgresql") as app:
        yield app


def test_no_connection_to_postgresql_waits_for_ever(postgres_app: Flask) -> None:
    names = ("lock_timeout", "idle_in_transaction_session_timeout", "tcp_user_timeout")
    with postgres_app.app_context():
        writes, reads = (
            [session.connection().exec_driver_sql(f"SHOW {name}").scalar() for name in names]
            for session in (writer(), reader())
        )
    # The last one counts only where there is a network; here is a socket.
    assert (writes, reads) == (["20s", "5min", "0"], ["1s", "0", "0"])


def test_what_readers_ask_often_is_planned_once(postgres_app: Flask) -> None:
    for _ in range(7):
        with postgres_app.app_context():
            reader().scalar(sa.select(sa.func.count()).select_from(Ward))
    with postgres_app.app_context():
        prepared = reader().scalars(sa.text("SELECT statement FROM pg_prepared_statements")).all()
    assert [statement for statement in prepared if "FROM ward" in statement]


def test_a_reader_goes_on_after_a_statement_that_failed(postgres_app: Flask) -> None:
    with postgres_app.app_context(), pytest.raises(DBAPIError):
        reader().execute(sa.text("SELECT 1 / 0"))
    with postgres_app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Ward))


def test_a_reader_gives_up_when_a_table_is_being_changed(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        writer().execute(sa.text("LOCK TABLE ward IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(OperationalError) as raised:
            reader().scalar(sa.select(sa.func.count()).select_from(Ward))
    assert getattr(raised.value.orig, "sqlstate", "") == "55P03"


def test_the_address_may_name_settings_of_its_own() -> None:
    url = "postgresql+psycopg://tungnha@db/tungnha?connect_timeout=1&options=-c%20lock_timeout%3D5s"
    arguments = engine_settings(url)["default"]["connect_args"]
    assert "connect_timeout" not in arguments
    assert "options" not in arguments
    assert arguments["keepalives_count"] > 0


def test_a_connection_that_breaks_gives_its_permit_back(postgres_app: Flask) -> None:
    for _ in range(WRITING_THREADS + 1):
        with postgres_app.app_context():
            writer().add(make_device(uuid4()))
            writer().flush()
            pid = writer().connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
            reader().execute(sa.text(f"SELECT pg_terminate_backend({pid}, 10000)"))
            with pytest.raises(OperationalError):
                writer().commit()
    with postgres_app.app_context():
        writer().add(make_device(uuid4()))
        writer().commit()
