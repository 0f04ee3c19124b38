"""A connection that PostgreSQL has closed meanwhile costs nobody an error: the next request gets a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.database import in_transaction, reader, writer
from app.extensions import db
from app.people.models import Device
from app.places.models import Ward
from app.reading import read_alone
from tests.cast import WARD_A
from tests.client import Visitor
from tests.conftest import Apps, dispose, fill, make_app
from tests.databases import PostgresServer
from tests.device_rows import make_device
from tests.factories import make_entry


@pytest.fixture
def postgres_app(apps: Apps) -> Iterator[Flask]:
    with apps.lend("postgresql") as app:
        yield app


@pytest.fixture(scope="module")
def restarting() -> Iterator[tuple[PostgresServer, Flask]]:
    """A server that may be restarted, and an app on it."""
    server = PostgresServer(durable=True)
    url = server.create("log")
    fill(url)
    app = make_app(url)
    yield server, app
    dispose(app)
    server.stop()


def _use(ana: Visitor, carla: Visitor) -> None:
    """Read and write, as phones and desks do."""
    assert ana.session()["user"]["role"] == "member"
    assert ana.sync(make_entry())[0]["outcome"] == "stored"
    assert carla.get("/overview/").status_code == 200


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restarted_server_costs_nobody_an_error(restarting: tuple[PostgresServer, Flask], mode: str) -> None:
    server, app = restarting
    ana, carla = Visitor(app, "ana"), Visitor(app, "carla")
    _use(ana, carla)
    server.restart(mode)
    _use(ana, carla)
    assert carla.post("/language", language="en", back="/account").status_code == 302
    server.restart(mode)
    # The first one writes.
    assert ana.sync(make_entry())[0]["outcome"] == "stored"


def test_all_connections_of_a_pool_may_be_gone(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        for engine in db.engines.values():
            several = [engine.connect() for _ in range(3)]
            pids = [connection.scalar(sa.text("SELECT pg_backend_pid()")) for connection in several]
            for connection in several:
                connection.close()
            with engine.connect() as killing:
                for pid in set(pids) - {killing.scalar(sa.text("SELECT pg_backend_pid()"))}:
                    killing.execute(sa.text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": pid})
            again = [engine.connect() for _ in range(3)]
            for connection in again:
                assert connection.scalar(sa.text("SELECT 1")) == 1
                connection.close()


def test_what_is_cut_in_the_middle_of_a_transaction_is_not_done_twice(postgres_app: Flask) -> None:
    """Only what has not begun is done on another connection; what was written before it is taken back."""
    times = []

    def work(session: Any) -> None:
        times.append(1)
        session.execute(sa.update(Device).values(label="cut"))
        pid = session.connection().scalar(sa.text("SELECT pg_backend_pid()"))
        reader().execute(sa.text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": pid})
        session.execute(sa.update(Device).values(label="cut off"))

    with postgres_app.app_context():
        with pytest.raises(OperationalError):
            in_transaction(work)
        reader().rollback()
        assert not reader().scalars(sa.select(Device).where(Device.label.like("cut%"))).all()
        assert len(times) == 1


def test_readers_see_one_snapshot_and_cannot_write(postgres_app: Flask) -> None:
    """Also after a statement that stands alone, for which the connection was told to begin no transaction."""
    names = ("transaction_isolation", "transaction_read_only")
    with postgres_app.app_context():
        for _ in range(2):
            assert read_alone(sa.select(Ward.id).where(Ward.id == sa.bindparam("id")), {"id": WARD_A}) == [(WARD_A,)]
            reads = [reader().connection().exec_driver_sql(f"SHOW {name}").scalar() for name in names]
            writes = [writer().connection().exec_driver_sql(f"SHOW {name}").scalar() for name in names]
            assert (reads, writes) == (["repeatable read", "on"], ["read committed", "off"])
            reader().rollback()
            writer().rollback()


def test_a_statement_alone_belongs_to_the_snapshot_once_that_has_begun(app: Flask) -> None:
    query = sa.select(Device.label).where(Device.id == sa.bindparam("id"))
    id = uuid4()
    with app.app_context():
        assert read_alone(query, {"id": id}) == []
        writer().add(make_device(id))
        writer().commit()
        assert len(read_alone(query, {"id": id})) == 1
        assert reader().get(Device, id) is not None
        writer().execute(sa.update(Device).values(label="changed since"))
        writer().commit()
        assert read_alone(query, {"id": id}) != [("changed since",)]
        with pytest.raises(SQLAlchemyError):
            reader().execute(sa.update(Device).values(label="by a reader"))
        reader().rollback()
        assert read_alone(query, {"id": id}) == [("changed since",)]
        with pytest.raises(SQLAlchemyError):
            read_alone(sa.select(sa.text("nothing")).where(Device.id == sa.bindparam("id")), {"id": id})
        assert read_alone(query, {"id": id}) == [("changed since",)]
        assert reader().get(Device, id) is not None
