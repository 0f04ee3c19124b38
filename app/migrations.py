"""The database's schema as a numbered series of steps in ``migrations/versions``, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_alembic import Alembic
from sqlalchemy.engine import Connection

from app.config import ROOT
from app.database import Base

_SCRIPTS = ROOT / "migrations"
_ONE_AT_A_TIME = 7_309_127
"""The advisory lock of PostgreSQL that a migrating process holds; the number means nothing."""


Steps = Callable[[str | list[str] | tuple[str, ...], MigrationContext], list[MigrationStep]]
"""A function that names the steps from the revisions of a database to others."""


class MigrationError(Exception):
    """The schema was left as it was; the message says why."""


class _Steps(Alembic):
    """Runs each step in a transaction of its own, so that a power cut leaves the schema before or after it."""

    def run_migrations(self, fn: Steps, **kwargs: object) -> None:
        """Run the steps that ``fn`` names; who migrates at the same moment waits and then finds them done."""
        connection = self.migration_context.connection
        assert connection is not None
        with _alone(connection), _without_foreign_keys(connection):
            try:
                self._refuse_unknown_revision()
                super().run_migrations(fn, **kwargs)
            finally:
                connection.rollback()  # What only looked at the version is open still.

    def _refuse_unknown_revision(self) -> None:
        known = {step.revision for step in self.script_directory.walk_revisions()}
        unknown = set(self.migration_context.get_current_heads()) - known
        if unknown:
            raise MigrationError(
                f"The database was made by a newer version, whose step {unknown.pop()} this one does not know. "
                "Bring the app to that version, or put back a backup of this one."
            )


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Keep other processes from migrating. SQLite's connection has the write lock until it is given back.

    In PostgreSQL another connection has a lock for as long as its transaction lasts: a pooler may give each transaction
    another connection to the server, so a lock of the session would stay with one that nobody knows.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    with connection.engine.connect() as other:
        # The migration may take longer than a transaction may otherwise do nothing.
        other.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        other.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        connection.commit()
        yield


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables without checking foreign keys to them; :func:`_check_foreign_keys` does after.

    Inside a transaction the pragma does nothing, so the driver is told, before any begins.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(ctx: MigrationContext, **_step: object) -> None:
    """Refuse a step, before it is committed, that leaves a row of SQLite referring to nothing."""
    connection = ctx.connection
    assert connection is not None
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if dangling is not None:
            raise MigrationError(
                "A step of the schema was taken back: "
                f"a row of {dangling.table} would refer to a row of {dangling.parent} that is not there."
            )


alembic = _Steps(metadatas=Base.metadata)


def init_app(app: Flask) -> None:
    """Install ``flask db``, with the revisions at the top of the project."""
    app.config["ALEMBIC"] = {
        "script_location": str(_SCRIPTS),
        "version_locations": [str(_SCRIPTS / "versions")],
    }
    context = {
        "render_as_batch": True,
        "compare_type": True,
        # Alembic takes SQLite for a database whose tables no transaction can change.
        "transactional_ddl": True,
        "transaction_per_migration": True,
        "on_version_apply": _check_foreign_keys,
    }
    app.config["ALEMBIC_CONTEXT"] = context
    alembic.init_app(app)


def upgrade() -> None:
    """Bring the database of the current app to the newest revision."""
    # The migration keeps its connection until the context ends, and with it the write lock.
    with current_app.app_context():
        alembic.upgrade()


@cache
def newest_revision() -> str:
    """Return the revision of the schema that this version of the app works with."""
    revision = ScriptDirectory(str(_SCRIPTS), version_locations=[str(_SCRIPTS / "versions")]).get_current_head()
    assert revision is not None
    return revision
