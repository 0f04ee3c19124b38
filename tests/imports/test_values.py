"""What cells say: one table of cases for each kind of value, and that no text at all breaks reading."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.imports.day_order import DayOrder
from app.imports.days import day_order, written_day
from app.imports.list_kind import KindColumn, ValueType
from app.imports.sheets import CellType, ListCell
from app.imports.values import ColumnReading, PercentScale, UnclearCellError, percent_scale, read_cell
from app.month import Month
from tests.growth import grows_at_most
from tests.imports.sheet_makers import Typed, cell

pytestmark = pytest.mark.one_engine

BROKEN = ListCell(CellType.BROKEN, "#REF!")
REFUSED = None


def read(value: Typed, type: ValueType, year: int | None = None, **rules: object) -> str | None:
    """Return what a cell says, and ``None`` where it is refused."""
    reading = ColumnReading(KindColumn("code", "Label", (), type, longest=40), **rules)
    try:
        return read_cell(cell(value), reading, year)
    except UnclearCellError:
        return REFUSED


FIGURES: list[tuple[Typed, str | None]] = [
    ("9.547", "9547"), ("1,204", "1204"), ("9 547", "9547"), ("9\u00a0547", "9547"), ("1.234.567", "1234567"),
    ("１２０４", "1204"), ("'1204", "1204"), (" 1204 ", "1204"), ("0", "0"), ("007", "7"), (0, "0"), (1204, "1204"),
    ("120 hộ", "120"), ("120hộ", "120"), ("1.204 người", "1204"), ("1 204 nhân khẩu", "1204"), ("1204,00", "1204"),
    ("1204.0", "1204"), ("1.000", "1000"), ("12.00", "12"), (9547.0, "9547"),
    (1.204, REFUSED), (9.547, REFUSED), (1.2, REFUSED), (0.3333, REFUSED), (-5, REFUSED), ("-5", REFUSED),
    ("1.2", REFUSED), ("1.204,5", REFUSED), ("10 nghìn", REFUSED), ("2 triệu", REFUSED), ("5k", REFUSED),
    ("2tr", REFUSED), ("12A", REFUSED), ("95%", REFUSED), ("khoảng 200", REFUSED), ("> 200", REFUSED),
    ("không", REFUSED), (1_000_000_000, REFUSED), (date(2026, 2, 1), REFUSED), (BROKEN, REFUSED), (True, REFUSED),
    ("-", ""), ("–", ""), ("—", ""), ("...", ""), ("/", ""), ("", ""), (None, ""), ("N/A", ""),
]  # fmt: skip

PHONES: list[tuple[Typed, str | None]] = [
    (912345678, "0912345678"), ("912345678", "0912345678"), ("0912345678", "0912345678"),
    ("0912 345 678", "0912 345 678"), ("0912.345.678", "0912.345.678"), ("+84912345678", "+84912345678"),
    ("'+84912345678", "+84912345678"), ("84912345678", "84912345678"), (84912345678, "84912345678"),
    ("912 345 678", "0912 345 678"), ("'0912345678", "0912345678"), ("０９１２３４５６７８", "0912345678"),
    ("0912345678 (Zalo)", "0912345678"), ("ĐT: 0912345678", "0912345678"), (2363888999, "02363888999"),
    ("(+84) 912 345 678", "(+84) 912 345 678"),
    ("0912345678/0987654321", REFUSED), ("0912345678; 0987654321", REFUSED), ("0912345678 - 0987654321", REFUSED),
    ("0912345678, 0987654321", REFUSED), ("0912345678 hoặc 987654321", REFUSED),
    ("012345678901", REFUSED), (12345678901, REFUSED), ("không có", REFUSED), ("123", REFUSED),
    (date(2026, 1, 2), REFUSED), ("-", ""), (None, ""),
]  # fmt: skip

DAYS: list[tuple[Typed, str | None]] = [
    (date(2026, 10, 31), "2026-10-31"), ("31/10/2026", "2026-10-31"), ("31-10-2026", "2026-10-31"),
    ("31.10.2026", "2026-10-31"), ("31 10 2026", "2026-10-31"), ("5/9/2026", "2026-09-05"),
    ("05/09/26", "2026-09-05"), ("31/10/26", "2026-10-31"), ("2026-10-31", "2026-10-31"),
    ("2026/10/31", "2026-10-31"), ("2026-10-31T00:00:00", "2026-10-31"), ("31/10/2026 08:30", "2026-10-31"),
    ("31/10/2026 00:00:00", "2026-10-31"), ("10/31/2026", "2026-10-31"), ("ngày 31 tháng 10 năm 2026", "2026-10-31"),
    ("Ngày 5 tháng 9 năm 2026", "2026-09-05"), ("31 tháng 10, 2026", "2026-10-31"), ("31 Oct 2026", "2026-10-31"),
    ("31-Oct-26", "2026-10-31"), ("October 31, 2026", "2026-10-31"), ("１/９/２０２６", "2026-09-01"),
    (46326, "2026-10-31"), ("46326", "2026-10-31"), (20261031, "2026-10-31"), ("31102026", "2026-10-31"),
    ("nga\u0300y 31 tha\u0301ng 10 na\u0306m 2026", "2026-10-31"),
    ("31/02/2026", REFUSED), ("32/10/2026", REFUSED), ("31/10", REFUSED), ("2026", REFUSED), (2026, REFUSED),
    ("hôm qua", REFUSED), (1.5, REFUSED), (BROKEN, REFUSED), ("-", ""), (None, ""),
]  # fmt: skip

MONTHS: list[tuple[Typed, str | None]] = [
    ("10/2026", "2026-10"), ("tháng 10 năm 2026", "2026-10"), ("Tháng 10/2026", "2026-10"), ("T10/2026", "2026-10"),
    ("2026-10", "2026-10"), ("2026/10", "2026-10"), ("10-2026", "2026-10"), ("10.2026", "2026-10"),
    (10.2026, "2026-10"), (9.2026, "2026-09"), (10.202, "2020-10"), ("Oct 2026", "2026-10"),
    ("October 2026", "2026-10"), (date(2026, 10, 1), "2026-10"), ("31/10/2026", "2026-10"), (46326, "2026-10"),
    ("THÁNG 9 NĂM 2026", "2026-09"), ("13/2026", REFUSED), ("tháng 10", REFUSED), (10, REFUSED), ("quý 3", REFUSED),
    ("2026", REFUSED), ("", ""),
]  # fmt: skip

PERCENTS: list[tuple[Typed, str | None]] = [
    ("95,5%", "95.5"), ("95.5 %", "95.5"), ("95,5", "95.5"), (95.5, "95.5"), (100, "100"), ("100%", "100"), (0, "0"),
    ("9５%", "95"), (102.3, "102.3"), (-1, REFUSED), ("rất cao", REFUSED), (date(2026, 1, 1), REFUSED), ("-", ""),
]  # fmt: skip

ANSWERS: list[tuple[Typed, str | None]] = [
    ("x", "yes"), ("X", "yes"), ("có", "yes"), ("Co", "yes"), ("✓", "yes"), (1, "yes"), (True, "yes"), ("yes", "yes"),
    ("không", "no"), ("ko", "no"), ("No", "no"), (0, "no"), (False, "no"), ("", ""), ("-", ""), ("có lẽ", REFUSED),
]  # fmt: skip

TEXTS: list[tuple[Typed, str | None]] = [
    ("Tổ 1", "Tổ 1"), ("  Tổ   1 ", "Tổ 1"), ("To\u0302\u0309 1", "Tổ 1"), (5, "5"), ("-", ""),
    ("'=SUM(A1)", "=SUM(A1)"),
    ("16.0544, 108.2022", "16.0544, 108.2022"), ("Số 12/BC-UBND ngày 01/02/2026", "Số 12/BC-UBND ngày 01/02/2026"),
    (date(2026, 3, 12), REFUSED), ("a" * 41, REFUSED), ("CCCD 012345678901", REFUSED), (12345678901, REFUSED),
    ("gọi 0912 345 678", REFUSED), (BROKEN, REFUSED),
]  # fmt: skip

CASES = [
    (type, value, expected)
    for type, table in (
        (ValueType.FIGURE, FIGURES),
        (ValueType.PHONE, PHONES),
        (ValueType.DAY, DAYS),
        (ValueType.MONTH, MONTHS),
        (ValueType.PERCENT, PERCENTS),
        (ValueType.YES_NO, ANSWERS),
        (ValueType.TEXT, TEXTS),
    )
    for value, expected in table
]


def test_cells_are_read_as_the_tables_say(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        wrong = [
            (type.value, value, found) for type, value, expected in CASES if (found := read(value, type)) != expected
        ]
    assert not wrong
    assert len(CASES) >= 180


def test_a_year_stands_in_a_column_of_its_own(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert read("tháng 10", ValueType.MONTH, 2026) == "2026-10"
        assert read(9, ValueType.MONTH, 2026) == "2026-09"


ORDERS: list[tuple[list[Typed], DayOrder | None]] = [
    ([date(2026, 10, 5), date(2026, 10, 31)], None),
    (["5/10/2026", "31/10/2026"], DayOrder.DAY_FIRST),
    (["5/10/2026", "10/31/2026"], DayOrder.MONTH_FIRST),
    (["5/10/2026", "6/10/2026"], DayOrder.UNCLEAR),
    (["5/5/2026", "6/6/2026"], None),
    (["31/10/2026", "10/31/2026", "5/10/2026"], DayOrder.MIXED),
    (["31/10/2026", date(2026, 5, 10)], DayOrder.TURNED),
    (["31/10/2026", date(2026, 5, 5)], None),
    (["31/10/2026", "1/2/2026", date(2026, 10, 31)], DayOrder.DAY_FIRST),
    (["2026-10-05"], None),
    ([], None),
]


@pytest.mark.parametrize(("days", "order"), ORDERS)
def test_the_whole_column_decides_what_stands_first(days: list[Typed], order: DayOrder | None) -> None:
    assert day_order(map(cell, days)) is order


@pytest.mark.parametrize(
    ("value", "order", "day"),
    [
        ("5/10/2026", DayOrder.DAY_FIRST, "2026-10-05"),
        ("5/10/2026", DayOrder.MONTH_FIRST, "2026-05-10"),
        ("31/10/2026", DayOrder.MONTH_FIRST, "2026-10-31"),
        ("5/10/2026", DayOrder.UNCLEAR, REFUSED),
        ("5/10/2026", DayOrder.MIXED, REFUSED),
        ("31/10/2026", DayOrder.MIXED, "2026-10-31"),
        ("5/5/2026", DayOrder.MIXED, "2026-05-05"),
        ("5/10/2026", DayOrder.TURNED, "2026-10-05"),
        (date(2026, 5, 10), DayOrder.TURNED, REFUSED),
        (date(2026, 5, 10), DayOrder.MIXED, "2026-05-10"),
    ],
)
def test_what_may_be_two_days_is_refused(sqlite_app: Flask, value: Typed, order: DayOrder, day: str | None) -> None:
    with sqlite_app.test_request_context():
        assert read(value, ValueType.DAY, day_order=order) == day


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        ([95.5, 100], PercentScale.PERCENT),
        ([0.955, 1], PercentScale.FRACTION),
        ([0.5, 95], PercentScale.UNCLEAR),
        ([1, 1], PercentScale.UNCLEAR),
        (["95%", 0], PercentScale.PERCENT),
    ],
)
def test_the_whole_column_decides_what_percentages_are(cells: list[Typed], scale: PercentScale) -> None:
    assert percent_scale(map(cell, cells)) is scale


def test_percentages_of_a_spreadsheet_are_fractions(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert read(0.955, ValueType.PERCENT, percent_scale=PercentScale.FRACTION) == "95.5"
        assert read(0.5, ValueType.PERCENT, percent_scale=PercentScale.UNCLEAR) is REFUSED


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(list(ValueType)),
    st.sampled_from(list(DayOrder)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_survives_any_text(sqlite_app: Flask, text: str, type: ValueType, order: DayOrder) -> None:
    with sqlite_app.test_request_context():
        found = read(text, type, day_order=order)
    if found and type is ValueType.DAY:
        assert date.fromisoformat(found)
    if found and type is ValueType.MONTH:
        assert str(Month.parse(found)) == found


@pytest.mark.parametrize("type", ValueType)
@pytest.mark.parametrize("sign", ["9", ",", "1 ", "- ", "tổ "])
def test_reading_survives_cells_as_long_as_a_spreadsheet_has_them(
    sqlite_app: Flask, type: ValueType, sign: str
) -> None:
    with sqlite_app.test_request_context():
        assert read(sign * 10_000, type) is REFUSED


@pytest.mark.parametrize("sign", [",", " ", "t", "9", "1/"])
def test_a_long_cell_is_looked_through_for_a_day_fast(sign: str) -> None:
    assert grows_at_most(8, lambda length: written_day(cell("x" + sign * length + "x")), 1_000, 4_000)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_comes_back_as_it_was_written(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%Y-%m-%d}", f"{day:%d %B %Y}"):
        assert read(text, ValueType.DAY) == day.isoformat()
