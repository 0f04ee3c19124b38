"""Figures of other offices, as pages and reports show them. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A figure of another office: dated, with its source, and never added to what the teams did.

    ``office`` and ``indicator`` are codes.
    """

    office: str
    indicator: str
    figure: int
    of_all: int | None
    as_of: date
    source: str
