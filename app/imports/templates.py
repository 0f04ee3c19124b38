"""The template of each kind of list: a workbook with its headings, explanations, and what the ward can choose from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.imports.list_kind import KindColumn, ListKind, ValueType
from app.text import fold, harmless, sheet_text

_ROWS = 5_000
"""How many rows offer choices. A list may be longer."""

_MOST_LISTED = 1_000
_WIDTH, _WIDE = 16, 32
_SHORT = 60  # characters
_HELP_WIDTHS = (24, 12, 52, 24)
_LINE = 15.0  # points
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_WORD = re.compile(r"[a-z0-9]+")
_EXAMPLES = {
    ValueType.FIGURE: "1204",
    ValueType.PERCENT: "95,5%",
    ValueType.DAY: "31/10/2026",
    ValueType.MONTH: "10/2026",
    ValueType.PHONE: "0912 345 678",
    ValueType.YES_NO: "x",
}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template_workbook(kind: ListKind, ward_name: str, choices: Mapping[str, Sequence[str]]) -> bytes:
    """Return the template of a kind; ``choices`` are what may stand in columns, by their code, such as the areas."""
    file = BytesIO()
    workbook = Workbook(file, _OPTIONS)
    codes = [column.code for column in kind.columns if choices.get(column.code)]
    _Template(workbook, kind, {code: choices[code][:_MOST_LISTED] for code in codes}).write(ward_name)
    workbook.close()
    return file.getvalue()


def template_name(kind: ListKind, ward_name: str) -> str:
    """Return the name of the template's file, in ASCII, with the ward and the kind."""
    return f"mau-{'-'.join(_WORD.findall(fold(f'{kind.name} {ward_name}')))}.xlsx"


class _Template:
    """Writes the sheets of a template: the list itself, what to write into it, and what can be chosen."""

    def __init__(self, workbook: Workbook, kind: ListKind, choices: Mapping[str, Sequence[str]]) -> None:
        self._kind = kind
        self._choices = choices
        self._list: Worksheet = workbook.add_worksheet(_sheet_name(str(kind.name)))
        self._help: Worksheet = workbook.add_worksheet(_sheet_name(_("Explanations")))
        self._names: Worksheet | None = workbook.add_worksheet(_sheet_name(_("Choices"))) if choices else None
        self._head: Format = workbook.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8F0E8", "valign": "vcenter"}
        )
        self._title: Format = workbook.add_format({"bold": True, "font_size": 14})
        self._text: Format = workbook.add_format({"num_format": "@"})
        self._wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._note: Format = workbook.add_format({"text_wrap": True, "valign": "top"})

    def write(self, ward_name: str) -> None:
        """Write all sheets."""
        self._write_list()
        self._write_help(ward_name)
        if self._names is not None:
            self._write_names(self._names)

    def _write_list(self) -> None:
        """Write the headings, and see to it that what is typed stays as it is: zeros in front, days, and dashes."""
        for place, column in enumerate(self._kind.columns):
            is_text = column.value not in {ValueType.FIGURE, ValueType.PERCENT}
            self._list.set_column(place, place, _width(column), self._text if is_text else None)
            self._list.write_string(0, place, str(column.label), self._head)
            if column.code in self._choices:
                self._offer(place, column)
        self._list.set_row(0, 32)
        self._list.freeze_panes(1, 0)
        _print_on_a4(self._list)
        self._list.repeat_rows(0)

    def _offer(self, place: int, column: KindColumn) -> None:
        """Offer the names of a column as a list to choose from; another one may be written after a question."""
        letter = chr(ord("A") + list(self._choices).index(column.code))
        source = f"='{_sheet_name(_('Choices'))}'!${letter}$2:${letter}${len(self._choices[column.code]) + 1}"
        self._list.data_validation(
            1,
            place,
            _ROWS,
            place,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": str(column.label)[:32],
                "error_message": _("This is not in the list of choices. Keep it only if you are sure."),
            },
        )

    def _write_help(self, ward_name: str) -> None:
        sheet = self._help
        for place, width in enumerate(_HELP_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, _("Template: %(kind)s, %(ward)s", kind=self._kind.name, ward=ward_name), self._title)
        notes = (
            _(
                "Fill in the sheet “%(sheet)s”, one row for each. Columns may be left empty where this does not say "
                "that they are needed.",
                sheet=self._list.get_name(),
            ),
            _(
                "Do not write citizen ID numbers, dates of birth, health, account numbers or residents’ phone "
                "numbers: such columns are not read and not stored."
            ),
        )
        for row, note in enumerate(notes, 1):
            sheet.merge_range(row, 0, row, 3, note, self._note)
            sheet.set_row(row, 34)
        for place, heading in enumerate((_("Column"), _("Needed"), _("What to write"), _("Example"))):
            sheet.write_string(4, place, heading, self._head)
        for row, column in enumerate(self._kind.columns, 5):
            texts = self._explained(column)
            # No program fits the rows of a file that another one has written.
            sheet.set_row(row, _LINE * max(map(_line_count, texts, _HELP_WIDTHS)))
            for place, text in enumerate(texts):
                sheet.write_string(row, place, sheet_text(harmless(text)), self._wrapped)
        _print_on_a4(sheet)

    def _explained(self, column: KindColumn) -> Sequence[str]:
        """Return what the explanations say of a column."""
        names = self._choices.get(column.code, ())
        hint = " ".join(filter(None, (str(column.hint), _("Choose one of the list.") if names else "")))
        example = str(column.example) or (names[0] if names else _EXAMPLES.get(column.value, ""))
        return str(column.label), _("yes") if column.is_needed else "", hint, example

    def _write_names(self, sheet: Worksheet) -> None:
        labels = {column.code: str(column.label) for column in self._kind.columns}
        for place, (code, names) in enumerate(self._choices.items()):
            sheet.set_column(place, place, 36, self._text)
            sheet.write_string(0, place, labels[code], self._head)
            for row, name in enumerate(names, 1):
                sheet.write_string(row, place, sheet_text(harmless(name)))
        sheet.freeze_panes(1, 0)
        _print_on_a4(sheet)


def _print_on_a4(sheet: Worksheet) -> None:
    """Have a sheet printed across A4, as many pages long as it is."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _width(column: KindColumn) -> int:
    return _WIDE if column.value is ValueType.TEXT and column.longest > _SHORT else _WIDTH


def _line_count(text: str, width: float) -> int:
    return max(-(-len(text) * 10 // int(width * 9)), 1)


def _sheet_name(name: str) -> str:
    return _FORBIDDEN.sub(" ", name)[:_LONGEST_NAME].strip()
