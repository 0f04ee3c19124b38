"""The pages of areas, teams and places, and of what a ward calls them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.month import today
from app.people.models import Membership
from app.places.models import Neighbourhood, Place, Team, Ward
from app.settings.ward_lists import WardList
from tests.cast import AREA_1, AREA_2, MARKET_A, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.settings.list_steps import TOMORROW, YESTERDAY, covered, names, periods

pytestmark = pytest.mark.one_engine

A, T, P = WardList
AN_KHE = "\n".join(f"Tổ dân phố {number}" for number in range(1, 91))


def _version(page: str, action: str) -> str:
    form = page[page.index(f'action="{action}"') :]
    found = re.search(r'name="version"[^>]*value="([^"]*)"', form)
    assert found
    return found[1]


def _shown(page: str) -> list[int]:
    return [int(id) for id in re.findall(r'data-line="(\d+)"', page)]


def test_ninety_pasted_names_are_shown_and_then_added_at_once(app: Flask, carla: Visitor) -> None:
    page = carla.post("/areas/add", lines=f"{AN_KHE}\nPhố 1\nTổ dân phố 5\n0912345678901")
    text = unescape(page.text)
    assert (page.status_code, names(app, A)) == (200, ["Phố 1", "Phố 2"])
    assert 'data-new="90"' in text
    assert "Đã có trong danh sách" in text
    assert "Ghi hai lần" in text
    assert "Chưa hiểu được" in text
    shown = re.search(r'name="lines" value="(.*?)"', text, re.S)
    assert shown
    assert carla.post("/areas/add", lines=shown[1], confirmed="1").status_code == 302
    assert names(app, A)[-90:] == AN_KHE.splitlines()
    again = carla.post("/areas/add", lines=shown[1], confirmed="1")
    assert (again.status_code, len(names(app, A))) == (200, 92)
    assert carla.post("/teams/each-area").status_code == 302
    assert len(names(app, T)) == 92
    assert len(_shown(carla.get("/teams/").text)) == 92
    assert len(_shown(carla.get("/areas/?text=to dan pho 9").text)) == 2, "tones make no difference"


def test_one_new_name_is_added_at_once_and_a_wrong_one_is_kept_in_the_form(app: Flask, carla: Visitor) -> None:
    assert carla.post("/areas/add", lines="  Phố 3 ", since=str(today())).status_code == 302
    assert names(app, A) == ["Phố 1", "Phố 2", "Phố 3"]
    page = carla.post("/areas/add", lines="phố 3")
    assert "phố 3</textarea>" in unescape(page.text)
    assert carla.post("/areas/add", lines="", since="never").status_code == 422
    assert len(names(app, A)) == 3


def test_teams_are_pasted_with_their_areas(app: Flask, carla: Visitor) -> None:
    page = unescape(carla.post("/teams/add", lines="1\tTổ 3\t1, pho 2\n2\tTổ 4\tPhố 9").text)
    assert "Phố 1, Phố 2" in page
    assert "Không có khu dân cư nào tên là Phố 9." in page
    assert carla.post("/teams/add", lines="Tổ 3; 1; 2", confirmed="1").status_code == 302
    with app.app_context():
        team = reader().scalars(sa.select(Team.id).where(Team.name == "Tổ 3")).one()
    assert covered(app, team, today()) == {AREA_1, AREA_2}


def test_places_are_added_with_stalls_and_changed(app: Flask, carla: Visitor) -> None:
    carla.post("/places/add", lines="Chợ Mới; 1.200", type="market", area=str(AREA_1))
    with app.app_context():
        place = reader().scalars(sa.select(Place).where(Place.name == "Chợ Mới")).one()
        assert (place.unit_count, place.neighbourhood_id) == (1200, AREA_1)
    address = f"/places/{place.id}"
    version = _version(carla.get(address).text, address)
    fields = {"type": "street", "area": "0", "unit_count": "", "version": version}
    assert carla.post(address, name="Chợ Quảng Thắng", **fields).status_code == 422
    assert carla.post(address, name="Phố Mới", **fields).status_code == 302
    stale = carla.post(address, name="Phố Khác", **fields)
    assert stale.status_code == 422
    assert 'value="Phố Khác"' in unescape(stale.text)
    assert "Phố Mới" in unescape(stale.text)
    assert "tên cũ: Chợ Mới" in unescape(carla.get("/places/").text)


@pytest.mark.parametrize("written", ["60", "60 sạp", "60 Quầy", "60quầy hàng", "60 ki-ốt", "60 cửa hàng", "60 stalls"])
def test_stalls_are_understood_with_their_word(app: Flask, carla: Visitor, written: str) -> None:
    assert carla.post("/places/add", lines=f"Chợ Mới; {written}", type="market", area="0").status_code == 302
    with app.app_context():
        assert reader().scalar(sa.select(Place.unit_count).where(Place.name == "Chợ Mới")) == 60


def test_what_is_looked_at_again_is_not_added_yet(app: Flask, carla: Visitor) -> None:
    page = carla.post("/places/add", lines="Chợ Mới; mỗi sáng", type="market", area="0")
    text = unescape(page.text)
    assert "chỉ ghi số sạp hoặc số cửa hàng, ví dụ 60" in text
    assert re.search(r'<button[^>]*name="look"[^>]*>Xem lại', text)
    page = carla.post("/places/add", lines="Chợ Mới; 60 sạp", type="market", area="0", look="1")
    assert ('data-new="1"' in page.text, "Chợ Mới" in names(app, P)) == (True, False)


def test_a_list_says_what_the_button_would_add_and_speaks_as_the_ward(app: Flask, carla: Visitor) -> None:
    carla.post("/areas/add", lines="Tổ dân phố 7\nTổ 1\nTổ dân phố 8", confirmed="1")
    page = unescape(carla.get("/teams/").text)
    assert "TDP: 3 nơi chưa có tổ phụ trách." in page
    assert "lập các tổ cùng tên: Tổ dân phố 7, Tổ dân phố 8." in page, "a team is called Tổ 1 already"
    assert "khu dân cư" not in page
    assert '<a href="/teams/" aria-current="page">' in page


def test_the_page_of_a_team_leads_to_its_people_and_what_is_printed_for_them(app: Flask, carla: Visitor) -> None:
    page = carla.get(f"/teams/{TEAM_1}").text
    for path in ("/people/", "/people/invite/many", "/people/invitations", "/people/cards"):
        assert f'href="{path}?team={TEAM_1}"' in page, path
        assert carla.get(f"{path}?team={TEAM_1}").status_code == 200
    assert "/people/cards" not in carla.get(f"/areas/{AREA_1}").text


@pytest.mark.parametrize("line", [f"/areas/{AREA_1}", f"/teams/{TEAM_1}", f"/places/{MARKET_A}"])
def test_the_name_of_a_place_is_not_that_of_a_person(carla: Visitor, line: str) -> None:
    assert "Họ và tên" not in unescape(carla.get(line).text)


def test_renaming_a_place_keeps_its_area_that_has_ended(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        writer().get_one(Place, MARKET_A).neighbourhood_id = AREA_1
        writer().get_one(Neighbourhood, AREA_1).valid_to = YESTERDAY
        writer().commit()
    address = f"/places/{MARKET_A}"
    page = unescape(carla.get(address).text)
    chosen = re.findall(r'<option selected[^>]*value="(\d+)">(.*?)</option>', page[page.index('name="area"') :])[0]
    assert chosen == (str(AREA_1), "Phố 1 (đã ngừng)")
    fields = {"name": "Chợ Mới", "type": "market", "area": chosen[0], "version": _version(page, address)}
    assert carla.post(address, **fields).status_code == 302
    with app.app_context():
        market = reader().get_one(Place, MARKET_A)
        assert (market.name, market.neighbourhood_id) == ("Chợ Mới", AREA_1)


def test_areas_of_a_team_change_from_a_day_on(app: Flask, carla: Visitor) -> None:
    page = carla.get(f"/teams/{TEAM_1}").text
    address = f"/teams/{TEAM_1}/areas"
    form = {"version": _version(page, address), "areas": str(AREA_2), "since": str(TOMORROW)}
    assert [carla.post(address, **form).status_code for _ in range(2)] == [302, 302]
    assert periods(app, TEAM_1) == [(AREA_1, None, today()), (AREA_2, TOMORROW, None)]
    assert carla.post(address, **form | {"areas": str(AREA_1)}).status_code == 422
    assert carla.post(address, **form | {"areas": "999"}).status_code == 422


def test_order_by_hand_is_that_of_phones(app: Flask, carla: Visitor) -> None:
    assert _shown(carla.get("/areas/order").text) == [AREA_1, AREA_2]
    for _ in range(2):
        assert carla.post("/areas/order", before=f"{AREA_2}:{AREA_1}").status_code == 302
    assert _shown(carla.get("/areas/order").text) == [AREA_2, AREA_1]
    offered = carla.get("/api/v1/bootstrap").json
    assert offered
    assert [area["name"] for area in offered["neighbourhoods"]] == ["Phố 2", "Phố 1", "Toàn phường"]
    carla.post("/areas/order", natural="1")
    for _ in range(2):
        assert carla.post("/areas/order", moved=str(AREA_2), neighbour=str(AREA_1)).status_code == 302
    assert carla.post("/areas/order", moved=str(AREA_2), neighbour=str(AREA_2)).status_code == 302
    assert _shown(carla.get("/areas/order").text) == [AREA_2, AREA_1]
    carla.post("/areas/order", natural="1")
    assert _shown(carla.get("/areas/order").text) == [AREA_1, AREA_2]
    assert [carla.post("/areas/order", before=value).status_code for value in ("", "x:y", "1:999")] == [400, 400, 404]


def test_what_ended_is_offered_no_more_but_taken_in(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    """A phone that was long without a network names an area, a team and a place that have ended meanwhile."""
    carla = visitor("carla")
    refused = carla.post(f"/areas/{AREA_1}/end", last_day=str(YESTERDAY))
    assert refused.status_code == 422
    assert "chỉ phụ trách nơi này" in unescape(refused.text)
    page = carla.get(f"/teams/{TEAM_1}").text
    address = f"/teams/{TEAM_1}/areas"
    carla.post(address, version=_version(page, address), areas=str(AREA_2), since=str(YESTERDAY))
    assert carla.post(f"/areas/{AREA_1}/end", last_day=str(YESTERDAY)).status_code == 302
    assert carla.post(f"/places/{MARKET_A}/end", last_day=str(YESTERDAY)).status_code == 302
    refused = carla.post(f"/teams/{TEAM_1}/end", last_day=str(YESTERDAY))
    assert (refused.status_code, "còn người" in unescape(refused.text)) == (422, True)
    data = ana.get("/api/v1/bootstrap").json
    assert data
    assert AREA_1 not in {area["id"] for area in data["neighbourhoods"]}
    assert MARKET_A not in {place["id"] for place in data["places"]}
    receipts = ana.sync(make_entry(neighbourhood=AREA_1), make_entry("merchant", place=MARKET_A))
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "stored"]
    with app.app_context():
        writer().execute(sa.update(Membership).where(Membership.team_id == TEAM_1).values(valid_to=YESTERDAY))
        writer().commit()
    assert carla.post(f"/teams/{TEAM_1}/end", last_day=str(YESTERDAY)).status_code == 302
    [receipt] = ana.sync(make_entry(happened_on=str(YESTERDAY), neighbourhood=AREA_1))
    assert receipt["outcome"] == "stored", "the team and the post have ended, and its member sends what happened before"
    assert carla.post(f"/areas/{AREA_1}/bring-back").status_code == 302
    assert "Phố 1" in names(app, A)


def test_administrator_looks_after_the_ward_that_the_address_names(app: Flask, visitor: Callable[..., Visitor]) -> None:
    ada = visitor("ada")
    page = ada.get("/areas/?ward=20305").text
    assert 'href="/areas/add?ward=20305"' in page
    response = ada.post("/areas/add?ward=20305", lines="Tổ dân phố 2")
    assert response.headers["Location"] == "/areas/?ward=20305"
    assert names(app, A, WARD_B) == ["Tổ dân phố 1", "Tổ dân phố 2"]


def test_ward_says_what_it_calls_its_areas_and_teams(app: Flask, carla: Visitor) -> None:
    address = "/settings/names"
    form = {
        "version": _version(carla.get(address).text, address),
        "neighbourhood_word": "khu phố",
        "neighbourhood_short": "KP",
        "team_word": "Tổ công nghệ số",
        "team_short": "Tổ CNS",
        "contact_phone": "090 000 0199",
    }
    assert [carla.post(address, **form).status_code for _ in range(2)] == [302, 302]
    stale = carla.post(address, **form | {"team_short": "Tổ số"})
    assert (stale.status_code, 'value="Tổ số"' in unescape(stale.text)) == (422, True)
    assert carla.post(address, **form | {"contact_phone": "12"}).status_code == 422
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        assert (ward.neighbourhood_short, ward.contact_phone) == ("KP", "+84900000199")
    assert "<h1>KP</h1>" in unescape(carla.get("/areas/").text)


@pytest.mark.parametrize("which", WardList)
def test_lists_of_a_new_ward_say_what_to_do_next(app: Flask, visitor: Callable[..., Visitor], which: WardList) -> None:
    with app.app_context():
        for model in (Neighbourhood, Team, Place):
            writer().execute(sa.update(model).where(model.ward_id == WARD_B).values(valid_to=YESTERDAY))
        writer().commit()
    text = unescape(visitor("dora").get(f"/{which}/").text)
    assert "Chưa có" in text
    assert f'href="/{which}/add"' in text


def test_viewer_sees_and_changes_nothing(visitor: Callable[..., Visitor]) -> None:
    page = visitor("vera").get("/teams/").text
    assert _shown(page) == [TEAM_1, TEAM_2]
    assert "/teams/add" not in page
    assert f'href="/teams/{TEAM_1}"' not in page
