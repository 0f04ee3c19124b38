"""Fields that read JSON: each takes its own type, says what is wrong with the rest, and has a value for nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from wtforms import Form

from app import json_fields as fields
from app import json_values as values
from app.logbook.entry_fields import NOT_A_PLACE, LocationField, NamedPartyField
from app.month import Month

ID = "0199a000-0000-7000-8000-0000000000aa"
OTHER_ID = "0199A000-0000-7000-8000-0000000000BB"
FIELDS: dict[str, Any] = {
    "text": fields.TextField(longest=10),
    "lines": fields.TextField(longest=10, lines=True),
    "number": fields.NumberField(least=0, most=50),
    "id": fields.IdField(),
    "ids": fields.IdListField(most=3),
    "yes_no": fields.YesNoField(),
    "choice": fields.ChoiceField(choices=("met", "absent")),
    "choices": fields.ChoicesField(choices=lambda: ("vneid", "cashless")),
    "texts": fields.TextsField(most=3, longest=10),
    "day": fields.DayField(),
    "month": fields.MonthField(),
    "clock": fields.ClockField(),
    "uuid": fields.UuidField(),
    "party": NamedPartyField(text_key="label", longest=10),
    "location": LocationField(),
}
EMPTY: dict[str, Any] = {"ids": [], "choices": [], "texts": []}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "label", "lat", "lng"]), inner),
    max_leaves=5,
)


class Probe(Form):
    """A form of one field of each type."""


for _name, _field in FIELDS.items():
    setattr(Probe, _name, _field)


def _read(name: str, value: Any) -> tuple[Any, list[Any]]:
    """Return (data, errors) of a field for one JSON value."""
    form = Probe()
    control = form[name]
    control.take(value)
    is_valid = control.validate(form)
    assert is_valid is not bool(control.errors)
    return control.data, list(control.errors)


@pytest.mark.parametrize(
    ("name", "value", "data"),
    [
        ("text", "  một  hai ", "một hai"),
        ("text", "x" * 10, "x" * 10),
        ("text", "   ", None),
        ("lines", "a\r\n\nb", "a\n\nb"),
        ("number", 0, 0),
        ("number", 50, 50),
        ("number", "7", 7),
        ("id", 12, 12),
        ("id", "12", 12),
        ("ids", [3, "1", 3], [3, 1]),
        ("ids", [], []),
        ("yes_no", False, False),
        ("choice", "absent", "absent"),
        ("choices", ["vneid", "cashless", "vneid"], ["vneid", "cashless"]),
        ("texts", ["Shopee", " Shopee ", "Lazada"], ["Shopee", "Lazada"]),
        ("texts", ["", "  "], []),
        ("day", "2028-02-29", date(2028, 2, 29)),
        ("month", "2026-10", Month(2026, 10)),
        ("clock", "23:59", "23:59"),
        ("uuid", OTHER_ID, UUID(OTHER_ID)),
        ("party", {"id": ID, "label": " Số  5 "}, (UUID(ID), "Số 5", None)),
        ("location", {"lat": 19.80712, "lng": 105.77649, "accuracy": 12}, (19.807, 105.776, 12)),
        ("location", {"lat": -90, "lng": 180}, (-90.0, 180.0, None)),
    ],
)
def test_field_takes_values_of_its_type(name: str, value: Any, data: Any) -> None:
    assert _read(name, value) == (data, [])


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("text", [5, True, ["x"], {}], values.NOT_TEXT),
        ("text", ["\ud800", "a\udfff"], values.BROKEN_TEXT),
        ("text", ["038090012", "x123456789"], values.IDENTITY_DIGITS),
        ("yes_no", [0, 1, "true", "", []], fields.NOT_YES_OR_NO),
        ("choice", ["", "Met", 1, ["met"], {"met": 1}], fields.NOT_A_CHOICE),
        ("choices", [["scam"], [["vneid"]], [1]], fields.NOT_A_CHOICE),
        ("choices", ["vneid", {"vneid": 1}, 1], values.UNREADABLE),
        ("texts", ["Shopee", {}, 5], values.UNREADABLE),
        ("texts", [[5], [["x"]], [None]], values.NOT_TEXT),
        ("id", [0, -1, 2**31, 1.0, True, "", "x", "-1", "１"], values.NOT_AN_ID),
        ("ids", [1, "1", {}], values.UNREADABLE),
        ("ids", [[0], ["x"], [None], [[1]]], values.NOT_AN_ID),
        ("day", ["2026-02-29", "2026-2-1", "01/02/2026", "2026-02-01T00:00", "", 20260201, "２０２６-02-01"], None),
        ("month", ["2026-13", "2026", "", 202610, []], fields.NOT_A_MONTH),
        ("clock", ["24:00", "7:30", "07:60", "07:30:00", "", 730], fields.NOT_A_TIME),
        ("uuid", ["", "x", ID[:-1], f"{{{ID}}}", ID.replace("-", ""), 5, f"urn:uuid:{ID}"], values.NOT_AN_ID),
        ("party", ["Số 5", [], {"id": ID, "label": "Số 5", "more": 1}], values.UNREADABLE),
        ("party", [{"label": "Số 5"}, {"id": 5, "label": "Số 5"}], values.NOT_AN_ID),
        ("party", [{"id": ID, "label": 5}], values.NOT_TEXT),
        ("location", [[], "19,105", {}, {"lat": 19}, {"lat": "19", "lng": 105}], NOT_A_PLACE),
        (
            "location",
            [{"lat": 91, "lng": 0}, {"lat": 0, "lng": -181}, {"lat": True, "lng": 0}],
            NOT_A_PLACE,
        ),
        ("location", [{"lat": float("nan"), "lng": 0}, {"lat": 0, "lng": float("inf")}], NOT_A_PLACE),
        (
            "location",
            [{"lat": 1, "lng": 1, "accuracy": 1.5}, {"lat": 1, "lng": 1, "accuracy": -1}],
            NOT_A_PLACE,
        ),
        ("location", [{"lat": 1, "lng": 1, "altitude": 1}], NOT_A_PLACE),
    ],
)
def test_field_says_what_is_wrong(name: str, values: list[Any], message: Any) -> None:
    for value in values:
        _, errors = _read(name, value)
        assert errors == [message or fields.NOT_A_DAY], value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("text", "x" * 11, "Use at most 10 characters: leave out 1."),
        ("text", "x" * 1_000_000, "Use at most 10 characters: leave out 999990."),
        ("number", 51, "Enter a whole number from 0 to 50."),
        ("number", -1, "Enter a whole number from 0 to 50."),
        ("number", 7.0, "Enter a whole number from 0 to 50."),
        ("number", True, "Enter a whole number from 0 to 50."),
        ("number", "1_0", "Enter a whole number from 0 to 50."),
        ("number", "٧", "Enter a whole number from 0 to 50."),
        ("ids", [1, 2, 3, 4], "Choose at most 3."),
        ("texts", ["a", "b", "c", "d"], "Choose at most 3."),
        ("texts", ["x" * 11], "Use at most 10 characters: leave out 1."),
        ("party", {"id": ID, "label": "  "}, "Give it a name or an address."),
        ("party", {"id": ID}, "Give it a name or an address."),
        ("party", {"id": ID, "label": "x" * 11}, "Use at most 10 characters: leave out 1."),
    ],
)
def test_bounds_are_named(sqlite_app: Flask, name: str, value: Any, words: str) -> None:
    _, errors = _read(name, value)
    with sqlite_app.test_request_context("/?lang=en"):
        assert list(map(str, errors)) == [words]
    with sqlite_app.test_request_context("/?lang=vi"):
        assert list(map(str, errors)) != [words]


@pytest.mark.parametrize("name", FIELDS)
def test_null_and_missing_are_the_same(name: str) -> None:
    assert _read(name, None) == (EMPTY.get(name), [])
    form = Probe()
    form[name].take(None)
    assert form[name].validate(form)
    assert form[name].data == EMPTY.get(name)


@pytest.mark.parametrize("name", EMPTY)
def test_a_default_list_is_nobody_elses(name: str) -> None:
    first, _ = _read(name, None)
    first.append("mine")
    assert _read(name, None) == ([], [])


@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_needed_has_to_be_there(value: Any) -> None:
    class Needed(Form):
        text = fields.TextField(longest=10, required=True)

    form = Needed()
    form.text.take(value)
    assert not form.text.validate(form)
    assert form.text.errors == [fields.REQUIRED]


def test_a_field_forgets_what_it_read_before() -> None:
    form = Probe()
    for value, data, is_valid in ((7, 7, True), ("x", None, False), (None, None, True)):
        form.number.take(value)
        assert form.number.validate(form) is is_valid
        assert form.number.data == data


@given(st.sampled_from(sorted(FIELDS)), ANYTHING)
def test_nothing_that_json_can_hold_breaks_a_field(name: str, value: Any) -> None:
    data, errors = _read(name, value)
    assert len(errors) <= 1
    if errors:
        assert data in (None, EMPTY.get(name))
