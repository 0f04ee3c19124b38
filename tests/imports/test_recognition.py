"""Where the head of a list is, and what its columns hold: by headings in any spelling, by what stands below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from flask import Flask
from flask_babel import gettext as _

from app.imports.day_order import DayOrder
from app.imports.headings import PROBLEM_HEADINGS, ROW_HEADINGS, KindHeadings, is_own_heading, personal_type
from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode, ListKind
from app.imports.recognition import Recognised, best_sheet, recognise, with_columns
from app.localisation import LANGUAGES
from app.roster.list_headings import PersonalType as Type
from tests.imports.sheet_makers import FIGURES, PEOPLE, Typed, sheet

pytestmark = pytest.mark.one_engine

HEADINGS: list[tuple[str, str | None]] = [
    ("Số hộ", "households"), ("SỐ HỘ", "households"), ("so ho", "households"), ("So Ho", "households"),
    ("Số  hộ", "households"), ("Số\u00a0hộ", "households"), ("Số hộ (hộ)", "households"), ("Số hộ [hộ]", "households"),
    ("Số hộ, ĐVT: hộ", "households"), ("Số hộ - đơn vị tính: hộ", "households"), ("Tổng số hộ", "households"),
    ("Số hộ năm 2026", "households"), ("Số hộ 2026", "households"), ("Số hộ trên địa bàn", "households"),
    ("So\u0302\u0301 ho\u0323\u0302", "households"), ("Households", "households"), ("TOTAL HOUSEHOLDS", "households"),
    ("Số hộ:", "households"), ("Số hộ*", "households"), ("Số_hộ", "households"), ("households", "households"),
    ("Khu phố", "area"), ("Tổ dân phố", "area"), ("TO DAN PHO", "area"), ("Tổ dân phố số", "area"),
    ("Neighbourhood", "area"), ("Tính đến ngày", "as_of"), ("As of", "as_of"), ("as_of", "as_of"),
    ("Nhân khẩu", "people"), ("Tỷ lệ (%)", "share"), ("Tháng", "month"), ("Hộ nghèo", "poor"),
    ("Số hộ nghèo", None), ("Số hộ kinh doanh", None), ("Ghi chú", None), ("STT", None), ("Khu phố trưởng", None),
    ("Tổng hợp", None), ("Danh sách", None), ("", None), ("Năm 2026", None), ("(người)", None), ("Hộ", None),
]  # fmt: skip

HEADINGS_OF_PEOPLE: list[tuple[str, str | None]] = [
    ("Họ và tên", "name"), ("HỌ TÊN", "name"), ("Ho va ten", "name"), ("Họ và tên tổ viên", "name"),
    ("Full name", "name"), ("Họ và tên đệm", "name"), ("Tên", "name"), ("Họ", "name"), ("SĐT", "phone"),
    ("Số ĐT", "phone"), ("Điện thoại", "phone"), ("Số điện thoại liên hệ", "phone"), ("Zalo", "phone"),
    ("Mobile", "phone"), ("Số điện thoại (Zalo)", "phone"),
    ("Chức danh", "role"), ("Chức danh trong tổ", "role"), ("Tổ", "team"), ("Tên tổ", "team"), ("Tên tổ trưởng", None),
    ("Tổ công nghệ số cộng đồng", "team"),
]  # fmt: skip

PERSONAL: list[tuple[str, Type | None]] = [
    ("Số CCCD", Type.IDENTITY), ("CMND/CCCD", Type.IDENTITY), ("Số định danh cá nhân", Type.IDENTITY),
    ("Số CCCD/ĐDCN", Type.IDENTITY), ("Căn cước công dân", Type.IDENTITY), ("Mã số thuế", Type.IDENTITY),
    ("Số thẻ BHYT", Type.IDENTITY), ("ID number", Type.IDENTITY), ("Ngày sinh", Type.BIRTH),
    ("NĂM SINH", Type.BIRTH), ("Ngày, tháng, năm sinh", Type.BIRTH), ("Năm sinh (nam)", Type.BIRTH),
    ("Date of birth", Type.BIRTH), ("SĐT chủ hộ", Type.CONTACT), ("Số điện thoại", Type.CONTACT),
    ("Email", Type.CONTACT), ("Bệnh nền", Type.HEALTH), ("Khuyết tật", Type.HEALTH),
    ("Tình trạng sức khỏe", Type.HEALTH), ("Số tài khoản", Type.ACCOUNT), ("STK ngân hàng", Type.ACCOUNT),
    ("Số hộ", None), ("Địa chỉ", None), ("Năm", None), ("Ghi chú", None),
]  # fmt: skip


def test_headings_are_read_as_the_tables_say() -> None:
    wrong = []
    for kind, table in ((FIGURES, HEADINGS), (PEOPLE, HEADINGS_OF_PEOPLE)):
        known = KindHeadings(kind)
        for text, code in table:
            found = known.find([text])
            if (found.code if found else None) != code:
                wrong.append((text, code, found))
    assert not wrong


def test_personal_headings_are_read_as_the_table_says() -> None:
    assert not [(text, type, personal_type(text)) for text, type in PERSONAL if personal_type(text) is not type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_knows_its_own_headings(sqlite_app: Flask, kind: ListKind, language: str) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        head = [str(column.label) for column in kind.columns]
        found = recognise(sheet([head, ["x"] * len(head)]), kind)
        assert found.columns == {place: column.code for place, column in enumerate(kind.columns)}
        assert not found.personal


def test_the_head_stands_below_titles() -> None:
    rows: list[list[Typed]] = [
        ["UBND PHƯỜNG AN KHÊ", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["DANH SÁCH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG"],
        ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2026)"],
        ["TT", "SĐT", "Họ và tên", "Ghi chú"],
        [1, 912345678, "Nguyễn An", None],
    ]
    found = recognise(sheet(rows, merged=[(3, 0, 3, 3)]), PEOPLE)
    assert (found.header_row, found.first_row) == (5, 6)
    assert (found.columns, found.ignored, found.unread) == ({1: "phone", 2: "name"}, [0], [3])


def test_a_head_of_two_rows_is_joined() -> None:
    rows: list[list[Typed]] = [
        ["STT", "Khu phố", "Số liệu", None, "Tính đến ngày"],
        [None, None, "Số hộ", "Nhân khẩu"],
        [1, "Khu phố 1", 120, 400, "31/10/2026"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    codes = {1: "area", 2: "households", 3: "people", 4: "as_of"}
    for areas in (merged, []):
        found = recognise(sheet(rows, areas), FIGURES)
        assert (found.header_row, found.first_row, found.columns) == (0, 2, codes)
    assert found.headings[2] == "Số liệu Số hộ"


def test_what_only_one_of_two_rows_says_is_read_too() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Số hộ", None], [None, "Nam", "Nữ"], ["Khu phố 1", 3, 4]]
    found = recognise(sheet(rows, [(0, 0, 1, 0), (0, 1, 0, 2)]), FIGURES)
    assert found.first_row == 2
    assert found.headings == {0: "Khu phố", 1: "Số hộ Nam", 2: "Số hộ Nữ"}
    assert found.columns == {0: "area"}
    assert [column.code for column in found.missing(FIGURES)] == ["households"]


@pytest.mark.parametrize(
    ("head", "merged"),
    [
        (["STT", "Họ và tên", None, "SĐT"], [(0, 1, 0, 2)]),
        (["STT", "Họ và tên", None, "SĐT"], []),
        (["STT", "Họ và tên đệm", "Tên", "SĐT"], []),
        (["STT", "Họ", "Tên", "SĐT"], []),
    ],
)
def test_a_name_may_stand_in_two_columns(head: Sequence[Typed], merged: Sequence[tuple[int, int, int, int]]) -> None:
    rows = [head, [1, "Nguyễn Văn", "An", 912345678], [2, "Lê Thị", "Bé", 912345679]]
    assert recognise(sheet(rows, merged), PEOPLE).columns == {1: "name", 2: "name", 3: "phone"}


def test_of_several_years_the_latest_is_read() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Số hộ năm 2025", "Số hộ năm 2026"], ["Khu phố 1", 1, 2]]
    found = recognise(sheet(rows), FIGURES)
    assert (found.columns, found.unread) == ({0: "area", 2: "households"}, [1])


def test_a_heading_may_be_a_year_alone() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Năm 2025", "Năm 2026"], ["Khu phố 1", 1, 2]]
    assert recognise(sheet(rows), FIGURES).columns == {0: "area", 2: "households"}


def test_a_column_of_years_is_no_figure() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Năm", "Tháng", "Số hộ"], ["Khu phố 1", 2026, 10, 120]]
    found = recognise(sheet(rows), FIGURES)
    assert (found.columns, found.year_column) == ({0: "area", 2: "month", 3: "households"}, 1)


def test_personal_columns_are_found_by_what_they_hold() -> None:
    rows: list[list[Typed]] = [
        ["Khu phố", "Số hộ", "A", "B", "C", "D", "E", "F"],
        ["Khu phố 1", 12, "012345678901", date(1980, 2, 3), 912345678, "a@b.vn", "tiểu đường", "9704 1234 5678 9012"],
        ["Khu phố 2", 13, 12345678902, "1975", "0912 345 679", "c@d.vn", "khuyết tật", "19001234567890"],
    ]
    assert recognise(sheet(rows), FIGURES).personal == {
        2: Type.IDENTITY,
        3: Type.BIRTH,
        4: Type.CONTACT,
        5: Type.CONTACT,
        6: Type.HEALTH,
        7: Type.ACCOUNT,
    }


def test_a_column_that_is_read_is_personal_where_it_holds_numbers_of_people() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Số hộ"], ["012345678901", 12], ["012345678902", 13]]
    found = recognise(sheet(rows), FIGURES)
    assert (found.columns, found.personal) == ({1: "households"}, {0: Type.IDENTITY})


def test_only_people_who_are_invited_have_phone_numbers() -> None:
    rows: list[list[Typed]] = [["Họ và tên", "SĐT", "SĐT người thân"], ["Nguyễn An", 912345678, 912345679]]
    found = recognise(sheet(rows), PEOPLE)
    assert (found.columns, found.personal) == ({0: "name", 1: "phone"}, {2: Type.CONTACT})


WITHOUT_HEAD: list[tuple[ListKind, list[list[Typed]], Mapping[int, str]]] = [
    (FIGURES, [["Khu phố 1", 120], ["Khu phố 2", 130]], {0: "area", 1: "households"}),
    (FIGURES, [[1, "Khu phố 1", 120], [2, "Khu phố 2", 130], [3, "Khu phố 3", 9]], {1: "area", 2: "households"}),
    (FIGURES, [["Khu phố 1", 120, 400], ["Khu phố 2", 130, 500]], {0: "area"}),
    (PEOPLE, [["Nguyễn An", "0912345678"], ["Lê Bé", "0912345679"]], {0: "name", 1: "phone"}),
    (PEOPLE, [["Nguyễn An", "Tổ 1", "0912345678"], ["Lê Bé", "Tổ 2", "0912345679"]], {2: "phone"}),
]


@pytest.mark.parametrize(("kind", "rows", "columns"), WITHOUT_HEAD)
def test_a_list_without_a_head_is_read_where_it_is_sure(
    kind: ListKind, rows: list[list[Typed]], columns: Mapping[int, str]
) -> None:
    found = recognise(sheet(rows), kind)
    assert (found.header_row, found.first_row, found.columns) == (None, 0, columns)
    assert {column.code for column in found.missing(kind)} == {
        column.code for column in kind.columns if column.is_needed
    } - set(columns.values())


def test_phone_numbers_can_be_chosen_where_two_columns_hold_some() -> None:
    rows: list[list[Typed]] = [["Nguyễn An", "0912345678", "0912345670"], ["Lê Bé", "0912345679", "0912345671"]]
    found = recognise(sheet(rows), PEOPLE)
    assert (found.columns, found.personal) == ({0: "name"}, {})
    chosen = with_columns(sheet(rows), PEOPLE, found, {0: "name", 2: "phone"})
    assert (chosen.columns, chosen.personal) == ({0: "name", 2: "phone"}, {1: Type.CONTACT})


def test_a_person_may_choose_other_columns() -> None:
    rows: list[list[Typed]] = [["Địa bàn", "Dân cư", "CCCD", "Tính đến ngày"], ["Khu phố 1", 120, "x", "1/2/2026"]]
    found = recognise(sheet(rows), FIGURES, header_row=0)
    assert (found.columns, found.unclear_days) == ({3: "as_of"}, [3])
    answered = found.with_day_order(3, DayOrder.MONTH_FIRST)
    chosen = with_columns(sheet(rows), FIGURES, answered, {0: "area", 1: "households", 2: "people", 3: "as_of", 9: "?"})
    assert chosen.columns == {0: "area", 1: "households", 3: "as_of"}
    assert chosen.personal == {2: Type.IDENTITY}
    assert (chosen.day_orders, chosen.unclear_days) == ({3: DayOrder.MONTH_FIRST}, [])


def test_a_person_may_choose_the_head() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Số hộ"], ["Khu phố", "Số hộ", "Nhân khẩu"], ["Khu phố 1", 1, 2]]
    assert recognise(sheet(rows), FIGURES, header_row=0).first_row == 1
    assert recognise(sheet(rows), FIGURES, header_row=1).columns == {0: "area", 1: "households", 2: "people"}


def test_what_was_recognised_is_stored_as_json() -> None:
    rows: list[list[Typed]] = [["Khu phố", "Số hộ", "CCCD", "Ngày"], ["Khu phố 1", 120, "x", "1/2/2026"]]
    found = recognise(sheet(rows), FIGURES)
    assert found.day_orders == {3: DayOrder.UNCLEAR}
    assert Recognised.from_json(found.to_json()) == found


def test_the_sheet_that_looks_most_like_the_list_is_chosen() -> None:
    guide = sheet([["Hướng dẫn"], ["Cột", "Cách ghi"], ["Số hộ", "Ghi số"]], name="Hướng dẫn")
    figures = sheet([["Khu phố", "Số hộ"], ["Khu phố 1", 1]], name="Số liệu")
    assert best_sheet([guide, sheet([]), figures], FIGURES) == 2
    assert best_sheet([sheet([]), guide], PEOPLE) == 1
    assert best_sheet([], PEOPLE) == 0


def test_own_headings_are_those_of_both_languages(sqlite_app: Flask) -> None:
    for language in LANGUAGES:
        with sqlite_app.test_request_context(f"/?lang={language}"):
            assert is_own_heading(_("Row in the first list"))
            assert is_own_heading(_("To be mended"))
    assert len(ROW_HEADINGS) == len(PROBLEM_HEADINGS) == len(LANGUAGES)


def test_phone_columns_of_other_kinds_are_never_read() -> None:
    rows: list[list[Typed]] = [["Họ và tên", "SĐT"], ["Nguyễn An", "x"]]
    kind = type(PEOPLE)(ListCode.HOUSEHOLDS, *PEOPLE.columns)
    found = recognise(sheet(rows), kind)
    assert (found.columns, found.personal) == ({0: "name"}, {1: Type.CONTACT})
