"""The pages of ``month.docx``, its letters and its file, held against Decree 30/2020, Annex I."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from app.reports.template.filling import draw_docx
from tests.reports.drawing.word_reading import (
    MONTH,
    drawn,
    everything,
    parts_of,
    with_annexes,
)
from tests.reports.sample_document import sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")

PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/settings.xml",
    "word/header1.xml",
}


def test_pages_are_those_of_the_decree() -> None:
    document = sample_document()
    upright = replace(document.annexes[1], is_wide=False)
    word = drawn(with_annexes(document, document.annexes[0], upright, document.annexes[2], document.annexes[3]))
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections] == [False, True, False, True]
    for section in word.sections:
        sides = sorted(round(side.mm) for side in (section.page_width, section.page_height))
        assert sides == [210, 297]
        assert (section.page_width > section.page_height) == (section.orientation == WD_ORIENT.LANDSCAPE)
        assert 20 <= section.top_margin.mm <= 25
        assert 20 <= section.bottom_margin.mm <= 25
        assert 30 <= section.left_margin.mm <= 35
        assert 15 <= section.right_margin.mm <= 20


def test_pages_are_numbered_in_the_top_margin_from_the_second_on() -> None:
    word = drawn(sample_document())
    first, *others = word.sections
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text
    assert not any(section.different_first_page_header_footer for section in others)
    assert all(section.header.is_linked_to_previous for section in others)
    (number,) = first.header.paragraphs
    assert [field.get(qn("w:instr")).strip() for field in number._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert 13 <= number.style.font.size.pt <= 14
    assert number.alignment.name == "CENTER"
    assert first.header_distance.mm + 13 * 1.2 * 0.353 < first.top_margin.mm


def test_letters_are_black_times_new_roman_and_vietnamese() -> None:
    parts = parts_of(sample_document())
    styles = etree.fromstring(parts["word/styles.xml"])
    letters = styles.findall(f".//{qn('w:rPr')}")
    assert len(letters) == 6  # the defaults, and the five styles for paragraphs
    for each in letters:
        fonts = each.find(qn("w:rFonts"))
        assert {qn(f"w:{script}") for script in ("ascii", "hAnsi", "cs", "eastAsia")} == set(fonts.attrib)
        assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert each.find(qn("w:color")).get(qn("w:val")) == "000000"
        assert each.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    used = {each.get(qn("w:val")) for each in etree.fromstring(parts["word/document.xml"]).iter(qn("w:pStyle"))}
    assert used <= {each.get(qn("w:styleId")) for each in styles.iter(qn("w:style"))}
    assert not any(b"rFonts" in part for name, part in parts.items() if name != "word/styles.xml")


def test_paragraph_after_the_last_table_takes_no_page() -> None:
    document = sample_document()
    body = drawn(document).element.body
    last = [each for each in body if each.tag != qn("w:sectPr")][-1]
    breaks = [each for each in body.iter(qn("w:p")) if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert len(breaks) == 1
    for each in (last, *breaks):
        spacing = each.find(f".//{qn('w:spacing')}")
        assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("20", "exact")


def test_file_properties_name_the_report_and_not_the_library() -> None:
    document = sample_document()
    about = drawn(document).core_properties
    assert (about.title, about.author, about.revision) == (document.title, "Từng Nhà", 1)
    assert about.created.date() == about.modified.date() == document.created
    assert not about.comments
    assert parts_of(document).keys() == PARTS
    assert not any(b"python-docx" in part for part in parts_of(document).values())


def test_same_report_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    once = draw_docx(sample_document(), MONTH)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert draw_docx(sample_document(), MONTH) == once


def test_text_is_normalised_and_unwritable_signs_are_left_out() -> None:
    document = sample_document()
    assert document.letter
    odd = unicodedata.normalize("NFD", "Tổ số") + "\x00\x0b\x1b\ufffe\ud800 <b>&amp;\ttab\nhai"
    letter = replace(document.letter, opening=[odd], signatory=odd, recipients=[odd])
    row = replace(document.annexes[1].rows[0], cells=[1, odd, 0, 0, 0, 0, 0, None])
    annex = replace(document.annexes[1], title="Bảng", notes=[odd], rows=[row])
    strange = replace(document, title=unicodedata.normalize("NFD", document.title) * 9 + "\x01", letter=letter)
    word = drawn(with_annexes(strange, annex))
    texts = [each.text for each in everything(word)]
    opening = texts.index("Tổ số")
    assert texts[opening : opening + 3] == ["Tổ số", " <b>&amp; tab", "hai"]
    assert texts.count("Tổ số\n <b>&amp; tab\nhai") == 2  # the signatory, the cell
    assert len(word.core_properties.title) == 255
    parts = parts_of(with_annexes(strange, annex))
    assert all(unicodedata.is_normalized("NFC", part.decode()) for part in parts.values())
