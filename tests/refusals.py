"""What the ward refuses of an entry, by field: one table, by which the server and the rules of the phone are tested."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.config import ROOT
from app.month import Month, today

TABLE: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "refusals.json").read_text(encoding="utf-8"))
_REPEATED = re.compile(r"<(.) × (\d+)>")
_NUMBERS = re.compile(r"<1 to (\d+)>")


def read_case(value: Any) -> Any:
    """Return a value of the table with its days, its long texts and its long lists written out."""
    if isinstance(value, dict):
        return {name: read_case(each) for name, each in value.items()}
    if isinstance(value, list):
        return [read_case(each) for each in value]
    if not isinstance(value, str):
        return value
    if found := _REPEATED.fullmatch(value):
        return found[1] * int(found[2])
    if found := _NUMBERS.fullmatch(value):
        return list(range(1, int(found[1]) + 1))
    days = {"<today>": today(), "<today+2>": today() + timedelta(days=2)}
    this_month = Month.of(today())
    months = {"<month>": this_month, "<month+2>": this_month.next().next()}
    if value in months:
        return str(months[value])
    return days[value].isoformat() if value in days else value


def refused_cases() -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """Yield the kind of an entry, what it has in place of the usual fields, and the names of those that are refused."""
    for kind, fields in TABLE["alone"].items():
        for name, values in fields.items():
            for value in values:
                yield "visit" if kind == "*" else kind, {name: read_case(value)}, {name}
    for kind, fields, names in TABLE["together"]:
        yield kind, read_case(fields), set(names)


def taken_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the kind of an entry that is taken, and what it has in place of the usual fields."""
    for kind, fields in TABLE["taken"]:
        yield kind, read_case(fields)
