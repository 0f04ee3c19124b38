"""Fields: what each takes, what each refuses, and how text is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask

from app.database import writer
from app.logbook.kinds.training import TEXT_LENGTH
from app.logbook.models import NOTE_LENGTH
from app.month import today
from app.places.models import Ward
from app.registry.models import LABEL_LENGTH
from tests.cast import AREA_1, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, household, make_entry
from tests.sync.steps import assert_counted, number_of_entries, outcome, stored, totals

UUID_ = str(uuid4())
NO_NUMBER = [True, False, 1.0, 2.5, -1, 10**9, 10**20, "", " 2", "2.0", "1_0", "+2", "-2", "٢", "hai", [], [2], {}]
NO_TEXT = [5, 1.5, True, [], ["x"], {}, {"text": "x"}]
NO_CHOICE = ["", "perhaps", "MET", " met", 1, True, [], ["met"], {}]
NO_LIST = ["vneid", 1, True, {}, {"vneid": True}]
NO_ID = [0, -1, 1.0, True, 2**31, 10**20, "", "x", "1.0", [], [1], {}]
NO_DAY = [
    "",
    "hôm nay",
    "2026-02-30",
    "2026-13-01",
    "2026-1-5",
    "20260105",
    "05/01/2026",
    "2026-01-05T10:00:00",
    "٢٠٢٦-٠١-٠٥",
    "0000-01-01",
    "0001-01-01",
    "1999-12-31",
    "2019-12-31",
    "9999-12-31",
    (today() + timedelta(days=2)).isoformat(),
    20260105,
    1.5,
    True,
    [],
    {},
    None,
]
NO_HOUSEHOLD = ["Số 5", 5, True, [], {}, {"id": UUID_}, {"id": 5}]
NO_PLACE = [
    "19.8,105.7",
    [19.8, 105.7],
    {},
    {"lat": 19.8},
    {"lat": "19.8", "lng": "105.7"},
    {"lat": True, "lng": 1},
    {"lat": 90.1, "lng": 0},
    {"lat": 0, "lng": -180.5},
    {"lat": 1, "lng": 1, "accuracy": 1.5},
    {"lat": 1, "lng": 1, "accuracy": -1},
    {"lat": 1, "lng": 1, "accuracy": "5"},
    {"lat": 1, "lng": 1, "accuracy": True},
    {"lat": 1, "lng": 1, "altitude": 3},
]
DIGITS = [
    "038099012345",
    "CCCD 038099012345.",
    "123456789",
    "số TK:0123456789",
    "0912 345 678",
    "036199 001234",
    "09.12.34.56.78",
    "+84 91-234 56 78",
    "x" * 20 + "999999999",
]


def parties(text_key: str) -> list[Any]:
    """Return what is no household or no merchant."""
    good = {"id": UUID_, text_key: "Số 5"}
    return [
        *NO_HOUSEHOLD,
        *({**good, "id": value} for value in ("", "x", 7, None, [])),
        *(
            {**good, text_key: value}
            for value in ("", "   ", "\x00", "\u200b\u202e", "\u3164 \ufe0f", None, *NO_TEXT, *DIGITS, "\ud83d")
        ),
        {**good, text_key: "x" * (LABEL_LENGTH + 1)},
        {**good, "phone": "x"},
    ]


COMMON: dict[str, list[Any]] = {
    "happened_on": NO_DAY,
    "neighbourhood": [*NO_ID, None],
    "note": [*NO_TEXT, *DIGITS, "x" * (NOTE_LENGTH + 1), "x" * 100_000, "\udc00"],
    "companions": [*NO_LIST, [True], ["x"], [1.0], [[1]], [None], list(range(1, 200))],
    "location": NO_PLACE,
    "withdrawn": [0, 1, "true", "", [], {}],
}
OWN: dict[str, dict[str, list[Any]]] = {
    "visit": {
        "household": parties("label"),
        "met": [*NO_CHOICE, None],
        "people": [*NO_NUMBER, 51, None],
        "topics": [*NO_LIST, [1], [None], [["vneid"]], ["gossip"], [{}]],
        "barrier": NO_CHOICE,
    },
    "installation": {
        "service": [*NO_CHOICE, None],
        "outcome": [*NO_CHOICE, None],
        "people": [*NO_NUMBER, 0, 501, None],
        "setting": NO_CHOICE,
        "visit": ["", "x", 5, True, [], {}],
    },
    "training": {
        "topic": [*NO_CHOICE, None],
        "title": [*NO_TEXT, *DIGITS, "x" * (TEXT_LENGTH + 1), "\ud800"],
        "venue": [*NO_TEXT, *DIGITS, "x" * (TEXT_LENGTH + 1)],
        "started_at": ["", "7:30", "24:00", "19:60", "19:30:00", "１９:３０", 1930, True, [], {}],
        "minutes": [*NO_NUMBER, 4, 601],
        "attendees": [*NO_NUMBER, 0, 5001, None],
        "women": [*NO_NUMBER, 31],
        "elderly": [*NO_NUMBER, 31],
    },
    "merchant": {
        "merchant": [*parties("name"), None],
        "place": NO_ID,
        "business_type": [*NO_CHOICE, None],
        "methods": [*NO_LIST, ["cash"], [1], [["vietqr"]]],
        "qr_valid": [0, 1, "true", "", [], {}],
        "bank_bin": ["97043", "9704361", "97043x", "９７０４３６", 970436, True, []],
        "account_tail": ["12345", "12a", "-1", 1234, True, [], {}],
        "in_use": [0, "yes", [], {}],
        "e_invoice": [1, "no", [], {}],
        "e_contract": [1, "no", [], {}],
        "marketplaces": ["Postmart", 1, {}, [1], [None], [["x"]], ["x" * 61], ["0912345678"], ["x"] * 11],
    },
}


def test_every_field_refuses_what_is_not_of_its_kind(app: Flask, ana: Visitor) -> None:
    cases = [("visit", name, value) for name, values in COMMON.items() for value in values]
    cases += [(kind, name, value) for kind, own in OWN.items() for name, values in own.items() for value in values]
    # Elsewhere than in a visit the fields of a visit are unknown, and so is a place.
    cases += [(kind, name, "x") for kind in ("installation", "training") for name in ("place", "met", "photo", "")]
    taken = []
    for start in range(0, len(cases), 100):
        batch = [make_entry(kind, **{name: value}) for kind, name, value in cases[start : start + 100]]
        for (kind, name, value), receipt in zip(cases[start : start + 100], ana.sync(*batch), strict=True):
            if outcome(receipt) != ("refused", "invalid") or receipt["errors"].keys() != {name}:
                taken.append((kind, name, value, receipt["outcome"], receipt["errors"]))
            elif not all(message.strip() for message in receipt["errors"][name]):
                taken.append((kind, name, value, "has an empty message"))
    assert taken == []
    assert len(cases) > 300
    assert number_of_entries(app) == 0
    assert totals(app) == {}


def test_every_kind_stores_as_little_as_it_asks_for(app: Flask, ana: Visitor) -> None:
    needed = {
        "visit": {"met", "people"},
        "installation": {"service", "outcome", "people"},
        "training": {"topic", "attendees"},
        "merchant": {"merchant", "business_type"},
    }
    everything = [make_entry(kind, **dict.fromkeys(FIELDS[kind].keys() - needed[kind])) for kind in FIELDS]
    receipts = ana.sync(*everything)
    assert [receipt["outcome"] for receipt in receipts] == ["stored"] * 4, receipts
    for kind, names in needed.items():
        bare = make_entry(kind)
        bare["fields"] = {"happened_on": today().isoformat(), "neighbourhood": AREA_1}
        [receipt] = ana.sync(bare)
        assert receipt["errors"].keys() == names
    assert_counted(app)


def test_the_bounds_belong_to_what_they_bound(app: Flask, ana: Visitor) -> None:
    batch = [
        make_entry(people=0),
        make_entry(people=50),
        make_entry(met="absent", people=0),
        make_entry(happened_on="2020-01-01"),
        make_entry(note="đ" * NOTE_LENGTH),
        make_entry(household=household("đ" * LABEL_LENGTH)),
        make_entry(location={"lat": -90, "lng": 180, "accuracy": 0}),
        make_entry(location={"lat": 19.807, "lng": 105.776, "accuracy": None}),
        make_entry("installation", people=1),
        make_entry("installation", people=500),
        make_entry("training", attendees=1, women=0, elderly=1, minutes=5, started_at="00:00"),
        make_entry("training", attendees=5000, women=5000, elderly=5000, minutes=600, started_at="23:59"),
        make_entry("training", title="đ" * TEXT_LENGTH, venue="đ" * TEXT_LENGTH),
        make_entry("merchant", account_tail="0007", bank_bin="000001", marketplaces=["x" * 60] * 10),
    ]
    receipts = ana.sync(*batch)
    assert [(receipt["outcome"], receipt["errors"]) for receipt in receipts] == [("stored", {})] * len(batch)
    assert_counted(app)


def test_a_form_may_send_numbers_as_their_digits(app: Flask, ana: Visitor) -> None:
    """Controls of a page hold text; what is counted is a number all the same."""
    ana.sync(make_entry(people="2", neighbourhood=str(AREA_1)), make_entry("training", attendees="30", women="08"))
    assert totals(app)["visit.people"] == 2
    assert totals(app)["training.attendees"] == 30
    assert totals(app)["training.women"] == 8
    people = {entry["kind"]: entry["fields"] for entry in ana.mine()["entries"]}
    assert people["visit"]["people"] == 2
    assert people["visit"]["neighbourhood"] == AREA_1
    assert_counted(app)


def test_a_location_is_kept_to_a_hundred_metres_where_the_ward_wants_it(app: Flask, ana: Visitor) -> None:
    exact = {"lat": 19.8071234, "lng": 105.7765432, "accuracy": 12}
    before, after = make_entry(location=exact), make_entry(location=exact)
    ana.sync(before)
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"location": True}
        writer().commit()
    ana.sync(after)
    kept = {entry["id"]: entry["fields"].get("location") for entry in ana.mine()["entries"]}
    assert kept == {before["id"]: None, after["id"]: {"lat": 19.807, "lng": 105.777, "accuracy": 12}}
    assert stored(app, before)["latitude"] is None


def test_choices_count_once(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry(topics=["vneid", "other", "vneid"]), make_entry("merchant", methods=["vietqr", "vietqr"]))
    assert totals(app)["visit.topic.vneid"] == 1
    assert totals(app)["merchant.vietqr"] == 1
    assert_counted(app)


def test_fields_from_the_server_can_be_sent_again(app: Flask, ana: Visitor) -> None:
    """The phone edits what it got from the server; the same fields must be taken again."""
    full = [make_entry(kind, note="Ghi chú", location={"lat": 1, "lng": 2, "accuracy": 3}) for kind in FIELDS]
    full += [make_entry(household=household(), companions=[3])]
    ana.sync(*full)
    again = [
        {**make_entry(entry["kind"], id=entry["id"], revision=2), "fields": entry["fields"]}
        for entry in ana.mine()["entries"]
    ]
    assert [receipt["outcome"] for receipt in ana.sync(*again)] == ["stored"] * len(full)
    after = {entry["id"]: entry["fields"] for entry in ana.mine()["entries"]}
    assert after == {entry["id"]: entry["fields"] for entry in again}
    assert_counted(app)
