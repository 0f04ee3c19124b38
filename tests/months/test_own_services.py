"""A ward's own services in reports and editions: counted, with a target, and under the name that they had."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from app.month import Month
from app.targets.models import Target
from app.targets.subjects import service_subject
from tests.actions import add_rows
from tests.cast import WARD_A, WARD_B
from tests.client import Visitor
from tests.months.steps import LAST, closed, closing, edition_now, entry_of, figures, reopening
from tests.own_services import own_service

pytestmark = pytest.mark.usefixtures("no_flags")

OWN = own_service().code


def _row(visitor: Visitor, name: str, month: Month = LAST, query: str = "") -> list[str] | None:
    """Return the cells of the row of the report that begins with a name, without its number."""
    page = visitor.get(f"/reports/read?month={month}{query}").text
    for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
        cells = [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)]
        if name in cells:
            return cells[cells.index(name) :]
    return None


def _without_tokens(page: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", page)


def test_report_has_a_row_of_an_own_service_with_its_target(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, own_service(), own_service("Loa thông minh", ward_id=WARD_B))
    add_rows(app, Target(ward_id=WARD_A, measure=service_subject(OWN), year=LAST.year, month=str(LAST), figure=50))
    ana.sync(entry_of(LAST, "installation", service=OWN, outcome="activated", people=7))
    row = _row(carla, "Camera an ninh")
    assert row is not None
    assert row[2:5] == ["50", "7", "7"]
    assert "Loa thông minh" not in carla.get(f"/reports/read?month={LAST}").text
    assert _row(carla, "Camera an ninh", query="&team=1") is not None
    assert "Camera an ninh" in carla.get(f"/settings/targets?year={LAST.year}").text


def test_closed_month_keeps_the_name_and_pillar_of_an_own_service(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    carla = visitor("carla")
    add_rows(app, own_service())
    ana.sync(entry_of(LAST, "installation", service=OWN, outcome="activated", people=7))
    closed(app)
    before = carla.get(f"/reports/read?month={LAST}").text
    assert "Camera an ninh" in before
    renamed = own_service()
    renamed.name_vi, renamed.name_en, renamed.pillar = "Camera của phố", "Street camera", "kinh tế số"
    renamed.former_name = "Camera an ninh"
    add_rows(app, renamed)
    assert _without_tokens(carla.get(f"/reports/read?month={LAST}").text) == _without_tokens(before)
    english = visitor("carla").get(f"/reports/read?month={LAST}&lang=en").text
    assert "Camera an ninh" in english
    assert "Street camera" not in english
    reopening(app)
    closing(app)
    assert figures(app, number=2)["services"][-1] == {
        "code": OWN,
        "name_vi": "Camera của phố",
        "name_en": "Street camera",
        "outcomes": ["installed", "activated", "declined"],
        "pillar": "kinh tế số",
    }
    assert "Camera của phố" in carla.get(f"/reports/read?month={LAST}").text
    assert carla.get(f"/reports/months/{LAST}").status_code == 200


def test_editions_keep_services_of_the_catalogue_as_before(app: Flask) -> None:
    add_rows(app, own_service(ward_id=WARD_B))
    kept = edition_now(app, LAST)["services"]
    assert {frozenset(service) for service in kept} == {frozenset({"code", "pillar", "outcomes"})}
    assert not [service for service in kept if service["code"].startswith("own_")]


@pytest.mark.one_engine
def test_ended_own_service_is_a_target_only_where_it_has_one(app: Flask, carla: Visitor) -> None:
    add_rows(app, own_service(ended_on=LAST.first))
    subject = service_subject(OWN)
    assert subject not in carla.get(f"/settings/targets?year={LAST.year}").text
    add_rows(app, Target(ward_id=WARD_A, measure=subject, year=LAST.year, figure=50))
    page = carla.get(f"/settings/targets?year={LAST.year}").text
    assert subject in page
    assert "Camera an ninh" in page
