"""What is known of a list that comes in, besides its cells. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.imports.list_kind import ListCode


class NewList(NamedTuple):
    """A list that comes in: its kind, its file, and who gave it on which day for what."""

    kind: ListCode
    file_name: str
    digest: str
    given_by: str
    given_on: date
    purpose: str
