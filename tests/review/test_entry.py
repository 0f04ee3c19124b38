"""One entry in full, with its history and what each revision changed; and what waits for its authors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.month import now, today
from app.review import returned as returned_room
from tests.actions import log_entries
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.review.steps import Cast, change, decide, page_of, seen, set_flags, shown


def test_the_history_says_who_did_what_and_what_each_version_changed(ana: Visitor, carla: Visitor) -> None:
    entry = make_entry(household=household("Số 9, ngõ 3"), people=3, note="lần đầu")
    log_entries(ana, entry)
    decide(carla, "return:people", seen(entry), comment="Số người chưa khớp.")
    second = edited(entry, people=4, met="declined", note="")
    log_entries(ana, second)
    log_entries(ana, edited(second, happened_on=(today() - timedelta(days=1)).isoformat()))
    decide(carla, "approve", seen(entry, 4))
    page = page_of(carla, f"/review/entries/{entry['id']}")
    lines = page.parts("data-action")
    assert list(lines) == ["approve", "edit", "return", "record"], "the latest first; the two edits share a key"
    assert "Anh/chị" in lines["approve"]["words"]
    for text in ("Anh/chị", "Số người", "“Số người chưa khớp.”"):
        assert text in lines["return"]["words"]
    assert "Nguyễn Ví Dụ Ana" in lines["record"]["words"]
    changes = {name: change["words"] for name, change in page.parts("data-change").items()}
    assert changes.keys() == {"happened_on", "people", "met", "note"}
    assert changes["people"].endswith("3 → 4")
    assert changes["met"].endswith("Gặp được → Từ chối")
    assert changes["note"].endswith("lần đầu → để trống")
    assert f"→ {today() - timedelta(days=1):%d/%m/%Y}" in changes["happened_on"]


def test_entry_page_shows_all_fields_in_words(visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry(
        household=household("Số 9, ngõ 3"),
        companions=[3],
        location={"lat": 19.8, "lng": 105.7, "accuracy": 40},
        note="Hai dòng\nở đây",
    )
    training, helped = make_entry("training"), make_entry("installation", visit=entry["id"])
    log_entries(ana, entry, training, helped)
    fields = page_of(carla, f"/review/entries/{entry['id']}").parts("data-field")
    shown_text = {name: field["words"] for name, field in fields.items()}
    assert shown_text["companions"].endswith("Nguyễn Ví Dụ Leo")
    assert shown_text["household"].endswith("Số 9, ngõ 3")
    assert shown_text["neighbourhood"].endswith("Phố 1")
    assert shown_text["happened_on"].endswith(f"{today():%d/%m/%Y}")
    assert "withdrawn" not in shown_text
    assert "Cảnh giác lừa đảo" in page_of(carla, f"/review/entries/{training['id']}").text()
    assert "visit" in page_of(carla, f"/review/entries/{helped['id']}").parts("data-field")


def test_bank_of_a_merchant_is_called_by_its_name(visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry("merchant", bank_bin="970436")
    log_entries(ana, entry)
    log_entries(ana, edited(entry, bank_bin="999999"))
    page = page_of(carla, f"/review/entries/{entry['id']}")
    assert page.parts("data-field")["bank_bin"]["words"].endswith("999999")
    assert page.parts("data-change")["bank_bin"]["words"].endswith("Vietcombank → 999999")


def test_the_other_visits_to_a_household_stand_beside_it(visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    household_row = household("Số 9, ngõ 3")
    days = (0, 5, 59, 61)
    entries = [
        make_entry(household=household_row, happened_on=(today() - timedelta(days=ago)).isoformat()) for ago in days
    ]
    log_entries(ana, *entries)
    gone = make_entry(household=household_row)
    log_entries(visitor("bruno"), gone)
    decide(carla, "void:trial", seen(gone))
    page = page_of(carla, f"/review/entries/{entries[0]['id']}")
    assert list(page.parts("data-visit")) == [entries[1]["id"], entries[2]["id"]]


def test_entry_page_shows_history_and_allowed_decisions(app: Flask, visitor: Cast, ana: Visitor) -> None:
    entry = make_entry()
    log_entries(ana, entry)
    path = f"/review/entries/{entry['id']}"
    statuses = {
        name: visitor(name).get(path).status_code for name in ("ana", "bruno", "leo", "vera", "dora", "eva", "ada")
    }
    assert statuses == {"ana": 200, "bruno": 404, "leo": 200, "vera": 200, "dora": 404, "eva": 403, "ada": 403}
    offered = {
        name: {
            action for action in ("approve", "return:", "void:") if f'value="{action}' in visitor(name).get(path).text
        }
        for name in ("ana", "vera", "leo", "carla")
    }
    assert offered == {"ana": set(), "vera": set(), "leo": {"return:"}, "carla": {"approve", "return:", "void:"}}
    assert path in " ".join(page_of(visitor("carla"), "/overview/entries").links())


def test_a_flag_is_explained_with_the_entry(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry()
    log_entries(ana, entry)
    set_flags(app, entry, "late", "of an older version")
    flags = page_of(carla, f"/review/entries/{entry['id']}").parts("data-flag")
    assert list(flags) == ["late", "of an older version"]


def test_returned_entries_are_listed_by_waiting_time(app: Flask, visitor: Cast, ana: Visitor, carla: Visitor) -> None:
    own = [make_entry() for _ in range(4)]
    log_entries(ana, *own)
    (other,) = [make_entry()]
    log_entries(visitor("bruno"), other)
    decide(carla, "return:people", *map(seen, (*own[:3], other)), comment="Xem lại giúp.")
    for entry, days in zip((*own[:3], other), (2, 9, 4, 6), strict=True):
        change(app, entry, waiting_since=now() - timedelta(days=days))
    page = page_of(carla, "/review/returned")
    assert shown(page) == [own[1]["id"], other["id"], own[2]["id"], own[0]["id"]]
    teams = page.parts("data-team")
    assert {name: (team["number"], team["longest"], team["median"]) for name, team in teams.items()} == {
        "Tổ 1": ("3", "9", "4"),
        "Tổ 2": ("1", "6", "6"),
    }
    assert "“Xem lại giúp.”" in page.parts("data-entry")[other["id"]]["words"]
    assert set(page_of(visitor("leo"), "/review/returned").parts("data-team")) == {"Tổ 1"}
    assert shown(page_of(visitor("dora"), "/review/returned")) == []


def test_a_long_list_of_returned_ones_has_pages(
    app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returned_room, "PAGE", 2)
    entries = [make_entry() for _ in range(3)]
    log_entries(ana, *entries)
    decide(carla, "return:people", *map(seen, entries))
    first = page_of(carla, "/review/returned")
    (following,) = [link for link in first.links() if "after=" in link]
    assert sorted([*shown(first), *shown(page_of(carla, following))]) == sorted(entry["id"] for entry in entries)
