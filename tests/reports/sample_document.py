"""A whole report with plainly made-up names: every part that a drawing has to draw, and texts of awkward lengths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.catalogue.terms import Bound
from app.overview.results import ACTIVITIES, Result, Section
from app.periods import Span
from app.reports.document import Annex, Chapter, Column, Document, Letter, LetterPart, Row, RowStyle

LONG_NAME = "Tổ công nghệ số cộng đồng và Đề án 06 khu dân cư Ví Dụ có tên dài nhất phường"


def sample_document(*, is_of_team: bool = False, rows: int = 3, has_letter: bool = True) -> Document:
    """Return a report of a ward, or of one of its teams, with a number of rows in the lists."""
    return Document(
        title="Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10/2026",
        issuer="ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ",
        subject=LONG_NAME if is_of_team else "",
        state="Đã chốt ngày 05/11/2026, bản 2: chỉ gồm số liệu đã duyệt",
        is_provisional=False,
        created=date(2026, 11, 5),
        as_of=date(2026, 10, 31),
        days=Span(date(2026, 10, 1), date(2026, 10, 31)),
        letter=_letter(is_of_team) if has_letter else None,
        annexes=[_results(), _areas(rows), _activities(rows), _attendance(rows)],
        results=[
            Section(
                ACTIVITIES,
                "Hoạt động của các tổ",
                [Result("visit", "Lượt đến hộ", "lượt", 300, 312, 2034, note="Chỉ tiêu của tháng")],
            ),
            Section("society", "Xã hội số", [_HEALTH_RECORD, _ACCOUNT]),
        ],
    )


_HEALTH_RECORD = Result(
    "health_record",
    "Hồ sơ sức khỏe điện tử",
    "người",
    period=0,
    cumulative=0,
    reached=9547,
    population=9658,
    ratio=Decimal(954700) / Decimal(9658),
    note="Đã công bố: 9.547/9.658 (98,8%), 31/12/2023, Báo mẫu",
)
_ACCOUNT = Result(
    "public_service_account",
    "Tài khoản dịch vụ công",
    "tài khoản",
    period=0,
    cumulative=0,
    reached=2800,
    bound=Bound.MORE_THAN,
    population=4100,
    note="Số ước, không tính tỷ lệ",
)


def _letter(is_of_team: bool) -> Letter:
    return Letter(
        superior="ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ" if is_of_team else "",
        issuer=LONG_NAME.upper() if is_of_team else "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ",
        number="" if is_of_team else "Số:         /BC-UBND",
        place_and_date="Ví Dụ, ngày 05 tháng 11 năm 2026",
        kind="BÁO CÁO",
        subject="Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026",
        opening=[
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 về hoạt động của Tổ công nghệ số cộng đồng.",
            "Ủy ban nhân dân phường Ví Dụ báo cáo kết quả tháng 10 năm 2026 của 2 tổ, 7 thành viên như sau:",
        ],
        chapters=[
            Chapter("I", "Công tác chỉ đạo, tổ chức", [LetterPart("", ["Trong tháng, cả 2 tổ đều có hoạt động."])]),
            Chapter(
                "II",
                "Kết quả thực hiện",
                [
                    LetterPart(
                        "Hoạt động của các tổ",
                        [
                            "Trong tháng, các tổ đã thực hiện 312 lượt đến hộ, tăng 12,0% so với tháng trước (279).",
                            "Đã tổ chức 4 buổi tập huấn với 1.120 lượt người tham dự.",
                        ],
                    ),
                    LetterPart("Chính quyền số", ["Hồ sơ sức khỏe điện tử: 9.547/9.658 người, đạt 98,9%."]),
                ],
            ),
            Chapter("III", "Đánh giá", [LetterPart("Tồn tại, hạn chế", ["Băng rộng ở ngõ sâu còn chậm."])]),
            Chapter("IV", "Nhiệm vụ tháng tới", [LetterPart("", ["Đến từng hộ chưa gặp."])]),
            Chapter("V", "Đề xuất, kiến nghị", [LetterPart("", ["Trang bị thêm điểm phát Wi-Fi./."])]),
        ],
        signed_as=["TỔ TRƯỞNG"] if is_of_team else ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        signatory="Nguyễn Ví Dụ",
        recipients=["Thường trực Đảng ủy phường (để b/c);", "Các tổ công nghệ số cộng đồng;", "Lưu: VT."],
        issued_by=LONG_NAME if is_of_team else "Ủy ban nhân dân phường Ví Dụ",
    )


def _results() -> Annex:
    return Annex(
        code="results",
        number="I",
        title="Kết quả theo trụ cột",
        columns=[
            Column("STT", 5, "center"),
            Column("Nội dung", 29),
            Column("ĐVT", 10, "center"),
            Column("Chỉ tiêu", 9, "right"),
            Column("Trong tháng", 9, "right"),
            Column("Lũy kế năm", 10, "right"),
            Column("Đã đạt", 10, "right"),
            Column("Tổng đối tượng", 9, "right"),
            Column("Tỷ lệ (%)", 9, "right"),
            Column("Ghi chú", 36),
        ],
        rows=[
            Row(["I", "Hoạt động của các tổ"], RowStyle.SECTION),
            Row([1, "Lượt đến hộ", "lượt", 300, 312, 2034, None, None, None, "Chỉ tiêu của tháng"]),
            Row(["II", "Xã hội số"], RowStyle.SECTION),
            Row(
                [
                    1,
                    "Hồ sơ sức khỏe điện tử",
                    "người",
                    None,
                    0,
                    0,
                    9547,
                    9658,
                    Decimal(954700) / Decimal(9658),
                    "Đã công bố: 9.547/9.658 (98,8%), 31/12/2023, Báo mẫu",
                ]
            ),
            Row(
                [
                    2,
                    "Tài khoản dịch vụ công",
                    "tài khoản",
                    None,
                    0,
                    0,
                    "hơn 2.800",
                    4100,
                    None,
                    "Số ước, không tính tỷ lệ",
                ]
            ),
        ],
        notes=[
            "Trong tháng, lũy kế: sổ nhật ký, phần đã duyệt khi chốt tháng, 05/11/2026 09:00.",
            "Ô trống: chưa biết.",
        ],
    )


def _areas(rows: int) -> Annex:
    plain = [Row([n, f"Khu phố Ví Dụ {n}", 1200 + n, 300, 12, 84, 40, Decimal("21.4")]) for n in range(1, rows + 1)]
    return Annex(
        code="areas",
        number="II",
        title="Kết quả theo địa bàn",
        columns=[
            Column("STT", 5, "center"),
            Column("Khu phố", 24),
            Column("Lượt đến hộ", 11, "right"),
            Column("Lượt người được hướng dẫn tại nhà", 11, "right"),
            Column("Buổi tập huấn", 11, "right"),
            Column("Số hộ đã đến", 11, "right"),
            Column("Tổng số hộ", 9, "right"),
            Column("Tỷ lệ (%)", 9, "right"),
        ],
        rows=[*plain, Row([None, "Cộng", 3606, 900, 36, 252, 120, Decimal("210.0")], RowStyle.TOTAL)],
        notes=["Một hộ được tính một lần trong dòng cộng."],
    )


def _activities(rows: int) -> Annex:
    return Annex(
        code="training",
        number="III",
        title="Tập huấn",
        columns=[
            Column("STT", 5, "center"),
            Column("Ngày", 11),
            Column("Khu phố", 20),
            Column("Tổ", 20),
            Column("Nội dung", 28),
            Column("Địa điểm", 20),
            Column("Lượt người", 11, "right"),
        ],
        rows=[
            *(
                Row(
                    [
                        n,
                        date(2026, 10, 1 + n % 28),
                        f"Khu phố {n}",
                        LONG_NAME,
                        '=Cảnh giác <lừa đảo> & "mã"',
                        "Nhà văn hóa",
                        30,
                    ]
                )
                for n in range(1, rows + 1)
            ),
            Row([None, "Cộng", None, None, None, None, 30 * rows], RowStyle.TOTAL),
        ],
        notes=["Sổ nhật ký: phần đã duyệt khi chốt tháng."],
    )


def _attendance(rows: int) -> Annex:
    return Annex(
        code="attendance",
        number="IV",
        title="Ngày tham gia của thành viên",
        columns=[
            Column("STT", 5, "center"),
            Column("Họ và tên", 24),
            Column("Tổ", 18),
            Column("Các ngày tham gia", 34),
            Column("Số ngày", 9, "right"),
            Column("Thành tiền (đồng)", 13, "right"),
            Column("Ký nhận", 14),
        ],
        rows=[
            *(Row([n, f"Trần Ví Dụ {n}", "Tổ 1", "01, 03, 04, 17, 28", 5, 250000, None]) for n in range(1, rows + 1)),
            Row([None, "Cộng", None, None, 5 * rows, 250000 * rows, None], RowStyle.TOTAL),
        ],
        notes=["Một ngày được tính một lần cho mỗi người, kể cả khi cùng đi với người khác."],
        signed_by=["Người lập biểu", "Xác nhận của Ủy ban nhân dân"],
    )
