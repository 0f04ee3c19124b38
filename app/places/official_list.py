"""The official list of communes in force since 1 July 2025, as shipped in ``data/``.

Source: package vietnamadminunits 1.0.4 (MIT), whose codes agree with the list of Decision 19/2025/QĐ-TTg.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST_VERSION = "2025-07-01"
_FILE = Path(__file__).parent / "data" / "admin_units_2025.csv"


@dataclass(frozen=True, slots=True)
class OfficialUnit:
    """One commune-level unit; codes are text and keep their leading zeros."""

    ward_code: str
    ward_name: str
    province_code: str
    province_name: str


@cache
def official_units() -> Mapping[str, OfficialUnit]:
    """Return all units of the list by their code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["ward_code"]: OfficialUnit(
                row["ward_code"], row["ward_name"], row["province_code"], row["province_name"]
            )
            for row in csv.DictReader(file)
        }
