"""Five hundred random steps on a phone, after which the ward has exactly what the phone said was saved."""

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
from tests.e2e.killable_phone import OWNER, KillablePhone
from tests.e2e.random_walk import NUMBER, RandomWalk, Saved
from tests.e2e.server import Site

SEED = os.environ.get("WALK_SEED", "đi từng ngõ, gõ từng nhà")
STEPS = int(os.environ.get("WALK_STEPS", "120"))
KILLS = 6
_MINE = "/api/v1/mine?form=2"
"""Who asks for form 1 gets no entries of kinds that came later."""


@pytest.fixture
def phone(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[KillablePhone]:
    """Return a phone that may be killed."""
    phone = KillablePhone(playwright, site, tmp_path / "phone")
    yield phone
    phone.kill()


@pytest.mark.audit
@pytest.mark.slow
def test_entries_saved_on_a_random_walk_reach_the_ward(phone: KillablePhone, site: Site) -> None:
    walk = RandomWalk(phone, random.Random(SEED))
    differing: set[str] = set()
    try:
        walk.run(STEPS, KILLS)
        unsent = walk.finish()
        rows, mine, counts_differ = _read_ward(site)
        expected = {id: _expected(saved) for id, saved in walk.saved.items()}
        differing = {id for id, _ in expected.items() ^ mine.items()} | {id for id, *_ in unsent}
        assert unsent == [], "something is still on the phone"
        assert mine == expected
        assert Counter(row["id"] for row in rows) == Counter(walk.saved.keys())
        assert not counts_differ, "the counters are not those of the entries"
    except BaseException as error:
        steps = "\n".join(walk.steps_about(differing))
        error.add_note(f"WALK_SEED={SEED!r}, {len(walk.saved)} saved; differing: {differing}; steps:\n{steps}")
        raise


Compared = tuple[str, ...]
"""What is compared of an entry: kind, note, number and the visit that it was added with.

Of a withdrawn one only its kind is: a correction that was not sent yet went with it.
"""


def _read_ward(site: Site) -> tuple[list[dict[str, str]], dict[str, Compared], bool]:
    """Return the log, the phone owner's entries as the ward has them, and whether a recount differs."""
    app = make_app(site.database)
    log = Visitor(app, "carla").get(f"/reports/entries.csv?month={Month.current()}")
    rows = list(csv.DictReader(io.StringIO(log.get_data().decode("utf-8-sig"))))
    mine = {entry["id"]: _compared(entry) for entry in Visitor(app, OWNER).get(_MINE).json["entries"]}
    with app.app_context():
        counts_differ = any(differences(reader()))
    dispose(app)
    return rows, mine, counts_differ


def _compared(entry: dict[str, Any]) -> Compared:
    kind, fields = entry["kind"], entry["fields"]
    if entry["status"] == "void":
        return kind, "withdrawn"
    return kind, fields.get("note") or "", str(fields[NUMBER[kind]]), fields.get("visit") or ""


def _expected(saved: Saved) -> Compared:
    if saved.is_withdrawn:
        return saved.kind, "withdrawn"
    return saved.kind, saved.note, saved.number, saved.added_with
