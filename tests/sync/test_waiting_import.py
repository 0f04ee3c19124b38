"""A coordinator takes in the file of a phone that can no longer send."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app.config import MAX_BODY
from app.database import writer
from app.logbook.models import ReviewEvent
from app.logbook.status import Action, Status
from app.month import Month, now, today
from app.one_at_a_time import PATIENCE
from app.people.actions import end_user
from app.photos.image import READING
from app.photos.models import Photo
from app.sync.waiting_file import MOST_BYTES
from tests.actions import close_ward_month, review_entries
from tests.cast import ANA, AREA_B, BO, CARLA, MOVED, NINA, WARD_A, WARD_B
from tests.client import ORIGIN, Visitor, check_page
from tests.factories import edited, household, make_entry
from tests.sync.steps import assert_counted, find, history, number_of_entries, outcome, stored

Visit = Callable[..., Visitor]


def written(*entries: Any, member: int = ANA, photos: Any = (), **changed: Any) -> bytes:
    """Return the file that a phone writes."""
    file = {
        "format": "tung-nha/waiting",
        "version": 1,
        "exported_at": now().isoformat(),
        "member": {"id": member, "name": "whatever the phone thinks", "ward": None},
        "entries": list(entries),
        "photos": list(photos),
    }
    return json.dumps(file | changed).encode()


def hand_in(coordinator: Visitor, content: bytes, name: str = "cho-gui.json") -> TestResponse:
    """Choose a file on the page and send it."""
    token = coordinator.session()["csrf"].encode()
    parts = [
        b'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token,
        b'--part\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n\r\n' + content,
        b"--part--\r\n",
    ]
    headers = {"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=part"}
    response = coordinator.http.post("/waiting/", data=b"\r\n".join(parts), headers=headers)
    if response.mimetype == "text/html":
        check_page(response.text)
    return response


def counted(page: TestResponse, what: str = "") -> tuple[int, int, int]:
    """Return what a page says was received now, known, and refused."""
    assert page.status_code == 200, page.text
    numbers = [re.search(rf'data-{what}{name}="(\d+)"', page.text) for name in ("stored", "known", "refused")]
    received, known, refused = (int(number[1]) if number else -1 for number in numbers)
    return received, known, refused


def refusals(page: TestResponse) -> dict[str, str]:
    """Return the outcome of each entry that a page names as not taken in."""
    return dict(re.findall(r'<li data-entry="([^"]*)" data-outcome="(\w+)"', page.text))


def reason_of(page: TestResponse, entry: Any) -> str:
    """Return what a page says of an entry that was not taken in."""
    return page.text.split(f'data-entry="{entry["id"]}"')[1].split("</li>")[0]


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


def test_the_phone_comes_back_to_life(app: Flask, ana: Visitor, carla: Visitor) -> None:
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


def test_what_the_phone_sent_before_it_died_is_known_and_its_edits_are_taken(
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


def test_one_that_is_refused_does_not_keep_its_neighbours_out(app: Flask, carla: Visitor) -> None:
    first, wrong, last = make_entry(), make_entry(people=500), make_entry("training")
    page = hand_in(carla, written(first, wrong, last))
    assert counted(page) == (2, 0, 1)
    assert refusals(page) == {wrong["id"]: "refused"}
    assert today().strftime("%d/%m/%Y") in reason_of(page, wrong)
    # The field is named in words, and so is what is wrong with it.
    assert re.search(r"<p>[^<:]+: [^<]+</p>", reason_of(page, wrong))
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
def test_what_nobody_can_store_is_refused_in_words(app: Flask, carla: Visitor, broken: Any) -> None:
    page = hand_in(carla, written(make_entry(), broken))
    assert counted(page) == (1, 0, 1)
    assert number_of_entries(app) == 1


def test_a_nul_is_cleaned_away_as_it_is_for_the_phone(app: Flask, carla: Visitor) -> None:
    entry = make_entry(note="a\x00b")
    assert counted(hand_in(carla, written(entry))) == (1, 0, 0)
    assert stored(app, entry)["note"] == "ab"


# Whose ward.


def test_a_member_of_another_ward_is_nobody_here(app: Flask, visitor: Visit, carla: Visitor) -> None:
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


def test_who_left_long_ago_brings_nothing_and_who_left_lately_what_was_before(app: Flask, carla: Visitor) -> None:
    entry = make_entry()
    assert counted(hand_in(carla, written(entry, member=NINA))) == (0, 0, 1)
    with app.app_context():
        end_user(writer(), ANA, today() - timedelta(days=3), now())
        writer().commit()
    before, after = make_entry(happened_on=(today() - timedelta(days=4)).isoformat()), make_entry()
    page = hand_in(carla, written(before, after))
    assert counted(page) == (1, 0, 1)
    assert refusals(page) == {after["id"]: "refused"}
    assert stored(app, before)["member_id"] == ANA


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
            assert not wait([page], 2 * PATIENCE).done
        assert counted(page.result(20), "photos-") == (2, 0, 0)


# The page.


def test_what_is_no_such_file_is_said_on_the_page(app: Flask, carla: Visitor) -> None:
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
