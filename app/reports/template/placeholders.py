"""What a Word template may name, and what of a report each name stands for. Pure.

The names are Vietnamese without tones, for the people who write templates. ``VALUES`` are texts within a line.
``LISTS``, ``TABLES`` and ``PAGES`` take the place of a whole line. What is added here has to be added to
``docs/report-template.md`` too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.month import Month
from app.period_words import period_in_sentence
from app.reports.document import Annex, Document, Letter, LineStyle, cell_text, lines_of_letter
from app.year_parts import YearPart

TABLES: Mapping[str, str] = {
    "bang.ket_qua": _l("results by pillar"),
    "bang.dia_ban": _l("results by area"),
    "bang.cac_to": _l("results by team"),
    "bang.diem_danh": _l("days on which members took part"),
}
"""Annexes that a template may name one by one."""

_CODES = dict(zip(TABLES, ("results", "areas", "teams", "attendance"), strict=True))
"""The code that each of them has in the document."""

_EXAMPLES = {
    "bang.ket_qua": ("I", "Kết quả theo trụ cột"),
    "bang.dia_ban": ("II", "Kết quả theo địa bàn"),
    "bang.cac_to": ("III", "Kết quả theo tổ"),
    "bang.diem_danh": ("IV", "Ngày tham gia của từng thành viên"),
}
"""A number and a name that each of them may have in a report."""

VALUES: Mapping[str, tuple[str, str]] = {
    "co_quan_cap_tren": (_l("authority above the issuer; often empty"), "ỦY BAN NHÂN DÂN TỈNH VÍ DỤ"),
    "co_quan": (_l("issuer of the report, in capitals"), "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ"),
    "ten_co_quan": (_l("issuer, as within a sentence"), "Ủy ban nhân dân phường Ví Dụ"),
    "so_van_ban": (_l("number of the report, left open for the registry"), "Số:         /BC-UBND"),
    "dia_danh_ngay_thang": (_l("place and date"), "Ví Dụ, ngày 05 tháng 11 năm 2026"),
    "loai_van_ban": (_l("kind of document"), "BÁO CÁO"),
    "trich_yeu": (
        _l("what the report is about"),
        "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026",
    ),
    "ten_bao_cao": (
        _l("title of the report, as it stands above the tables"),
        "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10/2026",
    ),
    "thang": (_l("month, two digits"), "10"),
    "nam": (_l("year"), "2026"),
    "ky_bao_cao": (_l("reporting period, as within a sentence"), "tháng 10/2026"),
    "tu_ngay": (_l("first day of the reporting period"), "01/10/2026"),
    "den_ngay": (_l("last day of the reporting period"), "31/10/2026"),
    "so_lieu_cua": (
        _l("whose figures they are, where the issuer does not say so"),
        "Số liệu của Phường Ví Dụ (tên cũ)",
    ),
    "tinh_trang": (_l("whether the figures are provisional or closed"), "Số liệu tạm tính đến 05/11/2026 09:00"),
    "la_tam_tinh": (_l("whether the figures are provisional"), ""),
    "ngay_lap": (_l("day up to which the figures count"), "31/10/2026"),
    "tieu_de_noi_nhan": (_l("heading of the recipients; empty when there are none"), "Nơi nhận:"),
    "nguoi_ky": (_l("name of who signs"), "Nguyễn Ví Dụ"),
    **{
        f"{name}.so": (_l("number of the annex; empty when the report has no such annex"), number)
        for name, (number, _title) in _EXAMPLES.items()
    },
    **{f"{name}.ten": (_l("name of the annex"), title) for name, (_number, title) in _EXAMPLES.items()},
}
"""Texts, each with its meaning and an example. One without an example is yes or no, and is only asked for."""

LISTS: Mapping[str, str] = {
    "co_quan_cap_tren": _l("authority above the issuer, on lines of equal length"),
    "co_quan": _l("issuer in capitals, on lines of equal length, with the short line beneath"),
    "trich_yeu": _l("what the report is about, with the short line beneath"),
    "mo_dau": _l("opening paragraphs"),
    "chuong": _l("chapters I to V, numbered, with their parts"),
    "chuc_danh": _l("lines above the signature"),
    "noi_nhan": _l("recipients, each with a dash"),
}
"""Several lines, in the format of the one that names them."""

MONTH = "thang"
"""The value that the report of a part of a year does not have: its period is ``ky_bao_cao``."""

PAGES: Mapping[str, str] = {
    "phu_luc": _l("all annexes in their order, each with its headings on pages of its own, upright or landscape"),
    "phu_luc_khac": _l("in the same way, only the annexes that have no name of their own here"),
}
BLOCKS: Mapping[str, str] = {**LISTS, **TABLES, **PAGES}
"""What takes the place of a line that holds nothing else, with its meaning."""

_NO_LETTER = Letter("", "", "", "", "", "", (), (), (), "", (), "")


@dataclass(frozen=True, slots=True)
class Contents:
    """What each name stands for in a report: texts, lines in their styles, and annexes."""

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[tuple[str, LineStyle]]]
    annexes: Mapping[str, Sequence[Annex]]

    def has(self, name: str) -> bool:
        """Return whether a name stands for anything: the answer to ``{%p if name %}``."""
        return bool((self.values.get(name) or "").strip() or self.lists.get(name) or self.annexes.get(name))


def contents_of(document: Document, time: Month | YearPart) -> Contents:
    """Return what each name stands for in the report of a month, or of a part of a year, which has no month."""
    letter = document.letter or _NO_LETTER
    annexes = {name: [annex for annex in document.annexes if annex.code == code] for name, code in _CODES.items()}
    others = [annex for annex in document.annexes if annex.code not in _CODES.values()]
    values = {
        "co_quan_cap_tren": letter.superior.upper(),
        "co_quan": (letter.issuer if document.letter else document.issuer).upper(),
        "ten_co_quan": letter.issued_by,
        "so_van_ban": letter.number,
        "dia_danh_ngay_thang": letter.place_and_date,
        "loai_van_ban": letter.kind.upper(),
        "trich_yeu": letter.subject,
        "ten_bao_cao": document.title,
        MONTH: f"{time.number:02d}" if isinstance(time, Month) else "",
        "nam": str(time.year),
        "ky_bao_cao": period_in_sentence(time, document.days) if isinstance(time, Month) else time.name,
        "tu_ngay": cell_text(document.days.first),
        "den_ngay": cell_text(document.days.last),
        "so_lieu_cua": document.subject,
        "tinh_trang": document.state,
        "la_tam_tinh": "1" if document.is_provisional else "",
        "ngay_lap": cell_text(document.as_of),
        "tieu_de_noi_nhan": _("Recipients:") if letter.recipients else "",
        "nguoi_ky": letter.signatory,
        **{f"{name}.so": each[0].number if each else "" for name, each in annexes.items()},
        **{f"{name}.ten": each[0].title if each else "" for name, each in annexes.items()},
    }
    lists = _lists(letter) if document.letter else {}
    return Contents(values, lists, {**annexes, "phu_luc": document.annexes, "phu_luc_khac": others})


def _lists(letter: Letter) -> dict[str, Sequence[tuple[str, LineStyle]]]:
    texts = {
        "co_quan_cap_tren": letter.superior.upper(),
        "co_quan": letter.issuer.upper(),
        "trich_yeu": letter.subject,
        "mo_dau": "\n".join(letter.opening),
        "chuc_danh": "\n".join(letter.signed_as).upper(),
        "noi_nhan": "\n".join(f"- {name}" for name in letter.recipients),
    }
    lists = {
        name: [(line, LineStyle.BODY) for line in text.splitlines() if line.strip()] for name, text in texts.items()
    }
    # The opening stands before the chapters in a list of its own.
    return {**lists, "chuong": lines_of_letter(letter)[len(lists["mo_dau"]) :]}
