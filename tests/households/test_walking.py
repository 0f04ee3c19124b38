"""The list to walk with: whose lines stand on it, in which order, with what is open, and what is never on it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.database import writer
from app.households.party_tables import MERCHANTS
from app.logbook.status import Action
from app.places.models import Ward
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, MARKET_A, MARKET_B, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import listed, stored
from tests.html import parse


def _sheets(page: str) -> list[list[str]]:
    """Return the heading of each sheet with the labels on it."""
    return [
        [
            "".join(section.find(".//h2").itertext()),
            *(row.findtext("th") or "" for row in section.iter("tr") if row.get("data-party")),
        ]
        for section in parse(page).iter("div")
        if "walking-sheet" in (section.get("class") or "")
    ]


def test_a_team_has_a_sheet_for_each_lane_by_numbers(app: Flask, leo: Visitor, carla: Visitor) -> None:
    listed(app, "Số 10, ngõ 3", "Số 2, ngõ 3", "Số 1, ngõ 12", "Nhà văn hóa")
    listed(app, "Số 5, ngõ 3", area=AREA_2)
    sheets = _sheets(leo.get("/households/walking").text)
    assert [sheet[1:] for sheet in sheets] == [["Số 2, ngõ 3", "Số 10, ngõ 3"], ["Số 1, ngõ 12"], ["Nhà văn hóa"]]
    assert all("Phố 1" in sheet[0] for sheet in sheets)
    assert _sheets(carla.get("/households/walking").text) == []
    assert _sheets(carla.get(f"/households/walking?team={TEAM_1}").text) == sheets
    assert [sheet[1:] for sheet in _sheets(carla.get(f"/households/walking?team={TEAM_2}").text)] == [["Số 5, ngõ 3"]]
    assert leo.get(f"/households/walking?team={TEAM_2}").status_code == 404


@pytest.mark.one_engine
def test_what_only_void_entries_name_is_not_printed(app: Flask, ana: Visitor, leo: Visitor) -> None:
    log_entries(ana, wrong := make_entry(household=household("Số 9")), make_entry(household=household("Số 1")))
    review_entries(app, Action.VOID, wrong, reason="duplicate")
    page = leo.get("/households/walking").text
    assert [labels for _, *labels in _sheets(page)] == [["Số 1"]]


@pytest.mark.one_engine
def test_a_list_that_is_too_long_says_so(app: Flask, leo: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.households.walking_views.LIST_LIMIT", 2)
    listed(app, "Số 3, ngõ 1", "Số 1, ngõ 1")
    cut = "Danh sách này chỉ có 2 dòng đầu"
    assert cut not in leo.get("/households/walking").text
    listed(app, "Số 2, ngõ 1")
    page = leo.get("/households/walking").text
    assert cut in page
    assert [labels for _, *labels in _sheets(page)] == [["Số 1, ngõ 1", "Số 2, ngõ 1"]]


def test_one_lane_can_be_printed_alone(app: Flask, leo: Visitor) -> None:
    listed(app, "Số 2, ngõ 3", "Số 1, ngõ 12")
    page = parse(leo.get("/households/walking").text)
    lanes = [option.get("value") or "" for option in page.iter("option") if option.get("value")]
    assert len(lanes) == 2
    [sheet] = _sheets(leo.get(f"/households/walking?lane={lanes[0]}").text)
    assert sheet[1:] == ["Số 2, ngõ 3"]
    assert len(_sheets(leo.get("/households/walking?lane=nothing").text)) == 2, "the lane of another team: all"


@pytest.mark.one_engine
def test_another_team_has_its_whole_list_though_a_lane_was_chosen(app: Flask, carla: Visitor) -> None:
    listed(app, "Số 2, ngõ 3", "Số 1, ngõ 12")
    listed(app, "Số 5, ngõ 3", area=AREA_2)
    page = carla.get(f"/households/walking?team={TEAM_2}&lane={AREA_1}:12").text
    assert [sheet[1:] for sheet in _sheets(page)] == [["Số 5, ngõ 3"]]


@pytest.mark.one_engine
def test_a_list_says_who_printed_it_and_to_take_it_back(app: Flask, leo: Visitor) -> None:
    [id] = listed(app, "Số 2, ngõ 3")
    party = stored(app, id)
    party.called = "quán đầu ngõ"  # type: ignore[union-attr]
    add_rows(app, party)
    page = leo.get("/households/walking").text
    assert "Nguyễn Ví Dụ Leo" in page
    assert "Thu lại sau khi dùng" in page
    assert "quán đầu ngõ" not in page


def test_what_is_open_stands_beside_the_last_visit(app: Flask, ana: Visitor, leo: Visitor) -> None:
    absent = household("Số 2, ngõ 3")
    log_entries(ana, make_entry(household=absent, met="absent", people=0, barrier="elderly_alone"))
    listed(app, "Số 4, ngõ 3")
    page = leo.get("/households/walking").text
    assert "quay lại" in page
    assert "chưa đến" in page.lower()
    assert "cao tuổi" not in page


def test_markets_have_lists_of_their_stalls(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry("merchant", place=MARKET_A)
    log_entries(ana, entry)
    listed(app, "Quầy ngoài chợ", table=MERCHANTS)
    [sheet] = _sheets(carla.get(f"/merchants/walking?place={MARKET_A}").text)
    assert sheet == ["Chợ Quảng Thắng", "Quầy mẫu 1"]
    assert carla.get(f"/merchants/walking?place={MARKET_B}").status_code == 404


@pytest.mark.one_engine
def test_stalls_outside_of_markets_are_on_the_list_of_a_team(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry("merchant", place=MARKET_A))
    listed(app, "Quầy ngoài chợ", table=MERCHANTS)
    choice = {select.get("name") for select in parse(carla.get("/merchants/walking").text).iter("select")}
    assert choice == {"team", "place"}
    assert [sheet[1:] for sheet in _sheets(carla.get(f"/merchants/walking?team={TEAM_1}").text)] == [
        ["Quầy mẫu 1"],
        ["Quầy ngoài chợ"],
    ]
    [sheet] = _sheets(carla.get(f"/merchants/walking?team={TEAM_1}&place={MARKET_A}").text)
    assert sheet[1:] == ["Quầy mẫu 1"]


@pytest.mark.one_engine
def test_what_a_criterion_asks_for_is_open_too(app: Flask, ana: Visitor, leo: Visitor) -> None:
    criteria = [{"rule": "everybody", "service": "vneid_2", "age": 14}]
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"state_services": [], "criteria": criteria}
        writer().commit()
    state = {"people_14": 2, "have": {"vneid_2": 1}}
    log_entries(ana, {**make_entry(household=household("Số 2, ngõ 3"), state=state), "form": 2})
    assert "VNeID" in leo.get("/households/walking").text
