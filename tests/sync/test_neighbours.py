"""What an entry names beside itself: companions, places, households and merchants, all of its own ward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from app.database import reader, table_of
from app.logbook.flags import HOUSEHOLD_AGAIN, HOUSEHOLD_ELSEWHERE
from app.month import Month
from app.registry.models import Household, Merchant
from app.tally.models import HouseholdMonth, TeamMonth
from tests.cast import (
    ADA,
    ANA,
    AREA_1,
    AREA_2,
    AREA_B,
    BO,
    BRUNO,
    CARLA,
    DORA,
    EVA,
    LEO,
    MARKET_A,
    MARKET_B,
    TEAM_1,
    TEAM_2,
    VERA,
    WARD_A,
    WARD_B,
)
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.steps import assert_counted, cells, companions, outcome, stored, totals

THIS = str(Month.current())


def registered(app: Flask, model: Any, ward_id: int = WARD_A) -> list[Mapping[str, Any]]:
    """Return the households or merchants that a ward knows."""
    table = table_of(model)
    with app.app_context():
        return [dict(row) for row in reader().execute(sa.select(table).where(table.c.ward_id == ward_id)).mappings()]


def test_companions_are_credited_and_the_ward_counts_once(app: Flask, ana: Visitor) -> None:
    entry = make_entry(people=2, companions=[LEO, BRUNO, LEO, CARLA, ANA])
    ana.sync(entry)
    assert companions(app, entry) == {LEO, BRUNO, CARLA}
    assert totals(app)["visit"] == 1
    assert totals(app)["visit.people"] == 2
    teams = cells(app, TeamMonth)
    assert teams[WARD_A, THIS, TEAM_1, "visit"] == (1, 0)
    assert (WARD_A, THIS, TEAM_2, "visit") not in teams
    assert_counted(app)


def test_edit_replaces_the_companions(app: Flask, ana: Visitor) -> None:
    entry = make_entry(companions=[LEO, BRUNO])
    fewer = edited(entry, companions=[str(BRUNO)])
    nobody = edited(fewer, companions=None)
    for change, expected in ((entry, {LEO, BRUNO}), (fewer, {BRUNO}), (nobody, set()), (edited(nobody), set())):
        [receipt] = ana.sync(change)
        assert receipt["outcome"] == "stored"
        assert companions(app, entry) == expected
    assert totals(app)["visit"] == 1


def test_companions_do_not_edit(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entry = make_entry(companions=[LEO])
    ana.sync(entry)
    [receipt] = visitor("leo").sync(edited(entry, people=9))
    assert outcome(receipt) == ("conflict", "not_yours")


def test_companions_are_of_the_ward(app: Flask, ana: Visitor) -> None:
    batch = [make_entry(companions=[stranger]) for stranger in (BO, DORA, EVA, ADA, VERA, 10**6)]
    batch += [make_entry(companions=[LEO, BO])]
    for receipt in ana.sync(*batch):
        assert outcome(receipt) == ("refused", "invalid")
        assert receipt["errors"].keys() == {"companions"}
    assert totals(app) == {}


def test_a_place_is_of_the_ward(app: Flask, ana: Visitor) -> None:
    receipts = ana.sync(
        make_entry("merchant", place=MARKET_A),
        make_entry("merchant", place=str(MARKET_A)),
        make_entry("merchant", place=MARKET_B),
        make_entry("merchant", place=10**6),
    )
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "stored", "refused", "refused"]
    for receipt in receipts[2:]:
        assert receipt["errors"].keys() == {"place"}


def test_the_first_write_of_a_household_sets_label_and_area(app: Flask, ana: Visitor) -> None:
    id = str(uuid4())
    first = make_entry(household=household("Số 5, ngõ 2", id))
    later = make_entry(household=household("Nhà bà Tư", id))
    elsewhere = make_entry(household=household("Số 5", id), neighbourhood=AREA_2)
    for entry in (first, later, elsewhere):
        [receipt] = ana.sync(entry)
        assert receipt["outcome"] == "stored"
    [home] = registered(app, Household)
    assert (str(home["id"]), home["label"], home["neighbourhood_id"]) == (id, "Số 5, ngõ 2", AREA_1)
    labels = {entry["id"]: entry["fields"]["household"]["label"] for entry in ana.mine()["entries"]}
    assert labels == {first["id"]: "Số 5, ngõ 2", later["id"]: "Nhà bà Tư", elsewhere["id"]: "Số 5"}
    flags = [stored(app, entry)["flags"] for entry in (first, later, elsewhere)]
    assert flags == [[], [HOUSEHOLD_AGAIN], [HOUSEHOLD_AGAIN, HOUSEHOLD_ELSEWHERE]]
    assert_counted(app)


def test_one_batch_flags_what_two_batches_would(app: Flask, ana: Visitor) -> None:
    """How many entries a phone sends at once must not decide what the coordinator is asked to look at."""
    home = household()
    first = make_entry(household=home)
    elsewhere = make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(first, elsewhere)
    [known] = registered(app, Household)
    assert known["neighbourhood_id"] == AREA_1
    assert stored(app, first)["flags"] == []
    assert stored(app, elsewhere)["flags"] == [HOUSEHOLD_AGAIN, HOUSEHOLD_ELSEWHERE]


def test_a_flag_goes_when_the_author_mends_the_area(app: Flask, ana: Visitor) -> None:
    home = household()
    ana.sync(make_entry(household=home))
    entry = make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(entry)
    assert HOUSEHOLD_ELSEWHERE in stored(app, entry)["flags"]
    ana.sync(edited(entry, neighbourhood=AREA_1))
    assert HOUSEHOLD_ELSEWHERE not in stored(app, entry)["flags"]
    assert_counted(app)


def test_households_of_two_wards_are_apart(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    home = household("Số 5")
    ana.sync(make_entry(household=home))
    visitor("bo").sync(make_entry(household={**home, "label": "Số 7"}, neighbourhood=AREA_B))
    assert [row["label"] for row in registered(app, Household)] == ["Số 5"]
    assert [row["label"] for row in registered(app, Household, WARD_B)] == ["Số 7"]


def test_a_household_is_distinct_once_a_month(app: Flask, ana: Visitor) -> None:
    home = household()
    batch = [make_entry(household=home), make_entry(household=home), make_entry(household=None)]
    ana.sync(*batch)
    [(key, figures)] = cells(app, HouseholdMonth).items()
    assert (str(key[2]), key[3], figures) == (home["id"], AREA_1, (2, 0))
    assert totals(app)["visit.unnamed"] == 1
    ana.sync(edited(batch[0], withdrawn=True), edited(batch[1], household=None))
    assert cells(app, HouseholdMonth) == {}
    assert totals(app)["visit.unnamed"] == 2
    assert_counted(app)


def test_refused_or_withdrawn_entries_add_no_household(app: Flask, ana: Visitor) -> None:
    refused = make_entry(household=household(), people=999)
    withdrawn = make_entry(household=household(), withdrawn=True)
    ana.sync(refused, withdrawn)
    assert registered(app, Household) == []


def test_the_first_write_of_a_merchant_sets_name_and_place(app: Flask, ana: Visitor) -> None:
    id = str(uuid4())
    ana.sync(make_entry("merchant", merchant={"id": id, "name": "Quầy mẫu 1"}, place=MARKET_A))
    ana.sync(make_entry("merchant", merchant={"id": id, "name": "Quầy khác"}, neighbourhood=AREA_2))
    [home] = registered(app, Merchant)
    assert (home["name"], home["place_id"], home["neighbourhood_id"]) == ("Quầy mẫu 1", MARKET_A, AREA_1)
    names = {entry["fields"]["merchant"]["name"] for entry in ana.mine()["entries"]}
    assert names == {"Quầy mẫu 1", "Quầy khác"}


def test_an_installation_names_its_visit_loosely(app: Flask, ana: Visitor) -> None:
    """The visit may come later, in another batch, or never."""
    visit = make_entry()
    installation = make_entry("installation", visit=visit["id"])
    assert [outcome(receipt) for receipt in ana.sync(installation, visit)] == [("stored", "")] * 2
    assert ana.mine()["entries"]
    assert stored(app, installation)["fields"]["visit"] == visit["id"]
