"""The steps of the schema make the tables of the models."""

from __future__ import annotations

from flask import Flask

from app.database import Base, writer
from app.migrations import alembic, upgrade
from tests.migrations.rows import all_rows
from tests.migrations.schema import schema_of


def test_second_upgrade_changes_nothing(app: Flask) -> None:
    before = all_rows(app)
    with app.app_context():
        upgrade()
    assert all_rows(app) == before


def test_newest_step_agrees_with_the_models(app: Flask) -> None:
    with app.app_context():
        differences = alembic.compare_metadata()
    assert not differences, "a model changed without a step: flask --app wsgi db revision"


def test_steps_make_the_tables_of_the_models(app: Flask, empty_app: Flask) -> None:
    """The models' own CREATE TABLE is the measure: names, defaults, checks and storage, not only columns."""
    with empty_app.app_context():
        Base.metadata.create_all(writer().connection())
        writer().commit()
    made, migrated = schema_of(empty_app), schema_of(app)
    assert made.keys() == migrated.keys()
    wrong = [
        f"{part} of {name}: the models say {expected}, the steps make {migrated[name][part]}"
        for name, table in made.items()
        for part, expected in table.items()
        if migrated[name][part] != expected
    ]
    assert not wrong, "autogeneration does not look at all of it; write into the step by hand:\n" + "\n".join(wrong)
