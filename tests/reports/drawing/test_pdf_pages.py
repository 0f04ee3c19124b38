"""Where the pages and lines of a PDF end: what belongs together stands together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.document import Row, RowStyle
from tests.reports.drawing.pdf_reading import MM, RIGHT, drawn, pieces, with_words
from tests.reports.sample_document import sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def test_pdf_parts_that_belong_together_stand_on_one_page() -> None:
    """Reports of every length are drawn, so that the end of a page falls at every place in turn."""
    for lines in range(10):
        document = with_words(sample_document(rows=lines + 17), [*["Dòng."] * lines, "Dòng cuối./."])
        results, _areas, _activities, attendance = document.annexes
        results = replace(results, rows=[results.rows[1]] * (lines + 11) + list(results.rows))
        paper = drawn(replace(document, annexes=[results, attendance]))
        for together in (
            ("./.", "Nơi nhận:", "PHÓ CHỦ TỊCH", "Lưu: VT", "Nguyễn Ví Dụ"),
            ("Hoạt động của các tổ1Lượt đến hộ",),
            ("Một ngày được tính một lần", "Người lập biểu"),
        ):
            (page,) = paper.pages_with(together[0])
            assert all(paper.pages_with(text) == [page] for text in together), (lines, together)


def test_signatures_never_stand_alone_on_a_page() -> None:
    """Reports of every length are drawn, so that the end of a page falls at every place in turn."""
    for number in range(0, 24):
        last = "rất dài " * (800 + 4 * number) + "./."
        attendance = sample_document(rows=number + 2).annexes[-1]
        paper = drawn(replace(with_words(sample_document(), [last]), annexes=[attendance]))
        (signed,) = paper.pages_with("Nguyễn Ví Dụ")
        assert "rấtdài" in paper.texts[signed - 1], number
        (drawn_up,) = paper.pages_with("Người lập biểu")
        names = [f"Trần Ví Dụ {position}Tổ 1" for position in (number + 1, number + 2)]
        assert [paper.pages_with(name) for name in names] == [[drawn_up]] * 2, number


@pytest.mark.parametrize("recipients", [3, 45, 70])
def test_heading_of_the_last_chapter_stays_with_its_line_and_the_signature(recipients: int) -> None:
    for lines in range(0, 12):
        document = with_words(sample_document(), ["Dòng cuối./."])
        assert document.letter
        names = [f"Người nhận {number};" for number in range(recipients)]
        letter = replace(document.letter, opening=["Dòng."] * lines, recipients=names)
        paper = drawn(replace(document, letter=letter, annexes=[]))
        (page,) = paper.pages_with("V. ĐỀ XUẤT, KIẾN NGHỊ")
        assert paper.pages_with("Dòng cuối./.") == paper.pages_with("Nguyễn Ví Dụ") == [page], lines


def test_heading_of_the_last_chapter_stays_with_its_first_paragraph() -> None:
    """Of several paragraphs, of which one goes over the page or the signature is longer than one."""
    for lines in range(4, 26, 3):
        document = with_words(sample_document(), ["Đầu " + "rất dài " * 90, "Giữa.", "Dòng cuối./."])
        assert document.letter
        names = [f"Người nhận {number};" for number in range(70)]
        letter = replace(document.letter, opening=["Dòng."] * lines, recipients=names)
        paper = drawn(replace(document, letter=letter, annexes=[]))
        assert paper.pages_with("V. ĐỀ XUẤT, KIẾN NGHỊ") == paper.pages_with("Đầu rất dài"), lines
        assert paper.pages_with("Dòng cuối./.") == paper.pages_with("Nguyễn Ví Dụ"), lines


def test_notes_of_more_than_a_page_end_with_the_signatures() -> None:
    attendance = sample_document().annexes[-1]
    notes = [f"ghi chú {number} " * 40 for number in range(30)]
    paper = drawn(replace(sample_document(), annexes=[replace(attendance, notes=notes)]))
    (signed,) = paper.pages_with("Người lập biểu")
    assert paper.pages_with("ghi chú 29")[-1:] == [signed]


@pytest.mark.parametrize(
    ("team", "size"),
    [("Tổ công nghệ số số 1", 11), ("Tổ công nghệ số cộng đồng khu phố Ví Dụ số 12 và khu lân cận phía", 10)],
)
def test_rows_do_not_wrap_where_a_narrower_column_or_smaller_letters_hold_them(team: str, size: float) -> None:
    activities = sample_document().annexes[2]
    cells = [1, "05/11/2026", "Toàn phường", team, "Nếp sử dụng dịch vụ công trực tuyến", "Nhà văn hóa khu", 48]
    narrow = replace(activities, columns=[replace(each, width=11) for each in activities.columns], rows=[Row(cells)])
    (page,) = drawn(replace(sample_document(), annexes=[narrow])).pages[2:]
    assert {piece.text: piece.size for piece in pieces(page)}.items() >= {str(cell): size for cell in cells}.items()


def test_column_to_sign_in_keeps_its_width() -> None:
    attendance = sample_document().annexes[-1]
    columns = [replace(each, is_written_by_hand=each.heading == "Ký nhận") for each in attendance.columns]
    rows = [Row([1, "Trần Ví Dụ", "Tổ", "01, 02, 03, " * 30, 5, 250000, None])]
    (page,) = drawn(replace(sample_document(), annexes=[replace(attendance, columns=columns, rows=rows)])).pages[2:]
    (amount,) = (piece for piece in pieces(page) if piece.text == "250.000")
    assert page.mediabox.width - RIGHT - amount.right > 14 * 5.5, "too narrow to sign in"


def test_rows_to_be_signed_in_are_high_enough() -> None:
    attendance = sample_document().annexes[-1]
    columns = [replace(each, is_written_by_hand=each.heading == "Ký nhận") for each in attendance.columns]
    for annex, least, most in ((attendance, 14, 19), (replace(attendance, columns=columns), 6.99 * MM, 8 * MM)):
        (page,) = drawn(replace(sample_document(), annexes=[annex])).pages[2:]
        first, second, third = (piece.y for piece in pieces(page) if piece.text.startswith("Trần Ví Dụ"))
        assert least <= first - second <= most
        assert least <= second - third <= most


def test_sum_of_a_team_stays_with_the_row_above_it() -> None:
    for lines in range(20, 32):
        attendance = sample_document(rows=lines).annexes[-1]
        rows = [*attendance.rows[:-1], Row([None, "Cộng tổ", None, None, 5, 1, None], RowStyle.TOTAL)]
        rows += [replace(each, cells=[0, "Khác", *each.cells[2:]]) for each in rows[:20]]
        paper = drawn(replace(sample_document(), annexes=[replace(attendance, rows=rows)]))
        assert paper.pages_with("Cộng tổ") == paper.pages_with(f"Trần Ví Dụ {lines}Tổ"), lines


def test_small_tables_follow_one_another_and_begin_with_their_first_rows() -> None:
    """The first table has every length, so that the end of a page falls at every place of the second in turn."""
    attendance = replace(sample_document(rows=1).annexes[-1], is_wide=False)
    second = [Row([f"Hàng {position}.", *attendance.rows[0].cells[1:]]) for position in range(8)]
    pages = set()
    for number in range(1, 44):
        annexes = [
            replace(attendance, number="I", rows=[attendance.rows[0]] * number, signed_by=()),
            replace(attendance, number="II", rows=second),
        ]
        paper = drawn(replace(sample_document(has_letter=False), annexes=annexes, is_continuous=True))
        pages.add(len(paper.texts))
        (page,) = paper.pages_with("Phụ lục II")
        assert [paper.pages_with(f"Hàng {position}.") for position in (0, 1)] == [[page]] * 2, number
        (signed,) = paper.pages_with("Người lập biểu")
        assert [paper.pages_with(f"Hàng {position}.") for position in (6, 7)] == [[signed]] * 2, number
    assert pages == {1, 2}
