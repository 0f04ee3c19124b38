"""Rows that are no rows of a list: each kind of them is named, and nothing that may be a row is taken for one."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.imports.list_kind import ListRow
from app.imports.personal import without_personal
from app.imports.recognition import recognise
from app.imports.rows import WrongRow, rows_of
from app.imports.unread_rows import UnreadReason
from tests.imports.list_rows import sorted_rows
from tests.imports.sheet_makers import FIGURES, PEOPLE, Typed, sheet

pytestmark = pytest.mark.one_engine

HEAD: list[Typed] = ["STT", "Khu phố", "Số hộ", "Nhân khẩu"]
PLAIN_HEAD: list[Typed] = ["Khu phố", "Số hộ", "Nhân khẩu"]
ROWS: list[list[Typed]] = [[1, "Khu phố 1", 10, 30], [2, "Khu phố 2", 20, 40]]
PLAIN_ROWS: list[list[Typed]] = [["Khu phố 1", 10, 30], ["Khu phố 2", 20, 40]]

NUMBERED: list[tuple[list[Typed], UnreadReason | None]] = [
    (["", "Tổng", 30, 70], UnreadReason.TOTAL),
    (["Tổng cộng", None, 30, 70], UnreadReason.TOTAL),
    ([None, "TỔNG CỘNG:", 1, 1], UnreadReason.TOTAL),
    ([None, "Tong cong", 1, 1], UnreadReason.TOTAL),
    ([3, "Tổng số", 1, 1], UnreadReason.TOTAL),
    (["Cộng", None, 30, 70], UnreadReason.TOTAL),
    ([None, "Cộng khu A", 9, 9], UnreadReason.TOTAL),
    ([None, "Toàn phường", 9, 9], UnreadReason.TOTAL),
    ([None, "Lũy kế", 9, 9], UnreadReason.TOTAL),
    (["Total", None, 9, 9], UnreadReason.TOTAL),
    ([None, None, 30, 70], UnreadReason.TOTAL),
    ([3, "Cộng Hòa", 9, 9], None),
    ([3, "Cộng", 9, 9], None),
    ([3, "Tống Văn Trân", 9, 9], None),
    ([3, "Toàn Thắng", 9, 9], None),
    ([None, "Khu phố 3", 30, 70], None),
    ([None, None, 31, 70], None),
    (["I", "Khu A", None, None], UnreadReason.SUBHEADING),
    (["II.", "Khu B", None, None], UnreadReason.SUBHEADING),
    (["A", "Khu vực trung tâm", None, None], UnreadReason.SUBHEADING),
    (["I. Khu A"], UnreadReason.SUBHEADING),
    ([None, "III. Khu C"], UnreadReason.SUBHEADING),
    (["Khu vực 1"], UnreadReason.SUBHEADING),
    ([3, "Khu phố 3", None, None], None),
    ([None, "Khu phố 3", None, None], None),
    (["STT", "Khu phố", "Số hộ", "Nhân khẩu"], UnreadReason.REPEATED_HEAD),
    (["stt", "KHU PHỐ", "Số hộ", "Nhân khẩu"], UnreadReason.REPEATED_HEAD),
    ([None, "Trang 2/5"], UnreadReason.FOOTER),
    ([None, None, None, "An Khê, ngày … tháng … năm 2026"], UnreadReason.FOOTER),
    ([None, "Người lập biểu", None, "CHỦ TỊCH"], UnreadReason.FOOTER),
    ([None, "TM. UBND PHƯỜNG"], UnreadReason.FOOTER),
    (["Ghi chú: số liệu tạm tính"], UnreadReason.FOOTER),
    ([None, "Prepared by"], UnreadReason.FOOTER),
]  # fmt: skip


def last_of(head: list[Typed], rows: list[list[Typed]], row: list[Typed]) -> UnreadReason | None:
    """Return why the last row of a list is no row of it."""
    made = sheet([head, *rows, row])
    found = recognise(made, FIGURES)
    unread = sorted_rows(made, found, FIGURES).reasons
    assert set(unread) <= {len(rows) + 2}
    return unread.get(len(rows) + 2)


def test_last_rows_are_sorted_as_the_table_says(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        wrong = [(row, found) for row, reason in NUMBERED if (found := last_of(HEAD, ROWS, row)) is not reason]
    assert not wrong


WITHOUT_NUMBERS: list[tuple[list[Typed], UnreadReason | None]] = [
    (["Cộng Hòa", 9, 9], None),
    (["Cộng Hòa", 30, 70], UnreadReason.TOTAL),
    (["Cộng", 30, 70], UnreadReason.TOTAL),
    (["Cộng", 9, 9], None),
    (["Tổng cộng", 9, 9], UnreadReason.TOTAL),
    (["Toàn phường", 30, 70], UnreadReason.TOTAL),
    ([None, 30, None], UnreadReason.TOTAL),
    ([None, 30, 71], None),
    (["II. Khu B"], UnreadReason.SUBHEADING),
    (["Khu B"], None),
]


def test_without_running_numbers_sums_decide(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        found = [(row, last_of(PLAIN_HEAD, PLAIN_ROWS, row)) for row, _reason in WITHOUT_NUMBERS]
    assert found == WITHOUT_NUMBERS


def test_totals_of_groups_count_from_the_last_total(sqlite_app: Flask) -> None:
    rows: list[list[Typed]] = [
        PLAIN_HEAD, ["A1", 1, 2], ["A2", 3, 4], [None, 4, 6], ["B1", 5, 6], ["B2", 7, 8], [None, 12, 14],
        [None, 16, 20],
    ]  # fmt: skip
    with sqlite_app.test_request_context():
        made = sheet(rows)
        found = recognise(made, FIGURES)
        assert list(sorted_rows(made, found, FIGURES).reasons) == [4, 7, 8]


def test_a_name_merged_over_several_rows_stands_in_each(sqlite_app: Flask) -> None:
    rows: list[list[Typed]] = [["Khu phố", "Tháng", "Số hộ"], ["Khu phố 1", "9/2026", 5], [None, "10/2026", None]]
    with sqlite_app.test_request_context():
        made = sheet(rows, [(1, 0, 2, 0), (1, 2, 2, 2)])
        first, second = rows_of(made, recognise(made, FIGURES), FIGURES)
        assert first == ListRow(2, {"area": "Khu phố 1", "month": "2026-09", "households": "5"})
        assert isinstance(second, WrongRow), "a figure that is merged over two rows is nobody's in the second one"


def test_signatures_are_no_people(sqlite_app: Flask) -> None:
    rows: list[list[Typed]] = [
        ["Họ và tên", "SĐT"], ["Nguyễn An", 912345678], [None, None], ["Người lập biểu", "Trưởng ban"],
        ["Lê Thị Khánh", "Nguyễn Văn Lâm"],
    ]  # fmt: skip
    with sqlite_app.test_request_context():
        made = sheet(rows)
        found = recognise(made, PEOPLE)
        rows = sorted_rows(made, found, PEOPLE)
        assert ([row.number for row in rows.read], rows.wrong, list(rows.reasons)) == ([2], [], [4, 5])


CELLS = st.one_of(
    st.none(),
    st.integers(-10, 10**13),
    st.floats(0, 1e6, allow_nan=False),
    st.sampled_from(["Khu phố", "Số hộ", "STT", "Tổng", "x", "I", "31/10/2026", "0912345678", "Người lập biểu", "-"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sheet_breaks_reading_and_no_row_is_lost(sqlite_app: Flask, rows: list[list[Typed]]) -> None:
    with sqlite_app.test_request_context():
        for kind in (FIGURES, PEOPLE):
            made = sheet(rows)
            found = recognise(made, kind)
            stored = without_personal(made, kind, found)
            numbers = [row.number for row in rows_of(stored, found, kind)]
            assert numbers == sorted(set(numbers)), "each once, and in their order"
            filled = {
                number
                for number, row in enumerate(stored.rows, 1)
                if number > found.first_row
                and any(cell.text for place, cell in enumerate(row) if place in found.columns)
            }
            for number in filled.difference(numbers):
                texts = [cell.text for cell in stored.rows[number - 1]]
                assert not any(character.isalnum() for text in texts for character in text if text not in {"N/A"})
