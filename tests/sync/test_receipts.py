"""Receipts: one per entry, in order, with the id as it came and a digest that any client can compute."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.logbook.models import NOTE_LENGTH
from tests.cast import AREA_B
from tests.client import Visitor
from tests.factories import FIELDS, household, make_entry
from tests.sync.steps import assert_counted, number_of_entries, outcome


def digest_of(fields: Any) -> str:
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_stores_all_kinds_and_knows_them_again(ana: Visitor) -> None:
    batch = [make_entry(kind) for kind in FIELDS]
    for expected in ("stored", "known", "known"):
        receipts = ana.sync(*batch)
        assert [outcome(receipt) for receipt in receipts] == [(expected, "")] * len(batch)
        assert [receipt["id"] for receipt in receipts] == [entry["id"] for entry in batch]
    mine: Any = ana.get("/api/v1/mine?form=2").json
    assert {entry["id"] for entry in mine["entries"]} == {entry["id"] for entry in batch}


def test_a_receipt_says_all_that_a_phone_asks(ana: Visitor) -> None:
    entry = make_entry(revision=3)
    body = ana.send({"entries": [entry]}).json
    assert body is not None
    assert body.keys() == {"server_time", "receipts"}
    assert datetime.fromisoformat(body["server_time"]).tzinfo is not None
    assert body["receipts"] == [
        {
            "id": entry["id"],
            "revision": 3,
            "outcome": "stored",
            "code": "",
            "digest": digest_of(entry["fields"]),
            "errors": {},
        }
    ]


def test_no_entries_get_no_receipts(ana: Visitor) -> None:
    assert ana.sync() == []


def test_the_digest_is_of_the_fields_as_they_came(ana: Visitor) -> None:
    """Not of what was made of them: spaces, letters in another composition and unknown keys count too."""
    batch = [
        make_entry(note="  Cụ bà   ở nhà một mình 😀  "),
        make_entry(note="Nguyê\u0303n Thi\u0323 Mâ\u0303u"),
        make_entry(household=household('Số 5 "ngõ" 2 \\ / \u2028 đường Lê Lợi')),
        make_entry(location={"lat": 19.807, "lng": 105.776, "accuracy": 12}),
        make_entry(location={"lat": 19.8, "lng": 105.0, "accuracy": 5}, count_in=None, companions=[]),
        make_entry("training", title="Tab\tand\nline"),
        make_entry("merchant", qr_valid=None, marketplaces=["Chợ điện tử", "Postmart"]),
        make_entry(whatever={"b": [1, 2.5, None], "a": "đ"}, people=99),
        {**make_entry(), "fields": {}},
        {**make_entry(), "fields": []},
        {**make_entry(), "fields": "text"},
    ]
    # The test client sorts keys, which would hide whether the server does.
    response = ana.send(data=json.dumps({"entries": batch}).encode())
    receipts = json.loads(response.data)["receipts"]
    assert [receipt["digest"] for receipt in receipts] == [digest_of(entry["fields"]) for entry in batch]
    assert [receipt["outcome"] for receipt in receipts] == ["stored"] * 7 + ["refused"] * 4


def test_a_refusal_fits_the_copy_on_the_phone(ana: Visitor) -> None:
    """A receipt with another digest would be ignored, and the entry sent again for ever."""
    deep: Any = "x"
    for _ in range(20):
        deep = [deep]
    batch = [make_entry(note=deep), make_entry(people=[]), {**make_entry(), "kind": "survey"}]
    for entry, receipt in zip(batch, ana.sync(*batch), strict=True):
        assert outcome(receipt) == ("refused", "invalid")
        assert (receipt["id"], receipt["revision"]) == (entry["id"], entry["revision"])
        assert receipt["digest"] == digest_of(entry["fields"])


ABSURD_IDS: list[Any] = [
    "",
    "garbage",
    " 0199a000-0000-7000-8000-000000000001",
    "0199a000000070008000000000000001",
    "{0199a000-0000-7000-8000-000000000002}",
    "０199a000-0000-7000-8000-000000000003",
    "x" * 5000,
    "\x00",
    "😀 Cơm",
    "'; DROP TABLE entry; --",
    0,
    -7,
    1.5,
    True,
    False,
    [],
    ["a", {"b": [None]}],
    {},
    {"id": str(uuid4())},
    None,
]


def test_echoes_whatever_stood_where_the_id_should_be(app: Flask, ana: Visitor) -> None:
    good = make_entry()
    batch = [{**make_entry(), "id": id} for id in ABSURD_IDS]
    nameless = make_entry()
    del nameless["id"]
    receipts = ana.sync(*batch, nameless, good)
    assert [receipt["id"] for receipt in receipts] == [*ABSURD_IDS, None, good["id"]]
    # 0 and False are equal to Python, but not on the wire.
    assert [type(receipt["id"]) for receipt in receipts[:-2]] == [type(id) for id in ABSURD_IDS]
    for receipt in receipts[:-1]:
        assert outcome(receipt) == ("refused", "invalid")
        assert receipt["errors"].keys() == {"id"}
    assert outcome(receipts[-1]) == ("stored", "")
    assert number_of_entries(app) == 1


def test_echoes_half_a_surrogate_pair(app: Flask, ana: Visitor) -> None:
    """A strict parser refuses the whole body for it; here only the entry is refused."""
    good = make_entry()
    receipts = ana.sync({**make_entry(), "id": "\ud83d"}, {**make_entry(), "id": ["\udc00"]}, good)
    assert [receipt["id"] for receipt in receipts] == ["\ud83d", ["\udc00"], good["id"]]
    assert [receipt["outcome"] for receipt in receipts] == ["refused", "refused", "stored"]
    assert number_of_entries(app) == 1


def test_an_id_may_be_written_in_capitals(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    shouted = {**entry, "id": entry["id"].upper()}
    receipts = ana.sync(shouted, entry, shouted)
    assert [receipt["id"] for receipt in receipts] == [shouted["id"], entry["id"], shouted["id"]]
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "known", "known"]
    assert number_of_entries(app) == 1


@pytest.mark.parametrize("item", [None, True, 7, "entry", [], [make_entry()], {}], ids=lambda item: type(item).__name__)
def test_items_that_are_no_entry_get_a_receipt(sqlite_app: Flask, item: Any) -> None:
    good = make_entry()
    refused, accepted = Visitor(sqlite_app, "ana").sync(item, good)
    assert outcome(refused) == ("refused", "invalid")
    assert refused["id"] is None
    assert refused["errors"]
    assert accepted["outcome"] == "stored"


def test_thirty_faults_in_a_batch_keep_no_neighbour_out(app: Flask, ana: Visitor) -> None:
    uuid = str(uuid4())
    faulty: list[tuple[dict[str, Any], set[str]]] = [
        (make_entry(happened_on="hôm qua"), {"happened_on"}),
        (make_entry(happened_on=None), {"happened_on"}),
        (make_entry(happened_on="2019-12-31"), {"happened_on"}),
        (make_entry(neighbourhood=None), {"neighbourhood"}),
        (make_entry(neighbourhood=AREA_B), {"neighbourhood"}),
        (make_entry(neighbourhood=987654), {"neighbourhood"}),
        (make_entry(household={"id": "x", "label": "Số 5"}), {"household"}),
        (make_entry(household={"id": uuid, "label": "CCCD 038099012345"}), {"household"}),
        (make_entry(met="perhaps"), {"met"}),
        (make_entry(people=51), {"people"}),
        (make_entry(people=-1, met="away"), {"people", "met"}),
        (make_entry(met="absent", people=2), {"people"}),
        (make_entry(topics=["vneid", "gossip"]), {"topics"}),
        (make_entry(barrier="rain"), {"barrier"}),
        (make_entry(note="x" * (NOTE_LENGTH + 1)), {"note"}),
        (make_entry(companions=[10**6]), {"companions"}),
        (make_entry(count_in="2026-13"), {"count_in"}),
        (make_entry(location={"lat": 91, "lng": 0}), {"location"}),
        (make_entry(withdrawn="yes"), {"withdrawn"}),
        (make_entry(surprise=1), {"surprise"}),
        (make_entry("installation", service="fax"), {"service"}),
        (make_entry("installation", outcome="perhaps", people=0), {"outcome", "people"}),
        (make_entry("installation", visit="x"), {"visit"}),
        (make_entry("training", attendees=10, women=11, elderly=12), {"women", "elderly"}),
        (make_entry("training", started_at="25:00", minutes=4), {"started_at", "minutes"}),
        (make_entry("merchant", merchant=None), {"merchant"}),
        (make_entry("merchant", account_tail="12345"), {"account_tail"}),
        ({**make_entry(), "kind": "survey"}, {"kind"}),
        ({**make_entry(), "revision": 0}, {"revision"}),
        ({**make_entry(), "recorded_at": "just now"}, {"recorded_at"}),
    ]
    good = [make_entry(kind) for kind in (*FIELDS, *FIELDS, "visit")]
    good += [make_entry() for _ in range(70 - len(good))]
    batch = list(good)
    # Spread them over the batch, so that an answer by position and one by order cannot be confused.
    for number, (entry, _) in enumerate(faulty):
        batch.insert(number * 3, entry)
    expected = {entry["id"]: fields for entry, fields in faulty}

    receipts = ana.sync(*batch)
    assert len(batch) == 100
    assert [receipt["id"] for receipt in receipts] == [entry["id"] for entry in batch]
    for receipt in receipts:
        if receipt["id"] not in expected:
            assert (*outcome(receipt), receipt["errors"]) == ("stored", "", {})
            continue
        assert outcome(receipt) == ("refused", "invalid"), receipt
        assert receipt["errors"].keys() == expected[receipt["id"]]
        for messages in receipt["errors"].values():
            assert messages
            assert all(isinstance(message, str) and message.strip() for message in messages)
    assert number_of_entries(app) == 70
    assert_counted(app)
