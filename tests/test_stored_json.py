"""Stored JSON, read by name and type: what is unknown is passed over, what makes no sense counts as missing."""

from __future__ import annotations

from typing import Any

import pytest

from app.stored_json import StoredObject, written_over


@pytest.mark.parametrize("stored", [None, [], "text", 3, {}, {"name": None}, {"name": {}}, {3: "name"}])
def test_missing_key_has_its_default(stored: object) -> None:
    found = StoredObject(stored)
    assert (found.text("name", "usual"), found.texts("name"), found.number("name", 7)) == ("usual", [], 7)
    assert (found.optional_number("name", 1, 9), found.switch("name", default=True)) == (None, True)
    assert list(found.object("name")) == []


def test_values_of_the_right_type_are_taken() -> None:
    stored: dict[str, Any] = {"a": "một", "b": ["hai", 3, "ba"], "c": 5, "d": False, "e": {"a": "bốn"}}
    found = StoredObject(stored)
    assert (found.text("a"), found.texts("b"), found.number("c", 7)) == ("một", ["hai", "ba"], 5)
    assert (found.optional_number("c", 1, 9), found.switch("d", default=True)) == (5, False)
    assert found.object("e").text("a") == "bốn"
    assert list(found) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("value", ["5", 5.0, True, -1, None, [5], 10**30])
def test_a_number_is_a_whole_one_within_its_bounds(value: object) -> None:
    assert StoredObject({"n": value}).optional_number("n", 1, 28) is None
    if value != 10**30:
        assert StoredObject({"n": value}).number("n", 7) == 7


def test_keys_of_another_version_are_not_lost() -> None:
    stored = {"report": {"issuer": "cũ", "later": 1, "rates": {"per_day": 1, "later": 2}}, "other": [1]}
    changed = {"report": {"issuer": "mới", "rates": {"per_day": 5}}}
    assert written_over(stored, changed) == {
        "report": {"issuer": "mới", "later": 1, "rates": {"per_day": 5, "later": 2}},
        "other": [1],
    }
    assert written_over(None, changed) == written_over("text", changed) == changed
