"""Stored JSON, read by name and type: what is unknown is passed over, what makes no sense counts as missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
import pytest

from app.stored_json import StoredRecord, written_over


class Part(StoredRecord, frozen=True):
    """A record within one."""

    text: str = "usual"


class Whole(StoredRecord, frozen=True):
    """A record with a field of each type."""

    text: str = "usual"
    texts: Sequence[str] = ()
    number: Annotated[int, msgspec.Meta(ge=0)] = 7
    day: Annotated[int, msgspec.Meta(ge=1, le=28)] | None = None
    switch: bool = msgspec.field(name="turned_on", default=True)
    choices: Mapping[str, Literal["a", "b"]] = {}
    part: Part = Part()
    parts: Mapping[str, Part] = {}


@pytest.mark.parametrize(
    "stored", [None, [], "text", 3, {}, {"text": None}, {"text": {}, "switch": False}, {3: "text"}]
)
def test_missing_key_has_its_default(stored: object) -> None:
    assert Whole.parse(stored) == Whole()


STORED = {
    "text": "một",
    "texts": ["hai", "ba"],
    "number": 5,
    "day": 28,
    "turned_on": False,
    "choices": {"x": "a"},
    "part": {"text": "bốn"},
    "parts": {"y": {"text": "năm"}},
}
READ = Whole("một", ["hai", "ba"], 5, 28, False, {"x": "a"}, Part("bốn"), {"y": Part("năm")})


def test_values_of_the_right_type_are_read_and_stored_again() -> None:
    assert Whole.parse(STORED) == Whole.parse({**STORED, "later": {"any": 1}}) == READ
    assert READ.as_stored() == STORED


def test_each_value_that_makes_no_sense_counts_as_missing() -> None:
    stored = {
        **STORED,
        "texts": ["hai", 3, "ba", ["bốn"]],
        "choices": {"x": "a", "z": "later", "v": None},
        "number": "5",
    }
    assert Whole.parse(stored) == msgspec.structs.replace(READ, number=7)
    stored = {**STORED, "part": [], "parts": {"y": {"text": "năm", "later": 1}, "z": 3}, "texts": "hai"}
    assert Whole.parse(stored) == msgspec.structs.replace(
        READ, texts=(), part=Part(), parts={"y": Part("năm"), "z": Part()}
    )


@pytest.mark.parametrize("value", ["5", 5.0, True, -1, None, [5], 10**30])
def test_a_number_is_a_whole_one_within_its_bounds(value: object) -> None:
    read = Whole.parse({"number": value, "day": value})
    assert read.day is None
    assert read.number == (7 if value != 10**30 else value)


def test_keys_of_another_version_are_not_lost() -> None:
    stored = {"report": {"issuer": "cũ", "later": 1, "rates": {"per_day": 1, "later": 2}}, "other": [1]}
    changed = {"report": {"issuer": "mới", "rates": {"per_day": 5}}}
    assert written_over(stored, changed) == {
        "report": {"issuer": "mới", "later": 1, "rates": {"per_day": 5, "later": 2}},
        "other": [1],
    }
    assert written_over(None, changed) == written_over("text", changed) == changed
