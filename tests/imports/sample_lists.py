"""The cells of the sample workbooks in ``tests/data/lists``, which ``python -m tests.imports.sample_lists`` writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from tests.imports.workbooks import Merged, Rows, xlsx, xlsx_of

FOLDER = Path(__file__).parents[1] / "data" / "lists"

CLEAN: Rows = [
    ["Khu dân cư", "Địa chỉ", "Tên gọi"],
    ["Phố 1", "Số 1, ngõ 3", None],
    ["Phố 1", "Số 2, ngõ 3", "nhà bà Năm bún"],
    ["Phố 1", "Số 3, ngõ 3", None],
    ["Phố 2", "Số 12, đường Hàng Than", None],
    ["Phố 2", "Số 14, đường Hàng Than", None],
]
"""Households of ward A as its template asks for them."""

MESSY: Rows = [
    ["UBND PHƯỜNG QUẢNG THẮNG", None, None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["DANH SÁCH HỘ GIA ĐÌNH NĂM 2026"],
    [],
    ["STT", "Địa bàn", "Địa chỉ", None, None, "Chủ hộ", "Số CCCD", "Điện thoại", "Ghi chú"],
    [None, None, "Số nhà", "Ngõ", "Đường", None, None, None, None],
    ["I", "Khu 1"],
    [1, "PHỐ 1", 1, 3, None, "Nguyễn Văn Mẫu", "038080001234", 912345678, None],
    [2, unicodedata.normalize("NFD", "Phố 1"), "2A", "ngõ 3", None, "Trần Thị Mẫu", 38091001235, "0912.345.679", None],
    [3, "pho 1", "1", "3", None, "Nguyễn Văn Mẫu", "038080001234", 912345678, "trùng dòng 1"],
    ["Cộng", None, 3],
    ["II", "Khu 2"],
    [4, "Phố 2", 12, None, "Hàng  Than", "Lê Văn Mẫu", "038085001236", None, None],
    [5, "Phố 9", 7, None, "Hàng Than", "Phạm Thị Mẫu", "038079001237", None, None],
    [6, "Phố 2", None, None, None, "Hoàng Văn Mẫu", "038088001238", None, None],
    [7, "Phố 2", "038088001239", None, "Hàng Than", "Vũ Thị Mẫu", None, None, None],
    ["Tổng cộng", None, 7],
    [],
    [None, None, None, None, None, None, "Quảng Thắng, ngày 12 tháng 9 năm 2026"],
    [None, "Người lập biểu", None, None, None, None, "CHỦ TỊCH"],
]
"""Households of ward A as such lists come, with what must never be stored."""

MESSY_MERGED: Merged = [(1, 0, 1, 8), (3, 2, 3, 4), *((3, column, 4, column) for column in (0, 1, 5, 6, 7, 8))]


def hostile() -> BytesIO:
    """Return a workbook with one cell, at the end of the sheet, which ends readers with their process."""
    return xlsx_of('<sheetData><row><c r="XFD1048576" t="str"><v>a</v></c></row></sheetData>')


def made() -> Mapping[str, BytesIO]:
    """Return the workbooks by their names."""
    return {"clean.xlsx": xlsx(CLEAN), "messy.xlsx": xlsx(MESSY, MESSY_MERGED), "hostile.xlsx": hostile()}


if __name__ == "__main__":
    for name, content in made().items():
        (FOLDER / name).write_bytes(content.getvalue())
