"""Why a file is not read. Pure."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file is refused; :mod:`app.imports.refusal_messages` says it to its owner, with what to do."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PASTED_TOO_LARGE = "pasted_too_large"
    NOT_A_LIST = "not_a_list"
    WEB_PAGE = "web_page"
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    DAMAGED = "damaged"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_SHEETS = "too_many_sheets"
    NEVER_COMPUTED = "never_computed"
    UNKNOWN_ENCODING = "unknown_encoding"
    OPEN_QUOTATION = "open_quotation"
    TCVN3 = "tcvn3"
    VNI = "vni"
    TOO_LONG = "too_long"
    ENDED = "ended"


class UnreadableFileError(Exception):
    """The file is refused. ``place`` names the cell, row, sheet or text that it is about."""

    def __init__(self, refusal: Refusal, place: str = "") -> None:
        super().__init__(refusal, place)
        self.refusal = refusal
        self.place = place
