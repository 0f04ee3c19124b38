"""Lists as wards really have them, with all that goes wrong in spreadsheets, and what they say, written by hand."""

from __future__ import annotations

import unicodedata
from datetime import date

from app.imports.list_kind import ListRow
from app.imports.unread_rows import UnreadReason
from tests.imports.workbooks import Merged, Rows


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


PEOPLE_LIST: Rows = [
    ["UBND PHƯỜNG AN KHÊ", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH THÀNH VIÊN TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG"],
    ["(Kèm theo Quyết định số 512/QĐ-UBND ngày 12/9/2026)"],
    [],
    ["STT", "Họ và tên", None, "Năm sinh", "Số CCCD", "SĐT (Zalo)", "Chức danh", "Tổ", "Sức khỏe", "Ghi chú"],
    ["A", "B", None, 1, 2, 3, 4, 5, 6, 7],
    ["I", "Khu A"],
    [1, "Nguyễn Văn", "An", 1980, "048080001234", 912345678, "Tổ trưởng", "Tổ 1", "tốt", None],
    [2, _nfd("Trần Thị"), _nfd("Bình"), "1991", 48091001235, "0912.345.679", "tổ viên", "Tổ 1", "tốt", "mới"],
    ["03", "LÊ  VĂN", "CƯỜNG", "12/3/1985", "048085001236", "+84 912 345 680", "Tổ viên", "Tổ 1", "tiểu đường", None],
    [4, "Phạm", "Dung", 1979, "048079001237", "84912345681", "Tổ viên", "１", "tốt", "-"],
    [5, "Hoàng Thị", "Em", 1988, "048088001238", "0912345682 / 0987654321", "Tổ viên", "Tổ 1", "tốt", None],
    [6, "Vũ", "Giang", 1990, "048090001239", None, "Tổ viên", "Tổ 1", "tốt", None],
    ["Cộng khu A:", 6, None, None, None, None, None, None, None, None],
    ["STT", "Họ và tên", None, "Năm sinh", "Số CCCD", "SĐT (Zalo)", "Chức danh", "Tổ", "Sức khỏe", "Ghi chú"],
    ["II", "Khu B"],
    [7, "Tống Thị", "Hà", 1992, "048092001240", "'0912345683", "Tổ viên", "Tổ 2", "tốt", None],
    [8, "Cộng A", "Sềnh", 1993, "048093001241", "912 345 684", "—", "Tổ 2", "tốt", None],
    [9, "Đỗ CCCD 048093001242", "Yến", 1993, "048093001242", "0912345685", "Tổ viên", "Tổ 2", "tốt", None],
    [10, "Nguyễn Văn", "An", 1980, "048080001234", "0912345678", "Tổ trưởng", "Tổ 1", "tốt", None],
    [11, None, None, None, None, None, None, None, None, None],
    [None, "Tổng cộng: 10 người"],
    [],
    [None, None, None, None, None, None, "An Khê, ngày 12 tháng 9 năm 2026"],
    [None, "Người lập biểu", None, None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    [None, "(Ký, ghi rõ họ tên)", None, None, None, None, "CHỦ TỊCH"],
    [],
    [None, "Lê Thị Khánh", None, None, None, None, "Nguyễn Văn Lâm"],
]
PEOPLE_MERGED: Merged = [(3, 0, 3, 9), (4, 0, 4, 9), (6, 1, 6, 2), (7, 1, 7, 2), (16, 1, 16, 2)]

PEOPLE_ROWS = [
    ListRow(10, {"name": "Nguyễn Văn An", "phone": "0912345678", "role": "Tổ trưởng", "team": "Tổ 1"}),
    ListRow(11, {"name": "Trần Thị Bình", "phone": "0912.345.679", "role": "tổ viên", "team": "Tổ 1"}),
    ListRow(12, {"name": "LÊ VĂN CƯỜNG", "phone": "+84 912 345 680", "role": "Tổ viên", "team": "Tổ 1"}),
    ListRow(13, {"name": "Phạm Dung", "phone": "84912345681", "role": "Tổ viên", "team": "１"}),
    ListRow(19, {"name": "Tống Thị Hà", "phone": "0912345683", "role": "Tổ viên", "team": "Tổ 2"}),
    ListRow(20, {"name": "Cộng A Sềnh", "phone": "0912 345 684", "team": "Tổ 2"}),
    ListRow(22, {"name": "Nguyễn Văn An", "phone": "0912345678", "role": "Tổ trưởng", "team": "Tổ 1"}),
]
PEOPLE_WRONG = {
    14: "Số điện thoại: ô này có nhiều số điện thoại. Hãy để lại một số.",
    15: "Số điện thoại: không được để trống. Hãy điền vào.",
    21: "Họ và tên: không được ghi số căn cước, số tài khoản, số điện thoại ở đây. Hãy xóa số đó đi.",
}
PEOPLE_UNREAD = {
    8: UnreadReason.COLUMN_NUMBERS,
    9: UnreadReason.SUBHEADING,
    16: UnreadReason.TOTAL,
    17: UnreadReason.REPEATED_HEAD,
    18: UnreadReason.SUBHEADING,
    24: UnreadReason.TOTAL,
    26: UnreadReason.FOOTER,
    27: UnreadReason.FOOTER,
    28: UnreadReason.FOOTER,
    30: UnreadReason.FOOTER,
}
"""Row 23, which holds nothing but its running number, is as good as empty."""

FIGURES_LIST: Rows = [
    ["BIỂU TỔNG HỢP DÂN SỐ NĂM 2026"],
    ["TT", "Tổ dân phố", "Dân số", None, "Tỷ lệ (%)", "Năm", "Tháng", "Tính đến ngày", "Hộ nghèo", "SĐT tổ trưởng"],
    [None, None, "Số hộ (hộ)", "Nhân khẩu", None, None, None, None, None, None],
    [1, "Tổ dân phố 1", "1.204", "9.547", "95,5%", 2026, "tháng 9", "31/10/2026", "x", 912345678],
    [2, "Tổ dân phố 2", "1,204", "4 000", "95.5", 2026, 10, "05/10/2026", None, 912345679],
    [3, "Tổ dân phố 3", 120, "400 người", 100, 2026, "10/2026", "5-9-26", "không", "0912345680"],
    [4, "Cộng Hòa", 90, 300, 99.5, 2026, "2026-10", 46326, "Có", "0912345681"],
    [5, "Tổ dân phố 5", 1.204, 9.547, "-", 2026, "T9/2026", "ngày 5 tháng 9 năm 2026", "-", None],
    [6, "Tổ dân phố 6", "12,5", "khoảng 300", "cao", 2026, "quý 3", date(2026, 5, 10), "có lẽ", None],
    [7, "Tổ dân phố 7", "０１２", "...", None, 2026, date(2026, 10, 1), None, None, None],
    ["Cộng", None, 2630, 14247, None, None, None, None, None, None],
    [],
    ["Ghi chú: số liệu do công an phường cung cấp"],
]
FIGURES_MERGED: Merged = [
    (0, 0, 0, 9), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), *((1, column, 2, column) for column in range(4, 10)),
]  # fmt: skip
FIGURES_ROWS = [
    ListRow(4, {"area": "Tổ dân phố 1", "households": "1204", "people": "9547", "share": "95.5", "month": "2026-09",
                "as_of": "2026-10-31", "poor": "yes"}),
    ListRow(5, {"area": "Tổ dân phố 2", "households": "1204", "people": "4000", "share": "95.5", "month": "2026-10",
                "as_of": "2026-10-05"}),
    ListRow(6, {"area": "Tổ dân phố 3", "households": "120", "people": "400", "share": "100", "month": "2026-10",
                "as_of": "2026-09-05", "poor": "no"}),
    ListRow(7, {"area": "Cộng Hòa", "households": "90", "people": "300", "share": "99.5", "month": "2026-10",
                "as_of": "2026-10-31", "poor": "yes"}),
    ListRow(10, {"area": "Tổ dân phố 7", "households": "12", "month": "2026-10"}),
]  # fmt: skip
FIGURES_WRONG = {
    8: (
        "Số hộ: bảng tính đang giữ số 1.204. Nếu ý là 1204 thì hãy gõ không có dấu chấm, dấu phẩy. "
        "Số nhân khẩu: bảng tính đang giữ số 9.547. Nếu ý là 9547 thì hãy gõ không có dấu chấm, dấu phẩy."
    ),
    9: (
        "Số hộ: “12,5” không phải số nguyên. Hãy chỉ ghi chữ số, ví dụ 1204. "
        "Số nhân khẩu: “khoảng 300” không phải số nguyên. Hãy chỉ ghi chữ số, ví dụ 1204. "
        "Tỷ lệ: “cao” không phải là tỷ lệ phần trăm. Hãy ghi như 95,5 hoặc 95,5%. "
        "Tháng: “quý 3” không phải là tháng. Hãy ghi tháng và năm, ví dụ 10/2026. "
        "Tính đến ngày: không rõ trong “10/05/2026” đâu là ngày, đâu là tháng, vì danh sách có cả hai cách ghi. "
        "Hãy ghi năm trước, ví dụ 2026-10-31. "
        "Hộ nghèo: “có lẽ” không rõ là có hay không. Hãy ghi x nếu có, để trống nếu không."
    ),
}
FIGURES_UNREAD = {11: UnreadReason.TOTAL, 13: UnreadReason.FOOTER}
