"""A coordinator takes in the file of a phone that can no longer send."""

from __future__ import annotations

import base64
import io
import re
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app.config import MAX_BODY
from app.database import writer
from app.logbook.models import ReviewEvent
from app.logbook.status import Action, Status
from app.month import Month, today
from app.one_at_a_time import TIMEOUT
from app.photos.image import READING
from app.photos.models import Photo
from app.sync.waiting_file import MOST_BYTES
from tests.actions import close_ward_month, review_entries
from tests.cast import ANA, CARLA
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.import_steps import Visit, counted, hand_in, reason_of, refusals, written
from tests.sync.steps import assert_counted, find, history, number_of_entries, outcome, stored

# Whose they are, and by whose hand.


def test_entries_become_the_members_and_the_history_names_the_coordinator(app: Flask, carla: Visitor) -> None:
    visit, training = make_entry(household=household()), make_entry("training")
    page = hand_in(carla, written(visit, training))
    assert counted(page) == (2, 0, 0)
    assert "Nguyễn Ví Dụ Ana" in page.text
    assert "whatever the phone thinks" not in page.text
    for entry in (visit, training):
        assert stored(app, entry)["member_id"] == ANA
        assert stored(app, entry)["status"] is Status.SUBMITTED
        assert [(line.actor_id, line.action) for line in history(app, entry)] == [(CARLA, Action.RECORD)]
    assert_counted(app)


def test_phone_that_works_again_finds_its_entries_known(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry()
    assert counted(hand_in(carla, written(entry))) == (1, 0, 0)
    [receipt] = ana.sync(entry)
    assert outcome(receipt) == ("known", "")
    assert receipt["digest"] == stored(app, entry)["digest"]
    [receipt] = ana.sync(edited(entry, people=5))
    assert outcome(receipt) == ("stored", "")
    # An older copy that the phone still has, or the same file once more, is found in the history.
    assert outcome(ana.sync(entry)[0]) == ("known", "")
    assert counted(hand_in(carla, written(entry))) == (0, 1, 0)
    assert [(line.actor_id, line.action) for line in history(app, entry)] == [
        (CARLA, Action.RECORD),
        (ANA, Action.EDIT),
    ]
    assert stored(app, entry)["fields"]["people"] == 5
    assert_counted(app)


def test_entries_sent_before_the_phone_broke_are_known_and_its_edits_are_stored(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    sent, corrected, withdrawn = make_entry(), make_entry(), make_entry()
    ana.sync(sent, corrected, withdrawn)
    page = hand_in(carla, written(sent, edited(corrected, people=9), edited(withdrawn, withdrawn=True)))
    assert counted(page) == (2, 1, 0)
    assert [line.actor_id for line in history(app, corrected)] == [ANA, CARLA]
    assert stored(app, withdrawn)["status"] is Status.VOID
    assert {stored(app, entry)["member_id"] for entry in (sent, corrected, withdrawn)} == {ANA}
    assert_counted(app)


def test_a_file_taken_in_twice_changes_nothing(app: Flask, carla: Visitor) -> None:
    # More than one batch, and the same entry twice in one file.
    entries = [make_entry() for _ in range(120)]
    content = written(*entries, entries[0])
    assert counted(hand_in(carla, content)) == (120, 1, 0)
    assert counted(hand_in(carla, content)) == (0, 121, 0)
    assert number_of_entries(app) == 120
    with app.app_context():
        assert writer().scalar(sa.select(sa.func.count()).select_from(ReviewEvent)) == 120
    assert_counted(app)


# What is not taken in.


def test_refused_entry_does_not_keep_its_neighbours_out(app: Flask, carla: Visitor) -> None:
    first, wrong, last = make_entry(), make_entry(people=500), make_entry("training")
    page = hand_in(carla, written(first, wrong, last))
    assert counted(page) == (2, 0, 1)
    assert refusals(page) == {wrong["id"]: "refused"}
    assert today().strftime("%d/%m/%Y") in reason_of(page, wrong)
    # The field is named in words, and so is what is wrong with it.
    assert re.search(r'<p class="reason">[^<:]+: [^<]+</p>', reason_of(page, wrong))
    assert find(app, wrong) is None


def test_the_members_own_rules_hold(app: Flask, ana: Visitor, carla: Visitor) -> None:
    last_month = Month.current().previous()
    approved, stale, fine = make_entry(), make_entry(), make_entry()
    frozen, late = (make_entry(happened_on=f"{last_month}-01") for _ in range(2))
    ana.sync(approved, stale, frozen)
    review_entries(app, Action.APPROVE, approved)
    close_ward_month(app, last_month)
    other = {**stale, "fields": {**stale["fields"], "people": 4}}
    page = hand_in(carla, written(edited(approved, people=3), edited(frozen, people=3), other, late, fine))
    assert counted(page) == (1, 0, 4)
    assert refusals(page) == {
        approved["id"]: "conflict",
        frozen["id"]: "conflict",
        stale["id"]: "conflict",
        late["id"]: "refused",
    }
    for entry in (approved, frozen, stale, late):
        assert "<p>" in reason_of(page, entry)
    assert_counted(app)


def test_what_was_returned_is_left_to_its_author_who_has_not_read_why(app: Flask, ana: Visitor, carla: Visitor) -> None:
    unread, read = make_entry(), make_entry()
    ana.sync(unread, read)
    review_entries(app, Action.RETURN, unread, read)
    page = hand_in(carla, written({**edited(unread, people=3), "if_submitted": True}, edited(read, people=3)))
    assert refusals(page) == {unread["id"]: "conflict"}
    assert "<p>" in reason_of(page, unread)
    assert [stored(app, entry)["status"] for entry in (unread, read)] == [Status.RETURNED, Status.SUBMITTED]
    assert_counted(app)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "\ud800",
        {"id": "\ud800", "kind": "\ud800", "revision": 1, "fields": {"happened_on": "\ud800"}},
        {"id": str(uuid4()), "kind": "visit", "revision": 1, "fields": None},
        {"id": 5, "kind": ["visit"], "revision": "1", "fields": {"happened_on": 5}},
        make_entry(note="half \ud800 a pair"),
        make_entry(household=household("Số \ud83d")),
        {**make_entry(), "fields": {"\ud800": 1}},
        {**make_entry(), "recorded_at": "\x00"},
    ],
)
def test_broken_entry_is_refused_in_words(app: Flask, carla: Visitor, broken: Any) -> None:
    page = hand_in(carla, written(make_entry(), broken))
    assert counted(page) == (1, 0, 1)
    assert number_of_entries(app) == 1


def test_a_nul_is_cleaned_away_as_it_is_for_the_phone(app: Flask, carla: Visitor) -> None:
    entry = make_entry(note="a\x00b")
    assert counted(hand_in(carla, written(entry))) == (1, 0, 0)
    assert stored(app, entry)["note"] == "ab"


# Photos.


def _photo(entry: Any, colour: str = "green", *, jpeg: str | None = None) -> dict[str, str]:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "JPEG")
    content = base64.b64encode(buffer.getvalue()).decode() if jpeg is None else jpeg
    return {"id": str(uuid4()), "entry": entry["id"], "jpeg": content}


def test_photos_come_after_their_entries(app: Flask, carla: Visitor) -> None:
    entry, nowhere = make_entry(), make_entry()
    good, strange, broken = _photo(entry), _photo(nowhere), _photo(entry, jpeg="bm8gcGljdHVyZQ==")
    unreadable = {"id": "\ud800", "entry": None, "jpeg": 5}
    content = written(entry, photos=[good, strange, broken, unreadable])
    page = hand_in(carla, content)
    assert counted(page) == (1, 0, 0)
    assert counted(page, "photos-") == (1, 0, 3)
    outcomes = re.findall(r'data-photo="([^"]*)" data-entry="([^"]*)" data-outcome="(\w+)"', page.text)
    assert outcomes == [
        (strange["id"], nowhere["id"], "unknown_entry"),
        (broken["id"], entry["id"], "unreadable"),
        ("", "", "unreadable"),
    ]
    assert counted(hand_in(carla, content), "photos-") == (0, 1, 3)
    with app.app_context():
        assert writer().scalar(sa.select(sa.func.count()).select_from(Photo)) == 1


def test_photos_of_a_file_wait_while_others_are_read(sqlite_app: Flask) -> None:
    """A phone sends one photo again, but a coordinator would have to send the whole file."""
    entry, carla = make_entry(), Visitor(sqlite_app, "carla")
    with ThreadPoolExecutor(1) as pool:
        with READING.alone():
            page = pool.submit(hand_in, carla, written(entry, photos=[_photo(entry), _photo(entry)]))
            assert not wait([page], 2 * TIMEOUT).done
        assert counted(page.result(20), "photos-") == (2, 0, 0)


# The page.


def test_page_says_what_is_wrong_with_a_file(app: Flask, carla: Visitor) -> None:
    for content in (b"", b"hello", b"\xff\xd8\xff\xe0 a picture", written(make_entry(), version=2), written()):
        page = hand_in(carla, content)
        assert page.status_code == 400
        assert 'aria-invalid="true"' in page.text
        assert "<form" in page.text
    page = hand_in(carla, written(make_entry()), name="")
    assert page.status_code == 400
    assert number_of_entries(app) == 0


def test_a_file_may_be_larger_than_any_other_request_but_not_endless(app: Flask, carla: Visitor, ana: Visitor) -> None:
    entry = make_entry()
    content = written(entry, filler="x" * (2 * MAX_BODY))
    assert hand_in(ana, content).status_code == 413, "who may not import keeps to the usual size"
    assert counted(hand_in(carla, content)) == (1, 0, 0)
    assert hand_in(carla, b"x" * (MOST_BYTES + 1)).status_code == 413


def test_the_ward_page_leads_its_coordinator_there_and_nobody_else(visitor: Visit) -> None:
    for name, leads in (("carla", True), ("vera", False), ("leo", False), ("ana", False), ("eva", False)):
        path = "/overview/?ward=16417"
        assert ('href="/waiting/"' in visitor(name).get(path).text) is leads, name
