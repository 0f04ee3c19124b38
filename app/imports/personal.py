"""What a list says of single people that must not come in: it is named, and blotted out before anything is stored."""

from __future__ import annotations

from app.imports.list_kind import ListKind
from app.imports.recognition import Recognised
from app.imports.sheets import ListSheet


def without_personal(sheet: ListSheet, kind: ListKind, recognised: Recognised) -> ListSheet:
    """Return a sheet that may be stored: without the cells of personal columns, and numbers of people blotted out."""
    raise NotImplementedError
