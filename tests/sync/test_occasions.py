"""Entries of all kinds name an event and a place since form 2; who does not know these takes them from nobody."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask

from app.database import reader
from app.logbook.recount import differences
from app.month import now, today
from tests.actions import add_rows
from tests.cast import AREA_2, MARKET_A, MARKET_B, WARD_B
from tests.client import Visitor
from tests.events.event_rows import make_event
from tests.factories import FIELDS, edited, household, make_entry
from tests.sync.revision_steps import STORED, send
from tests.sync.steps import history, stored

EVENT, ENDED, ELSEWHERE = 31, 32, 33
BOTH = {"event": EVENT, "place": MARKET_A}


@pytest.fixture(autouse=True)
def _events(app: Flask) -> None:
    """Let ward A have an event that is held and one that has ended, and another ward one."""
    add_rows(
        app,
        make_event(EVENT),
        make_event(ENDED, title="Ra quân", ended_at=now()),
        make_event(ELSEWHERE, ward_id=WARD_B),
    )


def _form_2(kind: str = "visit", **fields: Any) -> dict[str, Any]:
    return {**make_entry(kind, **fields), "form": 2}


def _without(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return an entry as a phone sends it that does not know some fields."""
    return {**entry, "fields": {key: value for key, value in entry["fields"].items() if key not in names}}


def _named(app: Flask, entry: dict[str, Any]) -> tuple[Any, ...]:
    """Return the event and the place of an entry, in their columns and in its fields."""
    row = stored(app, entry)
    return row["event_id"], row["place_id"], row["fields"].get("event"), row["fields"].get("place")


def _mine(visitor: Visitor, form: int) -> dict[str, dict[str, Any]]:
    entries = visitor.get(f"/api/v1/mine?form={form}").get_json()["entries"]
    return {entry["kind"]: entry["fields"] for entry in entries}


def test_entries_of_all_kinds_name_their_event_and_place(app: Flask, ana: Visitor) -> None:
    entries = {kind: _form_2(kind, **BOTH) for kind in FIELDS}
    assert [send(ana, entry) for entry in entries.values()] == [STORED] * len(FIELDS)
    assert {_named(app, entry) for entry in entries.values()} == {(EVENT, MARKET_A, EVENT, MARKET_A)}
    assert all(fields.items() >= BOTH.items() for fields in _mine(ana, 2).values())
    # A phone of form 1 knows the place of a merchant alone.
    first = _mine(ana, 1)
    assert [kind for kind, fields in first.items() if "event" in fields] == []
    assert [kind for kind, fields in first.items() if "place" in fields] == ["merchant"]


def test_entry_without_them_is_stored_as_ever(app: Flask, ana: Visitor) -> None:
    visit, given = make_entry(), _form_2(event=None, place=None)
    assert [send(ana, visit), send(ana, given)] == [STORED] * 2
    for entry in (visit, given):
        assert _named(app, entry) == (None,) * 4
        assert stored(app, entry)["fields"].keys() == FIELDS["visit"].keys()


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize(("field", "elsewhere"), [("event", ELSEWHERE), ("event", 999), ("place", MARKET_B)])
def test_what_is_not_of_the_ward_is_refused_by_its_field(ana: Visitor, kind: str, field: str, elsewhere: int) -> None:
    [wrong, right] = ana.sync(_form_2(kind, **{field: elsewhere}), _form_2(kind, **BOTH))
    assert (wrong["outcome"], wrong["errors"].keys()) == ("refused", {field})
    assert right["outcome"] == "stored"


def test_event_that_has_ended_is_taken(app: Flask, ana: Visitor) -> None:
    visit = _form_2(event=ENDED)
    assert send(ana, visit) == STORED
    assert _named(app, visit)[0] == ENDED


def test_correction_that_does_not_speak_of_them_keeps_them(app: Flask, ana: Visitor) -> None:
    """A phone of form 1 corrects an entry, also one of which it cannot keep what else it does not know."""
    home = household()
    visit = _form_2(household=home, state={"people_14": 3}, **BOTH)
    assert send(ana, visit) == STORED
    corrected = _without(edited(visit, people=4), "event", "place", "state")
    assert send(ana, corrected) == STORED
    assert _named(app, visit) == (EVENT, MARKET_A, EVENT, MARKET_A)
    elsewhere = _without(edited(corrected, household=household(), neighbourhood=AREA_2), "state")
    assert send(ana, elsewhere) == STORED
    assert _named(app, visit) == (EVENT, MARKET_A, EVENT, MARKET_A)
    assert "state" not in stored(app, visit)["fields"]
    with app.app_context():
        assert list(differences(reader())) == []


def test_correction_of_a_merchant_goes_by_form_1_for_its_place(app: Flask, ana: Visitor) -> None:
    merchant = _form_2("merchant", **BOTH)
    assert send(ana, merchant) == STORED
    assert send(ana, _without(edited(merchant), "event", "place")) == STORED
    assert _named(app, merchant) == (EVENT, None, EVENT, None)


def test_null_clears_them_and_the_history_knows_what_was(app: Flask, ana: Visitor) -> None:
    visit = _form_2(**BOTH)
    assert send(ana, visit) == STORED
    assert send(ana, edited(visit, event=None)) == STORED
    assert _named(app, visit) == (None, MARKET_A, None, MARKET_A)
    before = history(app, visit)[-1].before
    assert before is not None
    assert before.items() >= BOTH.items()
    assert send(ana, edited(edited(visit, event=ENDED), place=None)) == STORED
    assert _named(app, visit) == (ENDED, None, ENDED, None)


@pytest.mark.one_engine
def test_reviewers_and_files_read_their_names(ana: Visitor, carla: Visitor) -> None:
    visit = _form_2(**BOTH)
    assert [send(ana, visit), send(ana, edited(visit, event=ENDED))] == [STORED] * 2
    page = carla.get(f"/review/entries/{visit['id']}?lang=vi").text
    assert all(text in page for text in ("Ngày Chủ nhật gần Dân", "Ra quân", "Chợ Quảng Thắng", "Địa điểm"))
    exported = carla.get("/reports/entries.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert [(row["event"], row["place"]) for row in rows] == [("Ra quân", "Chợ Quảng Thắng")]
    heads = exported.splitlines()[0].split(",")
    assert heads.index("bank") < heads.index("event") < heads.index("place")


@pytest.mark.one_engine
def test_reports_list_them_where_any_entry_names_one(ana: Visitor, carla: Visitor) -> None:
    assert send(ana, make_entry("training")) == STORED
    assert "<th>Địa điểm</th>" not in _report(carla)
    assert send(ana, _form_2("training", happened_on=today().isoformat(), **BOTH)) == STORED
    page = _report(carla)
    assert all(text in page for text in ("Ngày hoạt động", "Ngày Chủ nhật gần Dân", "Địa điểm", "Chợ Quảng Thắng"))


def _report(visitor: Visitor) -> str:
    return visitor.get("/reports/read?lang=vi").text
