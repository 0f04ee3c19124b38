"""Reading from a replica of PostgreSQL: what was answered is true there, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.config import Config
from app.database import reader, writer
from app.month import now
from app.people.models import Device
from tests.cast import ANA
from tests.client import BufferedClient, Visitor
from tests.conftest import dispose, fill
from tests.databases import PostgresServer
from tests.factories import make_entry
from tests.months.steps import LAST, closed, entry_of, turn_flags_off
from tests.sync.steps import assert_counted, outcome
from tests.terminal import run

TIMES = 20

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Start a server of these tests' own, which gets a replica."""
    server = PostgresServer()
    fill(server.create("ward"))
    yield server
    server.stop()


def _app(url: str, read_url: str) -> Flask:
    app = create_app(Config(database_url=url, read_url=read_url, secret_key="test", testing=True))
    app.test_client_class = BufferedClient
    return app


@pytest.fixture(scope="module")
def lonely_refusal(server: PostgresServer) -> tuple[int, str]:
    """Return what ``flask prepare`` said while the server waited for no replica."""
    app = _app(server.url("ward"), server.url("ward"))
    result = run(app, "prepare")
    dispose(app)
    return result


@pytest.fixture(scope="module")
def app(server: PostgresServer, lonely_refusal: tuple[int, str]) -> Iterator[Flask]:
    """Return an app that reads from a replica."""
    app = _app(server.url("ward"), f"postgresql+psycopg://test@/ward?host={server.start_replica()}")
    yield app
    dispose(app)


def test_a_server_that_waits_for_no_replica_is_refused(lonely_refusal: tuple[int, str]) -> None:
    status, output = lonely_refusal
    assert (status, "synchronous_standby_names" in output) == (1, True), output


def test_pages_are_read_there(app: Flask) -> None:
    with app.app_context():
        query = sa.select(sa.func.pg_is_in_recovery())
        assert (reader().scalar(query), writer().scalar(query)) == (True, False)
    status, output = run(app, "prepare")
    assert status == 0, output


def test_who_is_signed_out_is_out_at_the_next_request(app: Flask) -> None:
    for _ in range(TIMES):
        phone = Visitor(app, "ana")
        assert phone.session()["user"] is not None
        with app.app_context():
            writer().execute(sa.update(Device).where(Device.user_id == ANA).values(revoked_at=now()))
            writer().commit()
        assert phone.session()["user"] is None


def test_what_was_sent_is_seen_at_once(app: Flask) -> None:
    turn_flags_off(app)
    ana = Visitor(app, "ana")
    before = ana.mine()["received"]["visit"]
    for number in range(1, TIMES + 1):
        assert outcome(ana.sync(make_entry())[0])[0] == "stored"
        assert ana.mine()["received"]["visit"] == before + number
    assert_counted(app)


def test_a_closed_month_takes_nothing(app: Flask) -> None:
    ana = Visitor(app, "ana")
    assert ana.sync(entry_of(LAST))[0]["outcome"] == "stored"
    closed(app)
    assert outcome(ana.sync(entry_of(LAST))[0]) == ("refused", "month_closed")
