"""Each kind of list comes in by its pages and is taken back: every table is as before, on both databases."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode
from tests.client import Visitor
from tests.imports.page_steps import apply_all, everything, imported, planned, undo_all

LISTS = {
    ListCode.NEIGHBOURHOODS: "Tên tổ dân phố;Số hộ\nPhố 1;120\nPhố 7;130\nPhố 8;140\n",
    ListCode.TEAMS: "Tên tổ;Tổ dân phố phụ trách\nTổ 1;Phố 1\nTổ 7;Phố 2\n",
    ListCode.PEOPLE: "Họ và tên;Số điện thoại;Chức vụ;Tổ\nLê Ví Dụ An;912000001;Tổ viên;Tổ 1\n",
    ListCode.HOUSEHOLDS: "Tổ dân phố;Địa chỉ\nPhố 1;Số 1, ngõ 2\nPhố 1;Số 3, ngõ 2\nPhố 2;Số 5, ngõ 9\n",
    ListCode.MERCHANTS: "Tổ dân phố;Tên quầy;Chợ\nPhố 1;Quầy vải;Chợ Quảng Thắng\nPhố 2;Quầy cá;\n",
    ListCode.POPULATIONS: "Tổ dân phố;Số hộ\nPhố 1;120\nPhố 2;130\n",
    ListCode.BASELINES: "Chỉ tiêu;Số liệu;Tổng số;Nguồn\nHồ sơ sức khỏe điện tử;9000;9658;Báo cáo\n",
    ListCode.OPENING_FIGURES: "Nội dung;Trong năm nay;Nguồn\nvisit;50;Sổ\n",
    ListCode.OFFICE_FIGURES: "Cơ quan;Chỉ tiêu;Số liệu;Nguồn\nCông an;Hồ sơ sức khỏe điện tử;90;Báo cáo\n",
}


def _tables(app: Flask) -> dict[str, list[object]]:
    """Return all tables but the versions of lists, by which phones notice that something changed."""
    return {name: rows for name, rows in everything(app).items() if name != "registry_version"}


def test_there_is_a_list_of_each_kind() -> None:
    assert LISTS.keys() == KINDS.keys() == set(ListCode)


@pytest.mark.parametrize("code", LISTS)
def test_each_kind_comes_in_and_is_taken_back(app: Flask, carla: Visitor, code: ListCode) -> None:
    before = _tables(app)
    number = planned(carla, LISTS[code], code.value)
    counts = imported(app, number).counts
    page = carla.get(f"/imports/{number}").text
    assert counts["new"] + counts["changed"] > 0, re.findall("<td>([^<]*)", page)
    apply_all(carla, number, skip="1")
    assert imported(app, number).state == "applied"
    assert _tables(app) != before
    again = planned(carla, LISTS[code], code.value)
    counts = imported(app, again).counts
    assert counts["new"] + counts["changed"] == 0
    undo_all(carla, number)
    assert imported(app, number).state == "undone"
    assert _tables(app) == before
