"""``flask prepare`` and ``flask demo``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup

from app.catalogue.models import Indicator, ProcedureGroup, Service, Topic
from app.database import in_transaction, reader
from app.migrations import alembic
from app.month import now
from app.people.models import User
from app.places.models import Province, Ward
from app.start.link_actions import issue_link, opens
from app.start.models import StartLink
from tests.conftest import dispose, make_app
from tests.start.steps import number_of_users
from tests.terminal import run


def test_prepare_makes_schema_and_catalogue_and_nothing_else(empty_app: Flask) -> None:
    for _ in range(2):
        assert run(empty_app, "prepare") == (0, "")
        with empty_app.app_context():
            assert not alembic.needs_upgrade()
            for model, least in ((Service, 14), (Topic, 12), (ProcedureGroup, 15), (Indicator, 27)):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() >= least
            for model in (User, Ward, Province):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() == 0


def test_real_use_asks_for_the_address_that_people_use(empty_app: Flask) -> None:
    status, output = run(empty_app, "prepare", "--real")
    assert status == 1
    assert "PUBLIC_ORIGIN" in output


@pytest.fixture
def real_app(empty_app: Flask) -> Iterator[Flask]:
    """Return an app for real use on an empty database."""
    app = make_app(empty_app.config["TUNG_NHA"].database_url, "https://tungnha.example.vn")
    yield app
    dispose(app)


def _printed_token(app: Flask) -> str | None:
    """Prepare for real use; return the token of the link that is printed, if there is one."""
    result = CliRunner().invoke(FlaskGroup(create_app=lambda: app, load_dotenv=False), ["prepare", "--real"])
    assert (result.exit_code, result.stderr) == (0, ""), "it is printed on standard output alone"
    found = re.findall(r"^    https://tungnha\.example\.vn/start/(\S+)$", result.stdout, re.M)
    assert bool(found) == bool(result.stdout)
    assert not found or all(words in result.stdout for words in ("tài khoản", "Nobody has an account yet"))
    return found[0] if found else None


def _opens(app: Flask, token: str | None, after: timedelta = timedelta(0)) -> bool:
    with app.app_context():
        return opens(reader(), token or "", now() + after)


def test_a_start_without_accounts_prints_a_link_for_an_hour(real_app: Flask) -> None:
    token = _printed_token(real_app)
    assert token
    assert len(token) >= 43
    with real_app.app_context():
        assert token not in (reader().scalar(sa.select(StartLink.token_hash)) or "")
    assert _opens(real_app, token, timedelta(minutes=59))
    assert _opens(real_app, token, timedelta(minutes=-10)), "the clock is set right meanwhile"
    for after in (timedelta(minutes=61), timedelta(minutes=-61)):
        assert not _opens(real_app, token, after)
    for wrong in ("", "x", token[:-1], f"{token}x", "\udcff"):
        assert not _opens(real_app, wrong)


def test_each_start_ends_the_link_of_the_last_one(real_app: Flask) -> None:
    first, second = _printed_token(real_app), _printed_token(real_app)
    assert first != second
    assert [_opens(real_app, token) for token in (first, second)] == [False, True]


def test_there_is_a_link_for_a_ward_without_accounts_and_none_once_there_is_one(real_app: Flask) -> None:
    assert run(real_app, "ward", "add", "16417")[0] == 0
    token = _printed_token(real_app)
    assert _opens(real_app, token)
    typed = "mot cau de nho\nmot cau de nho\n"
    account = ("--role", "admin", "--phone", "0900000201", "--name", "Nguyễn Ví Dụ")
    assert run(real_app, "user", "add", *account, typed=typed)[0] == 0
    assert not _opens(real_app, token), "it opens nothing from then on"
    assert _printed_token(real_app) is None
    assert run(real_app, "user", "end", "--phone", "0900000201")[0] == 0
    assert _printed_token(real_app) is None, "an account that ended is one"


def test_only_a_start_for_real_use_makes_a_link(empty_app: Flask) -> None:
    assert run(empty_app, "prepare") == (0, "")
    with empty_app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(StartLink)) == 0


def test_two_starts_at_once_leave_one_link(real_app: Flask) -> None:
    tokens: list[str] = []

    def issue() -> None:
        with real_app.app_context():
            link = in_transaction(lambda session: issue_link(session, now()))
            tokens.append(link.token if link else "")

    threads = [Thread(target=issue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(_opens(real_app, token) for token in tokens) == [False, True]


def test_demo_refuses_what_is_no_day(empty_app: Flask) -> None:
    for day in ("tomorrow", "2026-13-01", "22/11/2026"):
        status, output = run(empty_app, "demo", "--day", day)
        assert (status, "not a day" in output) == (2, True)
    assert number_of_users(empty_app) == 0
