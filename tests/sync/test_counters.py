"""Counters equal what was sent, however often, in whatever order and by however many at once it is sent."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from app.logbook.status import Action
from app.month import Month, today
from app.tally.models import COUNTERS, AreaMonth, HouseholdMonth, TeamMonth, WardDay
from tests.actions import review_entries
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, edited, household, make_entry
from tests.sync.steps import Cells, assert_counted, cells, history, number_of_entries, outcome, stored

TODAY = today()
THIS = str(Month.of(TODAY))

HOUSEHOLD = household()
ONE_OF_EACH = {
    "visit": 2,
    "visit.met": 1,
    "visit.absent": 1,
    "visit.people": 2,
    "visit.unnamed": 1,
    "visit.topic.vneid": 1,
    "visit.barrier.no_sim": 1,
    "installation": 2,
    "installation.people": 3,
    "installation.vneid_2.activated": 3,
    "installation.vneid_2.declined": 2,
    "training": 1,
    "training.topic.scam_warning": 1,
    "training.attendees": 30,
    "training.women": 18,
    "training.elderly": 9,
    "merchant": 1,
    "merchant.type.stall": 1,
    "merchant.vietqr": 1,
    "merchant.qr_valid": 1,
    "merchant.in_use": 1,
}


def one_of_each() -> list[dict[str, Any]]:
    """Return entries that count :data:`ONE_OF_EACH`."""
    return [
        make_entry(household=HOUSEHOLD),
        make_entry(met="absent", people=0, topics=[], barrier="no_sim"),
        make_entry("installation", people=3),
        make_entry("installation", people=2, outcome="declined"),
        make_entry("training"),
        make_entry("merchant"),
    ]


def all_cells(app: Flask) -> dict[str, Cells]:
    return {counter.__tablename__: cells(app, counter) for counter in COUNTERS}


def test_every_grain_counts_what_was_sent(app: Flask, ana: Visitor) -> None:
    batch = one_of_each()
    ana.sync(*batch)
    figures = {measure: (figure, 0) for measure, figure in ONE_OF_EACH.items()}
    assert cells(app, AreaMonth) == {(WARD_A, THIS, AREA_1, measure): pair for measure, pair in figures.items()}
    assert cells(app, TeamMonth) == {(WARD_A, THIS, TEAM_1, measure): pair for measure, pair in figures.items()}
    assert cells(app, WardDay) == {(WARD_A, TODAY, measure): pair for measure, pair in figures.items()}
    assert [(str(key[2]), pair) for key, pair in cells(app, HouseholdMonth).items()] == [(HOUSEHOLD["id"], (1, 0))]

    review_entries(app, Action.APPROVE, *batch)
    approved = {(WARD_A, THIS, AREA_1, measure): (figure, figure) for measure, figure in ONE_OF_EACH.items()}
    assert cells(app, AreaMonth) == approved
    assert_counted(app)
    review_entries(app, Action.RETURN, *batch, reason="other")
    assert cells(app, TeamMonth) == {(WARD_A, THIS, TEAM_1, measure): pair for measure, pair in figures.items()}
    review_entries(app, Action.VOID, *batch, reason="other")
    assert all(not cells(app, counter) for counter in COUNTERS)
    assert_counted(app)


def test_a_batch_sent_ten_times_counts_once(app: Flask, ana: Visitor) -> None:
    batch = one_of_each()
    ana.sync(*batch)
    before = all_cells(app)
    for _ in range(9):
        assert {outcome(receipt) for receipt in ana.sync(*batch)} == {("known", "")}
    assert all_cells(app) == before
    assert number_of_entries(app) == len(batch)
    assert all(len(history(app, entry)) == 1 for entry in batch)
    assert_counted(app)


def lives() -> list[list[dict[str, Any]]]:
    """Return the revisions of a few entries; whichever arrive, the last decides what is counted."""
    plain = make_entry(people=1, household=household())
    moved = make_entry(people=2, household=household())
    mended = edited(moved, people=3, neighbourhood=AREA_2)
    dropped = make_entry("installation", people=4)
    trained = make_entry("training", attendees=20, women=5, elderly=None)
    return [
        [plain],
        [moved, mended, edited(mended, people=4, topics=["other", "vneid"])],
        [dropped, edited(dropped, people=5), edited(edited(dropped), withdrawn=True)],
        [trained, edited(trained, attendees=25)],
    ]


def test_every_order_of_two_sessions_ends_the_same(app: Flask, visitor: Callable[..., Visitor]) -> None:
    """A phone and its owner's second phone repeat and overtake each other; twenty ways of it count the same."""
    sessions = [visitor("ana"), visitor("ana")]
    chance = random.Random(2026)
    expected: dict[str, dict[Any, tuple[int, int]]] = {}
    sent = 0
    for round in range(1, 21):
        revisions = [entry for life in lives() for entry in life]
        last = {entry["id"]: entry for entry in revisions}
        deliveries = revisions * 2
        chance.shuffle(deliveries)
        while deliveries:
            size = chance.randint(1, 4)
            batch, deliveries = deliveries[:size], deliveries[size:]
            receipts = chance.choice(sessions).sync(*batch)
            assert {receipt["outcome"] for receipt in receipts} <= {"stored", "known", "conflict"}
            assert {receipt["code"] for receipt in receipts} <= {"", "stale", "void"}
        # Whatever had to give way, the last revision of each is there.
        assert {outcome(receipt) for receipt in sessions[0].sync(*last.values())} == {("known", "")}
        sent += len(last)
        assert number_of_entries(app) == sent
        now = {name: counted for name, counted in all_cells(app).items() if name != "household_month"}
        if round == 1:
            expected = now
        times = {
            name: {key: (total * round, approved * round) for key, (total, approved) in counted.items()}
            for name, counted in expected.items()
        }
        assert now == times
        assert len(cells(app, HouseholdMonth)) == 2 * round
    assert expected["area_month"][WARD_A, THIS, AREA_2, "visit.people"] == (4, 0)
    assert (WARD_A, THIS, AREA_1, "installation") not in expected["area_month"]
    assert_counted(app)


PHONES_AT_ONCE = 8
ATTEMPTS = 20
"""More phones than a server has threads are told that it is busy when a writer takes long, and send again."""


def at_once(phones: list[Visitor], batches: list[list[Any]]) -> list[list[tuple[str, str]]]:
    """Let each phone send its batch at the same moment; return what their receipts say."""
    start = Barrier(len(phones), timeout=60)

    def send(phone: Visitor, batch: list[Any]) -> list[tuple[str, str]]:
        start.wait()
        return [outcome(receipt) for receipt in phone.sync(*batch, attempts=ATTEMPTS)]

    with ThreadPoolExecutor(len(phones)) as pool:
        return list(pool.map(send, phones, batches))


def test_eight_phones_send_the_same_new_batch_at_once(app: Flask, ana: Visitor) -> None:
    phones = [second_phone(app, ana) for _ in range(PHONES_AT_ONCE)]
    batch = [make_entry(kind, neighbourhood=area) for kind in FIELDS for area in (AREA_1, AREA_2) for _ in range(2)]
    batch += [make_entry(household=HOUSEHOLD) for _ in range(4)]
    answers = at_once(phones, [batch] * PHONES_AT_ONCE)
    for of_one_entry in zip(*answers, strict=True):
        assert sorted(of_one_entry) == [("known", "")] * (PHONES_AT_ONCE - 1) + [("stored", "")]
    assert number_of_entries(app) == len(batch)
    assert all(len(history(app, entry)) == 1 for entry in batch)
    assert_counted(app)


def test_overlapping_batches_at_once(app: Flask, ana: Visitor) -> None:
    """Each phone has some entries of its own and shares others, in another order."""
    phones = [second_phone(app, ana) for _ in range(PHONES_AT_ONCE)]
    shared = one_of_each()
    batches = []
    for number in range(PHONES_AT_ONCE):
        batch = [*shared, make_entry(household=HOUSEHOLD), make_entry("installation", neighbourhood=AREA_2)]
        random.Random(number).shuffle(batch)
        batches.append(batch)
    answers = at_once(phones, batches)
    assert {answer for answers_of_one in answers for answer in answers_of_one} == {("stored", ""), ("known", "")}
    assert sum(answer == ("stored", "") for of_one in answers for answer in of_one) == number_of_entries(app)
    assert number_of_entries(app) == len(shared) + 2 * PHONES_AT_ONCE
    assert_counted(app)


def test_eight_phones_send_the_same_edit_at_once(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(people=1, household=household()) for _ in range(5)]
    ana.sync(*entries)
    phones = [second_phone(app, ana) for _ in range(PHONES_AT_ONCE)]
    edits = [edited(entry, people=2, neighbourhood=AREA_2) for entry in entries]
    for of_one_entry in zip(*at_once(phones, [edits] * PHONES_AT_ONCE), strict=True):
        assert sorted(of_one_entry) == [("known", "")] * (PHONES_AT_ONCE - 1) + [("stored", "")]
    for entry in entries:
        assert stored(app, entry)["revision"] == 2
        assert len(history(app, entry)) == 2
    assert cells(app, AreaMonth)[WARD_A, THIS, AREA_2, "visit.people"] == (10, 0)
    assert_counted(app)


def second_phone(app: Flask, visitor: Visitor) -> Visitor:
    """Return a client with the same session, for a thread of its own."""
    phone = Visitor(app)
    cookie = visitor.http.get_cookie("session")
    assert cookie is not None
    phone.http.set_cookie("session", cookie.value)
    phone.token = visitor.token
    return phone
