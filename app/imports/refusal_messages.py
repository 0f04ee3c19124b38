"""Why a file is not read, and what its owner does then."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.imports.file_reader.limits import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, SECONDS
from app.imports.file_reader.refusals import Refusal
from app.json_types import Message
from app.localisation import number


def message_of(refusal: Refusal, place: str) -> Message:
    """Return the sentences that say to its owner why a file is refused and what to do."""
    return LazyString(_filled, refusal, place)


def _filled(refusal: Refusal, place: str) -> str:
    return str(_MESSAGES[refusal]) % {
        "place": place,
        "megabytes": number(MOST_BYTES // 1024**2),
        "rows": number(MOST_ROWS),
        "columns": number(MOST_COLUMNS),
        "cells": number(MOST_CELLS),
        "sheets": number(MOST_SHEETS),
        "seconds": number(SECONDS),
    }


_MESSAGES = {
    Refusal.EMPTY: _l("Nothing stands in this list. Check that it is the right file and that its sheet is not hidden."),
    Refusal.TOO_LARGE: _l(
        "The file is larger than %(megabytes)s MB. Copy the sheet with the list into a new workbook and send that."
    ),
    Refusal.PASTED_TOO_LARGE: _l("So many cells cannot be pasted at once. Send them as a file: .xlsx, .ods or .csv."),
    Refusal.NOT_A_LIST: _l(
        "This is not a spreadsheet. Save the list as .xlsx, .ods or .csv, or copy its cells and paste them."
    ),
    Refusal.WEB_PAGE: _l(
        "This is a web page under the name of a spreadsheet. Open it in Excel or LibreOffice and save it as .xlsx."
    ),
    Refusal.OLD_EXCEL: _l("This is a workbook of an old Excel (.xls). Open it and save it as .xlsx."),
    Refusal.BINARY_EXCEL: _l("This is a binary workbook (.xlsb). Open it and save it as .xlsx."),
    Refusal.ENCRYPTED: _l(
        "The file is locked with a password. Open it, remove the password, save it and send it again."
    ),
    Refusal.MACROS: _l("The workbook holds macros, which are not let in. Save it as .xlsx, without macros."),
    Refusal.UNPACKS_TOO_LARGE: _l(
        "The workbook unpacks to far more than a list needs. "
        "Copy only the cells of the list into a new workbook and send that."
    ),
    Refusal.DAMAGED: _l(
        "The file is damaged and cannot be read. Open it in Excel or LibreOffice, save it under a new name "
        "and send that."
    ),
    Refusal.TOO_MANY_ROWS: _l(
        "The list has more than %(rows)s rows (%(place)s). Divide it into several files, "
        "or delete what stands far below it."
    ),
    Refusal.TOO_MANY_COLUMNS: _l(
        "The list has more than %(columns)s columns (%(place)s). Delete what stands far to the right of it."
    ),
    Refusal.TOO_MANY_CELLS: _l(
        "The sheet spans more than %(cells)s cells (%(place)s). Divide the list into several files, "
        "or delete columns that are not needed."
    ),
    Refusal.TOO_MANY_SHEETS: _l(
        "The workbook has more than %(sheets)s sheets. Copy those with lists into a new workbook and send that."
    ),
    Refusal.NEVER_COMPUTED: _l(
        "The formulas of this workbook have no values yet, for example %(place)s. "
        "Open it in Excel or LibreOffice, save it there and send it again."
    ),
    Refusal.UNKNOWN_ENCODING: _l(
        "The letters of this file cannot be read. In Excel choose “Save as”, type “CSV UTF-8”, or save it as .xlsx."
    ),
    Refusal.OPEN_QUOTATION: _l(
        "From row %(place)s on everything is one cell, because a quotation mark is not closed. "
        "Correct it, or save the list as .xlsx."
    ),
    Refusal.TCVN3: _l(
        "The list is written in TCVN3 (ABC), an old font encoding, for example “%(place)s”. Convert it to Unicode: "
        "copy the cells, press Ctrl+Shift+F6 in UniKey, choose TCVN3 (ABC) to Unicode, paste them back, save and "
        "send the file again."
    ),
    Refusal.VNI: _l(
        "The list is written in VNI Windows, an old font encoding, for example “%(place)s”. Convert it to Unicode: "
        "copy the cells, press Ctrl+Shift+F6 in UniKey, choose VNI Windows to Unicode, paste them back, save and "
        "send the file again."
    ),
    Refusal.TOO_LONG: _l(
        "Reading the file took longer than %(seconds)s seconds and was stopped. "
        "Copy only the cells of the list into a new workbook, or divide it into several files."
    ),
    Refusal.ENDED: _l(
        "The file could not be read: it is damaged or needs too much memory. "
        "Copy only the cells of the list into a new workbook and send that."
    ),
}
