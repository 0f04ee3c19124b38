"""Possible doubles side by side: set apart, offered to whom they concern, and merged pair after pair."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from app.database import in_transaction
from app.households.merge_actions import set_apart
from app.households.party_tables import HOUSEHOLDS
from app.logbook.status import Action
from tests.actions import log_entries, review_entries
from tests.cast import AREA_2
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import (
    listed,
    merge,
    merges,
    pair_form,
    pair_of,
    recorded,
)
from tests.html import parse


def test_a_pair_that_was_set_apart_is_offered_no_more(app: Flask, carla: Visitor) -> None:
    one, two = listed(app, "Số 1", "số 1")
    assert _offered(carla) == {one, two}
    assert carla.post("/households/apart", **pair_form(app, two, one, skip="0")).status_code == 302
    assert _offered(carla) == set()
    assert recorded(app)[-1][0] == "households_set_apart"
    with app.app_context():
        assert in_transaction(lambda session: set_apart(session, HOUSEHOLDS, pair_of(app, one, two))) is None


def test_two_that_are_two_stay_so_on_the_page_of_each(app: Flask, carla: Visitor) -> None:
    one, other, third = listed(app, "Số 1", "số 1", "SỐ 1")
    assert carla.post("/households/apart", **pair_form(app, one, other)).status_code == 302
    assert f"/beside/{third}" in carla.get(f"/households/{one}").text
    carla.post("/households/apart", **pair_form(app, third, one))
    assert "/beside/" not in carla.get(f"/households/{one}").text


def test_what_only_void_entries_name_is_no_double(app: Flask, ana: Visitor, carla: Visitor) -> None:
    [one] = listed(app, "Số 1")
    wrong = make_entry(household=household("số 1"))
    log_entries(ana, wrong)
    assert "/beside/" in carla.get(f"/households/{one}").text
    review_entries(app, Action.VOID, wrong, reason="duplicate")
    assert "/beside/" not in carla.get(f"/households/{one}").text


def test_a_leader_takes_back_only_merges_of_own_areas(app: Flask, carla: Visitor, leo: Visitor) -> None:
    one, own = listed(app, "Số 1", "Số 2")
    [foreign] = listed(app, "Số 3", area=AREA_2)
    numbers = [merge(app, carla, one, own), merge(app, carla, one, foreign)]
    undo = [f"/households/merges/{number}/undo" for number in numbers]
    page = leo.get(f"/households/{one}").text
    assert [address in page for address in undo] == [True, False]
    assert ("Số 2" in page, "Số 3" in page) == (True, False)
    assert all(address in carla.get(f"/households/{one}").text for address in undo)


def _offered(visitor: Visitor, path: str = "/households/doubles") -> set[UUID]:
    page = parse(visitor.get(path).text)
    return {UUID(section.get("data-party")) for section in page.iter("div") if section.get("data-party")}


def test_pairs_are_offered_to_those_whose_areas_they_are_in(app: Flask, carla: Visitor, leo: Visitor) -> None:
    pair = set(listed(app, "Số 1", "số 1", area=AREA_2))
    listed(app, "Số 1")
    assert _offered(leo) == set()
    assert _offered(carla) == pair


def test_two_hundred_pairs_are_merged_by_as_many_taps(app: Flask, carla: Visitor) -> None:
    pairs = 200
    listed(app, *(label for number in range(pairs) for label in (f"Số {number}, ngõ 5", f"số {number} - ngõ 5")))
    taps, path = 0, "/households/doubles"
    while forms := [
        form for form in parse(carla.http.get(path).text).iter("form") if form.get("action") == "/households/merge"
    ]:
        sent = {field.get("name") or "": field.get("value") or "" for field in forms[0].iter("input")}
        path = carla.post("/households/merge", **sent).headers["Location"]
        taps += 1
    assert taps == len(merges(app)) == pairs
    assert taps <= 600


@pytest.mark.one_engine
def test_the_next_pair_offers_to_take_the_last_merge_back(app: Flask, carla: Visitor) -> None:
    one, two, three, four = listed(app, "Số 1", "số 1", "Số 2", "số 2")
    answer = carla.post("/households/merge", **pair_form(app, one, two, skip="0"))
    page = carla.get(answer.headers["Location"]).text
    assert f'action="/households/merges/{merges(app)[-1].id}/undo"' in page
    assert _offered(carla) == {three, four}
    assert _offered(carla, "/households/doubles?skip=7") == {three, four}, "there are not so many any more"
