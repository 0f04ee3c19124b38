"""The types of a ward's events: renamed, ended, brought back and added, and what events keep of them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.people.models import AuditRecord
from app.places.event_types import USUAL_EVENT_TYPES, EventType, new_type_code
from app.places.models import Ward
from tests.actions import add_rows
from tests.cast import WARD_A
from tests.client import Visitor
from tests.events.rows import event_row

PAGE = "/settings/event-types"


def _types(app: Flask) -> list[EventType]:
    with app.app_context():
        return list(reader().get_one(Ward, WARD_A).settings.event_types)


def _save(carla: Visitor, types: list[EventType], new: str = "", version: str | None = None) -> Any:
    page = carla.get(PAGE).text
    seen = page.split('name="version"')[1].split('value="')[1].split('"')[0] if version is None else version
    return carla.post(
        PAGE,
        version=seen,
        codes=[each.code for each in types],
        names=[each.name for each in types],
        offered=[each.code for each in types if not each.has_ended],
        new=new,
    )


def test_types_are_renamed_ended_and_added(app: Flask, carla: Visitor) -> None:
    types = list(USUAL_EVENT_TYPES)
    types[0] = EventType("near_people", "Chủ nhật vì Dân")
    types[1] = EventType("no_paper", types[1].name, has_ended=True)
    assert _save(carla, types, "Phiên chợ số").status_code == 302
    assert _types(app) == [*types, EventType("own_9_phien_cho_so", "Phiên chợ số")]
    form = carla.get("/calendar/new").text
    assert ["Phiên chợ số" in form, "Chủ nhật vì Dân" in form, "no_paper" in form] == [True, True, False]
    with app.app_context():
        detail = reader().scalars(sa.select(AuditRecord.detail).order_by(AuditRecord.id.desc()).limit(1)).one()
    assert detail == {
        "what": "event_types",
        "added": ["Phiên chợ số"],
        "changed_lines": ["Chủ nhật vì Dân", "Ngày không viết, không nhập hồ sơ"],
    }


@pytest.mark.one_engine
def test_an_event_keeps_a_type_that_has_ended(app: Flask, carla: Visitor) -> None:
    add_rows(app, event_row(1, type_code="no_paper"))
    _save(carla, [EventType(each.code, each.name, each.code == "no_paper") for each in USUAL_EVENT_TYPES])
    assert "Ngày không viết, không nhập hồ sơ" in carla.get("/calendar/1").text
    assert 'value="no_paper"' in carla.get("/calendar/1/edit").text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("types", "new"),
    [
        ([], "Ra quân"),
        ([EventType("launch", "x" * 61)], ""),
        ([EventType("launch", "Việc khác")], ""),
        ([EventType("launch", "Gọi 0912 345 678")], ""),
        ([EventType(each.code, each.name, has_ended=True) for each in USUAL_EVENT_TYPES], ""),
    ],
)
def test_lists_that_cannot_be_are_refused(app: Flask, carla: Visitor, types: list[EventType], new: str) -> None:
    assert _save(carla, types, new).status_code == 422
    assert _types(app) == list(USUAL_EVENT_TYPES)


@pytest.mark.one_engine
def test_a_list_that_somebody_else_saved_meanwhile_stays(app: Flask, carla: Visitor) -> None:
    assert _save(carla, list(USUAL_EVENT_TYPES), "Phiên chợ số", version="older").status_code == 422
    assert _types(app) == list(USUAL_EVENT_TYPES)


def test_a_code_fits_and_is_the_only_one_of_its_kind() -> None:
    codes = [new_type_code(USUAL_EVENT_TYPES, "Đợt " * 20), new_type_code([*USUAL_EVENT_TYPES, EventType()], "Đợt")]
    assert codes == ["own_9_dot_dot_dot_dot_dot_dot_dot_dot_do", "own_10_dot"]
    assert all(len(code) <= 40 for code in codes)
