"""A training has several topics since form 2: old phones see the first, and take nothing away that they do not see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.month import Month
from app.tally.models import AreaMonth
from tests.client import Visitor
from tests.factories import FIELDS, make_entry
from tests.sync.steps import cells

SEVERAL = ["vneid", "cashless", "scam_warning"]


def training(*topics: str, **fields: Any) -> dict[str, Any]:
    """Return a training as a phone of form 2 sends it."""
    entry = make_entry("training", **fields)
    del entry["fields"]["topic"]
    return {**entry, "form": 2, "fields": {**entry["fields"], "topics": list(topics)}}


def revised(entry: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return the next revision of an entry whose phone sends exactly these topics, or none, over other fields."""
    kept = {name: value for name, value in entry["fields"].items() if name not in {"topic", "topics"}}
    return {**entry, "revision": entry["revision"] + 1, "fields": {**kept, **fields}}


def mine(visitor: Visitor, entry: dict[str, Any], form: int) -> dict[str, Any]:
    """Return the fields of an entry as a phone with ``form`` gets them."""
    entries = visitor.get(f"/api/v1/mine?form={form}").get_json()["entries"]
    [fields] = [one["fields"] for one in entries if one["id"] == entry["id"]]
    return dict(fields)


def topics_of(visitor: Visitor, entry: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the topic that form 1 sees, and the topics that form 2 sees."""
    old, new = (mine(visitor, entry, form) for form in (1, 2))
    assert "topics" not in old
    assert new["topic"] == new["topics"][0]
    return old["topic"], new["topics"]


def counters_of(app: Flask) -> dict[str, int]:
    """Return the counters of the area, by measure."""
    return {str(key[-1]): total for key, (total, _approved) in cells(app, AreaMonth).items()}


def stored_outcomes(visitor: Visitor, *entries: dict[str, Any]) -> list[str]:
    """Send entries; return what became of each."""
    return [receipt["outcome"] for receipt in visitor.sync(*entries)]


def test_each_topic_is_counted_once_and_the_session_once(app: Flask, ana: Visitor) -> None:
    assert stored_outcomes(ana, training(*SEVERAL, attendees=30), training("vneid", attendees=32)) == ["stored"] * 2
    counted = counters_of(app)
    assert counted["training"] == 2
    assert counted["training.attendees"] == 62
    assert {topic: counted[f"training.topic.{topic}"] for topic in SEVERAL} == {
        "vneid": 2,
        "cashless": 1,
        "scam_warning": 1,
    }
    with app.app_context():
        assert list(differences(reader())) == []


def test_old_phones_see_the_first_topic(ana: Visitor) -> None:
    several, one = training(*SEVERAL), make_entry("training", topic="cashless")
    assert stored_outcomes(ana, several, one) == ["stored", "stored"]
    assert topics_of(ana, several) == ("vneid", SEVERAL)
    assert topics_of(ana, one) == ("cashless", ["cashless"])


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        # A phone of form 1 knows the first topic alone, and corrects something else.
        ({"topic": "vneid", "attendees": 31}, SEVERAL),
        # It chooses another first topic; the others stay.
        ({"topic": "feedback"}, ["feedback", "cashless", "scam_warning"]),
        ({"topic": "cashless"}, ["cashless", "scam_warning"]),
        # One with an earlier form 2 sends the list along as it came.
        ({"topic": "vneid", "topics": SEVERAL}, SEVERAL),
        ({"topic": "feedback", "topics": SEVERAL}, ["feedback", "cashless", "scam_warning"]),
        # Today's phone sends the list alone.
        ({"topics": ["scam_warning"]}, ["scam_warning"]),
        ({"topics": ["scam_warning", "vneid"]}, ["scam_warning", "vneid"]),
        ({"topics": None, "topic": "feedback"}, ["feedback"]),
    ],
)
def test_correction_keeps_the_topics_that_its_phone_does_not_know(
    app: Flask, ana: Visitor, sent: dict[str, Any], after: list[str]
) -> None:
    entry = training(*SEVERAL)
    assert stored_outcomes(ana, entry) == ["stored"]
    assert stored_outcomes(ana, revised(entry, **sent)) == ["stored"]
    assert topics_of(ana, entry) == (after[0], after)
    counted = {name: figure for name, figure in counters_of(app).items() if name.startswith("training.topic.")}
    assert counted == {f"training.topic.{topic}": 1 for topic in after}
    with app.app_context():
        assert list(differences(reader())) == []


@pytest.mark.parametrize("fields", [{"topics": []}, {"topics": None}, {"topic": None}, {}])
def test_training_without_a_topic_is_refused(ana: Visitor, fields: dict[str, Any]) -> None:
    [receipt] = ana.sync(revised(make_entry("training"), **fields))
    assert (receipt["outcome"], receipt["errors"].keys()) == ("refused", {"topic"})


@pytest.mark.parametrize("topics", [["football"], ["vneid", 3], "vneid", {"vneid": True}, [["vneid"]], [None]])
def test_topics_that_cannot_be_read_are_refused_by_their_field(ana: Visitor, topics: object) -> None:
    [receipt] = ana.sync(revised(make_entry("training"), topic="vneid", topics=topics))
    assert (receipt["outcome"], receipt["errors"].keys()) == ("refused", {"topics"})


def test_same_topic_twice_is_one(ana: Visitor) -> None:
    entry = training("vneid", "vneid", "cashless")
    assert stored_outcomes(ana, entry) == ["stored"]
    assert topics_of(ana, entry) == ("vneid", ["vneid", "cashless"])


def _as_of_before(app: Flask, entry: dict[str, Any]) -> None:
    """Take the list of topics out of a stored entry, as an earlier version has written it."""
    with app.app_context():
        fields = {**FIELDS["training"]}
        writer().execute(sa.update(Entry).where(Entry.id == UUID(entry["id"])).values(fields=fields))
        writer().commit()


def test_entry_of_an_earlier_version_reads_and_recounts_alike(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry("training")
    assert stored_outcomes(ana, entry) == ["stored"]
    _as_of_before(app, entry)
    assert topics_of(ana, entry) == ("scam_warning", ["scam_warning"])
    with app.app_context():
        assert list(differences(reader())) == []
    rows = carla.get(f"/reports/entries.csv?month={Month.current()}").text
    assert "scam_warning" in rows
    assert stored_outcomes(ana, revised(entry, topic="scam_warning", attendees=31)) == ["stored"]
    assert topics_of(ana, entry) == ("scam_warning", ["scam_warning"])
    with app.app_context():
        assert list(differences(reader())) == []
