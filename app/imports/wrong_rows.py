"""The workbook of the wrong rows of a list: it can be mended, and imported again as it is."""

from __future__ import annotations

from collections.abc import Sequence

from app.imports.recognition import Recognised
from app.imports.rows import WrongRow
from app.imports.sheets import ListSheet


def wrong_rows_workbook(sheet: ListSheet, recognised: Recognised, wrong: Sequence[WrongRow]) -> bytes:
    """Return a workbook with the wrong rows as they were, in front of each its number and what is wrong with it."""
    raise NotImplementedError
