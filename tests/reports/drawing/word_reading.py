"""A report drawn as a Word file, read back with python-docx and as XML."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.month import Month
from app.reports.document import Annex, Document
from app.reports.template.filling import draw_docx

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MONTH = Month(2026, 10)


def drawn(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(draw_docx(document, MONTH)))


def parts_of(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(draw_docx(document, MONTH))) as file:
        return {name: file.read(name) for name in file.namelist()}


def text_of(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if paragraph.text]


def everything(word: WordDocument) -> list[Paragraph]:
    """Return all paragraphs in their order, those in tables too; joined cells once."""
    return [Paragraph(each, word._body) for each in word.element.body.iter(qn("w:p"))]


def named(word: WordDocument, text: str) -> Paragraph:
    found = [paragraph for paragraph in everything(word) if paragraph.text == text]
    assert len(found) == 1, (text, len(found))
    return found[0]


def size(paragraph: Paragraph) -> float:
    """Return how many points the letters of a paragraph have, whether it or its style says so."""
    (run,) = paragraph.runs
    length = run.font.size or paragraph.style.font.size
    return float(length.pt)


def style_of(paragraph: Paragraph) -> tuple[float, bool, bool, str]:
    """Return size, bold, italic and alignment."""
    (run,) = paragraph.runs
    align = paragraph.paragraph_format.alignment
    if align is None:
        align = paragraph.style.paragraph_format.alignment
    return size(paragraph), bool(run.bold), bool(run.italic), align.name if align is not None else "LEFT"


def cells(table: Table) -> list[list[str]]:
    """Return the texts of a table, row by row; a joined cell is one."""
    return [
        ["".join(text.text for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.tr_lst
    ]


def ruled(word: WordDocument) -> list[Table]:
    """Return the tables with lines: those of the annexes."""
    return [table for table in word.tables if table._tbl.find(f".//{qn('w:tblBorders')}") is not None]


def rules_beneath(paragraph: Paragraph) -> tuple[float, float]:
    """Return how long the line beneath a paragraph is, and how far its middle is from that of the text's room."""
    line = Paragraph(paragraph._p.getnext(), paragraph._parent)
    assert line._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}").get(qn("w:val")) == "single"
    left, right = line.paragraph_format.left_indent.mm, line.paragraph_format.right_indent.mm
    cell = next(line._p.iterancestors(qn("w:tc")), None)
    room = 165.0 if cell is None else int(cell.find(f".//{qn('w:tcW')}").get(qn("w:w"))) * 25.4 / 1440
    return room - left - right, abs(left - right)


def with_annexes(document: Document, *annexes: Annex) -> Document:
    return replace(document, annexes=list(annexes))
