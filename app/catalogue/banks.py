"""The banks of VietQR by their six-digit numbers (BIN), as NAPAS gave them out.

``data/banks.csv`` is from the npm package ``vietnam-qr-pay`` 1.5.1 (MIT), read on 29 November 2026: the banks of most
rural merchants first, the others by number. ``also`` are codes and earlier names that people search by. The phone's
form has the same file. A number outlives the bank that had it, and entries keep the number.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent / "data" / "banks.csv"


@cache
def bank_names() -> Mapping[str, str]:
    """Return the short name of every bank that is known, by its number."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["bin"]: row["short_name"] for row in csv.DictReader(file)})
