"""Services of a ward's own: added, renamed, ended and brought back on a page, and at once on the phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.catalogue.models import Service
from app.catalogue.own_service_actions import MOST_OWN
from app.database import reader
from app.month import today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.ward_settings import CatalogueChoice
from app.settings.service_choice import service_list
from tests.actions import add_rows
from tests.cast import WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.own_services import own_service

LIST, NEW = "/settings/services", "/settings/services/new"
CODE = own_service().code
PAGE = f"/settings/services/own/{CODE}"
FORM: dict[str, Any] = {
    "name_vi": "Camera an ninh",
    "name_en": "",
    "pillar": "xã hội số",
    "outcomes": ["installed", "activated", "declined"],
}


def _services(app: Flask) -> list[Service]:
    with app.app_context():
        return list(reader().scalars(sa.select(Service).where(Service.ward_id.is_not(None)).order_by(Service.code)))


def _changes(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
        details = reader().scalars(query.order_by(AuditRecord.id))
        return [(detail["service_change"], detail["service"]) for detail in details]


def _save(visitor: Visitor, page: str | None = None, **form: Any) -> TestResponse:
    """Save the page of the ward's own service, as it is now or as ``page`` showed it, with other values."""
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', visitor.get(PAGE).text if page is None else page)
    return visitor.post(PAGE, version=version, **{**FORM, "outcomes": [], **form})


def _offered(visitor: Visitor) -> list[tuple[str, str]]:
    services = visitor.get("/api/v1/bootstrap").json["services"]  # type: ignore[index]
    return [(each["code"], each["name"]) for each in services if each["code"].startswith("own_")]


def test_added_service_is_used_on_phones_at_once(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    ana.sync(make_entry("installation"))
    response = carla.post(NEW, **FORM)
    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    assert _offered(ana) == [(CODE, "Camera an ninh")]
    assert ana.sync(make_entry("installation", service=CODE, people=2))[0]["outcome"] == "stored"
    page = unescape(carla.get(LIST).text)
    assert "Đã thêm “Camera an ninh”" in page
    assert "2 người trong năm" in page
    (service,) = _services(app)
    assert (service.ward_id, service.pillar, service.outcomes) == (WARD_A, "xã hội số", "installed activated declined")
    assert _changes(app) == [("added", "Camera an ninh")]
    assert "đã thêm" in unescape(carla.get("/journal/").text)
    assert _offered(visitor("bo")) == []


def test_service_that_is_added_twice_is_there_once(app: Flask, carla: Visitor, visitor: Callable[..., Visitor]) -> None:
    assert [carla.post(NEW, **FORM).status_code for _ in range(2)] == [302, 302]
    assert len(_services(app)) == 1
    assert _changes(app) == [("added", "Camera an ninh")]
    assert visitor("dora").post(NEW, **FORM).status_code == 302, "another ward may call its own so, too"
    assert [each.ward_id for each in _services(app)] == [WARD_A, WARD_B]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "name", ["VNEID mức 2", "vneid level 2", "Sổ sức khoẻ điện tử", "camera AN NINH", "Loa phường"]
)
def test_name_that_is_taken_is_refused_with_what_to_do(app: Flask, carla: Visitor, name: str) -> None:
    add_rows(app, own_service(outcomes="installed"), own_service("Loa phường", number=2, ended_on=today()))
    response = carla.post(NEW, **{**FORM, "name_vi": name})
    assert response.status_code == 422
    text = unescape(response.text)
    wanted = "đã ngừng. Hãy chọn “Dùng lại”" if name == "Loa phường" else "Đã có dịch vụ mang tên này."
    assert wanted in text
    assert f'value="{name}"' in text, "what was entered is still there"
    assert len(_services(app)) == 2
    in_english = carla.post(NEW, **{**FORM, "name_vi": "Tên khác hẳn", "name_en": name})
    assert in_english.status_code == 422
    assert 'href="#name_en"' in in_english.text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_vi": ""}, "name_vi"),
        ({"name_vi": "  \u200b "}, "name_vi"),
        ({"name_vi": "x" * 61}, "name_vi"),
        ({"name_vi": "Thẻ 012345678901"}, "name_vi"),
        ({"name_en": "x" * 61}, "name_en"),
        ({"pillar": ""}, "pillar"),
        ({"pillar": "trụ cột khác"}, "pillar"),
        ({"outcomes": []}, "outcomes"),
        ({"outcomes": ["declined"]}, "outcomes"),
        ({"outcomes": ["activated", "confirmed"]}, "outcomes"),
    ],
)
def test_wrong_answer_has_its_message_and_the_others_stay(
    app: Flask, carla: Visitor, changed: dict[str, Any], field: str
) -> None:
    response = carla.post(NEW, **{**FORM, "name_en": "Security camera", **changed})
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    if field != "name_en":
        assert 'value="Security camera"' in response.text
    assert _services(app) == []


def test_renamed_service_keeps_its_former_name_and_its_outcomes(app: Flask, carla: Visitor, ana: Visitor) -> None:
    add_rows(app, own_service())
    response = _save(carla, name_vi="Camera khu phố", name_en="Street camera", outcomes=["self_sufficient"])
    assert response.status_code == 302
    (service,) = _services(app)
    assert (service.name_vi, service.name_en, service.former_name) == (
        "Camera khu phố",
        "Street camera",
        "Camera an ninh",
    )
    assert service.outcomes == "installed activated self_sufficient declined", "none is taken away"
    assert _offered(ana) == [(CODE, "Camera khu phố")]
    assert re.search(r"<small>[^<]*: Camera an ninh", unescape(carla.get(LIST).text)), "the former name stands beside"
    assert _save(carla, name_vi="CAMERA khu phố", name_en="Street camera").status_code == 302
    assert _services(app)[0].former_name == "Camera an ninh", "other capitals are no other name"
    assert _changes(app) == [("changed", "Camera khu phố"), ("changed", "CAMERA khu phố")]
    assert _save(carla, name_vi="VNeID mức 1").status_code == 422


def test_changes_of_another_coordinator_are_not_replaced_unseen(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, other = visitor("carla"), visitor("carla")
    add_rows(app, own_service())
    page = carla.get(PAGE).text
    _save(other, name_vi="Camera của tổ")
    refused = _save(carla, page, name_vi="Camera của phố")
    assert refused.status_code == 422
    assert "Camera của tổ" in unescape(refused.text)
    assert 'value="Camera của phố"' in unescape(refused.text), "what was entered is still there"
    assert _services(app)[0].name_vi == "Camera của tổ"
    assert _save(carla, refused.text, name_vi="Camera của phố").status_code == 302
    assert _services(app)[0].name_vi == "Camera của phố"


def test_ended_service_comes_back_with_all_that_was_counted(app: Flask, carla: Visitor, ana: Visitor) -> None:
    add_rows(app, own_service())
    ana.sync(make_entry("installation", service=CODE, people=5))
    for _ in range(2):
        assert carla.post(f"{PAGE}/end").headers["Location"] == LIST
    assert _offered(ana) == []
    page = unescape(carla.get(LIST).text)
    assert f"{today():%d/%m/%Y}" in page
    assert "5 người trong năm" in page
    assert "Camera an ninh" in carla.get("/overview/").text
    for _ in range(2):
        assert carla.post(f"{PAGE}/restore").headers["Location"] == LIST
    assert _offered(ana) == [(CODE, "Camera an ninh")]
    assert _changes(app) == [("ended", "Camera an ninh"), ("restored", "Camera an ninh")]


@pytest.mark.one_engine
def test_ward_has_only_so_many_services_of_its_own(app: Flask, carla: Visitor) -> None:
    add_rows(app, *(own_service(f"Dịch vụ {n}", number=n, ended_on=today()) for n in range(1, MOST_OWN + 1)))
    response = carla.post(NEW, **FORM)
    assert response.status_code == 422
    assert f"Mỗi phường có nhiều nhất {MOST_OWN} dịch vụ riêng." in unescape(response.text)
    assert len(_services(app)) == MOST_OWN


def test_restored_service_keeps_its_place_and_stays_hidden() -> None:
    """The choice was saved meanwhile, while its form did not show the ended service."""
    shown = service_list([own_service(), own_service("Loa", number=2)], CatalogueChoice(), today())
    both = CODE, own_service("Loa", number=2).code
    hidden = shown.as_sent([both[1], both[0]], {both[1]}).choice
    assert hidden == CatalogueChoice([both[1], both[0]], [both[0]])
    ended = [own_service(ended_on=today()), own_service("Loa", number=2), own_service("Cam", number=3)]
    meanwhile = service_list(ended, hidden, today()).moved(both[1], 1).choice
    assert meanwhile == CatalogueChoice([own_service("Cam", number=3).code, both[1], both[0]], [both[0]])
    first = service_list(ended, CatalogueChoice([both[0], both[1]], [both[0]]), today()).choice
    assert first == CatalogueChoice([*both, own_service("Cam", number=3).code], [both[0]])
