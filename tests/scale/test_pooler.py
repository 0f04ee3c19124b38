"""The app through PgBouncer in transaction mode, where each transaction may run on another connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import create_app
from app.config import Config, Pooling
from app.database import reader
from app.engines import engine_settings
from app.migrations import upgrade
from tests.actions import log_entries
from tests.client import BufferedClient, Visitor
from tests.conftest import Databases, dispose
from tests.factories import household, make_entry
from tests.months.steps import LAST, closed, entry_of, turn_flags_off
from tests.scale.pooler import pooled
from tests.sync.steps import assert_counted, number_of_entries, outcome

PHONES = 6
ROUNDS = 8

pytestmark = pytest.mark.slow


@pytest.fixture
def address(databases: Databases) -> Iterator[str]:
    """Return the address of a database of the cast behind PgBouncer."""
    url = databases.fresh("postgresql")
    with pooled(url) as through:
        yield through
    databases.drop(url)


@pytest.fixture
def pooled_app(address: str) -> Iterator[Flask]:
    """Return an app behind PgBouncer, with the setting that it needs."""
    app = create_app(Config(database_url=address, secret_key="test", testing=True, pooling=Pooling.TRANSACTION))
    app.test_client_class = BufferedClient
    yield app
    dispose(app)


def test_phones_send_and_offices_read_at_once(pooled_app: Flask) -> None:
    """The same statements come again and again, so that the driver would prepare them, each time elsewhere."""
    problems: list[object] = []

    def use(name: str) -> None:
        visitor = Visitor(pooled_app, name)
        for _ in range(ROUNDS):
            receipts = visitor.sync(make_entry(household=household()), make_entry("training"))
            problems.extend(receipt for receipt in receipts if receipt["outcome"] != "stored")
            for page in ("/overview/", "/api/v1/bootstrap", "/api/v1/mine"):
                answer = visitor.http.get(page)
                problems.extend([page] if answer.status_code != 200 else [])

    phones = [threading.Thread(target=use, args=(("ana", "leo")[number % 2],)) for number in range(PHONES)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert problems == []
    assert number_of_entries(pooled_app) == PHONES * ROUNDS * 2
    assert_counted(pooled_app)


def test_a_month_is_closed_and_a_database_is_migrated(pooled_app: Flask) -> None:
    turn_flags_off(pooled_app)
    ana = Visitor(pooled_app, "ana")
    log_entries(ana, entry_of(LAST))
    assert closed(pooled_app).approved == 1
    assert outcome(ana.sync(entry_of(LAST))[0]) == ("refused", "month_closed")
    for _ in range(2):
        with pooled_app.app_context():
            upgrade()
    with pooled_app.app_context():
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert reader().scalar(sa.text(query)) == 0, "a lock was left with a connection that others use"


def test_each_page_sees_one_snapshot(pooled_app: Flask) -> None:
    with pooled_app.app_context():
        level = reader().scalar(sa.text("SHOW transaction_isolation"))
        assert (level, reader().scalar(sa.text("SHOW transaction_read_only"))) == ("repeatable read", "on")


def test_without_the_setting_it_refuses_to_connect(address: str) -> None:
    app = create_app(Config(database_url=address, secret_key="test", testing=True))
    with app.app_context(), pytest.raises(OperationalError, match="options"):
        reader().scalar(sa.select(1))
    dispose(app)


def test_the_setting_leaves_what_the_network_needs() -> None:
    arguments = engine_settings("postgresql+psycopg://db/ward", None, Pooling.TRANSACTION)["read"]["connect_args"]
    assert isinstance(arguments, dict)
    assert arguments["prepare_threshold"] is None
    assert arguments["connect_timeout"] == 5
    assert "options" not in arguments
