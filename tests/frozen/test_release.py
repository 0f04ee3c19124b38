"""Release 0.1 goes on: its database is migrated, and then says, answers, prints and shows the same."""

from __future__ import annotations

import pytest
from flask import Flask

from app.migrations import alembic
from tests.frozen.differences import NAMED, compare
from tests.frozen.dump import FOLDER
from tests.frozen.release import SUBJECTS, read
from tests.terminal import run

LARGEST = 400_000  # bytes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_migrated_ward_says_the_same(ward: Flask, subject: str) -> None:
    compare(subject, read(f"{subject}.json"), SUBJECTS[subject](ward))


def test_the_migrated_counters_equal_a_recount(ward: Flask) -> None:
    assert run(ward, "tally", "verify") == (0, "All counters equal a recount.\n")


def test_the_migrated_schema_is_todays(ward: Flask) -> None:
    with ward.app_context():
        assert alembic.compare_metadata() == []


def test_named_differences_belong_to_compared_prints() -> None:
    assert {named.place.partition("/")[0] for named in NAMED} <= SUBJECTS.keys()
    assert all(named.reason for named in NAMED)


def test_the_frozen_release_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST
