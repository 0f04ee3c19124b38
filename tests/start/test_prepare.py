"""``flask prepare`` and ``flask demo``."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Indicator, Service, Topic
from app.database import reader
from app.migrations import alembic
from app.people.models import User
from app.places.models import Province, Ward
from tests.conftest import dispose, make_app
from tests.start.steps import number_of_users
from tests.terminal import run


def test_prepare_makes_schema_and_catalogue_and_nothing_else(empty_app: Flask) -> None:
    for _ in range(2):
        assert run(empty_app, "prepare") == (0, "")
        with empty_app.app_context():
            assert not alembic.needs_upgrade()
            for model, least in ((Service, 14), (Topic, 12), (Indicator, 27)):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() >= least
            for model in (User, Ward, Province):
                assert reader().scalars(sa.select(sa.func.count()).select_from(model)).one() == 0


def test_real_use_asks_for_the_address_that_people_use(empty_app: Flask) -> None:
    status, output = run(empty_app, "prepare", "--real")
    assert status == 1
    assert "PUBLIC_ORIGIN" in output


def test_real_use_accepts_a_fresh_database(empty_app: Flask) -> None:
    real = make_app(empty_app.config["TUNG_NHA"].database_url, "https://tungnha.example.vn")
    assert run(real, "prepare", "--real") == (0, "")
    dispose(real)


def test_demo_refuses_what_is_no_day(empty_app: Flask) -> None:
    for day in ("tomorrow", "2026-13-01", "22/11/2026"):
        status, output = run(empty_app, "demo", "--day", day)
        assert (status, "not a day" in output) == (2, True)
    assert number_of_users(empty_app) == 0
