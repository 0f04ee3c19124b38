"""Figures of other offices: a sheet a month, beside what the teams did, and in the edition of a closed month."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from flask import Flask

from app.database import reader
from app.month import Month
from app.settings.office_sheet import stored_office_figures
from tests.actions import log_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.imports.page_steps import apply_all, number_of, try_out
from tests.months.steps import LAST, closed, entry_of

PAGE = f"/settings/offices?month={LAST}"
FIGURE = "police-eid_account-figure"


def _versions(visitor: Visitor) -> dict[str, str]:
    return dict(re.findall(r'name="([a-z]+-version)"[^>]*value="([^"]*)"', visitor.get(PAGE).text))


def _enter(visitor: Visitor, **fields: str) -> Any:
    form = {FIGURE: "8.412", "police-as_of": str(LAST.last), "police-source": "Công an phường, báo cáo tháng"}
    return visitor.post(PAGE, **{**_versions(visitor), **form, **fields})


def _stored(app: Flask, month: Month = LAST) -> dict[str, int]:
    with app.app_context():
        return {code: row.figure for (_office, code), row in stored_office_figures(reader(), WARD_A, month).items()}


def test_a_sheet_is_saved_corrected_and_emptied(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert _enter(carla).status_code == 302
    assert _stored(app) == {"eid_account": 8412}
    assert _stored(app, LAST.previous()) == {}
    assert 'value="8412"' in carla.get(PAGE).text
    seen = _versions(carla)
    assert _enter(carla, **{FIGURE: "8413"}).status_code == 302
    assert _enter(carla, **{FIGURE: "1", **seen}).status_code == 422, "somebody saved another one meanwhile"
    assert _stored(app) == {"eid_account": 8413}
    assert _enter(carla, **{FIGURE: "", "police-source": ""}).status_code == 302
    assert _stored(app) == {}


def test_a_figure_needs_its_day_and_source(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    assert _enter(carla, **{"police-source": ""}).status_code == 422
    assert _enter(carla, **{"police-as_of": ""}).status_code == 422
    assert _enter(carla, **{FIGURE: "", "police-eid_account-of_all": "9"}).status_code == 422
    assert _stored(app) == {}


def test_page_and_report_show_it_beside_the_teams_and_add_nothing(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    log_entries(visitor("ana"), entry_of(LAST, "installation", service="vneid_2", outcome="activated", people=3))
    before = unescape(carla.get(f"/overview/?month={LAST}").text)
    assert _enter(carla).status_code == 302
    page = unescape(carla.get(f"/overview/?month={LAST}").text)
    assert "Công an phường: Tài khoản định danh điện tử" in page
    for code in ("eid_account", "installation.people"):
        found = [re.findall(rf'data-(?:code|measure)="{code}"[^>]*', html) for html in (before, page)]
        assert found[0] == found[1], "nothing is added"
    report = unescape(carla.get(f"/reports/read?month={LAST}").text)
    assert "Số liệu của các cơ quan khác (không do các tổ thực hiện)" in report
    assert "8.412 người đến ngày" in report
    assert "các tổ đã hỗ trợ trong tháng: 3 lượt" in report


def test_a_closed_month_keeps_what_it_was_closed_with(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    log_entries(visitor("ana"), entry_of(LAST))
    assert _enter(carla).status_code == 302
    closed(app)
    assert _enter(carla, **{FIGURE: "9.999"}).status_code == 302
    report = unescape(carla.get(f"/reports/read?month={LAST}").text)
    assert "8.412 người đến ngày" in report
    assert "9.999" not in report


def test_a_sheet_is_pasted_from_a_spreadsheet(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    link = re.search(r'href="(/imports/new/office_figures[^"#]*)#pasted"', carla.get(PAGE).text)
    assert link
    page = carla.get(unescape(link[1])).text
    assert f'value="{LAST.last}"' in page, "the day is in the month of the sheet"
    assert re.search(r"<details[^>]* open>\s*<summary[^>]*>Hoặc dán các ô", page)
    cells = "Cơ quan\tChỉ tiêu\tSố liệu\nCông an phường\tTài khoản định danh điện tử\t8.412\n"
    form = {"pasted": cells, "given_by": "Công an phường", "given_on": str(LAST.last)}
    number = number_of(carla.post("/imports/new/office_figures", **form))
    assert try_out(carla, number).status_code == 302
    apply_all(carla, number)
    assert _stored(app) == {"eid_account": 8412}
