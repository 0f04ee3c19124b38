"""What the ward asks of an entry the phone asks, too: forms say it by fields and rules, which are described to it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Flask

from app.field_rules import FieldRule
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import EntryForm
from tests.field_rules import FILE, describe

OWN_CHECKS = ("validate", "validate_", "filter_", "process")
"""How a form of WTForms may check its fields beside them."""


def _rules() -> Iterator[type[FieldRule]]:
    found = FieldRule.__subclasses__()
    while found:
        rule = found.pop()
        yield rule
        found += rule.__subclasses__()


def test_forms_check_nothing_that_is_not_described_to_the_phone() -> None:
    forms = [EntryForm, *(kind.form for kind in KINDS.values())]
    hidden = [
        f"{form.__name__}.{name}: write it as a rule of its field, see app/field_rules.py"
        for form in forms
        for name in vars(form)
        if name.startswith(OWN_CHECKS)
    ]
    assert hidden == []


def test_each_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in _rules()]
    assert len(names) == len(set(names))


def test_phone_is_tested_with_the_forms_of_today(sqlite_app: Flask) -> None:
    """The tests of the phone's rules (`tests/js/field_rules.test.mjs`) read the forms from a file."""
    with sqlite_app.test_request_context():
        assert describe() == json.loads(FILE.read_text(encoding="utf-8")), (
            "the forms have changed: run .venv/bin/python -m tests.field_rules, and give each new rule "
            "a row in tests/data/refusals.json, with which the phone and the server are tested"
        )
