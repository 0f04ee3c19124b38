"""The services and topics that phones offer: as the ward has chosen, in its order, and its own beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.catalogue.models import ProcedureGroup, Service
from app.database import writer
from app.month import today
from app.places.models import Neighbourhood, Place, Ward
from tests.actions import add_rows
from tests.cast import AREA_1, AREA_2, MARKET_A, WARD_A, WARD_B
from tests.client import Visitor
from tests.own_services import own_service

PATH = "/api/v1/bootstrap"


def _choose(app: Flask, **settings: Any) -> None:
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = settings
        writer().commit()


def _codes(items: list[dict[str, Any]]) -> list[str]:
    return [item["code"] for item in items]


def _lists(visitor: Visitor) -> Any:
    return visitor.get(PATH).json


def test_phones_offer_what_the_ward_has_chosen_in_its_order(app: Flask, visitor: Callable[..., Visitor]) -> None:
    before, elsewhere = _lists(visitor("ana")), _lists(visitor("bo"))
    tag = visitor("ana").get(PATH).headers["ETag"]
    order = ["health_record", "vneid_2", "etax_mobile"]
    _choose(
        app,
        services={"order": order, "hidden": ["etax_mobile", "vneid_1"]},
        topics={"order": ["other"], "hidden": ["feedback"]},
    )
    assert visitor("ana").get(PATH, **{"If-None-Match": tag}).status_code == 200, "phones fetch it again"
    lists = _lists(visitor("ana"))
    rest = [code for code in _codes(before["services"]) if code not in {*order, "vneid_1"}]
    assert _codes(lists["services"]) == ["health_record", "vneid_2", *rest]
    assert set(_codes(lists["unlisted"]["services"])) == {"etax_mobile", "vneid_1"}
    assert lists["unlisted"]["services"][0].keys() == {"code", "name", "pillar", "outcomes"}
    assert _codes(lists["topics"])[0] == "other"
    assert _codes(lists["unlisted"]["topics"]) == ["feedback"]
    assert _lists(visitor("bo"))["services"] == elsewhere["services"]


def test_own_service_is_offered_by_its_ward_alone(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, own_service(), own_service("Loa thông minh", ward_id=WARD_B), own_service("Ví dụ", number=2))
    ours = [service for service in _lists(visitor("ana"))["services"] if service["code"].startswith("own_")]
    assert [service["name"] for service in ours] == ["Camera an ninh", "Ví dụ"]
    assert ours[0] == {
        "code": "own_1_1_camera_an_ninh",
        "name": "Camera an ninh",
        "pillar": "xã hội số",
        "outcomes": ["installed", "activated", "declined"],
    }
    assert _lists(visitor("ana"))["services"][-1]["name"] == "Ví dụ", "what is added comes last"
    add_rows(app, own_service(ended_on=today()), own_service("Ví dụ", number=2, ended_on=today() + timedelta(days=1)))
    lists = _lists(visitor("ana"))
    assert lists["services"][-1]["name"] == "Ví dụ"
    assert [service["name"] for service in lists["unlisted"]["services"]] == ["Camera an ninh"]


def test_groups_of_procedures_are_offered_as_the_ward_has_chosen(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(
        app,
        ProcedureGroup(code="own_1_1_cho", position=1001, name_vi="Thủ tục chợ", name_en="", ward_id=WARD_A),
        ProcedureGroup(code="own_2_1_ben", position=1001, name_vi="Bến bãi", name_en="", ward_id=WARD_B),
        ProcedureGroup(
            code="own_1_2_cu", position=1002, name_vi="Đã thôi", name_en="", ward_id=WARD_A, ended_on=today()
        ),
    )
    _choose(app, procedures={"order": ["own_1_1_cho", "land"], "hidden": ["merit"]})
    lists = visitor("ana").get(f"{PATH}?form=2").json
    assert lists["procedures"][:2] == [
        {"code": "own_1_1_cho", "name": "Thủ tục chợ"},
        {"code": "land", "name": "Đất đai, nhà ở"},
    ]
    assert _codes(lists["unlisted"]["procedures"]) == ["merit", "own_1_2_cu"]
    assert {"own_2_1_ben", "merit", "own_1_2_cu"}.isdisjoint(_codes(lists["procedures"]))
    assert "own_2_1_ben" in _codes(visitor("bo").get(f"{PATH}?form=2").json["procedures"])
    of_form_1 = _lists(visitor("ana"))
    assert "procedures" not in {*of_form_1, *of_form_1["unlisted"]}, "phones of form 1 get the keys of form 1"


@pytest.mark.one_engine
def test_service_of_a_later_release_is_offered_last(app: Flask, ana: Visitor) -> None:
    codes = _codes(_lists(ana)["services"])
    _choose(app, services={"order": list(reversed(codes)), "hidden": []})
    later = Service(
        code="later", position=0, name_vi="Mới", name_en="New", pillar="", denominator_group="", outcomes="activated"
    )
    add_rows(app, later)
    assert _codes(_lists(ana)["services"]) == [*reversed(codes), "later"]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "stored", [None, 3, [], {"order": 3, "hidden": "x"}, {"order": [1, None, "nothing"], "hidden": [{}]}]
)
def test_choice_that_cannot_be_read_is_the_catalogues(app: Flask, ana: Visitor, stored: Any) -> None:
    before = _lists(ana)
    _choose(app, services=stored, topics=stored)
    assert _lists(ana) == before


@pytest.mark.one_engine
def test_phones_offer_all_rather_than_nothing(app: Flask, ana: Visitor) -> None:
    before = _lists(ana)
    _choose(app, services={"order": [], "hidden": _codes(before["services"])})
    assert _lists(ana)["services"] == before["services"]


def test_phones_learn_the_names_of_what_has_ended(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        writer().get_one(Place, MARKET_A).valid_to = today() - timedelta(days=1)
        old = writer().get_one(Neighbourhood, AREA_2)
        old.valid_to, old.merged_into_id = today() - timedelta(days=1), AREA_1
        writer().commit()
    lists = _lists(ana)
    assert lists["places"] == []
    assert lists["unlisted"]["places"] == [{"id": MARKET_A, "name": "Chợ Quảng Thắng"}]
    assert lists["unlisted"]["neighbourhoods"] == [{"id": AREA_2, "name": "Phố 2"}]
    assert AREA_2 not in [area["id"] for area in lists["neighbourhoods"]]
