"""Many at the same moment: two reviewers, author and reviewer, eight phones with one entry, a month that closes."""

from __future__ import annotations

import random
from functools import partial
from uuid import UUID

import pytest
from flask import Flask

from app.database import in_transaction, writer
from app.logbook.review_actions import undo
from app.logbook.status import Action
from app.month import now
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import CARLA, SINCE, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, edited, household, make_entry
from tests.logbook.race_steps import (
    PHONES,
    again,
    assert_counters_equal_a_recount,
    at_once,
    history_of,
    reviewing,
    send_new,
    state_of,
)

ROUNDS = 10


@pytest.fixture
def second_coordinator(app: Flask) -> int:
    """The id of another coordinator of ward A."""
    with app.app_context():
        session = writer()
        session.add(User(id=101, phone="+84900000190", name="Nguyễn Ví Dụ Hai", password_hash="", created_at=now()))
        session.flush()
        session.add(Membership(id=101, user_id=101, role=Role.COORDINATOR, ward_id=WARD_A, valid_from=SINCE))
        session.commit()
    return 101


@pytest.mark.parametrize(
    ("action", "end"), [(Action.APPROVE, "approved"), (Action.RETURN, "returned"), (Action.VOID, "void")]
)
def test_two_reviewers_who_decide_the_same_at_once_make_one_decision(
    app: Flask, ana: Visitor, second_coordinator: int, action: Action, end: str
) -> None:
    for id in send_new(ana, ROUNDS):
        codes = at_once(*(reviewing(app, id, action, reviewer) for reviewer in (CARLA, second_coordinator)))
        assert sorted(codes) == sorted(["done", end])
        assert history_of(app, id) == [(1, "record"), (2, action)]
    assert_counters_equal_a_recount(app)


def test_approving_and_returning_at_once_make_one_decision_and_one_conflict(
    app: Flask, ana: Visitor, second_coordinator: int
) -> None:
    for id in send_new(ana, ROUNDS):
        codes = at_once(
            reviewing(app, id, Action.APPROVE, CARLA), reviewing(app, id, Action.RETURN, second_coordinator)
        )
        # An approved entry may be returned, but not by somebody who saw it wait.
        assert codes in (["done", "changed"], ["returned", "done"])
        move, end = ("approve", "approved") if codes[0] == "done" else ("return", "returned")
        assert history_of(app, id) == [(1, "record"), (2, move)]
        assert state_of(app, id) == (end, 1)
    assert_counters_equal_a_recount(app)


def test_an_undo_and_somebody_elses_decision_at_once_never_both_happen(
    app: Flask, ana: Visitor, second_coordinator: int
) -> None:
    def take_back(id: UUID) -> str:
        with app.app_context():
            return in_transaction(lambda session: undo(session, WARD_A, {id: 2}, CARLA, now()))[id]

    for id in send_new(ana, ROUNDS):
        assert reviewing(app, id, Action.APPROVE, CARLA)() == "done"
        codes = at_once(partial(take_back, id), reviewing(app, id, Action.RETURN, second_coordinator, moves=2))
        # An undo leaves the entry submitted, from where it may be returned too, but not by who saw it approved.
        assert sorted(codes) == ["changed", "done"]
        move, end = ("undo", "submitted") if codes[0] == "done" else ("return", "returned")
        assert history_of(app, id) == [(1, "record"), (2, "approve"), (3, move)]
        assert state_of(app, id) == (end, 1)
    assert_counters_equal_a_recount(app)


def test_an_edit_and_an_approval_at_once_never_both_happen(app: Flask, ana: Visitor) -> None:
    for _ in range(ROUNDS):
        entry = make_entry(people=1)
        ana.sync(entry)
        id = UUID(entry["id"])
        [receipt], approval_code = at_once(
            partial(ana.sync, edited(entry, people=2)), reviewing(app, id, Action.APPROVE, CARLA)
        )
        if receipt["outcome"] == "stored":
            assert approval_code == "changed"
            assert state_of(app, id) == ("submitted", 2)
            assert history_of(app, id) == [(1, "record"), (2, "edit")]
        else:
            assert (receipt["outcome"], receipt["code"], approval_code) == ("conflict", "approved", "done")
            assert state_of(app, id) == ("approved", 1)
            assert history_of(app, id) == [(1, "record"), (2, "approve")]
    assert_counters_equal_a_recount(app)


def test_two_next_revisions_at_once_are_stored_once(app: Flask, ana: Visitor) -> None:
    windows = [ana, again(ana, app)]
    for _ in range(ROUNDS):
        entry = make_entry(people=1)
        ana.sync(entry)
        receipts = at_once(*(partial(window.sync, edited(entry, people=3 + i)) for i, window in enumerate(windows)))
        assert sorted(receipt["code"] or receipt["outcome"] for [receipt] in receipts) == ["stale", "stored"]
        assert history_of(app, UUID(entry["id"])) == [(1, "record"), (2, "edit")]
    assert_counters_equal_a_recount(app)


def test_entries_that_eight_sessions_send_at_once_are_stored_once(app: Flask, ana: Visitor) -> None:
    windows = [ana, *(again(ana, app) for _ in range(PHONES - 1))]
    shuffled = random.Random(8)
    for _ in range(ROUNDS // 2):
        home = household()
        batch = [make_entry(kind, **({"household": home} if kind == "visit" else {})) for kind in [*FIELDS, "visit"]]
        answers = at_once(*(partial(window.sync, *shuffled.sample(batch, len(batch))) for window in windows))
        outcomes: dict[str, list[str]] = {entry["id"]: [] for entry in batch}
        for receipt in (receipt for answer in answers for receipt in answer):
            outcomes[receipt["id"]].append(receipt["outcome"])
        for id, of_one in outcomes.items():
            assert sorted(of_one) == ["known"] * (PHONES - 1) + ["stored"]
            assert history_of(app, UUID(id)) == [(1, "record")]
    assert_counters_equal_a_recount(app)
