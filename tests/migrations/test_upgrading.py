"""An upgrade that is killed, fails, meets a newer version, or runs twice at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op
from flask import Flask

from app.config import ROOT
from app.database import writer
from app.migrations import MigrationError, alembic, newest_revision, upgrade
from tests.conftest import Databases, dispose, make_app
from tests.migrations.rows import all_rows, go_down, go_up, insert_rows, revisions
from tests.migrations.schema import schema_of
from tests.terminal import run


def test_upgrade_killed_at_any_statement_leaves_a_whole_schema(databases: Databases) -> None:
    """A power cut halfway: the database is at the revision that it says, and the next start goes on from there."""
    url = databases.fresh("sqlite", empty=True)
    path = Path(sa.make_url(url).database or "")
    app = make_app(url)
    for revision in revisions()[:6]:
        go_up(app, revision)
        insert_rows(app, revision)
    dispose(app)
    command = [sys.executable, "-m", "tests.migrations.killed_upgrade", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    databases.drop(url)
    assert done.returncode == 0, done.stderr
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert [death for death in deaths if not death["is_whole"]] == []
    assert {death["revision"] for death in deaths} == set(revisions()[5:-1]), "it did not die in every step"


def _go_up_by(app: Flask, change: Callable[[], None]) -> None:
    """Go up from the last but one revision by another step than the newest."""
    go_down(app, revisions()[-2])
    with app.app_context():
        script = alembic.script_directory.get_revision(newest_revision())
        assert script is not None
        script.module.upgrade = change
        upgrade()


def _holds_foreign_keys(app: Flask) -> bool:
    with app.app_context():
        return bool(writer().connection().exec_driver_sql("PRAGMA foreign_keys").scalar())


def test_table_with_references_can_be_remade(own_app: Flask) -> None:
    def rename_a_column() -> None:
        with op.batch_alter_table("ward", recreate="always") as batch:
            batch.alter_column("note", new_column_name="remark")

    go_down(own_app, revisions()[-2])
    before = all_rows(own_app)
    _go_up_by(own_app, rename_a_column)
    after = all_rows(own_app)
    assert after.pop("ward") != before.pop("ward")
    assert after == before
    assert _holds_foreign_keys(own_app)


def test_step_that_breaks_a_reference_is_undone(own_app: Flask) -> None:
    go_down(own_app, revisions()[-2])
    before = all_rows(own_app)
    with pytest.raises(MigrationError, match="would refer to a row of ward that is not there"):
        _go_up_by(own_app, lambda: op.execute("DELETE FROM ward"))
    assert all_rows(own_app) == before
    assert _holds_foreign_keys(own_app)
    with own_app.app_context():
        assert alembic.migration_context.get_current_revision() == revisions()[-2]


def test_undone_step_ends_the_command_with_a_sentence(own_app: Flask) -> None:
    go_down(own_app, revisions()[-2])
    with own_app.app_context():
        script = alembic.script_directory.get_revision(newest_revision())
        assert script is not None
        script.module.upgrade = lambda: op.execute("DELETE FROM ward")
        status, message_text = run(own_app, "db", "upgrade")
    assert status == 1
    assert message_text.splitlines()[-1].startswith("Error: A step of the schema was taken back: a row of "), (
        message_text
    )


@pytest.mark.parametrize("command", [["prepare"], ["db", "upgrade"], ["db", "downgrade"]], ids=" ".join)
def test_database_of_a_newer_version_stays_as_it_is(app: Flask, command: list[str]) -> None:
    with app.app_context():
        writer().execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
        writer().commit()
    before = all_rows(app)
    status, message_text = run(app, *command)
    assert status == 1
    assert message_text.splitlines()[-1].startswith(
        "Error: The database was made by a newer version, whose step 0099"
    ), message_text
    assert all_rows(app) == before


def test_unknown_step_is_named_in_the_error(app: Flask) -> None:
    assert run(app, "db", "upgrade", "next") == (1, "Error: Can't locate revision identified by 'next'\n")


def test_two_migrations_at_once_make_one_schema(empty_app: Flask, app: Flask) -> None:
    environ = {**os.environ, "DATABASE_URL": empty_app.config["TUNG_NHA"].database_url, "SECRET_KEY": "two at once"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    both = [subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, message_text = process.communicate(timeout=120)
        assert process.returncode == 0, message_text
    assert schema_of(empty_app) == schema_of(app)
