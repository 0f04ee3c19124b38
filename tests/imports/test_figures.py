"""Lists of published, opening and other offices' figures: planned, applied, sent again, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from flask import Flask

from app.catalogue.figure_models import OfficeFigure, OpeningFigure
from app.catalogue.models import Baseline
from app.database import Base
from app.imports.kinds.baselines import BaselineList
from app.imports.kinds.office_figures import OfficeList
from app.imports.kinds.opening_figures import OpeningList
from app.imports.list_kind import ListKind
from tests.imports.list_steps import bring_in, plan, rows_of_tables, standing, take_back, verdicts

Rows = Sequence[Mapping[str, str]]
BASELINES: Rows = [
    {"indicator": "Tài khoản định danh điện tử", "figure": "9600", "of_all": "9658", "as_of": "2026-06-30"},
    {"indicator": "e-health records", "percent": "40.5", "as_of": "2026-06-30", "source": "Trạm y tế"},
    {"indicator": "ho so suc khoe dien tu", "figure": "2800", "bound": "hơn", "as_of": "2026-05-31"},
]
OPENINGS: Rows = [
    {"subject": "visit", "this_year": "120", "before": "340", "as_of": "2026-01-31"},
    {"subject": "Tài khoản định danh điện tử", "this_year": "5", "as_of": "2026-01-31"},
]
OFFICES: Rows = [
    {"office": "Công an phường", "indicator": "eid_account", "figure": "8412", "as_of": "2026-01-31"},
    {"office": "y te", "indicator": "health_record", "figure": "7", "of_all": "9", "month": "2026-02"},
]
KINDS = [
    (BaselineList(), BASELINES, Baseline, {"figure": "9601"}),
    (OpeningList(), OPENINGS, OpeningFigure, {"this_year": "121"}),
    (OfficeList(), OFFICES, OfficeFigure, {"figure": "8413"}),
]


@pytest.mark.parametrize(("kind", "rows", "model", "other"), KINDS, ids=["baselines", "opening", "offices"])
def test_a_list_comes_in_once_and_is_taken_back(
    app: Flask, kind: ListKind, rows: Rows, model: type[Base], other: Mapping[str, str]
) -> None:
    with app.test_request_context("/?lang=vi"):
        before = rows_of_tables(model)
        assert verdicts(plan(kind, rows)) == ["new"] * len(rows)
        first = bring_in(kind, rows)
        entered = rows_of_tables(model)
        assert len(entered[model.__tablename__]) == len(before[model.__tablename__]) + len(rows)
        assert verdicts(plan(kind, rows)) == ["same"] * len(rows)
        assert all(change.is_empty for change in bring_in(kind, rows))
        changed = [{**rows[0], **other}, *rows[1:]]
        planned = plan(kind, changed)
        assert verdicts(planned) == ["changed", *["same"] * (len(rows) - 1)]
        assert "→" in planned[0].problem
        second = bring_in(kind, changed)
        assert standing(kind, first), "what was corrected since stands on the first list"
        assert not standing(kind, second)
        take_back(kind, second)
        assert rows_of_tables(model) == entered
        take_back(kind, first)
        assert rows_of_tables(model) == before


@pytest.mark.parametrize(
    ("kind", "row", "problem"),
    [
        (BaselineList(), {"indicator": "Không có", "figure": "1"}, "danh mục"),
        (BaselineList(), {"indicator": "eid_account"}, "tỷ lệ"),
        (BaselineList(), {"indicator": "eid_account", "figure": "1", "bound": "khoảng chừng"}, "khoảng chừng"),
        (BaselineList(), {"indicator": "eid_account", "figure": "1", "as_of": "2199-01-01"}, "từ 01/01/2015"),
        (OpeningList(), {"subject": "visit"}, "Thiếu số liệu"),
        (OfficeList(), {"office": "Sở nào đó", "indicator": "eid_account", "figure": "1"}, "Sở nào đó"),
        (OfficeList(), {**OFFICES[0], "month": "2199-01"}, "chưa bắt đầu"),
        (OfficeList(), {**OFFICES[0], "month": "2019-12"}, "từ 01/2020 trở đi"),
        (OfficeList(), {**OFFICES[0], "as_of": "2019-12-31"}, "từ 01/2020 trở đi"),
    ],
)
def test_wrong_rows_say_what_is_wrong(app: Flask, kind: ListKind, row: Mapping[str, str], problem: str) -> None:
    with app.test_request_context("/?lang=vi"):
        (planned,) = plan(kind, [row])
    assert planned.verdict.value == "wrong"
    assert problem in planned.problem


def test_rows_that_stand_twice_are_the_same_or_wrong(app: Flask) -> None:
    first: dict[str, Any] = dict(OFFICES[0])
    with app.test_request_context("/?lang=vi"):
        assert verdicts(plan(OfficeList(), [first, first, {**first, "figure": "1"}])) == ["new", "same", "wrong"]
