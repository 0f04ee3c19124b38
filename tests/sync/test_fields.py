"""Fields: what each takes, what each refuses, and how text is written down."""

from __future__ import annotations

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
from tests.refusals import TABLE, refused_cases, taken_cases
from tests.sync.steps import assert_counted, number_of_entries, outcome, stored, totals


def test_what_the_table_of_refusals_names_is_refused(app: Flask, ana: Visitor) -> None:
    cases = list(refused_cases())
    # Elsewhere than in a visit the fields of a visit are unknown.
    cases += [(k, {name: "x"}, {name}) for k in ("installation", "training") for name in ("met", "photo", "")]
    # The fields that all kinds have are the same in each.
    cases += [(kind, {name: 0}, {name}) for kind in FIELDS for name in ("event", "place")]
    taken = []
    for start in range(0, len(cases), 100):
        batch = [make_entry(kind, **fields) for kind, fields, _ in cases[start : start + 100]]
        for (kind, fields, names), receipt in zip(cases[start : start + 100], ana.sync(*batch), strict=True):
            if outcome(receipt) != ("refused", "invalid") or receipt["errors"].keys() != names:
                taken.append((kind, fields, receipt["outcome"], receipt["errors"]))
            elif not all(message.strip() for texts in receipt["errors"].values() for message in texts):
                taken.append((kind, fields, "has an empty message", receipt["errors"]))
    assert taken == []
    assert len(cases) > 450
    assert number_of_entries(app) == 0
    assert totals(app) == {}


def test_what_the_table_of_refusals_takes_is_stored(app: Flask, ana: Visitor) -> None:
    assert {kind: fields for kind, fields in TABLE["base"].items() if kind != "*"} == FIELDS
    receipts = ana.sync(*(make_entry(kind, **fields) for kind, fields in taken_cases()))
    assert [(receipt["outcome"], receipt["errors"]) for receipt in receipts] == [("stored", {})] * len(receipts)


def test_every_kind_stores_as_little_as_it_asks_for(app: Flask, ana: Visitor) -> None:
    needed = {
        "visit": {"met", "people"},
        "installation": {"service", "outcome", "people"},
        "training": {"topic", "attendees"},
        "merchant": {"merchant", "business_type"},
        "assistance": {"procedure", "people"},
    }
    everything = [make_entry(kind, **dict.fromkeys(FIELDS[kind].keys() - needed[kind])) for kind in FIELDS]
    receipts = ana.sync(*everything)
    assert [receipt["outcome"] for receipt in receipts] == ["stored"] * 5, receipts
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
        for entry in ana.get("/api/v1/mine?form=2").json["entries"]
    ]
    assert [receipt["outcome"] for receipt in ana.sync(*again)] == ["stored"] * len(full)
    after = {entry["id"]: entry["fields"] for entry in ana.get("/api/v1/mine?form=2").json["entries"]}
    assert after == {entry["id"]: entry["fields"] for entry in again}
    assert_counted(app)
