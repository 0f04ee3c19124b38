"""The placeholders of a ward's own Word template, and their values in a report. Pure.

The names are Vietnamese without tones, for the people who write templates. A template can name nothing else, so a
placeholder that is added here has to be added to ``docs/report-template.md`` too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import lazy_gettext as _l

from app.month import Month
from app.reports.document import Annex, Cell, Document, Letter, Row, RowStyle, cell_text
from app.reports.word_xml import without_unwritable

_FORBIDDEN_SPACES = str.maketrans("\n\t", "  ")


@dataclass(frozen=True, slots=True)
class Text:
    """A placeholder that is written out as it is."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A placeholder that is only tested: yes or no."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Group:
    """Several placeholders under one name, after a full stop: ``bang.ket_qua.ten``."""

    meaning: str
    parts: Mapping[str, Placeholder]


@dataclass(frozen=True, slots=True)
class Many:
    """A list to go through in a loop; in the guide each of its items is called ``name``."""

    meaning: str
    name: str
    each: Placeholder


Placeholder = Text | Choice | Group | Many

_ROW = Group(
    _l("a row of the annex"),
    {
        "la_muc": Choice(_l("whether the row is the heading of a group")),
        "la_tong": Choice(_l("whether the row is the total")),
        "o": Many(_l("the cells of the row, as many as there are columns"), "o", Text(_l("what stands in the cell"))),
    },
)
_ANNEX: Mapping[str, Placeholder] = {
    "so": Text(_l("number of the annex; empty when the report has no such annex")),
    "ten": Text(_l("name of the annex")),
    "cot": Many(_l("the headings of the columns"), "cot", Text(_l("heading of the column"))),
    "dong": Many(_l("the rows of the annex"), "dong", _ROW),
    "ghi_chu": Many(_l("what stands beneath the annex: the sources of the figures"), "ghi_chu", Text(_l("one note"))),
    "nguoi_ky": Many(_l("who signs beneath the annex"), "nguoi", Text(_l("title of who signs"))),
}
OTHER_ANNEX = Group(_l("an annex"), _ANNEX)
ANNEX_NAMES = {"ket_qua": "results", "dia_ban": "areas", "cac_to": "teams", "diem_danh": "attendance"}
"""Annexes that a template may name one by one, with the code that each has in the document."""

FIGURES = {
    "stt": ("number", _l("No.")),
    "noi_dung": ("name", _l("What")),
    "don_vi": ("unit", _l("Unit")),
    "chi_tieu": ("target", _l("Target")),
    "trong_thang": ("month", _l("In the month")),
    "luy_ke": ("since_january", _l("Since January")),
    "da_dat": ("reached", _l("Reached")),
    "tong_doi_tuong": ("population", _l("Of how many")),
    "ty_le": ("ratio", _l("Ratio (%)")),
    "ghi_chu": ("note", _l("Remarks")),
}
"""Columns of the results by the name that a template has for each, with code and heading.

A column that the ward leaves out is empty.
"""

PLACEHOLDERS: Mapping[str, Placeholder] = {
    "co_quan_cap_tren": Text(_l("authority above the issuer; often empty")),
    "co_quan": Text(_l("issuer of the report, in capitals")),
    "ten_co_quan": Text(_l("issuer, as within a sentence")),
    "so_van_ban": Text(_l("number of the report, left open for the registry")),
    "dia_danh_ngay_thang": Text(_l("place and date")),
    "loai_van_ban": Text(_l("kind of document")),
    "trich_yeu": Text(_l("what the report is about")),
    "ten_bao_cao": Text(_l("title of the report, as it stands above the tables")),
    "thang": Text(_l("month, two digits")),
    "nam": Text(_l("year")),
    "so_lieu_cua": Text(_l("whose figures they are, where the issuer does not say so")),
    "tinh_trang": Text(_l("whether the figures are provisional or closed")),
    "la_tam_tinh": Choice(_l("whether the figures are provisional")),
    "ngay_lap": Text(_l("day up to which the figures count")),
    "mo_dau": Many(_l("opening paragraphs"), "doan", Text(_l("one paragraph"))),
    "chuong": Many(
        _l("chapters I to V"),
        "chuong_nay",
        Group(
            _l("a chapter"),
            {
                "so": Text(_l("Roman number of the chapter")),
                "ten": Text(_l("name of the chapter")),
                "muc": Many(
                    _l("the parts of the chapter"),
                    "muc",
                    Group(
                        _l("a part"),
                        {
                            "so": Text(_l("number of the part; empty when it has no name")),
                            "ten": Text(_l("name of the part; empty when it has none")),
                            "doan": Many(_l("the paragraphs of the part"), "doan", Text(_l("one paragraph"))),
                        },
                    ),
                ),
            },
        ),
    ),
    "chuc_danh": Many(_l("lines above the signature"), "dong_ky", Text(_l("one line"))),
    "nguoi_ky": Text(_l("name of who signs")),
    "noi_nhan": Many(_l("recipients"), "noi", Text(_l("one recipient"))),
    "so_lieu": Many(
        _l("rows of the results by pillar, each figure by its name"),
        "dong",
        Group(
            _l("a row of the results"),
            {"la_muc": Choice(_l("whether the row is the heading of a group"))}
            | {name: Text(heading) for name, (_code, heading) in FIGURES.items()},
        ),
    ),
    "bang": Group(
        _l("annexes by name"),
        {
            "ket_qua": Group(_l("results by pillar"), _ANNEX),
            "dia_ban": Group(_l("results by area"), _ANNEX),
            "cac_to": Group(_l("results by team"), _ANNEX),
            "diem_danh": Group(_l("days on which members took part"), _ANNEX),
        },
    ),
    "phu_luc": Many(_l("all annexes, in their order"), "pl", Group(_l("an annex"), _ANNEX)),
    "phu_luc_khac": Many(_l("the annexes that have no name under bang"), "pl", OTHER_ANNEX),
}


def context_of(document: Document, month: Month) -> dict[str, Any]:
    """Return the value of each placeholder in a report: text, yes or no, lists, and groups of them."""
    codes = {annex.code: annex for annex in document.annexes}
    results = codes.get(ANNEX_NAMES["ket_qua"])
    return {
        **_letter(document.letter or _NO_LETTER),
        "co_quan": _text(document.letter.issuer if document.letter else document.issuer).upper(),
        "ten_bao_cao": _text(document.title),
        "thang": f"{month.number:02d}",
        "nam": str(month.year),
        "so_lieu_cua": _text(document.subject),
        "tinh_trang": _text(document.state),
        "la_tam_tinh": document.is_provisional,
        "ngay_lap": _text(document.as_of),
        "so_lieu": list(_figures(results)) if results else [],
        "bang": {name: _annex(codes.get(code)) for name, code in ANNEX_NAMES.items()},
        "phu_luc": [_annex(annex) for annex in document.annexes],
        "phu_luc_khac": [_annex(annex) for annex in document.annexes if annex.code not in ANNEX_NAMES.values()],
    }


_EMPTY: dict[str, Any] = {each.name: "" for each in fields(Letter)}
_NO_LETTER = Letter(**_EMPTY)


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "co_quan_cap_tren": _text(letter.superior).upper(),
        "ten_co_quan": _text(letter.issued_by),
        "so_van_ban": _text(letter.number),
        "dia_danh_ngay_thang": _text(letter.place_and_date),
        "loai_van_ban": _text(letter.kind),
        "trich_yeu": _text(letter.subject),
        "mo_dau": _lines(letter.opening),
        "chuong": list(_chapters(letter)),
        "chuc_danh": [line.upper() for line in _texts(letter.signed_as)],
        "nguoi_ky": _text(letter.signatory),
        "noi_nhan": _texts(letter.recipients),
    }


def _chapters(letter: Letter) -> Iterator[dict[str, Any]]:
    for chapter in letter.chapters:
        parts, number = [], 0
        for part in chapter.parts:
            number += bool(part.heading)
            parts.append(
                {
                    "so": str(number) if part.heading else "",
                    "ten": _text(part.heading),
                    "doan": _lines(part.paragraphs),
                }
            )
        yield {"so": _text(chapter.numeral), "ten": _text(chapter.heading), "muc": parts}


def _annex(annex: Annex | None) -> dict[str, Any]:
    if annex is None:
        return {"so": "", "ten": "", "cot": [], "dong": [], "ghi_chu": [], "nguoi_ky": []}
    width = len(annex.columns)
    return {
        "so": _text(annex.number),
        "ten": _text(annex.title),
        "cot": _texts(column.heading for column in annex.columns),
        "dong": [_row(row, width) for row in annex.rows],
        "ghi_chu": _texts(annex.notes),
        "nguoi_ky": _texts(annex.signed_by),
    }


def _row(row: Row, width: int) -> dict[str, Any]:
    """Return a row with a cell under every column: where a section's name goes over several, the others are empty."""
    cells = _texts(row.cells)
    cells += [""] * (width - len(cells))
    return {"la_muc": row.style is RowStyle.SECTION, "la_tong": row.style is RowStyle.TOTAL, "o": cells}


def _figures(results: Annex) -> Iterator[dict[str, Any]]:
    """Yield the rows of the results with each cell under the name of its column."""
    places = {column.code: place for place, column in enumerate(results.columns)}
    for row in results.rows:
        cells = _texts(row.cells)
        if row.style is RowStyle.SECTION:
            number, name = cells[:2]
            yield {"la_muc": True, **dict.fromkeys(FIGURES, ""), "stt": number, "noi_dung": name}
        else:
            named = {name: cells[places[code]] if code in places else "" for name, (code, _meaning) in FIGURES.items()}
            yield {"la_muc": False, **named}


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [_text(cell) for cell in cells]


def _lines(paragraphs: Iterable[str]) -> list[str]:
    """Return paragraphs; what somebody wrote in a form may hold several."""
    return _texts(line for paragraph in paragraphs for line in paragraph.splitlines())


def _text(cell: Cell) -> str:
    """Return a value as one line in NFC, without what no Word file can hold."""
    text = cell_text(cell)
    if text.isprintable() and text.isascii():
        return text
    return without_unwritable(unicodedata.normalize("NFC", text)).translate(_FORBIDDEN_SPACES)
