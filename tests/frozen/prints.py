"""What is printed of a month, as text and cells. What one reads in a file is compared, not how a library writes it.

``prints.json`` holds, by address, what release 0.1 printed for the coordinator.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO, StringIO
from itertools import takewhile
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn
from pypdf import PdfReader

ADDRESSES = (
    # A closed month, one that was reopened and closed again, one that is open again, and the present one.
    *(f"month.docx?month={month}" for month in ("2026-08", "2026-09", "2026-09&edition=1", "2026-11")),
    # The ward's own template drew the ward's report (see OWN_LAYOUT); the usual layout draws a team's.
    "month.docx?month=2026-08&team=1",
    *(f"month.xlsx?month={month}" for month in ("2026-08", "2026-09", "2026-10")),
    *(f"month.pdf?month={month}" for month in ("2026-08", "2026-09&edition=1")),
    *(f"read?month={month}" for month in ("2026-08", "2026-09&edition=1")),
    *(f"entries.csv?month={month}" for month in ("2026-08", "2026-09", "2026-10", "2026-11")),
)
"""What the coordinator asks for under ``/reports/``."""

OWN_LAYOUT = tuple(each for each in ADDRESSES if each.startswith("month.docx") and "team" not in each)
"""What release 0.1 drew with the ward's own template, which has loops.

A template is a form now, and the default letter comes instead. It is read line by line as that template wrote it.
"""

DEFAULT_LAYOUT = "in the default layout"


def word_lines(content: bytes) -> list[str]:
    """Return the paragraphs of a Word document, and each row of its tables as one line, in reading order."""
    lines: list[str] = []
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, docx.text.paragraph.Paragraph):
            lines.append(block.text)
        else:
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
    return _squeezed(lines)


def lines_of_own_layout(content: bytes) -> list[str]:
    """Return what stands in a default letter as the ward's own template of release 0.1 wrote it, with its loops.

    That is the title, the opening, the results with two of their figures, and of each annex its name and its cells.
    """
    word = docx.Document(BytesIO(content))
    paragraphs = [paragraph.text for paragraph in word.paragraphs if paragraph.text]
    subject = next(place for place, text in enumerate(paragraphs) if text == "BÁO CÁO") + 1
    opening = list(takewhile(lambda text: not text.startswith("I. "), paragraphs[subject + 1 :]))
    numbers = [place for place, text in enumerate(paragraphs) if text.startswith("Phụ lục ")]
    names = [f"{paragraphs[place]}. {paragraphs[place + 1].capitalize()}" for place in numbers]
    tables = [
        [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
        for table in word.tables
        if table._tbl.find(f".//{qn('w:tblHeader')}") is not None
    ]
    columns = [tables[0][0].index(name) for name in ("Trong tháng", "Lũy kế từ tháng 1")]
    results = [
        "{}: {} ({})".format(row[1], *(row[place] if len(row) > 2 else "" for place in columns))
        for row in tables[0][1:]
    ]
    annexes = [
        line
        for name, rows in zip(names, tables, strict=True)
        for line in [name, *(cell for row in rows[1:] for cell in row)]
    ]
    # What is provisional is said above the text, which the own template left to the program.
    state = [text for text in opening if text.startswith("Số liệu tạm tính")]
    opening = [text for text in opening if text not in state]
    return _squeezed([DEFAULT_LAYOUT, *state, word.core_properties.title, *opening, *results, *annexes])


def sheet_lines(content: bytes) -> list[str]:
    """Return each row of a workbook that holds something, after the name of its sheet."""
    workbook = openpyxl.load_workbook(BytesIO(content))
    rows = ((sheet.title, row) for sheet in workbook for row in sheet.iter_rows(values_only=True))
    return [f"{title}: {' | '.join(map(_cell, row))}" for title, row in rows if any(cell is not None for cell in row)]


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def pdf_figures(content: bytes) -> list[str]:
    """Return the different figures of a PDF in order of their digits, without the numbers of its pages.

    Where a line or a page ends depends on the fonts of the machine.
    """
    texts = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    text = " ".join(re.sub(r"^\d+\n", "", page) for page in texts)
    return sorted(set(re.findall(r"\d+(?:[.,/:-]\d+)*", text)))


class _Page(HTMLParser):
    """Reads the report of a page: the rows of its tables, and the text to pass on."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, _attributes: Any) -> None:
        if tag in {"tr", "textarea"}:
            self._inside = tag
            self.lines.append("")
        elif self._inside == "tr" and tag in {"td", "th"}:
            self.lines[-1] += " | "

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.lines[-1] += data


def page_lines(content: bytes) -> list[str]:
    """Return the rows of a page's tables, and the lines of the text to pass on."""
    page = _Page()
    page.feed(content.decode())
    return _squeezed(line for text in page.lines for line in text.split("\n"))


def csv_rows(content: bytes) -> dict[str, Any]:
    """Return the columns of the export, and by the id of each entry what stands in those that are not empty."""
    columns, *rows = csv.reader(StringIO(content.decode("utf-8-sig")))
    filled = (dict(pair for pair in zip(columns, row, strict=True) if pair[1]) for row in rows)
    return {"columns": columns, **{row.pop("id"): row for row in filled}}


def _squeezed(lines: Iterable[str]) -> list[str]:
    return [line for line in (" ".join(text.split()) for text in lines) if line]


READERS: Mapping[str, Callable[[bytes], Any]] = {
    "docx": word_lines,
    "xlsx": sheet_lines,
    "pdf": pdf_figures,
    "read": page_lines,
    "csv": csv_rows,
}


def printed(get: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
    """Ask for every address; yield it with what is printed there. ``get`` returns an answer."""
    for address in ADDRESSES:
        response = get(f"/reports/{address}")
        assert response.status_code == 200, (address, response.status_code)
        kind = address.partition("?")[0].rpartition(".")[2]
        lines = READERS[kind](response.data)
        is_default = address in OWN_LAYOUT and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines[0]
        yield address, lines_of_own_layout(response.data) if is_default else lines
