"""Undoing a decision: whose, for how long, and in which order."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.recount import differences
from app.review import actions
from app.review.models import Decision
from tests.actions import log_entries, set_role
from tests.cast import TEAM_1
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.review.steps import Cast, decide, logged_entries, page_of, seen, stands, undo


def test_undo_names_its_decision_and_is_offered_where_it_belongs(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry, other = make_entry(household=household("Số 27, ngõ 1")), make_entry()
    log_entries(ana, entry, other)
    decide(carla, "approve", seen(entry))
    assert "Số 27, ngõ 1: Đã duyệt: 1." in page_of(carla).text()
    assert "Đã duyệt: 1." in page_of(carla, f"/review/entries/{entry['id']}").text()
    assert "Đã duyệt: 1." not in page_of(carla, f"/review/entries/{other['id']}").text()


def test_many_are_decided_on_at_once_and_taken_back_at_once(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = logged_entries(ana, 3)
    assert len(decide(carla, "approve", *map(seen, entries))["done"]) == 3
    answer = undo(carla)
    assert sorted(answer["done"]) == sorted(entry["id"] for entry in entries)
    assert stands(app, *entries) == [("submitted", 3)] * 3
    assert answer["seen"] == {entry["id"]: seen(entry, 3) for entry in entries}
    assert decide(carla, "approve", answer["seen"][entries[0]["id"]])["done"]
    with app.app_context():
        assert list(differences(reader())) == []


def test_the_last_decision_is_taken_back_first_then_the_one_before(app: Flask, ana: Visitor, carla: Visitor) -> None:
    first, second = logged_entries(ana, 2)
    decide(carla, "approve", seen(first))
    decide(carla, "return:people", seen(second))
    assert undo(carla)["done"] == [second["id"]]
    assert undo(carla)["done"] == [first["id"]]
    answer = undo(carla)
    assert (answer["done"], answer["words"]) == ([], "Không có gì để hoàn tác. Chỉ hoàn tác được trong vòng 10 phút.")


def test_a_button_takes_back_what_it_says_and_nothing_else(app: Flask, ana: Visitor, carla: Visitor) -> None:
    first, second = logged_entries(ana, 2)
    earlier = decide(carla, "approve", seen(first))["decision"]
    decide(carla, "approve", seen(second))
    assert undo(carla, earlier)["done"] == []
    assert stands(app, first, second) == [("approved", 2)] * 2


def test_after_ten_minutes_a_decision_stays(app: Flask, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    decide(carla, "approve", seen(entry))
    _age(app, actions.UNDO_FOR + timedelta(seconds=1))
    assert undo(carla)["done"] == []
    assert stands(app, entry) == [("approved", 2)]
    assert "Đã duyệt: 1." not in carla.get("/review/").text
    _age(app, -timedelta(minutes=1))
    assert "Đã duyệt: 1." in carla.get("/review/").text
    assert undo(carla)["done"] == [entry["id"]]


def _age(app: Flask, by: timedelta) -> None:
    with app.app_context():
        for decision in writer().scalars(sa.select(Decision)):
            decision.at -= by
        writer().commit()


def test_entry_that_changed_since_stays_and_is_explained(
    app: Flask, visitor: Cast, ana: Visitor, carla: Visitor
) -> None:
    mended, untouched = logged_entries(ana, 2)
    decide(carla, "return:people", seen(mended), seen(untouched))
    log_entries(ana, edited(mended, people=1))
    answer = undo(carla)
    assert answer["done"] == [untouched["id"]]
    assert answer["told"][mended["id"]].startswith("Nguyễn Ví Dụ Ana đã gửi bản khác lúc ")
    assert stands(app, mended, untouched) == [("submitted", 3), ("submitted", 3)]


def test_decision_of_another_cannot_be_undone(app: Flask, visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    decision = decide(carla, "return:people", seen(entry))["decision"]
    for name in ("leo", "dora"):
        assert undo(visitor(name), decision)["done"] == []
        assert undo(visitor(name))["done"] == []
    assert visitor("ana").post("/review/undo").status_code == 403
    assert stands(app, entry) == [("returned", 2)]


def test_undo_needs_the_permission_of_today(app: Flask, visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    decide(carla, "approve", seen(entry))
    set_role(app, "carla", "leader", team=TEAM_1)
    assert undo(carla)["done"] == []
    assert stands(app, entry) == [("approved", 2)]
