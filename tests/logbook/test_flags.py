"""Flags of entries through the endpoint of the phones, on both engines: rushes, hours, clocks, late and far entries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.database import writer
from app.logbook.flag_checks import RUSH
from app.logbook.models import Entry
from app.logbook.status import Action
from app.month import now, today
from app.places.models import Neighbourhood, Ward
from tests.actions import review_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.logbook.flag_steps import CENTROID, days_ago, flags_of, minutes_ago, moment, set_flags


def test_an_entry_that_is_like_any_other_raises_nothing(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(household=household()), make_entry("installation"), make_entry("training", started_at=None)]
    ana.sync(*entries, make_entry("merchant"))
    assert flags_of(app, *entries) == [[], [], []]


def test_mending_many_at_one_sitting_is_no_rush(app: Flask, ana: Visitor) -> None:
    set_flags(app, in_a_rush={"on": True, "threshold": 10}, household_again={"on": False})
    start = now() - timedelta(hours=4)
    entries = [
        {**make_entry(people=1), "recorded_at": (start + timedelta(minutes=20 * n)).isoformat()} for n in range(10)
    ]
    ana.sync(*entries)
    ana.sync(*(edited({**entry, "recorded_at": now().isoformat()}, people=2) for entry in entries))
    another = make_entry()
    ana.sync(another)
    assert flags_of(app, another) == [[]]


def _rush(number: int, first: float = 0, **fields: Any) -> list[dict[str, Any]]:
    """Return entries that were recorded one second after another, the last ``first`` minutes ago."""
    return [
        {**make_entry(**fields), "recorded_at": minutes_ago(first + second / 60)} for second in reversed(range(number))
    ]


def test_a_rush_is_flagged_from_its_nth_entry_on(app: Flask, visitor: Any) -> None:
    set_flags(app, in_a_rush={"on": True})
    ana = visitor("ana")
    visitor("leo").sync(*_rush(9))
    early, rush = _rush(5, first=RUSH.seconds / 60 + 1), _rush(12)
    ana.sync(*early)
    ana.sync(*rush[:8])
    ana.sync(*rush[8:])
    assert flags_of(app, *early, *rush) == [[]] * (5 + 9) + [["in_a_rush"]] * 3
    ana.sync(edited(rush[3], people=1), edited(rush[11], people=1))
    assert flags_of(app, rush[3], rush[11]) == [[], ["in_a_rush"]], "an edit is of the moment of its first revision"
    review_entries(app, Action.VOID, *rush[4:9])
    after = make_entry()
    ana.sync(after)
    assert flags_of(app, after) == [[]], "void entries are no rush"


def test_a_rush_may_be_of_several_days_or_turned_off(app: Flask, ana: Visitor) -> None:
    set_flags(app, in_a_rush={"on": True, "threshold": 3})
    entries = [
        {**make_entry(happened_on=days_ago(days)), "recorded_at": minutes_ago(1 + days)} for days in (2, 1, 0, 0)
    ]
    ana.sync(*entries)
    assert flags_of(app, *entries) == [[], [], ["in_a_rush"], ["in_a_rush"]]
    set_flags(app, in_a_rush={"on": False})
    one = make_entry()
    ana.sync(one)
    assert flags_of(app, one) == [[]]


def test_the_hour_at_which_it_was_recorded(app: Flask, ana: Visitor) -> None:
    yesterday = today() - timedelta(days=1)
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {}
        writer().commit()
    late, evening = (
        {**make_entry(happened_on=yesterday.isoformat()), "recorded_at": moment(hour, 30, yesterday).isoformat()}
        for hour in (22, 21)
    )
    ana.sync(late, evening)
    assert flags_of(app, late, evening) == [["at_night"], []]
    ana.sync({**edited(late), "recorded_at": moment(9, 0, yesterday).isoformat()})
    assert flags_of(app, late) == [["at_night"]], "correcting it in the morning does not make it a morning's work"
    session = make_entry("training", started_at="19:30", happened_on=yesterday.isoformat())
    session["recorded_at"] = moment(22, 30, yesterday).isoformat()
    ana.sync(session)
    assert flags_of(app, session) == [[]]


@pytest.mark.parametrize("minutes", [-16, 16])
def test_wrong_clock_is_reported_by_the_phone(app: Flask, ana: Visitor, minutes: int) -> None:
    sent_at = (now() + timedelta(minutes=minutes)).isoformat()
    entry = make_entry()
    assert ana.send({"entries": [entry], "sent_at": sent_at}).status_code == 200
    assert flags_of(app, entry) == [["clock_off"]]
    ana.sync(edited(entry))
    assert flags_of(app, entry) == [["clock_off"]], "the clock of an edit says nothing of that day's"
    fine = make_entry()
    ana.sync(fine)
    assert ana.send({"entries": [edited(fine)], "sent_at": sent_at}).status_code == 200
    assert flags_of(app, fine) == [[]]


@pytest.mark.parametrize("sent_at", [None, "", 17, "soon", {"at": 1}, "2026-13-01T00:00:00Z", "0001-01-01", "\ud800"])
def test_phone_clock_that_cannot_be_read_is_ignored(sqlite_app: Flask, sent_at: Any) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    response = ana.send({"entries": [entry], "sent_at": sent_at})
    assert (response.status_code, response.json["receipts"][0]["outcome"]) == (200, "stored")  # type: ignore[index]
    assert flags_of(sqlite_app, entry) == [[]]


def test_a_right_clock_and_a_moment_to_come(app: Flask, ana: Visitor) -> None:
    right, ahead = make_entry(), {**make_entry(), "recorded_at": minutes_ago(-17)}
    assert ana.send({"entries": [right, ahead], "sent_at": minutes_ago(-14)}).status_code == 200
    assert flags_of(app, right, ahead) == [[], ["clock_off"]]


def test_late_is_about_the_first_arrival(app: Flask, ana: Visitor) -> None:
    late, in_time = make_entry(happened_on=days_ago(8)), make_entry(happened_on=days_ago(7))
    ana.sync(late, in_time)
    assert flags_of(app, late, in_time) == [["late"], []]
    ana.sync(edited(late, happened_on=days_ago(6)))
    assert flags_of(app, late) == [[]], "the day was a slip"
    with app.app_context():
        row = writer().get_one(Entry, (WARD_A, UUID(in_time["id"])))
        row.received_at -= timedelta(days=5)
        row.recorded_at = row.received_at
        row.happened_on -= timedelta(days=5)
        writer().commit()
    ana.sync(edited(in_time, happened_on=days_ago(12)))
    assert flags_of(app, in_time) == [[]], "it was in time, and only its correction came later"


def test_far_away_needs_a_centroid_and_a_ward_that_keeps_locations(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        for area in (AREA_1, ALL_OF_A):
            row = writer().get_one(Neighbourhood, area)
            row.latitude, row.longitude = CENTROID
        writer().commit()
    far = {"lat": 16.1, "lng": 108.2, "accuracy": 30}
    near = {**far, "lat": 16.08}

    def send(neighbourhood: int, location: Any) -> list[str]:
        entry = make_entry(neighbourhood=neighbourhood, location=location)
        ana.sync(entry)
        return flags_of(app, entry)[0]

    assert send(AREA_1, far) == [], "this ward does not keep where entries are made"
    set_flags(app, location=True)
    assert send(AREA_1, far) == ["far_away"]
    assert send(AREA_1, near) == []
    assert send(AREA_1, None) == []
    assert send(AREA_2, far) == [], "nobody said where its middle is"
    assert send(ALL_OF_A, far) == [], "the whole ward has no middle to be far from"
    set_flags(app, location=True, far_away={"on": True, "threshold": 5})
    assert send(AREA_1, far) == []
