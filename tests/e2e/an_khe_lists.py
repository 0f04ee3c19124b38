"""Four workbooks of a ward of An Khê's size, as an office would have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

AREAS, PEOPLE, HOUSEHOLDS = 90, 700, 12_000
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ")
_GIVEN = ("An", "Bình", "Cúc", "Dũng", "Hà", "Hương", "Khánh", "Lan", "Minh", "Nga")


def _areas() -> Iterator[Sequence[object]]:
    yield "STT", "Tên tổ dân phố", "Số hộ"
    yield from ((number, f"Tổ dân phố {number}", HOUSEHOLDS // AREAS) for number in range(1, AREAS + 1))


def _teams() -> Iterator[Sequence[object]]:
    yield "STT", "Tên tổ", "Tổ dân phố phụ trách"
    yield from ((number, f"Tổ CNSCĐ số {number}", f"Tổ dân phố {number}") for number in range(1, AREAS + 1))


def _people() -> Iterator[Sequence[object]]:
    yield "STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Chức vụ", "Tổ"
    for number in range(PEOPLE):
        name = f"{_FAMILY[number % 7]} Ví Dụ {_GIVEN[number % 10]}"
        role = "Tổ trưởng" if number < AREAS else "Tổ viên"
        # Excel took the zero in front of each number away.
        yield number + 1, name, "12/03/1971", 912_000_000 + number, role, f"Tổ CNSCĐ số {number % AREAS + 1}"


def _households() -> Iterator[Sequence[object]]:
    yield "STT", "Tổ dân phố", "Địa chỉ"
    for number in range(HOUSEHOLDS):
        lane, house = divmod(number // AREAS, 40)
        yield number + 1, f"Tổ dân phố {number % AREAS + 1}", f"Số {house + 1}, ngõ {lane + 1}, đường Trần Cao Vân"


LISTS = {"neighbourhoods": _areas, "teams": _teams, "people": _people, "households": _households}


def write_workbook(kind: str, folder: Path) -> Path:
    """Write the workbook of a kind of list under a title, and return its path."""
    path = folder / f"{kind}.xlsx"
    with Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Danh sách")
        sheet.write(0, 0, "ỦY BAN NHÂN DÂN PHƯỜNG AN KHÊ")
        for row, cells in enumerate(LISTS[kind](), start=2):
            sheet.write_row(row, 0, cells)
    return path
