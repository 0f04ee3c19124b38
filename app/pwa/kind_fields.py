"""The kinds of entry as the phone's scripts know them: their fields, and the rules of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from app.field_rules import FieldRule
from app.json_fields import JSONField
from app.json_types import JsonObject
from app.logbook.kinds import KINDS

_BOUNDS = ("least", "most", "longest", "longest_called", "lines")
"""What a field may have of bounds; the phone reads them under the same names."""


def described_kind(code: str) -> JsonObject:
    """Return a kind as the page's data has it: name, line in a list, and fields with all that is asked of them."""
    fields = cast(Iterable[JSONField], KINDS[code].form())
    return {
        "name": str(KINDS[code].name),
        "line": KINDS[code].line,
        "fields": {control.name: _described_field(control) for control in fields},
    }


def _described_field(control: JSONField) -> JsonObject:
    field: dict[str, object] = {"label": str(control.label.text), "type": control.type, "source": control.source}
    choices = getattr(control, "choices", None)
    if isinstance(choices, Mapping):
        field["names"] = {choice: str(name) for choice, name in choices.items()}
    if hasattr(control, "text_key"):
        field["text_key"] = control.text_key
    if control.required:
        field["needed"] = True
    # A bound of zero is one; no text is as short as that.
    bounds = {name: getattr(control, name, None) for name in _BOUNDS}
    field |= {name: bound for name, bound in bounds.items() if bound or (name == "least" and bound is not None)}
    if control.rules:
        field["rules"] = [_described_rule(rule) for rule in control.rules]
    return field


def _described_rule(rule: FieldRule) -> JsonObject:
    return {"name": rule.name, "message": str(rule.message), **rule.parameters()}
