"""The flag of a visit at which more people were helped with one service than were met, in any order and batch."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.house.test_query_counts import counted_statements
from tests.logbook.flag_steps import flags_of, set_flags

FLAG = ["more_than_met"]
Sent = dict[str, Any]


@pytest.fixture(autouse=True)
def only_people_are_asked_about(app: Flask) -> None:
    set_flags(app)


def _helped(visit: Sent, people: int, service: str = "vneid_2") -> Sent:
    return make_entry("installation", visit=visit["id"], people=people, service=service)


def test_what_contradicts_a_visit_is_asked_about_in_one_batch(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=2)
    same, other, more = _helped(visit, 2), _helped(visit, 2, "health_record"), _helped(visit, 1)
    ana.sync(visit, same, other, more)
    assert flags_of(app, visit, same, other, more) == [[], [], [], FLAG]


def test_what_comes_later_is_asked_about(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=2)
    first, second = _helped(visit, 1), _helped(visit, 2)
    for entry in (visit, first, second):
        ana.sync(entry)
    assert flags_of(app, visit, first, second) == [[], [], FLAG]


@pytest.mark.parametrize("in_one", [False, True])
def test_a_visit_that_comes_after_what_was_done_at_it(app: Flask, ana: Visitor, in_one: bool) -> None:
    visit = make_entry(people=1)
    done = _helped(visit, 3)
    for batch in [[done, visit]] if in_one else [[done], [visit]]:
        ana.sync(*batch)
    assert flags_of(app, done, visit) == [[], FLAG]


def test_a_visit_that_comes_with_one_after_another_of_two(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=2)
    first, second = _helped(visit, 2), _helped(visit, 1)
    ana.sync(first)
    ana.sync(visit, second)
    assert flags_of(app, first, visit, second) == [[], [], FLAG]


def test_edits_ask_and_take_back(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=2)
    done = _helped(visit, 2)
    ana.sync(visit, done)
    done = edited(done, people=3)
    ana.sync(done)
    assert flags_of(app, visit, done) == [[], FLAG]
    done = edited(done, people=1)
    ana.sync(done)
    assert flags_of(app, visit, done) == [[], []]
    visit = edited(visit, people=0, met="declined")
    ana.sync(visit)
    assert flags_of(app, visit, done) == [FLAG, []]


def test_what_is_withdrawn_counts_nothing(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=1)
    gone, done = _helped(visit, 1), _helped(visit, 1)
    ana.sync(visit, gone)
    ana.sync(edited(gone, withdrawn=True), done)
    assert flags_of(app, visit, done) == [[], []]


def test_a_visit_of_nobody_knows_and_what_is_no_visit_ask_nothing(app: Flask, ana: Visitor) -> None:
    session = make_entry("training")
    unknown, wrong = _helped(make_entry(), 9), _helped(session, 9)
    ana.sync(session, unknown, wrong)
    assert flags_of(app, unknown, wrong) == [[], []]


def test_another_threshold_and_none(app: Flask, ana: Visitor) -> None:
    visit = make_entry(people=1)
    ana.sync(visit)
    set_flags(app, more_than_met={"threshold": 3})
    fewer, more = _helped(visit, 3), _helped(visit, 1)
    ana.sync(fewer)
    ana.sync(more)
    set_flags(app, more_than_met={"on": False})
    last = _helped(visit, 9)
    ana.sync(last)
    assert flags_of(app, fewer, more, last) == [[], FLAG, []]


def test_a_visit_with_what_was_done_at_it_costs_no_statement_more(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry(), make_entry("installation"))
    counts = []
    for is_on in (False, True):
        set_flags(app, more_than_met={"on": is_on})
        visit = make_entry(people=3)
        with counted_statements(app) as statements:
            ana.sync(visit, _helped(visit, 1))
        counts.append(len(statements))
    assert counts[0] == counts[1]
