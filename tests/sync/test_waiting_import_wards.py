"""The file of a phone and wards: members, entries and posts of other wards."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from app.database import writer
from app.logbook.status import Status
from app.month import now, today
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.cast import ANA, AREA_B, BO, MOVED, NINA, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.sync.import_steps import Visit, counted, hand_in, refusals, written
from tests.sync.steps import assert_counted, find, number_of_entries, stored

# Whose ward.


def test_file_of_a_member_of_another_ward_is_refused(app: Flask, visitor: Visit, carla: Visitor) -> None:
    entry = make_entry(neighbourhood=AREA_B)
    pages = [hand_in(carla, written(entry, member=member)) for member in (BO, 999_999)]
    for page in pages:
        assert page.status_code == 400
        assert 'aria-invalid="true"' in page.text
        assert "Nguyễn Ví Dụ Bo" not in page.text
    messages = [re.search(r'role="alert">([^<]+)<', page.text) for page in pages]
    assert messages[0] is not None
    assert messages[1] is not None
    assert messages[0][1] == messages[1][1], "who exists elsewhere cannot be told from who does not exist"
    assert number_of_entries(app) == 0
    assert counted(hand_in(visitor("dora"), written(entry, member=BO))) == (1, 0, 0)


def test_only_entries_of_the_own_ward_are_taken(app: Flask, visitor: Visit, carla: Visitor) -> None:
    before = (today() - timedelta(days=20)).isoformat()
    here = make_entry(happened_on=before)
    there = make_entry(neighbourhood=AREA_B)
    after = make_entry()
    page = hand_in(carla, written(here, there, after, member=MOVED))
    assert counted(page) == (1, 0, 2)
    assert refusals(page) == {there["id"]: "refused", after["id"]: "refused"}
    assert stored(app, here)["member_id"] == MOVED
    page = hand_in(visitor("dora"), written(here, there, after, member=MOVED))
    assert counted(page) == (1, 0, 2)
    assert stored(app, there, WARD_B)["member_id"] == MOVED
    assert number_of_entries(app) == 2
    assert_counted(app)


def test_an_entry_that_stands_in_another_ward_is_not_touched_from_here(
    app: Flask, visitor: Visit, carla: Visitor
) -> None:
    moved, before = visitor("moved"), (today() - timedelta(days=20)).isoformat()
    withdrawn, handed_in = make_entry(neighbourhood=AREA_B), make_entry(neighbourhood=AREA_B)
    moved.sync(withdrawn, handed_in)
    # Neither taken back from here nor counted here once more.
    handed_in_here = edited(handed_in, neighbourhood=1, happened_on=before)
    page = hand_in(carla, written(edited(withdrawn, withdrawn=True), handed_in_here, handed_in, member=MOVED))
    assert counted(page) == (0, 0, 3)
    assert set(refusals(page).values()) == {"refused"}
    assert stored(app, withdrawn, WARD_B)["status"] is Status.SUBMITTED
    assert find(app, handed_in, WARD_A) is None
    assert_counted(app)


def test_an_id_that_somebody_else_used_elsewhere_is_free_here(app: Flask, visitor: Visit, carla: Visitor) -> None:
    theirs = make_entry(neighbourhood=AREA_B)
    visitor("bo").sync(theirs)
    before = (today() - timedelta(days=20)).isoformat()
    assert counted(hand_in(carla, written(make_entry(id=theirs["id"], happened_on=before), member=MOVED))) == (1, 0, 0)


def test_another_members_entry_is_not_taken_over(app: Flask, visitor: Visit, carla: Visitor) -> None:
    entry = make_entry()
    visitor("leo").sync(entry)
    page = hand_in(carla, written(edited(entry, people=7)))
    assert counted(page) == (0, 0, 1)
    assert refusals(page) == {entry["id"]: "conflict"}


def test_file_of_a_former_member_is_taken_for_sixty_days(app: Flask, carla: Visitor) -> None:
    entry = make_entry()
    assert counted(hand_in(carla, written(entry, member=NINA))) == (0, 0, 1)
    with app.app_context():
        end_person(writer(), OPERATOR, ANA, now() - timedelta(days=3))
        writer().commit()
    before, after = make_entry(happened_on=(today() - timedelta(days=4)).isoformat()), make_entry()
    page = hand_in(carla, written(before, after))
    assert counted(page) == (1, 0, 1)
    assert refusals(page) == {after["id"]: "refused"}
    assert stored(app, before)["member_id"] == ANA
