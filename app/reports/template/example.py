"""A made-up report: what the guide to templates shows beside each placeholder, and what a template is tried with. Pure.

It has something of everything, :func:`large_document` as much of it as the largest wards have, and
:func:`empty_document` nothing of anything: a template that renders with the last two renders with every report.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.month import Month
from app.reports.document import Annex, Chapter, Column, Document, Letter, LetterPart, Row, RowStyle
from app.reports.template.placeholders import ANNEX_NAMES, FIGURES

EXAMPLE_MONTH = Month(2026, 10)
_DAY = date(2026, 11, 5)
_AS_OF = date(2026, 10, 31)
_ISSUER = "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ"


def example_document() -> Document:
    """Return a report that has something everywhere."""
    return Document(
        title="Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10/2026",
        issuer=_ISSUER,
        subject="Số liệu của Phường Ví Dụ (tên cũ)",
        state="Số liệu tạm tính đến 05/11/2026 09:00",
        is_provisional=True,
        created=_DAY,
        as_of=_AS_OF,
        letter=_letter(),
        annexes=[_results(), _areas(), _attendance(), _others()],
    )


def large_document() -> Document:
    """Return a report of a ward with ninety teams, whose seven hundred members all took part."""
    teams = replace(_areas(), code=ANNEX_NAMES["cac_to"], number="IIIa", title="Kết quả theo tổ")
    annexes = [
        _results(),
        _lengthened(_areas(), 90),
        _lengthened(teams, 90),
        _lengthened(_attendance(), 700),
        _lengthened(_others(), 90),
    ]
    return replace(example_document(), annexes=annexes)


def _lengthened(annex: Annex, rows: int) -> Annex:
    first, *others = annex.rows
    return replace(annex, rows=[*[first] * rows, *others])


def empty_document() -> Document:
    """Return a report that has nothing but a title."""
    return Document("", "", "", "", False, _DAY, _AS_OF, None, [])


def _letter() -> Letter:
    return Letter(
        superior="ỦY BAN NHÂN DÂN TỈNH VÍ DỤ",
        issuer=_ISSUER,
        number="Số:         /BC-UBND",
        place_and_date="Ví Dụ, ngày 05 tháng 11 năm 2026",
        kind="BÁO CÁO",
        subject="Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026",
        opening=["Ủy ban nhân dân phường Ví Dụ báo cáo kết quả tháng 10 năm 2026 như sau:"],
        chapters=[
            Chapter("I", "Công tác chỉ đạo, tổ chức", [LetterPart("", ["Trong tháng, cả 2 tổ đều có hoạt động."])]),
            Chapter(
                "II",
                "Kết quả thực hiện",
                [
                    LetterPart("Hoạt động của các tổ", ["Trong tháng, các tổ đã thực hiện 312 lượt đến hộ."]),
                    LetterPart("Xã hội số", ["Hồ sơ sức khỏe điện tử: 9.547/9.658 người, đạt 98,9%."]),
                ],
            ),
            Chapter("V", "Đề xuất, kiến nghị", [LetterPart("Với tỉnh", ["Trang bị thêm điểm phát Wi-Fi./."])]),
        ],
        signed_as=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        signatory="Nguyễn Ví Dụ",
        recipients=["Thường trực Đảng ủy phường (để b/c);", "Lưu: VT."],
        issued_by="Ủy ban nhân dân phường Ví Dụ",
    )


def _results() -> Annex:
    widths = (5, 29, 10, 9, 9, 10, 10, 9, 9, 36)
    return Annex(
        code=ANNEX_NAMES["ket_qua"],
        number="I",
        title="Kết quả theo trụ cột",
        columns=[
            Column(str(heading), width, code=code)
            for (code, heading), width in zip(FIGURES.values(), widths, strict=True)
        ],
        rows=[
            Row(["I", "Xã hội số"], RowStyle.SECTION),
            Row([1, "Hồ sơ sức khỏe điện tử", "người", 300, 12, 84, 9547, 9658, Decimal("98.85"), "Công an cung cấp"]),
        ],
        notes=["Trong tháng, lũy kế: sổ nhật ký."],
    )


def _areas() -> Annex:
    return Annex(
        code=ANNEX_NAMES["dia_ban"],
        number="II",
        title="Kết quả theo địa bàn",
        columns=[
            Column("STT", 5, "center"),
            Column("Khu phố", 24),
            Column("Lượt đến hộ", 11, "right"),
            Column("Tỷ lệ (%)", 9, "right"),
        ],
        rows=[
            Row([1, "Khu phố Ví Dụ 1", 312, Decimal("21.4")]),
            Row([None, "Cộng", 312, Decimal("21.4")], RowStyle.TOTAL),
        ],
        notes=["Một hộ được tính một lần trong dòng cộng."],
    )


def _attendance() -> Annex:
    return Annex(
        code=ANNEX_NAMES["diem_danh"],
        number="IV",
        title="Ngày tham gia của thành viên",
        columns=[
            Column("STT", 5, "center"),
            Column("Họ và tên", 24),
            Column("Số ngày", 9, "right"),
            Column("Ký nhận", 14),
        ],
        rows=[Row([1, "Trần Ví Dụ", 5, None]), Row([None, "Cộng", 5, None], RowStyle.TOTAL)],
        notes=["Một ngày được tính một lần cho mỗi người."],
        signed_by=["Người lập biểu", "Xác nhận của Ủy ban nhân dân"],
    )


def _others() -> Annex:
    return Annex(
        code="other",
        number="III",
        title="Các buổi tập huấn",
        columns=[Column("STT", 5, "center"), Column("Ngày", 11), Column("Nội dung", 28)],
        rows=[Row([1, date(2026, 10, 7), "Cảnh giác lừa đảo qua mạng"])],
        notes=["Sổ nhật ký: phần đã duyệt khi chốt tháng."],
        signed_by=["Người lập biểu"],
    )
