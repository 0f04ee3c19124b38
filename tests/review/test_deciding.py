"""Decisions, by the page's script and by its forms without one, and taking them back."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.history_queries import history_of
from app.logbook.recount import differences
from app.month import Month
from app.review.models import Decision
from tests.actions import close_ward_month, log_entries, set_role
from tests.cast import AREA_B, CARLA, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.overview.page import Page
from tests.review.steps import Cast, decide, logged_entries, page_of, seen, stands, undo, undoable


@pytest.mark.parametrize(
    ("action", "form", "status"),
    [
        ("approve", {}, "approved"),
        ("return:people", {}, "returned"),
        ("return", {"reason": "people"}, "returned"),
        ("return:other", {"comment": "Xem lại giúp."}, "returned"),
        ("void:duplicate", {}, "void"),
    ],
)
def test_decision_is_done_and_reported(
    app: Flask, ana: Visitor, carla: Visitor, action: str, form: dict[str, str], status: str
) -> None:
    (entry,) = logged_entries(ana)
    answer = decide(carla, action, seen(entry), **form)
    assert (answer["done"], answer["told"]) == ([entry["id"]], {})
    assert answer["seen"] == {entry["id"]: seen(entry, 2)}
    assert stands(app, entry) == [(status, 2)]
    with app.app_context():
        line = reader().scalars(history_of(WARD_A, UUID(entry["id"]))).all()[-1]
        decision = reader().scalars(sa.select(Decision)).one()
        assert list(differences(reader())) == []
    assert (line.actor_id, line.comment) == (CARLA, form.get("comment", ""))
    assert line.reason == (form.get("reason") or action.partition(":")[2])
    assert str(decision.id) == answer["decision"]
    assert decision.moves == {UUID(entry["id"]).hex: 2}


def test_void_entry_can_be_restored(app: Flask, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    decide(carla, "void:trial", seen(entry))
    assert 'value="restore"' in carla.get(f"/review/entries/{entry['id']}").text
    assert decide(carla, "restore", seen(entry, 2))["done"] == [entry["id"]]
    assert stands(app, entry) == [("submitted", 3)]


@pytest.mark.parametrize(
    ("action", "words"),
    [("return", "lý do"), ("return:other", "vài chữ"), ("void", "lý do"), ("void:other", "vài chữ")],
)
def test_a_reason_is_asked_for(app: Flask, ana: Visitor, carla: Visitor, action: str, words: str) -> None:
    (entry,) = logged_entries(ana)
    answer = decide(carla, action, seen(entry), comment="  ")
    assert answer["done"] == []
    assert words in answer["words"]
    assert stands(app, entry) == [("submitted", 1)]
    response = carla.post("/review/decide", action=action, seen=seen(entry))
    assert words in carla.get(response.headers["Location"]).text


def test_words_with_a_number_of_somebody_are_refused(app: Flask, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    answer = decide(carla, "return:people", seen(entry), comment="Gọi 0912 345 678")
    assert answer["done"] == []
    assert answer["words"]
    assert stands(app, entry) == [("submitted", 1)]


def test_empty_selection_is_explained(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    assert carla.post("/review/decide", action="approve").headers["Location"] == "/review/"
    assert "Hãy chọn ít nhất một bản ghi." in carla.get("/review/").text


@pytest.mark.parametrize(
    "form",
    [
        {"action": "approve", "seen": "x"},
        {"action": "approve", "seen": "0199a000-0000-7000-8000-000000000001"},
        {"action": "approve", "seen": "0199a000-0000-7000-8000-000000000001:" + "9" * 30},
        {"action": "edit", "seen": "0199a000-0000-7000-8000-000000000001:1"},
        {"action": "", "seen": "0199a000-0000-7000-8000-000000000001:1"},
        {"action": "return:nothing", "seen": "0199a000-0000-7000-8000-000000000001:1"},
        {"action": "void:people", "seen": "0199a000-0000-7000-8000-000000000001:1"},
    ],
)
def test_request_that_no_page_sends_is_a_400(sqlite_app: Flask, form: dict[str, str]) -> None:
    assert Visitor(sqlite_app, "carla").post("/review/decide", **form).status_code == 400


def test_second_coordinator_reads_who_did_what_and_when(
    app: Flask, visitor: Cast, ana: Visitor, carla: Visitor
) -> None:
    approved, returned, changed, fine = logged_entries(ana, 4)
    set_role(app, "bruno", "coordinator")
    other = visitor("bruno")
    page_of(other)
    decide(carla, "approve", seen(approved))
    decide(carla, "return:people", seen(returned))
    log_entries(ana, edited(changed, people=5))
    answer = decide(other, "approve", *map(seen, (approved, returned, changed, fine)))
    assert answer["done"] == [fine["id"]]
    assert answer["told"].keys() == {entry["id"] for entry in (approved, returned, changed)}
    for entry, words in (
        (approved, "Nguyễn Ví Dụ Carla đã duyệt lúc "),
        (returned, "Nguyễn Ví Dụ Carla đã trả lại lúc "),
        (changed, "Nguyễn Ví Dụ Ana đã gửi bản khác lúc "),
    ):
        assert answer["told"][entry["id"]].startswith(words)
    assert stands(app, approved, returned, changed, fine) == [
        ("approved", 2),
        ("returned", 2),
        ("submitted", 2),
        ("approved", 2),
    ]
    again = decide(carla, "approve", seen(approved))
    assert again["told"][approved["id"]].startswith("Anh/chị đã duyệt lúc ")
    assert again["decision"] is None


def test_decision_in_a_closed_month_does_nothing_and_explains(app: Flask, ana: Visitor, carla: Visitor) -> None:
    (entry,) = logged_entries(ana)
    close_ward_month(app, Month.current())
    explained = decide(carla, "approve", seen(entry))["told"]
    assert "đã chốt" in explained[entry["id"]]
    assert stands(app, entry) == [("submitted", 1)]


def test_a_leader_returns_in_the_own_team_and_no_more(app: Flask, visitor: Cast, ana: Visitor) -> None:
    (own,) = logged_entries(ana)
    (foreign,) = logged_entries(visitor("bruno"))
    leo = visitor("leo")
    for action in ("approve", "void:trial", "restore"):
        assert leo.post("/review/decide", action=action, seen=seen(own)).status_code == 403
    assert leo.post("/review/decide", action="return:people", seen=seen(foreign)).status_code == 404
    assert leo.get("/review/sample").status_code == 403
    answer = decide(leo, "return:people", seen(own), seen(foreign))
    assert answer["done"] == [own["id"]]
    assert answer["told"].keys() == {foreign["id"]}
    assert "Nguyễn" not in answer["told"][foreign["id"]], "another team's entry does not exist for a leader"
    assert stands(app, own, foreign) == [("returned", 2), ("submitted", 1)]
    assert undo(leo)["done"] == [own["id"]]


def test_another_wards_entry_does_not_exist(app: Flask, visitor: Cast, ana: Visitor) -> None:
    (entry,) = logged_entries(ana)
    log_entries(visitor("bo"), make_entry(neighbourhood=AREA_B))
    dora = visitor("dora")
    for action in ("approve", "return:people", "void:trial"):
        assert dora.post("/review/decide", action=action, seen=seen(entry)).status_code == 404
    assert dora.get(f"/review/entries/{entry['id']}").status_code == 404
    assert dora.get(f"/review/?told={entry['id']}").text.count(entry["id"]) == 0
    assert entry["id"] not in dora.get("/review/").text + dora.get("/review/returned").text
    assert stands(app, entry) == [("submitted", 1)]


def test_form_without_a_script_returns_to_its_page_with_a_message(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry, other = logged_entries(ana, 2)
    back = f"/review/?team={TEAM_1}&text=vi+du"
    response = carla.post("/review/decide", action="approve", seen=seen(entry), back=back)
    assert response.headers["Location"] == back
    page = page_of(carla, back)
    assert "Đã duyệt: 1." in page.text()
    response = carla.post("/review/decide", action="approve", seen=seen(entry), back=back)
    explained = page_of(carla, response.headers["Location"]).parts("data-not-done")
    assert "Anh/chị đã duyệt lúc" in explained[entry["id"]]["words"]
    assert carla.post("/review/undo", back=back).headers["Location"] == back
    assert stands(app, entry) == [("approved", 2)], "what is to be taken back has to be named"
    response = carla.post("/review/undo", back=back, decision=undoable(carla))
    assert response.headers["Location"] == back
    assert stands(app, entry, other) == [("submitted", 3), ("submitted", 1)]
    for foreign in ("https://elsewhere.example/", "//elsewhere.example", "/logout", ""):
        response = carla.post("/review/decide", action="approve", seen=seen(other), back=foreign)
        assert response.headers["Location"].split("?")[0] == "/review/"


SHORT = 2000
"""Proxies take addresses of this length."""


@pytest.mark.parametrize("number", [1, 40, 60, 200])
@pytest.mark.parametrize("text", ["", "ngõ " * 25])
def test_every_entry_not_decided_is_explained_at_a_short_address(
    app: Flask, ana: Visitor, carla: Visitor, number: int, text: str
) -> None:
    batches = [logged_entries(ana, min(100, number - first)) for first in range(0, number, 100)]
    entries = [entry for batch in batches for entry in batch]
    for batch in batches:
        assert len(decide(carla, "approve", *map(seen, batch))["done"]) == len(batch)
    back = "/review/?" + urlencode({"team": TEAM_1, "text": text.strip()} if text else {"team": TEAM_1})
    sent: dict[str, Any] = {"action": "approve", "seen": [seen(entry) for entry in entries], "back": back}
    for _ in range(2):
        response = carla.post("/review/decide", **sent)
        if response.status_code == 302:
            address = response.headers["Location"]
            assert len(address) < SHORT
            assert address.startswith(back)
            page = page_of(carla, address)
        else:
            assert (response.status_code, number >= 40) == (200, True)
            assert f'href="{escape(back)}"' in response.text
            page = Page(response.text)
        explained = page.parts("data-not-done")
        assert explained.keys() == {entry["id"] for entry in entries}
        assert all("Anh/chị đã duyệt lúc" in each["words"] for each in explained.values())
    assert undo(carla)["done"], "what was decided last can still be taken back"


@pytest.mark.parametrize("back", ["/review/?text=" + "a" * 2000, "/review/?text=" + "ữ" * 300, "/elsewhere"])
def test_a_way_back_that_is_too_long_leads_to_the_queue(app: Flask, ana: Visitor, carla: Visitor, back: str) -> None:
    (entry,) = logged_entries(ana)
    assert carla.post("/review/decide", action="approve", seen=seen(entry), back=back).headers["Location"] == "/review/"
    again = carla.post("/review/decide", action="approve", seen=seen(entry), back=back)
    assert again.headers["Location"] == f"/review/?told={entry['id']}"
    for path in ("/review/" + "x" * 2000, "/review/?text=" + "ữ" * 300):
        assert carla.post("/language", language="vi", back=path).headers["Location"] == "/"


def test_a_sample_of_the_longest_search_has_a_short_address(app: Flask, ana: Visitor, carla: Visitor) -> None:
    text = "".join(chr(0x1EA0 + number) for number in range(89)) + "aăâeêoôơuưy"
    log_entries(ana, *(make_entry(household=household(f"{text} {number}")) for number in range(12)))
    response = carla.http.get("/review/sample", query_string={"text": text, "team": TEAM_1, "kind": "visit"})
    assert response.status_code == 302
    assert len(response.headers["Location"]) < SHORT
