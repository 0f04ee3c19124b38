"""The kinds of entry as the phone's scripts know them: their fields, and the rules of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from app.field_rules import FieldRule
from app.json_fields import JSONField
from app.json_types import JsonObject
from app.logbook.kinds import KINDS
from app.pwa.error_messages import ERROR_MESSAGES

_BOUNDS = ("least", "most", "longest", "longest_called", "lines", "text_key")
"""What a field may have of bounds; the phone reads them under the same names."""


def described_kind(code: str) -> JsonObject:
    """Return a kind as every page has it: its name, its line in a list, and what its fields are called."""
    fields = {control.name: _described_field(control) for control in _fields(code)}
    return {"name": str(KINDS[code].name), "line": KINDS[code].line, "fields": fields}


def form_rules() -> dict[str, object]:
    """Return what is asked of each field, by kind, and the sentences on what is wrong."""
    return {
        "words": {name: str(text) for name, text in ERROR_MESSAGES.items()},
        "kinds": {code: {control.name: _described_rules(control) for control in _fields(code)} for code in KINDS},
    }


def _fields(code: str) -> Iterator[JSONField]:
    return iter(cast(Iterator[JSONField], KINDS[code].form()))


def _described_field(control: JSONField) -> JsonObject:
    field: dict[str, object] = {"label": str(control.label.text), "type": control.type, "source": control.source}
    choices = getattr(control, "choices", None)
    if isinstance(choices, Mapping):
        field["names"] = {choice: str(name) for choice, name in choices.items()}
    if hasattr(control, "text_key"):
        field["text_key"] = control.text_key
    return field


def _described_rules(control: JSONField) -> JsonObject:
    # A bound of zero is one; no text is as short as that.
    bounds = {name: getattr(control, name, None) for name in _BOUNDS}
    choices = getattr(control, "choices", None)
    return {
        "type": control.type,
        **({"needed": True} if control.required and not control.is_list else {}),
        **{name: bound for name, bound in bounds.items() if bound or (name == "least" and bound is not None)},
        **({"codes": list(choices)} if isinstance(choices, Mapping) else {}),
        **({"rules": [_described_rule(rule) for rule in control.rules]} if control.rules else {}),
    }


def _described_rule(rule: FieldRule) -> JsonObject:
    return {"name": rule.name, "message": str(rule.message), **rule.parameters()}
