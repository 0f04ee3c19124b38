"""Form 2 beside form 1: who knows a later field gets it, and who does not know it wipes nothing out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.household_state import MOST_PEOPLE
from app.logbook.models import Entry
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.registry.models import Household
from app.sync.envelope import digest_of
from tests.cast import AREA_1, LEO, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.own_services import own_service
from tests.sync.import_steps import hand_in, written
from tests.sync.revision_steps import STALE, STORED, send
from tests.sync.steps import assert_counted, history, outcome, stored, totals

STATE = {"people_14": 4, "people_18": 3, "people_60": 1, "smartphones": 2, "internet": True, "have": {"vneid_2": 2}}


def _form_2(**fields: Any) -> dict[str, Any]:
    return {**make_entry(**fields), "form": 2}


def _without(entry: dict[str, Any], name: str) -> dict[str, Any]:
    return {**entry, "fields": {key: value for key, value in entry["fields"].items() if key != name}}


def _fields(visitor: Visitor, form: str = "") -> Any:
    [entry] = visitor.get(f"/api/v1/mine{form}").json["entries"]
    return entry["fields"]


def _called(app: Flask, party: dict[str, str]) -> str:
    with app.app_context():
        query = sa.select(Household.called).where(Household.ward_id == WARD_A, Household.id == UUID(party["id"]))
        return reader().scalars(query).one()


def test_only_who_knows_a_field_gets_it(app: Flask, ana: Visitor) -> None:
    visit = _form_2(state=STATE)
    assert send(ana, visit) == STORED
    assert _fields(ana, "?form=2") == visit["fields"]
    assert _fields(ana, "?form=3") == visit["fields"]
    for form in ("", "?form=1", "?form=0", "?form=x", "?form=-2", "?form=²", "?form=" + "9" * 40):
        assert _fields(ana, form) == _without(visit, "state")["fields"]
    assert stored(app, visit)["form"] == 2
    assert ana.get("/api/v1/bootstrap?form=2").json.keys() >= ana.get("/api/v1/bootstrap").json.keys()


def test_phones_of_form_2_learn_the_area_of_a_merchant(ana: Visitor) -> None:
    assert ana.sync(make_entry("merchant"))[0]["outcome"] == "stored"
    (listed,) = ana.get("/api/v1/bootstrap?form=2").json["merchants"]
    assert listed["neighbourhood"] == AREA_1
    assert ana.get("/api/v1/bootstrap").json["merchants"] == [
        {name: value for name, value in listed.items() if name != "neighbourhood"}
    ]


def test_an_old_phone_wipes_nothing_out(app: Flask, ana: Visitor) -> None:
    visit = _form_2(state=STATE)
    old = {**edited(_without(visit, "state"), people=3), "form": 1}
    send(ana, visit)
    [receipt] = ana.sync(old)
    assert (outcome(receipt), receipt["digest"]) == (STORED, digest_of(old["fields"]))
    assert _fields(ana, "?form=2") == {**visit["fields"], "people": 3}
    before = history(app, visit)[1].before
    assert before is not None
    assert before["state"] == STATE
    assert totals(app)["visit.people"] == 3
    assert_counted(app)


@pytest.mark.parametrize(
    "change", [{"met": "absent", "people": 0}, {"met": "declined"}, {"household": household("Số 8")}]
)
def test_an_old_phone_gives_no_state_to_where_it_was_not_found(
    app: Flask, ana: Visitor, change: dict[str, Any]
) -> None:
    visit = _form_2(household=household("Số 7"), state=STATE)
    send(ana, visit)
    assert send(ana, {**edited(_without(visit, "state"), **change), "form": 1}) == STORED
    assert "state" not in _fields(ana, "?form=2")
    before = history(app, visit)[1].before
    assert before is not None
    assert before["state"] == STATE
    assert_counted(app)


@pytest.mark.one_engine
@pytest.mark.parametrize("met", ["absent", "declined"])
def test_a_state_where_nobody_was_met_is_refused(ana: Visitor, met: str) -> None:
    visit = _form_2(met=met, people=0, state=STATE)
    [receipt] = ana.sync(visit)
    assert receipt["outcome"] == "refused"
    assert receipt["errors"].keys() == {"state"}
    assert send(ana, edited(visit, state=None)) == STORED


def test_null_clears_a_field_and_a_new_value_replaces_all_of_it(app: Flask, ana: Visitor) -> None:
    visit = _form_2(state=STATE)
    smaller = edited(visit, state={"people_18": 2})
    cleared = edited(smaller, state=None)
    for entry, expected in ((visit, STATE), (smaller, {"people_18": 2}), (cleared, None)):
        assert send(ana, entry) == STORED
        assert _fields(ana, "?form=2").get("state") == expected
    before = history(app, visit)[2].before
    assert before is not None
    assert before["state"] == {"people_18": 2}


def test_revisions_of_one_batch_follow_each_other(app: Flask, ana: Visitor) -> None:
    visit = _form_2(state=STATE)
    old = edited(_without(visit, "state"), people=3)
    assert [outcome(each) for each in ana.sync(visit, old, edited(old, note="Hẹn lại"))] == [STORED] * 3
    assert _fields(ana, "?form=2")["state"] == STATE
    # What comes too late changes nothing.
    assert send(ana, {**edited(visit, state=None), "revision": 2}) == STALE
    assert _fields(ana, "?form=2")["state"] == STATE


def test_the_file_of_a_phone_goes_the_same_way(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    visit = _form_2(state=STATE)
    send(ana, visit)
    hand_in(visitor("carla"), written(edited(_without(visit, "state"), people=3)))
    assert _fields(ana, "?form=2") == {**visit["fields"], "people": 3}


def test_a_state_adds_to_no_counter(app: Flask, ana: Visitor) -> None:
    send(ana, make_entry())
    before = totals(app)
    send(ana, _form_2(state=STATE))
    assert totals(app) == {measure: 2 * total for measure, total in before.items()}


def test_unknown_parts_of_a_state_are_not_stored(app: Flask, ana: Visitor) -> None:
    visit = _form_2(state={"people_14": None, "people_18": "3", "shares_phone": False, "have": {"vneid_2": None}})
    send(ana, visit)
    assert stored(app, visit)["fields"]["state"] == {"people_18": 3, "shares_phone": False}
    empty = _form_2(state={"internet": None, "have": {}})
    send(ana, empty)
    assert "state" not in stored(app, empty)["fields"]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "state",
    [
        [],
        {"pets": 1},
        {"people_14": -1},
        {"people_14": MOST_PEOPLE + 1},
        {"people_14": 1.5},
        {"people_14": True},
        {"internet": "yes"},
        {"internet": 1},
        {"have": ["vneid_2"]},
        {"have": {"no_such_service": 1}},
        {"have": {f"own_{number}": 1 for number in range(101)}},
        {"have": {"vneid_2": "many"}},
        {"people_14": 2, "people_18": 3},
        {"people_14": 2, "people_60": 3},
        {"people_18": 2, "people_60": 3},
        {"people_14": 2, "have": {"vneid_2": 3}},
    ],
)
def test_what_cannot_be_true_is_refused_under_its_field(app: Flask, ana: Visitor, state: Any) -> None:
    [receipt] = ana.sync(_form_2(state=state))
    assert outcome(receipt) == ("refused", "invalid")
    assert receipt["errors"].keys() == {"state"}
    assert send(ana, _form_2(state={"people_14": 2, "people_18": 2, "people_60": 2, "have": {"vneid_2": 2}})) == STORED


def test_a_state_names_the_wards_own_services(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        own, other = own_service(), own_service(ward_id=WARD_B)
        writer().add_all([own, other])
        writer().commit()
        codes = own.code, other.code
    receipts = ana.sync(*(_form_2(state={"have": {code: 1}}) for code in codes))
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "refused"]
    assert receipts[1]["errors"].keys() == {"state"}


def test_what_neighbours_call_a_household_stays_with_it_alone(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    home = household()
    visit = _form_2(household={**home, "called": "  bà  Tư "})
    assert send(ana, visit) == STORED
    assert _called(app, home) == "bà Tư"
    assert stored(app, visit)["fields"]["household"] == home
    assert _fields(ana, "?form=2")["household"] == home
    assert "bà Tư" not in ana.get("/api/v1/bootstrap").text
    # Who does not speak of it leaves it as it is; what comes last holds; null takes it away.
    leo = visitor("leo")
    for given, expected in (({}, "bà Tư"), ({"called": "ông Năm"}, "ông Năm"), ({"called": None}, "")):
        send(leo, _form_2(household={**home, **given}))
        assert _called(app, home) == expected
    send(ana, edited(visit, household={**home, "called": "bà Tư"}))
    assert _called(app, home) == "bà Tư"
    send(ana, edited(edited(visit, household=home)))
    assert _called(app, home) == "bà Tư"
    with app.app_context():
        lines = reader().scalars(sa.select(AuditRecord).order_by(AuditRecord.id)).all()
        assert not [line for line in lines if "Tư" in str(vars(line))]
        renamed = [(line.actor_id, line.detail) for line in lines if line.event == AuditEvent.HOUSEHOLD_CHANGED]
        # Each that took a name away stands there, without the name.
        about = {"party": "household", "id": home["id"], "changed_parts": ["called"]}
        assert renamed == [(LEO, about), (LEO, about)]
        assert not [row for row in reader().scalars(sa.select(Entry)) if "Tư" in str(row.fields)]


def test_what_is_refused_or_withdrawn_names_no_household(app: Flask, ana: Visitor) -> None:
    home = household()
    send(ana, _form_2(household={**home, "called": "bà Tư"}))
    send(ana, _form_2(household={**home, "called": "ông Năm"}, people=999))
    send(ana, _form_2(household={**home, "called": "ông Năm"}, withdrawn=True))
    assert _called(app, home) == "bà Tư"


@pytest.mark.one_engine
@pytest.mark.parametrize("called", ["x" * 41, "Tư 0912 345 678", "Tư 079123456789", 5, False, ["bà Tư"]])
def test_a_name_that_cannot_be_stored_is_refused_under_its_field(app: Flask, ana: Visitor, called: Any) -> None:
    [receipt] = ana.sync(_form_2(household={**household(), "called": called}))
    assert receipt["errors"].keys() == {"household"}
    assert send(ana, make_entry("merchant", merchant={"id": household()["id"], "name": "Quầy 1", "called": "Tư"})) == (
        "refused",
        "invalid",
    )
