"""Five hundred random steps of a phone, at the end of which the ward has exactly what the phone said was saved."""

from __future__ import annotations

import csv
import io
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from app.database import reader
from app.logbook.recount import differences
from app.month import Month
from tests.client import Visitor
from tests.conftest import dispose, make_app
from tests.e2e.server import Site
from tests.e2e.walk import NUMBER, OWNER, Phone, Saved, Walk

SEED = os.environ.get("WALK_SEED", "đi từng ngõ, gõ từng nhà")
STEPS = int(os.environ.get("WALK_STEPS", "120"))
KILLS = 6


@pytest.fixture
def phone(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[Phone]:
    """Return a phone that may be killed."""
    phone = Phone(playwright, site, tmp_path / "phone")
    yield phone
    phone.kill()


@pytest.mark.audit
@pytest.mark.slow
def test_the_ward_has_what_was_saved_whatever_happens(phone: Phone, site: Site) -> None:
    walk = Walk(phone, random.Random(SEED))
    differing: set[str] = set()
    try:
        walk.go(STEPS, KILLS)
        left = walk.come_to_rest()
        rows, mine, counts_differ = _at_the_ward(site)
        expected = {id: _expected(saved) for id, saved in walk.saved.items()}
        differing = {id for id, _ in expected.items() ^ mine.items()} | {id for id, *_ in left}
        assert left == [], "something stays on the phone"
        assert mine == expected
        assert Counter(row["id"] for row in rows) == Counter(walk.saved.keys())
        assert not counts_differ, "the counters are not those of the entries"
    except BaseException as error:
        told = "\n".join(walk.told_of(differing))
        error.add_note(f"WALK_SEED={SEED!r}, {len(walk.saved)} saved; differing: {differing}; steps:\n{told}")
        raise


Told = tuple[str, ...]
"""What is compared of an entry: kind, note, number and what it came with.

Of one that was withdrawn only that: a correction that was still under way went with it.
"""


def _at_the_ward(site: Site) -> tuple[list[dict[str, str]], dict[str, Told], bool]:
    """Return the log, what the phone's owner is told of it, and whether a recount finds anything else."""
    app = make_app(site.database)
    log = Visitor(app, "carla").get(f"/reports/entries.csv?month={Month.current()}")
    rows = list(csv.DictReader(io.StringIO(log.get_data().decode("utf-8-sig"))))
    mine = {entry["id"]: _told(entry) for entry in Visitor(app, OWNER).mine()["entries"]}
    with app.app_context():
        counts_differ = any(differences(reader()))
    dispose(app)
    return rows, mine, counts_differ


def _told(entry: dict[str, Any]) -> Told:
    kind, fields = entry["kind"], entry["fields"]
    if entry["status"] == "void":
        return kind, "withdrawn"
    return kind, fields.get("note") or "", str(fields[NUMBER[kind]]), fields.get("visit") or ""


def _expected(saved: Saved) -> Told:
    if saved.is_withdrawn:
        return saved.kind, "withdrawn"
    return saved.kind, saved.note, saved.number, saved.came_with
