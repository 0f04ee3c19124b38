"""Groups of procedures: ordered and hidden for the phones, a ward's own added, renamed, ended and restored."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.catalogue.own_procedure_actions import MOST_OWN
from app.database import reader
from app.month import today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.actions import add_rows
from tests.cast import WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.own_services import own_procedure

LIST, NEW = "/settings/procedures", "/settings/procedures/new"
CODE = own_procedure().code
PAGE = f"/settings/procedures/own/{CODE}"


def _offered(visitor: Visitor, listed: str = "procedures") -> list[str]:
    lists: Any = visitor.get("/api/v1/bootstrap?form=2").json
    return [each["code"] for each in (lists["unlisted"] if listed == "unlisted" else lists)["procedures"]]


def _version(page: str) -> str:
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', page)
    return str(version)


def _save(visitor: Visitor, order: list[str], shown: list[str], page: str | None = None, **more: Any) -> TestResponse:
    version = _version(visitor.get(LIST).text if page is None else page)
    return visitor.post(LIST, version=version, procedures=order, shown_procedures=shown, **more)  # type: ignore[arg-type]


def _rename(visitor: Visitor, page: str | None = None, **names: str) -> TestResponse:
    version = _version(visitor.get(PAGE).text if page is None else page)
    return visitor.post(PAGE, version=version, **{"name_vi": "Chợ", "name_en": "", **names})


def _changes(app: Flask) -> list[Any]:
    with app.app_context():
        query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
        return [each.get("procedure_change") for each in reader().scalars(query.order_by(AuditRecord.id))]


def test_phones_offer_what_the_ward_has_ordered_and_not_what_it_hides(app: Flask, ana: Visitor, carla: Visitor) -> None:
    usual = _offered(ana)
    order = ["land", *(code for code in usual if code != "land")]
    shown = [code for code in order if code != "merit"]
    page = carla.get(LIST).text
    assert _save(carla, order, shown).status_code == 302
    assert _offered(ana) == shown
    assert _offered(ana, "unlisted") == ["merit"]
    assert _changes(app) == [None]
    assert _save(carla, usual, usual, page).status_code == 422, "somebody has changed it since"
    assert _offered(ana) == shown
    assert "Phải còn ít nhất một nhóm thủ tục" in unescape(_save(carla, order, []).text)


@pytest.mark.one_engine
def test_moving_one_shows_the_list_and_saves_nothing(ana: Visitor, carla: Visitor) -> None:
    usual = _offered(ana)
    answer = _save(carla, usual, usual, move=f"procedures down {usual[0]}")
    assert (answer.status_code, _offered(ana)) == (200, usual)
    assert re.findall(r'name="procedures" value="([^"]+)"', answer.text)[:2] == [usual[1], usual[0]]


def test_own_group_is_added_renamed_ended_and_restored(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    for _ in range(2):
        assert carla.post(NEW, name_vi="Chợ", name_en="").headers["Location"] == LIST
    assert _offered(ana)[-1] == CODE
    assert CODE not in _offered(visitor("bo"))
    assert ana.sync(make_entry("assistance", procedure=CODE, people=4))[0]["outcome"] == "stored"
    page = carla.get(PAGE).text
    assert _rename(carla, name_vi="Sạp chợ").status_code == 302
    assert "trước là: Chợ" in unescape(carla.get(LIST).text) or "Chợ" in unescape(carla.get(LIST).text)
    assert "4 người trong năm" in unescape(carla.get(LIST).text)
    assert _rename(carla, page, name_vi="Bến xe").status_code == 422, "somebody has changed it since"
    for _ in range(2):
        assert carla.post(f"{PAGE}/end").status_code == 302
    assert CODE not in _offered(ana)
    assert CODE in _offered(ana, "unlisted")
    assert carla.post(f"{PAGE}/restore").status_code == 302
    assert _offered(ana)[-1] == CODE
    assert _changes(app) == ["added", "changed", "ended", "restored"]
    journal = unescape(carla.get("/journal/").text)
    assert "các nhóm thủ tục được hỗ trợ" in journal
    assert "Sạp chợ" in journal


def test_name_of_another_group_is_refused_and_so_are_too_many(app: Flask, carla: Visitor) -> None:
    add_rows(app, own_procedure(ended_on=today()), own_procedure("Bến xe", ward_id=WARD_B))
    for name, sentence in (
        ("đất đai,  nhà ở", "Đã có nhóm tên này"),
        ("Chợ", "nay đã ngừng"),
        ("", "Hãy nhập tên"),
        ("CCCD 038099012345", "căn cước"),
    ):
        answer = carla.post(NEW, name_vi=name, name_en="")
        assert answer.status_code == 422, name
        assert sentence in unescape(answer.text), name
    assert carla.post(NEW, name_vi="Bến xe", name_en="").status_code == 302, "another ward's is not known here"
    add_rows(app, *(own_procedure(f"Nhóm {number}", number=number) for number in range(3, MOST_OWN + 1)))
    assert f"tối đa {MOST_OWN}" in unescape(carla.post(NEW, name_vi="Thêm nữa", name_en="").text)
