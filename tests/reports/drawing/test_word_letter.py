"""The letter in ``month.docx``, held against Decree 30/2020, Annex I."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.reports.drawing.word_reading import (
    MOTTO,
    NATIONAL_TITLE,
    drawn,
    everything,
    named,
    rules_beneath,
    style_of,
    text_of,
)
from tests.reports.sample_document import LONG_NAME, sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def test_letter_head_has_its_parts_in_their_sizes() -> None:
    word = drawn(sample_document())
    head = word.tables[0]
    (left, right), (number, dated) = (row.cells for row in head.rows)
    assert text_of(left.paragraphs) == ["ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ"]
    assert text_of(right.paragraphs) == [NATIONAL_TITLE, MOTTO]
    assert text_of(number.paragraphs) == ["Số:         /BC-UBND"]
    assert text_of(dated.paragraphs) == ["Ví Dụ, ngày 05 tháng 11 năm 2026"]
    assert style_of(left.paragraphs[0]) == (12, True, False, "CENTER")
    assert style_of(right.paragraphs[0]) == (12, True, False, "CENTER")
    assert style_of(right.paragraphs[1]) == (13, True, False, "CENTER")
    assert style_of(number.paragraphs[0]) == (13, False, False, "CENTER")
    assert style_of(dated.paragraphs[0]) == (13, False, True, "CENTER")


def test_team_stands_beneath_its_committee_and_has_no_number() -> None:
    word = drawn(sample_document(is_of_team=True))
    (left, _right), (number, _dated) = (row.cells for row in word.tables[0].rows)
    superior, issuer = left.paragraphs[:2]
    assert (superior.text, issuer.text) == ("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", LONG_NAME.upper())
    assert style_of(superior) == (12, False, False, "CENTER")
    assert style_of(issuer) == (12, True, False, "CENTER")
    assert not number.text
    assert not any("Số:" in paragraph.text or "/BC-" in paragraph.text for paragraph in everything(word))
    attached = [each.text for each in everything(word) if each.text.startswith("(Kèm theo")]
    assert len(attached) == 4
    assert attached[0] == f"(Kèm theo Báo cáo ngày 05 tháng 11 năm 2026 của {LONG_NAME})"


# How wide the texts are in Times New Roman, measured with its letters.
@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (MOTTO, 54, 57),
        ("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", 32 / 3, 32 / 2),
        ("Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026", 146 / 3, 146 / 2),
    ],
)
def test_rules_have_the_length_of_the_decree(text: str, least: float, most: float) -> None:
    long, off = rules_beneath(named(drawn(sample_document()), text))
    assert least <= long <= most
    assert off < 0.1


def test_national_title_has_room_for_one_line() -> None:
    right = drawn(sample_document()).tables[0].columns[1]
    assert right.width.mm > 87.5 * 1.05  # what it takes in Times New Roman at 12 points, and a little air


def test_text_has_the_format_of_the_decree() -> None:
    word = drawn(sample_document())
    assert style_of(named(word, "BÁO CÁO")) == (14, True, False, "CENTER")
    subject = "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026"
    assert style_of(named(word, subject)) == (14, True, False, "CENTER")
    sentence = named(word, "Đã tổ chức 4 buổi tập huấn với 1.120 lượt người tham dự.")
    assert style_of(sentence) == (14, False, False, "JUSTIFY")
    form = sentence.style.paragraph_format
    assert 10 <= round(form.first_line_indent.mm, 1) <= 12.7
    assert form.space_after.pt >= 6
    assert 1 <= form.line_spacing <= 1.5


def test_chapters_and_their_parts_are_numbered() -> None:
    document = sample_document()
    word = drawn(document)
    start = named(word, "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC")
    texts = text_of(word.paragraphs)
    assert texts[texts.index(start.text) : texts.index("Trang bị thêm điểm phát Wi-Fi./.") + 1] == [
        "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC",
        "Trong tháng, cả 2 tổ đều có hoạt động.",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Hoạt động của các tổ",
        "Trong tháng, các tổ đã thực hiện 312 lượt đến hộ, tăng 12,0% so với tháng trước (279).",
        "Đã tổ chức 4 buổi tập huấn với 1.120 lượt người tham dự.",
        "2. Chính quyền số",
        "Hồ sơ sức khỏe điện tử: 9.547/9.658 người, đạt 98,9%.",
        "III. ĐÁNH GIÁ",
        "1. Tồn tại, hạn chế",
        "Băng rộng ở ngõ sâu còn chậm.",
        "IV. NHIỆM VỤ THÁNG TỚI",
        "Đến từng hộ chưa gặp.",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
        "Trang bị thêm điểm phát Wi-Fi./.",
    ]
    assert style_of(start)[1]
    assert style_of(named(word, "2. Chính quyền số"))[1]
    assert start.paragraph_format.keep_with_next


def test_draft_is_marked_above_its_text_and_every_table() -> None:
    document = sample_document()
    draft = replace(document, is_provisional=True, state="Số liệu tạm tính")
    for shown, times in ((document, 4), (draft, 5)):
        states = [each for each in everything(drawn(shown)) if each.text == shown.state]
        assert len(states) == times
        assert {style_of(each) for each in states} == {(13, False, True, "CENTER")}


def test_signature_stands_right_of_the_recipients_in_one_piece() -> None:
    word = drawn(sample_document())
    block = word.tables[1]
    ((left, right),) = (row.cells for row in block.rows)
    assert text_of(left.paragraphs) == [
        "Nơi nhận:",
        "- Thường trực Đảng ủy phường (để b/c);",
        "- Các tổ công nghệ số cộng đồng;",
        "- Lưu: VT.",
    ]
    assert style_of(left.paragraphs[0]) == (12, True, True, "LEFT")
    assert {style_of(each) for each in left.paragraphs[1:]} == {(11, False, False, "LEFT")}
    assert text_of(right.paragraphs) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Ví Dụ"]
    assert {style_of(each) for each in right.paragraphs} == {(14, True, False, "CENTER")}
    assert right.paragraphs[-1].paragraph_format.space_before.pt >= 50
    assert block._tbl.tr_lst[0].find(f".//{qn('w:cantSplit')}") is not None
    assert Paragraph(block._tbl.getprevious(), word._body).text.endswith("./.")
    assert Paragraph(block._tbl.getprevious(), word._body).paragraph_format.keep_with_next


def test_letter_without_settings_is_still_a_file() -> None:
    document = sample_document()
    assert document.letter
    empty = replace(document.letter, opening=[], chapters=[], signed_as=[], recipients=[], issuer="", subject="")
    assert "BÁO CÁO" in text_of(everything(drawn(replace(document, letter=empty, annexes=[]))))
