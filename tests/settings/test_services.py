"""The page on which a ward says which services and topics its phones offer, and in which order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.catalogue.models import Service
from app.database import reader
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Ward
from tests.actions import add_rows
from tests.cast import CARLA, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.own_services import own_service

PAGE = "/settings/services"
PHONE = "/api/v1/bootstrap"


def _settings(app: Flask, ward_id: int = WARD_A) -> dict[str, Any]:
    with app.app_context():
        return dict(reader().get_one(Ward, ward_id).stored_settings)


def _audit_log(app: Flask) -> list[Any]:
    with app.app_context():
        query = sa.select(AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail)
        rows = reader().execute(query.where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED).order_by(AuditRecord.id))
        return [tuple(row) for row in rows]


def _codes(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)


def _ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="checkbox"[^>]*name="shown_{name}" value="([^"]*)" checked', page)


def _sent(visitor: Visitor, page: str, hidden: Sequence[str] = (), **more: Any) -> TestResponse:
    """Send what a browser does of a page, without the ticks of what is to be ``hidden``."""
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', page)
    form: dict[str, Any] = {"version": version, **more}
    for name in ("services", "topics"):
        form.setdefault(name, _codes(page, name))
        form[f"shown_{name}"] = [code for code in _ticked(page, name) if code not in hidden]
    return visitor.post(PAGE, **form)


def _offered(visitor: Visitor, name: str = "services") -> list[str]:
    return [each["code"] for each in visitor.get(PHONE).json[name]]  # type: ignore[index]


def test_moved_and_hidden_services_reach_the_phones_when_saved(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    before = _offered(ana)
    page = carla.get(PAGE).text
    assert (_codes(page, "services"), _ticked(page, "services")) == (before, before)
    up = _sent(carla, page, ["etax_mobile"], move="services up health_record")
    assert up.status_code == 200
    assert "Chưa lưu" in up.text
    moved = ["vneid_1", "health_record", "vneid_2", *before[3:]]
    assert _codes(up.text, "services") == moved
    assert "etax_mobile" not in _ticked(up.text, "services")
    assert (_offered(ana), _audit_log(app)) == (before, []), "nothing is saved yet"
    down = _sent(carla, up.text, move="topics down vneid")
    saved = _sent(carla, down.text)
    assert (saved.status_code, saved.headers["Location"]) == (302, PAGE)
    assert _offered(ana) == [code for code in moved if code != "etax_mobile"]
    assert _offered(ana, "topics")[:2] == ["public_services", "vneid"]
    assert _audit_log(app) == [(CARLA, WARD_A, {"what": "services", "changed": ["services", "topics"]})]
    assert _sent(carla, carla.get(PAGE).text).status_code == 302
    assert len(_audit_log(app)) == 1, "what is saved twice is saved once"
    assert "services" not in _settings(app, WARD_B)
    assert _settings(app)["flags"], "the other settings stay"
    assert "dịch vụ và nội dung trên điện thoại" in unescape(carla.get("/journal/").text)


def test_catalogues_own_order_is_stored_as_none(app: Flask, carla: Visitor) -> None:
    page = carla.get(PAGE).text
    usual = _codes(page, "services")
    _sent(carla, page, ["vneid_1"], services=list(reversed(usual)))
    assert _settings(app)["services"] == {"order": list(reversed(usual)), "hidden": ["vneid_1"]}
    reset = _sent(carla, carla.get(PAGE).text, reset="1")
    assert (_codes(reset.text, "services"), _ticked(reset.text, "services")) == (usual, usual)
    _sent(carla, reset.text)
    assert _settings(app)["services"] == {"order": [], "hidden": []}


@pytest.mark.one_engine
def test_moves_stop_at_the_ends_and_pass_over_what_nobody_knows(app: Flask, carla: Visitor) -> None:
    page = carla.get(PAGE).text
    usual = _codes(page, "services")
    last = f"services down {usual[-1]}"
    for move in (
        "services up vneid_1",
        last,
        "services up nothing",
        "services sideways vneid_1",
        "x",
        "merchants up a",
    ):
        assert _codes(_sent(carla, page, move=move).text, "services") == usual, move
    strange = _sent(carla, page, services=["nothing", "vneid_2", "vneid_2", "own_9_9_x"], preview="1")
    assert _codes(strange.text, "services") == ["vneid_2", *(code for code in usual if code != "vneid_2")]


@pytest.mark.one_engine
def test_one_service_and_one_topic_have_to_stay(app: Flask, carla: Visitor) -> None:
    page = carla.get(PAGE).text
    response = _sent(carla, page, [*_codes(page, "services"), *_codes(page, "topics")])
    assert response.status_code == 422
    text = unescape(response.text)
    assert "Phải để lại ít nhất một dịch vụ trên điện thoại." in text
    assert "Phải để lại ít nhất một nội dung trên điện thoại." in text
    assert _ticked(response.text, "services") == []
    assert "services" not in _settings(app)
    few = _sent(carla, page, [*_codes(page, "services")[1:], *_codes(page, "topics")[1:]])
    assert few.status_code == 302


def test_choice_of_another_coordinator_is_not_replaced_unseen(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, other = visitor("carla"), visitor("carla")
    page = carla.get(PAGE).text
    _sent(other, page, ["vneid_1"])
    refused = _sent(carla, page, ["telehealth"])
    assert refused.status_code == 422
    assert "Đã có người lưu cài đặt khác" in unescape(refused.text) or 'role="alert"' in refused.text
    assert "telehealth" not in _ticked(refused.text, "services"), "what was ticked is still there"
    assert _settings(app)["services"]["hidden"] == ["vneid_1"]
    assert _sent(carla, refused.text).status_code == 302, "who saves again knows of the other's"
    assert _settings(app)["services"]["hidden"] == ["telehealth"]


def test_what_was_added_while_the_form_was_open_stays_shown(app: Flask, carla: Visitor, ana: Visitor) -> None:
    page = carla.get(PAGE).text
    add_rows(app, own_service())
    assert _sent(carla, page, ["vneid_1"]).status_code == 302
    assert _offered(ana)[-1] == own_service().code
    later = Service(
        code="later",
        position=0,
        name_vi="Dịch vụ mới",
        name_en="",
        pillar="",
        denominator_group="",
        outcomes="installed",
    )
    add_rows(app, later)
    shown = carla.get(PAGE).text
    assert _codes(shown, "services")[-1] == "later"
    (row,) = re.findall(r"Dịch vụ mới\s*<small>([^<]*)</small>", shown)
    assert row.strip() == "mới"
    _sent(carla, shown)
    assert "mới" not in re.findall(r"Dịch vụ mới\s*<small>([^<]*)</small>", carla.get(PAGE).text)[0]


@pytest.mark.one_engine
def test_page_says_how_much_each_was_used(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ana.sync(
        make_entry("installation", service="vneid_2", people=3),
        make_entry("installation", service="vneid_2", outcome="declined", people=2),
        make_entry(topics=["vneid", "feedback"]),
        make_entry("training", topic="feedback"),
    )
    text = re.sub(r"\s+", " ", carla.get(f"{PAGE}?lang=en").text)
    assert re.search(r"VNeID level 2 <small>5 people in \d{4}</small>", text)
    assert re.search(r"Citizen feedback <small>2 times in \d{4}</small>", text)
