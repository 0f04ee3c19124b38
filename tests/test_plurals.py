"""English says one thing of one and another of several; Vietnamese says the same of both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.logbook.flags import FLAGS
from app.logbook.kinds import HEADLINES
from app.people.audit_events import AuditEvent
from app.people.wording import sentence
from app.pwa.counted_messages import COUNTED_MESSAGES
from app.pwa.messages import page_data
from tests.client import Visitor
from tests.factories import make_entry

SENTENCES = {headline.measure: headline.sentence for headline in HEADLINES}
EXPLAINED = {flag.code: flag.explained for flag in FLAGS}
TEXTS: list[tuple[Callable[[int], str], str, str]] = [
    (SENTENCES["visit"], "1 household visit", "2 household visits"),
    (SENTENCES["visit.people"], "1 time", "2 times"),
    (SENTENCES["installation.people"], "1 time", "2 times"),
    (SENTENCES["training"], "1 training session", "2 training sessions"),
    (SENTENCES["training.attendees"], "1 time", "2 times"),
    (SENTENCES["merchant"], "1 time", "2 times"),
    (SENTENCES["merchant.vietqr"], "1 is", "2 are"),
    (EXPLAINED["household_again"], "within 1 day,", "within 2 days,"),
    (EXPLAINED["late"], "more than 1 day after", "more than 2 days after"),
    (lambda figure: sentence(AuditEvent.NAMES_EXPORTED, {"entries": figure}, None, {}), "1 entry", "2 entries"),
    (lambda figure: sentence(AuditEvent.FILE_IMPORTED, {"photos": figure}, "An", {}), "1 photo", "2 photos"),
]


@pytest.mark.parametrize(("write", "one", "several"), TEXTS)
def test_singular_and_plural_differ(sqlite_app: Flask, write: Callable[[int], str], one: str, several: str) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        for figure, words in ((1, one), (2, several), (0, several.replace("2 ", "0 "))):
            assert f"{words} " in f"{write(figure)} "
    with sqlite_app.test_request_context("/?lang=vi"):
        assert write(1) == write(2).replace("2", "1")


def test_the_phone_gets_words_for_one_where_they_differ(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        words = page_data()["words"]
    for name in COUNTED_MESSAGES:
        assert words[name] != words[f"{name}.1"]
        assert "%(number)s" in words[name]
        assert "%(number)s" in words[f"{name}.1"]
    assert words["photos_waiting.1"] == "%(number)s photo is not sent yet."
    with sqlite_app.test_request_context("/?lang=vi"):
        assert [name for name in page_data()["words"] if name.endswith(".1")] == []


@pytest.mark.one_engine
def test_pages_speak_of_one_entry(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ana.sync(make_entry())
    assert "1 entry:" in carla.get("/overview/entries?lang=en").text
    assert "1 entry waits" in carla.get("/review/?lang=en").text
    sample = carla.get("/review/sample").headers["Location"]
    assert "One entry raises no question: look at it." in carla.get(f"{sample}&lang=en").text
    for page in ("/overview/entries", "/review/", "/overview/"):
        assert "1 entries" not in carla.get(f"{page}?lang=en").text
    ana.sync(make_entry())
    assert "2 entries wait" in carla.get("/review/?lang=en").text
