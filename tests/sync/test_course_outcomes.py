"""A course is registered for, studied, completed and confirmed: phones of form 1 know none of this and lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.catalogue.terms import COURSE_STEPS, Outcome
from tests.client import Visitor
from tests.factories import edited, make_entry

COURSE = "digital_literacy"
OF_AN_APP = ["installed", "activated", "self_sufficient", "declined", "ineligible"]


def _service(visitor: Visitor, form: str = "") -> dict[str, Any]:
    services = visitor.get(f"/api/v1/bootstrap{form}").json["services"]
    return next(service for service in services if service["code"] == COURSE)


def _own(visitor: Visitor, form: str = "") -> dict[str, str]:
    return {entry["id"]: entry["fields"]["outcome"] for entry in visitor.get(f"/api/v1/mine{form}").json["entries"]}


def test_phones_offer_the_steps_of_a_course_since_form_2(app: Flask, visitor: Callable[..., Visitor]) -> None:
    before, now = _service(visitor("ana")), _service(visitor("ana"), "?form=2")
    assert before["outcomes"] == OF_AN_APP
    assert "offered" not in before
    assert now["offered"] == ["registered", "studying", "completed", "confirmed", "declined", "ineligible"]
    assert set(now["outcomes"]) == {*OF_AN_APP, *now["offered"]}, "older entries name the others"
    others = [
        each for each in visitor("ana").get("/api/v1/bootstrap?form=2").json["services"] if each["code"] != COURSE
    ]
    assert not [each for each in others if "offered" in each or set(COURSE_STEPS) & set(each["outcomes"])]


def test_a_phone_of_form_1_does_not_see_what_it_does_not_know(app: Flask, visitor: Callable[..., Visitor]) -> None:
    old, new = (make_entry("installation", service=COURSE, outcome=each) for each in ("activated", "completed"))
    ana = visitor("ana")
    assert [receipt["outcome"] for receipt in ana.sync(old, new)] == ["stored", "stored"]
    assert _own(ana) == {old["id"]: "activated"}
    assert _own(ana, "?form=2") == {old["id"]: "activated", new["id"]: "completed"}
    assert ana.get("/api/v1/mine").json["received"]["installation"] == 2, "the ward has both"


def test_an_older_phone_edits_its_entry_and_wipes_no_other(app: Flask, visitor: Callable[..., Visitor]) -> None:
    old, new = (make_entry("installation", service=COURSE, outcome=each) for each in ("activated", "confirmed"))
    ana = visitor("ana")
    ana.sync(old, new)
    assert ana.sync(edited(old, people=4))[0]["outcome"] == "stored"
    assert _own(ana, "?form=2") == {old["id"]: "activated", new["id"]: "confirmed"}


@pytest.mark.parametrize("outcome", COURSE_STEPS)
def test_only_a_course_has_its_steps(app: Flask, visitor: Callable[..., Visitor], outcome: Outcome) -> None:
    course, app_ = (make_entry("installation", service=each, outcome=outcome) for each in (COURSE, "vneid_2"))
    stored, refused = visitor("ana").sync(course, app_)
    assert stored["outcome"] == "stored"
    assert (refused["outcome"], list(refused["errors"])) == ("refused", ["outcome"])
