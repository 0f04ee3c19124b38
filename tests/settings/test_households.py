"""The page on which a ward says what phones ask of a household, and when it is a digital one."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import in_transaction, reader
from app.month import now, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA, USUAL_STATE_SERVICES, Criterion, Rule
from app.places.models import Ward
from app.registry.models import Household, HouseholdSummary
from app.registry.state_actions import count_states
from app.registry.state_queries import state_figures_of_areas
from tests.actions import add_rows
from tests.cast import AREA_1, WARD_A
from tests.client import Visitor
from tests.own_services import own_service

PAGE = "/settings/households"
USUAL = [each.code for each in USUAL_CRITERIA]


def _lines(page: str) -> list[str]:
    return [unescape(code) for code in re.findall(r'name="criteria" value="([^"]*)"', page)]


def _names(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'name="names" value="([^"]*)"', page)]


def _ticked(page: str) -> list[str]:
    return re.findall(r'name="services" value="([^"]*)" checked', page)


def _sent(visitor: Visitor, page: str, **more: Any) -> TestResponse:
    """Send what a browser does of a page."""
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', page)
    form = {"services": _ticked(page), "criteria": _lines(page), "names": _names(page)}
    return visitor.post(PAGE, **{"version": version, **form, **more})


def _page(visitor: Visitor) -> str:
    return visitor.get(PAGE).text


def _stored(app: Flask) -> Any:
    with app.app_context():
        return reader().get_one(Ward, WARD_A).settings


def _store(app: Flask, **parts: Any) -> None:
    with app.app_context():
        in_transaction(lambda session: store_settings(session.get_one(Ward, WARD_A), **parts))


def test_a_ward_begins_with_the_usual_services_and_no_criteria(carla: Visitor) -> None:
    page = _page(carla)
    assert set(_ticked(page)) == set(USUAL_STATE_SERVICES)
    assert _lines(page) == []
    assert "/settings/households" in carla.get("/settings/").text


def test_the_usual_criteria_are_added_and_then_saved(app: Flask, carla: Visitor) -> None:
    added = _sent(carla, _page(carla), usual="1").text
    assert _lines(added) == USUAL
    assert "Chưa lưu" in added
    assert not _stored(app).criteria, "nothing is saved before it is asked for"
    assert _sent(carla, added).status_code == 302
    assert [each.code for each in _stored(app).criteria] == USUAL
    with app.app_context():
        query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
        assert reader().scalars(query).all() == [{"what": "households", "changed": ["criteria"]}]
    twice = _sent(carla, _page(carla), usual="1").text
    assert _lines(twice) == USUAL, "each stands once"


def test_criteria_are_moved_named_and_taken_away(app: Flask, carla: Visitor) -> None:
    _store(app, criteria=USUAL_CRITERIA)
    page = _sent(carla, _page(carla), move=f"up {USUAL[1]}").text
    assert _lines(page) == [USUAL[1], USUAL[0], *USUAL[2:]]
    for direction in ("up", "down"):
        ends = _sent(carla, page, move=f"{direction} {_lines(page)[0 if direction == 'up' else -1]}").text
        assert _lines(ends) == _lines(page), "at either end it stays"
    names = ["", " Cả nhà  có VNeID ", *[""] * 4]
    page = _sent(carla, page, names=names, remove=USUAL[3]).text
    assert _names(page)[:2] == ["", "Cả nhà có VNeID"]
    assert _sent(carla, page).status_code == 302
    stored = _stored(app).criteria
    assert [each.code for each in stored] == [USUAL[1], USUAL[0], USUAL[2], *USUAL[4:]]
    assert stored[1].name == "Cả nhà có VNeID"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"rule": "everybody_60", "service": "health_record"}, "everybody_60.health_record"),
        ({"rule": "somebody", "service": "telehealth"}, "somebody.telehealth"),
        ({"rule": "smartphones", "least": "2"}, "smartphones.2"),
        ({"rule": "internet", "service": "telehealth"}, "internet"),
        ({"rule": "own_phone"}, "own_phone"),
    ],
)
def test_each_rule_can_be_added(carla: Visitor, sent: dict[str, str], code: str) -> None:
    response = _sent(carla, _page(carla), add="1", **sent)
    assert (response.status_code, _lines(response.text)) == (200, [code])


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"rule": "somebody", "service": ""}, "Hãy chọn dịch vụ"),
        ({"rule": "everybody_14", "service": "unheard_of"}, "Hãy chọn dịch vụ"),
        ({"rule": "smartphones", "least": "0"}, "Hãy nhập số nguyên từ 1 đến 10"),
        ({"rule": "smartphones", "least": "hai"}, "Hãy nhập số nguyên từ 1 đến 10"),
        ({"rule": "internet"}, "đã có trong danh sách"),
        ({"rule": ""}, "Hãy chọn tiêu chí hỏi gì"),
    ],
)
def test_what_cannot_be_added_is_explained(app: Flask, carla: Visitor, sent: dict[str, str], message: str) -> None:
    _store(app, criteria=[Criterion(Rule.INTERNET)])
    response = _sent(carla, _page(carla), add="1", **sent)
    assert response.status_code == 422
    assert _lines(response.text) == ["internet"]
    assert message in response.text


@pytest.mark.parametrize(
    ("name", "message"), [("x" * 81, "nhiều nhất 80"), ("Theo CCCD 079201001234", "CCCD")], ids=["long", "identity"]
)
def test_name_that_cannot_stand_is_refused_and_stays(app: Flask, carla: Visitor, name: str, message: str) -> None:
    _store(app, criteria=[Criterion(Rule.INTERNET)])
    response = _sent(carla, _page(carla), names=[name])
    assert response.status_code == 422
    assert message in response.text
    assert _names(response.text) == [name]
    assert _stored(app).criteria[0].name == ""


def test_saving_adds_what_was_chosen(app: Flask, carla: Visitor) -> None:
    wrong = _sent(carla, _page(carla), rule="somebody", service="")
    assert (wrong.status_code, "Hãy chọn dịch vụ" in wrong.text) == (422, True)
    assert _sent(carla, wrong.text, rule="somebody", service="telehealth").status_code == 302
    assert [each.code for each in _stored(app).criteria] == ["somebody.telehealth"]


def test_too_many_criteria_are_refused(app: Flask, carla: Visitor) -> None:
    page = _page(carla)
    codes = [*(f"smartphones.{number}" for number in range(1, 11)), "internet", "own_phone", "somebody.telehealth"]
    response = _sent(carla, page, criteria=codes, names=[""] * 13)
    assert (response.status_code, "nhiều nhất 12" in response.text) == (422, True)
    assert _sent(carla, page, criteria=codes[:12], names=[""] * 12).status_code == 302


@pytest.mark.parametrize("code", ["everybody_15.vneid_2", "smartphones.99", "smartphones.-1", "internet.x", "x", ""])
def test_codes_that_mean_nothing_are_passed_over(app: Flask, carla: Visitor, code: str) -> None:
    assert _sent(carla, _page(carla), criteria=[code, "internet"], names=["", ""]).status_code == 302
    assert [each.code for each in _stored(app).criteria] == ["internet"]


def test_services_are_stored_in_the_order_of_the_ward_and_may_be_none(app: Flask, carla: Visitor) -> None:
    assert _sent(carla, _page(carla), services=["telehealth", "unheard_of", "vneid_1"]).status_code == 302
    assert _stored(app).state_services == ["vneid_1", "telehealth"]
    assert _sent(carla, _page(carla), services=[]).status_code == 302
    assert _stored(app).state_services == []
    assert _ticked(_page(carla)) == []


def test_what_somebody_else_saved_is_not_replaced_unseen(app: Flask, carla: Visitor) -> None:
    page = _page(carla)
    _store(app, criteria=[Criterion(Rule.OWN_PHONE)])
    response = _sent(carla, page, criteria=["internet"], names=[""])
    assert response.status_code == 422
    assert _lines(response.text) == ["internet"]
    assert [each.code for each in _stored(app).criteria] == ["own_phone"]
    assert _sent(carla, response.text).status_code == 302
    assert [each.code for each in _stored(app).criteria] == ["internet"]


def test_ended_service_of_a_criterion_is_named_and_cannot_be_chosen(app: Flask, carla: Visitor) -> None:
    ended = own_service("Loa thông minh", ended_on=today())
    add_rows(app, ended)
    _store(app, criteria=[Criterion(Rule.SOMEBODY, service=ended.code)])
    page = _page(carla)
    assert "đã ngừng" in page
    assert f'value="{ended.code}"' not in page.replace(f'name="criteria" value="somebody.{ended.code}"', "")
    assert _sent(carla, page, add="1", rule="everybody_14", service=ended.code).status_code == 422


def test_figures_follow_the_criteria_at_once(app: Flask, carla: Visitor) -> None:
    home = UUID(int=5)
    summary = {"visits": 1, "needs_help_at_home": False, "done": [], "state": {"internet": True}, "state_on": today()}
    label = {"label": "Số 1", "folded": "so 1", "created_at": now()}
    add_rows(
        app,
        Household(ward_id=WARD_A, id=home, neighbourhood_id=AREA_1, **label),
        HouseholdSummary(ward_id=WARD_A, household_id=home, **summary),
    )
    with app.app_context():
        in_transaction(lambda session: count_states(session.connection(), WARD_A, [home]))
    for criteria, expected in ((["internet"], 1), (["internet", "own_phone"], 0), ([], 0), (["internet"], 1)):
        assert _sent(carla, _page(carla), criteria=criteria, names=[""] * len(criteria)).status_code == 302
        with app.app_context():
            figures = dict(reader().execute(state_figures_of_areas(WARD_A, [AREA_1])).all())
            assert (figures.get("digital", 0), figures["households"]) == (expected, 1)
            assert figures.get("met.internet", 0) == int("internet" in criteria)
