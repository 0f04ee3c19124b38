"""What phones ask of the state of a household, and the ward's criteria, as bootstrap brings them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.database import in_transaction, writer
from app.month import today
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA, USUAL_STATE_SERVICES, Criterion, Rule
from app.places.models import Ward
from tests.actions import add_rows
from tests.cast import WARD_A
from tests.client import Visitor
from tests.own_services import own_service

PATH = "/api/v1/bootstrap?form=2"


def _store(app: Flask, **parts: Any) -> None:
    with app.app_context():
        in_transaction(lambda session: store_settings(session.get_one(Ward, WARD_A), **parts))


def _settings(visitor: Visitor, path: str = PATH) -> Any:
    return visitor.get(path).json["settings"]


def _asked(visitor: Visitor) -> list[str]:
    return [service["code"] for service in _settings(visitor)["state_services"]]


def test_ward_that_has_chosen_nothing_asks_for_the_usual_services_and_has_no_criteria(ana: Visitor) -> None:
    settings = _settings(ana)
    assert settings["criteria"] == []
    assert [service["code"] for service in settings["state_services"]] == list(USUAL_STATE_SERVICES)
    assert settings["state_services"][0] == {"code": "vneid_2", "name": "VNeID mức 2"}


def test_phone_of_the_first_form_gets_neither(ana: Visitor) -> None:
    assert _settings(ana, "/api/v1/bootstrap").keys().isdisjoint({"state_services", "criteria"})


def test_criteria_come_in_their_order_with_names_and_what_their_rules_need(app: Flask, ana: Visitor) -> None:
    criteria = [Criterion(Rule.OWN_PHONE, name="Mỗi người một máy"), *USUAL_CRITERIA, Criterion("of_a_later_version")]
    _store(app, state_services=["telehealth"], criteria=criteria)
    settings = _settings(ana)
    assert settings["criteria"][0] == {"code": "own_phone", "name": "Mỗi người một máy", "rule": "own_phone"}
    assert settings["criteria"][1] == {
        "code": "everybody_14.vneid_2",
        "name": "Mọi người từ 14 tuổi: VNeID mức 2",
        "rule": "everybody",
        "age": 14,
        "service": "vneid_2",
    }
    assert settings["criteria"][5]["least"] == 1
    assert len(settings["criteria"]) == 7, "an unknown rule is passed over"
    needed = ["vneid_2", "payment_account", "public_service_account", "health_record"]
    assert _asked(ana) == ["telehealth", *needed], "what a criterion needs is asked for"


@pytest.mark.parametrize("stored", [{"criteria": "x"}, {"criteria": [5, {"rule": 7}]}, {"state_services": {"a": 1}}])
def test_settings_that_cannot_be_read_do_no_harm(app: Flask, ana: Visitor, stored: dict[str, Any]) -> None:
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = stored
        writer().commit()
    assert _settings(ana)["criteria"] == []
    assert _asked(ana) == list(USUAL_STATE_SERVICES)


def test_hidden_service_is_asked_for_and_an_ended_one_is_not(app: Flask, ana: Visitor) -> None:
    ended, own = own_service("Đã ngừng", number=1, ended_on=today()), own_service("Loa", number=2)
    codes = [own.code, ended.code, "vneid_1", "unheard_of"]
    add_rows(app, ended, own)
    _store(app, state_services=codes)
    assert _asked(ana) == [codes[0], "vneid_1"]
