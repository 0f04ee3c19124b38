"""``month.pdf``: read back with pypdf, and held against Decree 30/2020, Annex I."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.pwa.assets import AssetsNotBuiltError
from app.reports.document import MOTTO, NATIONAL_TITLE, Column, Row, RowStyle, cell_text
from app.reports.drawing import fonts
from app.reports.drawing.pdf import DRAWING, draw_pdf
from tests.client import Visitor
from tests.reports.drawing.pdf_reading import (
    BOTTOM,
    LEFT,
    MM,
    RIGHT,
    TOP,
    Paper,
    drawn,
    looks,
    pieces,
    squeezed,
    with_words,
)
from tests.reports.sample_document import LONG_NAME, sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def cells_of(rows: list[Row]) -> str:
    return squeezed("".join(cell_text(cell) for row in rows for cell in row.cells))


def test_pages_have_the_decrees_measures_and_carry_their_fonts() -> None:
    document = sample_document()
    document = replace(document, annexes=[*document.annexes[:2], replace(document.annexes[2], is_wide=False)])
    content = draw_pdf(document)
    assert draw_pdf(document) == content
    paper = Paper(content)
    sizes = [(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in paper.pages]
    assert sizes == [(210, 297), (210, 297), (297, 210), (297, 210), (210, 297)]
    for number, page in enumerate(paper.pages, start=1):
        width, height = page.mediabox.width, page.mediabox.height
        inside = [piece for piece in pieces(page) if piece.y < height - TOP]
        assert [piece for piece in inside if piece.left < LEFT - 0.1 or piece.right > width - RIGHT + 0.1] == []
        assert min(piece.y for piece in inside) > BOTTOM
        above = [piece for piece in pieces(page) if piece not in inside]
        assert [(piece.text, piece.size) for piece in above] == ([(str(number), 13)] if number > 1 else [])
        if above:
            assert (above[0].left + above[0].right) / 2 == pytest.approx((LEFT + width - RIGHT) / 2, abs=0.5)
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"]
        text = page.extract_text()
        assert unicodedata.is_normalized("NFC", text)
        assert "\0" not in text
    assert len(content) < 150_000, "a font is embedded whole"
    about = paper.reader.metadata
    assert about
    assert (about.title, about.author) == (document.title, "Từng Nhà")
    assert about.creation_date_raw == about.modification_date_raw == "D:20261105000000+07'00'"
    assert paper.reader.trailer["/Root"]["/Lang"] == "vi"


def test_pdf_letter_of_a_ward_has_every_part_in_its_place() -> None:
    document = sample_document()
    letter = document.letter
    assert letter
    paper = drawn(document)
    first = paper.pages[0]
    assert looks(first, NATIONAL_TITLE) == (12, "Bold")
    assert looks(first, MOTTO) == (13, "Bold")
    assert looks(first, letter.place_and_date) == (13, "Italic")
    assert looks(first, letter.number) == (13, ""), "the gap for the clerk has closed"
    assert looks(first, "BÁO CÁO") == looks(first, letter.subject) == (14, "Bold")
    assert looks(first, "II. KẾT QUẢ THỰC HIỆN") == looks(first, "2. Chính quyền số") == (14, "Bold")
    assert looks(first, "Trong tháng, cả 2 tổ đều có hoạt động.") == (14, "")
    assert document.state not in first.extract_text()
    (signed,) = paper.pages_with("./.")
    last = paper.pages[signed - 1]
    assert looks(last, "Nơi nhận:") == (12, "BoldItalic")
    assert looks(last, "- Lưu: VT.") == (11, "")
    signatures = [piece for piece in pieces(last) if piece.text in {*letter.signed_as, letter.signatory}]
    assert [piece.text for piece in signatures] == [*letter.signed_as, letter.signatory]
    assert all((piece.size, piece.face) == (14, "Bold") and piece.left > 105 * MM for piece in signatures)
    assert signatures[-2].y - signatures[-1].y > 25 * MM, "no room to sign"
    chapters = [text for chapter in letter.chapters for part in chapter.parts for text in part.paragraphs]
    whole = squeezed("".join(page.extract_text() for page in paper.pages))
    assert sorted(whole.index(squeezed(text)) for text in chapters) == [
        whole.index(squeezed(text)) for text in chapters
    ]


def test_pdf_heads_of_other_reports() -> None:
    team = drawn(sample_document(is_of_team=True))
    assert "Số:" not in team.pages[0].extract_text()
    assert squeezed(LONG_NAME.upper()) in team.texts[0]
    assert "TỔ TRƯỞNG" in team.pages[1].extract_text()
    assert squeezed("(Kèm theo Báo cáo ngày 05 tháng 11 năm 2026 của") in team.texts[2]
    provisional = replace(sample_document(), is_provisional=True, state="Tạm tính")
    assert looks(drawn(provisional).pages[0], "Tạm tính") == (13, "Italic")
    document = sample_document(has_letter=False)
    own = drawn(document)
    assert len(own.pages) == 4
    assert [page.mediabox.width > page.mediabox.height for page in own.pages] == [True] * 4
    assert own.texts[0].startswith(squeezed(f"{document.issuer}{document.title}Phụ lục I"))
    assert own.texts[1].startswith(squeezed("2Phụ lục II"))
    assert NATIONAL_TITLE not in own.pages[0].extract_text()


def test_pdf_cells_stand_in_order_under_their_headings() -> None:
    document = sample_document(rows=40)
    paper = drawn(document)
    starts = [paper.pages_with(f"Phụ lục {annex.number}{annex.title.upper()}") for annex in document.annexes]
    assert [len(pages) for pages in starts] == [1, 1, 1, 1]
    ends = [pages[0] for pages in starts[1:]] + [len(paper.pages) + 1]
    for annex, (start,), end in zip(document.annexes, starts, ends, strict=True):
        texts = paper.texts[start - 1 : end - 1]
        assert squeezed("(Kèm theo Báo cáo số/BC-UBND ngày 05 tháng 11 năm 2026 của") in texts[0]
        assert squeezed(document.state) in texts[0]
        heading = squeezed("".join(column.heading for column in annex.columns))
        parts = [text.split(heading) for text in texts]
        assert [len(part) for part in parts] == [2] * len(texts), "the heading stands once on every page"
        assert "".join(after for _before, after in parts) == cells_of(list(annex.rows)) + squeezed(
            "".join(f"– {note}" for note in annex.notes) + "".join(annex.signed_by)
        )
    bold = {piece.text for page in paper.pages for piece in pieces(page) if (piece.size, piece.face) == (11, "Bold")}
    assert {"Hoạt động của các tổ", "Xã hội số", "Cộng", "10.000.000"} <= bold
    amounts = [piece.right for page in paper.pages for piece in pieces(page) if piece.text.endswith("0.000")]
    assert max(amounts) - min(amounts) < 0.1, "numbers stand at the right"


def test_rough_texts_stay_where_they_belong() -> None:
    document = with_words(sample_document(), ['<b>không đậm & "chữ"</b>\nDòng\x00 hai\u200b e\u0302\u0301 漢./.'])
    annex = document.annexes[2]
    rough = [1, "a\tb", "x" * 300, LONG_NAME, "dòng\n" * 90, "cuối\ud800", 5]
    follows = Row(["II", "Mục tiếp theo"], RowStyle.SECTION)
    paper = drawn(replace(document, annexes=[replace(annex, rows=[Row(rough), follows, Row(rough), *annex.rows])]))
    whole = "".join(page.extract_text() for page in paper.pages)
    assert '<b>không đậm & "chữ"</b>\n' in whole
    assert "Dòng hai ế □./.\n" in whole
    assert len(re.findall("dòng\n", whole)) == 180, "a row higher than a page goes on on the next"
    assert whole.count("x") == 600
    shapes = [piece for page in paper.pages for piece in pieces(page)]
    beside = min(piece.left for piece in shapes if piece.text.startswith("Tổ công nghệ số cộng"))
    assert all(piece.right < beside for piece in shapes if set(piece.text) == {"x"})
    heading = Column("chữ " * 400, 9)
    for awkward in (
        replace(annex, columns=[heading] * 7),
        replace(annex, rows=[follows] * 60, notes=[], signed_by=["Một"]),
        replace(annex, rows=[], notes=["dài " * 3000]),
    ):
        assert drawn(replace(document, annexes=[awkward])).pages_with(annex.title.upper()) == [3]


def test_long_lists_of_recipients_and_long_ends_go_on_on_the_next_page() -> None:
    document = with_words(sample_document(), ["rất dài " * 1500 + "./."])
    assert document.letter
    recipients = [f"Người nhận {number};" for number in range(120)]
    paper = drawn(replace(document, letter=replace(document.letter, recipients=recipients)))
    whole = squeezed("".join(re.sub(r"^\d+\n", "", page.extract_text()) for page in paper.pages))
    assert whole.count("rấtdài") == 1500
    assert all(squeezed(name) in whole for name in recipients)


def test_fonts_that_were_not_built_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.font_of.cache_clear()
    with pytest.raises(AssetsNotBuiltError, match="run `make build`"):
        draw_pdf(sample_document())


@pytest.mark.parametrize("size", [0, 2, 300, 200_000])
def test_fonts_that_were_copied_in_part_are_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    for face in fonts.FOLDER.glob("*.ttf"):
        (tmp_path / face.name).write_bytes(face.read_bytes()[:size])
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.font_of.cache_clear()
    with pytest.raises(AssetsNotBuiltError, match="run `make build`"):
        draw_pdf(sample_document())


@pytest.mark.parametrize("face", [fonts.PLAIN, fonts.BOLD, fonts.ITALIC, fonts.BOLD_ITALIC])
def test_font_has_all_vietnamese_letters(face: str) -> None:
    vietnamese = {*range(0x1EA0, 0x1EFA), *map(ord, "ĂăĐđĨĩŨũƠơƯư")}
    assert fonts.font_of(face).face.charToGlyph.keys() >= vietnamese


def test_pdf_requested_while_others_are_drawn_is_answered_503(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    with DRAWING.alone():
        response = carla.get("/reports/month.pdf?lang=en")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "The server is busy" in response.text
    assert carla.get("/reports/month.pdf").mimetype == "application/pdf"


def test_pdf_of_what_is_signed_without_a_letter_stands_under_the_national_title() -> None:
    document = replace(sample_document(has_letter=False), has_national_title=True)
    first = drawn(document).pages[0]
    assert looks(first, NATIONAL_TITLE) == (12, "Bold")
    assert looks(first, MOTTO) == (13, "Bold")
    assert looks(first, document.issuer) == (12, "Bold")
    assert looks(first, document.title) == (14, "Bold")
