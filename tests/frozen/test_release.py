"""Release 0.1 goes on: its database is migrated, and then says, answers, prints and shows the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.actions import load_catalogue
from app.database import reader, writer
from app.migrations import alembic
from app.months.edition_text import canonical_text, edition_from_text
from app.months.models import AttendanceDay, MonthEdition
from tests.frozen.differences import NAMED, compare
from tests.frozen.dump import FOLDER
from tests.frozen.release import SUBJECTS, prints, read
from tests.terminal import run

LARGEST = 400_000  # bytes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_migrated_ward_says_the_same(ward: Flask, subject: str) -> None:
    compare(subject, read(f"{subject}.json"), SUBJECTS[subject](ward))


def test_closed_months_print_the_same_figures_with_the_catalogue_of_today(ward: Flask) -> None:
    """What an indicator was fed by stands in the edition; of the catalogue it has only today's names."""
    closed = [path for path in read("prints.json") if "2026-08" in path or "2026-09" in path]
    before = prints(ward)
    with ward.app_context():
        load_catalogue(writer())
        writer().commit()
    after = prints(ward)
    assert closed
    for path in closed:
        assert figures_in(after[path]) == figures_in(before[path]), path


def figures_in(printed: Any) -> list[list[str]]:
    """Return the figures of each line, in their order."""
    return [re.findall(r"\d[\d.,/]*", str(line)) for line in printed]


def test_the_migrated_counters_equal_a_recount(ward: Flask) -> None:
    assert run(ward, "tally", "verify") == (0, "All counters equal a recount.\n")


def test_the_migrated_schema_is_todays(ward: Flask) -> None:
    with ward.app_context():
        assert alembic.compare_metadata() == []


def test_editions_of_that_release_are_read_in_full(ward: Flask) -> None:
    """Written again they are the same to the byte, and the days that the valid ones pay for are in the table."""
    with ward.app_context():
        editions = reader().scalars(sa.select(MonthEdition)).all()
        columns = AttendanceDay.month, AttendanceDay.member_id, AttendanceDay.day
        paid = {(month, member_id, day) for month, member_id, day in reader().execute(sa.select(*columns))}
        days = set()
        for each in editions:
            edition = edition_from_text(each.figures)
            assert canonical_text(edition) == each.figures
            if each.reopened_at is None:
                days |= {(each.month, of.member_id, day) for of in edition.attendance or () for day in of.days}
    assert (len(editions), paid) == (4, days)
    assert days


def test_named_differences_belong_to_compared_prints() -> None:
    assert {named.place.partition("/")[0] for named in NAMED} <= SUBJECTS.keys()
    assert all(named.reason for named in NAMED)


def test_the_frozen_release_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST
