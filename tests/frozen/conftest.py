"""The ward of release 0.1, loaded into the schema of that release and migrated by the code as it stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count

import pytest
import sqlalchemy as sa
from flask import Flask

from app.migrations import upgrade
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.frozen.clock import stopped
from tests.frozen.dump import load
from tests.frozen.release import TODAY

_numbers = count()


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> Callable[[str], str]:
    """Return what gives the address of a new copy of the migrated ward; each engine loads and migrates it once."""
    made: dict[str, str] = {}

    def copy(engine: str) -> str:
        if engine not in made:
            url = databases.fresh(engine, empty=True)
            load(url)
            app = make_app(url)
            with app.app_context():
                upgrade()
            dispose(app)
            made[engine] = url
        template = sa.make_url(made[engine]).database or ""
        if engine == "postgresql":
            return databases.server.create(f"frozen_{next(_numbers)}", template)
        path = f"{template}.{next(_numbers)}.sqlite3"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return copy


@pytest.fixture(params=ENGINES)
def ward(request: pytest.FixtureRequest, databases: Databases, migrated: Callable[[str], str]) -> Iterator[Flask]:
    """Return an app on a copy of the frozen ward, on the day on which it was frozen."""
    url = migrated(request.param)
    app = make_app(url)
    with stopped(TODAY):
        yield app
    dispose(app)
    databases.drop(url)
