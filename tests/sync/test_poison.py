"""Bodies and entries that no phone of ours would send: never an error of the server's, never a neighbour lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.logbook.receipt_rules import ReceiptOutcome
from tests.client import Visitor
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.factories import FIELDS, household, make_entry

HERE = "%here%"
"""Stands in an entry where a test writes its own literal, of which Python would make something else."""


@pytest.fixture(scope="module", params=ENGINES)
def phone(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Visitor]:
    """A phone for all that is tried here: no attempt depends on what the others left."""
    url = databases.fresh(request.param)
    app = make_app(url)
    yield Visitor(app, "ana")
    dispose(app)
    databases.drop(url)


def receipts_of(phone: Visitor, *entries: str) -> list[dict[str, Any]]:
    """Send entries given as JSON; return their receipts, but for that of a good neighbour, which is stored."""
    good = make_entry()
    response = phone.send(data=f'{{"entries":[{",".join([*entries, json.dumps(good)])}]}}'.encode())
    assert response.status_code == 200, (response.status_code, response.text)
    assert response.json is not None
    *receipts, neighbour = response.json["receipts"]
    assert len(receipts) == len(entries)
    assert (neighbour["id"], neighbour["outcome"]) == (good["id"], "stored")
    return receipts


def assert_refused(receipt: dict[str, Any]) -> None:
    """Assert that a receipt refuses, and says of each field what is wrong."""
    assert (receipt["outcome"], receipt["code"]) == ("refused", "invalid"), receipt
    assert receipt["errors"]
    for messages in receipt["errors"].values():
        assert messages
        assert all(message.strip() for message in messages)


STRANGE = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "-1e999",
    "-0.0",
    "123456789012345678901234567890",
    pytest.param("9" * 400, id="400 digits"),
    pytest.param("9" * 5000, id="5000 digits"),
    r'"\ud83d"',
    r'"\udc00 x"',
    r'"\u0000"',
    pytest.param("[" * 20 + "]" * 20, id="20 lists"),
    pytest.param('{"a":' * 20 + "1" + "}" * 20, id="20 objects"),
    pytest.param("[" * 900 + "]" * 900, id="900 lists"),
]


@pytest.mark.parametrize("literal", STRANGE)
def test_a_strange_value_refuses_one_entry(phone: Visitor, literal: str) -> None:
    entries = [
        make_entry(people=HERE),
        make_entry(household={"id": HERE, "label": "Số 5"}),
        make_entry(topics=["vneid", HERE]),
        make_entry(unknown=HERE),
        make_entry("installation", service=HERE),
        make_entry("training", minutes=HERE),
        make_entry("merchant", qr_valid=HERE),
    ]
    receipts = receipts_of(phone, *(json.dumps(entry).replace(f'"{HERE}"', literal) for entry in entries))
    for entry, receipt in zip(entries, receipts, strict=True):
        assert receipt["id"] == entry["id"]
        assert_refused(receipt)


@pytest.mark.parametrize("literal", [r'"\u0000"', r'"\ud83d"', r'"x\udc00"'])
def test_text_that_cannot_be_kept(phone: Visitor, literal: str) -> None:
    """It is cleaned or refused, wherever text goes."""
    entries = [
        make_entry(note=HERE),
        make_entry(household=household(HERE)),
        make_entry("training", title=HERE, venue=HERE),
        make_entry("merchant", merchant={**FIELDS["merchant"]["merchant"], "name": HERE}),
        make_entry("merchant", marketplaces=[HERE], bank_bin=HERE, account_tail=HERE),
        make_entry(**{HERE: HERE}),
    ]
    for receipt in receipts_of(phone, *(json.dumps(entry).replace(f'"{HERE}"', literal) for entry in entries)):
        if receipt["outcome"] != "stored":
            assert_refused(receipt)


@pytest.mark.parametrize("part", ["id", "kind", "revision", "recorded_at", "form", "fields"])
def test_a_strange_envelope_refuses_one_entry(phone: Visitor, part: str) -> None:
    literals = [
        *("null", "true", "[]", '"x"', '""', "-1", "0", "1.0", '"1"', "NaN", "1e999", "9" * 40, r'"\ud83d"'),
        *('"2026-13-45T99:00:00Z"', '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"', "[" * 20 + "]" * 20),
    ]
    entries = [json.dumps({**make_entry(), part: HERE}).replace(f'"{HERE}"', literal) for literal in literals]
    for receipt in receipts_of(phone, *entries):
        assert_refused(receipt)


@pytest.mark.parametrize("part", ["id", "kind", "revision", "recorded_at", "fields"])
def test_an_envelope_without_a_part(phone: Visitor, part: str) -> None:
    entry = make_entry()
    del entry[part]
    [receipt] = receipts_of(phone, json.dumps(entry))
    assert_refused(receipt)
    assert receipt["id"] == entry.get("id")
    assert receipt["revision"] == entry.get("revision")


def test_the_form_version_may_be_missing(phone: Visitor) -> None:
    entry = make_entry()
    del entry["form"]
    [receipt] = receipts_of(phone, json.dumps(entry))
    assert receipt["outcome"] == "stored"


def test_a_time_may_be_written_in_several_ways(phone: Visitor) -> None:
    """With or without a zone and fractions: JavaScript, Python and people each have their habit."""
    written = ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.123+07:00", "2026-03-01T10:00:00", "2026-03-01T10:00"]
    for receipt in receipts_of(phone, *(json.dumps({**make_entry(), "recorded_at": text}) for text in written)):
        assert receipt["outcome"] == "stored", receipt


def test_an_entry_of_many_faults_is_answered_briefly(phone: Visitor) -> None:
    """A receipt may not be many times as large as what was sent."""
    fields = {f"{'x' * 200}{number}": number for number in range(1000)}
    [receipt] = receipts_of(phone, json.dumps({**make_entry(), "fields": fields}))
    assert_refused(receipt)
    assert len(json.dumps(receipt)) < 10_000


@pytest.mark.parametrize("depth", [1000, 5000, 100_000])
def test_nesting_without_end_is_no_error_of_the_server(phone: Visitor, depth: int) -> None:
    nested = "[" * depth + "]" * depth
    entry = json.dumps(make_entry(note=HERE)).replace(f'"{HERE}"', nested)
    for body in (nested, f'{{"entries":{nested}}}', f'{{"entries":[{entry}]}}', f'{{"a":{nested},"entries":[]}}'):
        response = phone.send(data=body.encode())
        assert response.status_code in {200, 400}, depth
        if response.status_code == 200:
            assert response.json is not None
            assert not [receipt for receipt in response.json["receipts"] if receipt["outcome"] != "refused"]


@pytest.fixture(scope="module")
def fuzzed(databases: Databases) -> Iterator[Visitor]:
    """A phone on SQLite for all examples of a fuzz test."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    yield Visitor(app, "ana")
    dispose(app)
    databases.drop(url)


TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=8,
)


@st.composite
def almost_entries(draw: st.DrawFn) -> Any:
    """An entry of ours of which some parts are anything."""
    entry = make_entry(draw(st.sampled_from(sorted(FIELDS))))
    for name in draw(st.sets(st.sampled_from(sorted(entry["fields"])), max_size=2)):
        entry["fields"][name] = draw(JSON)
    if draw(st.booleans()):
        entry["fields"][draw(st.one_of(TEXT, st.sampled_from(["withdrawn", "location", "count_in"])))] = draw(JSON)
    for name in draw(st.sets(st.sampled_from(sorted(entry)), max_size=1)):
        entry[name] = draw(JSON)
    return entry


@given(entries=st.one_of(JSON, st.lists(st.one_of(JSON, almost_entries()), max_size=12)))
@settings(max_examples=60)
def test_anything_in_entries_is_answered(fuzzed: Visitor, entries: Any) -> None:
    response = fuzzed.send(data=json.dumps({"entries": entries}).encode())
    assert response.status_code in {200, 400, 413}, response.text
    if response.status_code != 200:
        return
    receipts = json.loads(response.data)["receipts"]
    assert isinstance(entries, list)
    assert len(receipts) == len(entries)
    for entry, receipt in zip(entries, receipts, strict=True):
        assert receipt.keys() == {"id", "revision", "outcome", "code", "digest", "errors"}
        assert receipt["outcome"] in set(ReceiptOutcome)
        assert bool(receipt["errors"]) == (receipt["outcome"] == "refused")
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            assert receipt["id"] == entry["id"]
