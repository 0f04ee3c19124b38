"""Lists of households that bring back what was hidden, and what stands on a list that is to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.list_kind import OutdatedPlanError
from app.month import now, today
from app.registry.models import Household, Merge, NotDouble
from tests.actions import log_entries
from tests.cast import AREA_2, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.households.rows import household_row
from tests.imports.household_lists import LIST, TABLES, home, offered
from tests.imports.list_steps import apply, bring_in, plan, rows_of_tables, standing, take_back, verdicts


def test_a_retired_household_is_offered_again_until_the_list_is_undone(named_areas: Flask, ana: Visitor) -> None:
    with named_areas.test_request_context():
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1", retired_at=now()))
        writer().commit()
        before = rows_of_tables(*TABLES)
        planned = plan(LIST, [home("Số 1", called="nhà bà Năm")])
        assert verdicts(planned) == ["changed"]
        assert "trở lại" in planned[0].problem
        changes = apply(LIST, planned)
        assert offered(ana) == ["Số 1"]
        assert standing(LIST, changes) == []
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert offered(ana) == []


def test_a_household_that_only_void_entries_name_is_offered_again(named_areas: Flask, ana: Visitor) -> None:
    visit = make_entry(household=household("Số 1"))
    log_entries(ana, visit)
    log_entries(ana, edited(visit, withdrawn=True))
    with named_areas.test_request_context():
        before = rows_of_tables(*TABLES)
        planned = plan(LIST, [home("Số 1")])
        assert verdicts(planned) == ["changed"]
        changes = apply(LIST, planned)
        assert offered(ana) == ["Số 1"]
        assert verdicts(plan(LIST, [home("Số 1")])) == ["same"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert offered(ana) == []


def test_what_a_household_is_called_is_added_and_never_written_over(named_areas: Flask, ana: Visitor) -> None:
    log_entries(
        ana,
        make_entry(household=household("Số 1")),
        {**make_entry(household={**household("Số 2"), "called": "nhà ông Tư"}), "form": 2},
    )
    with named_areas.test_request_context():
        planned = plan(LIST, [home("Số 1", called="nhà bà Năm"), home("Số 2", called="nhà bà Năm")])
        assert verdicts(planned) == ["changed", "changed"]
        before = rows_of_tables(*TABLES)
        changes = apply(LIST, planned)
        assert "Năm" not in repr(changes)
        assert sorted(reader().scalars(sa.select(Household.called))) == ["nhà bà Năm", "nhà ông Tư"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before


def test_undoing_leaves_no_row_and_phones_fetch_the_list_again(named_areas: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 9")))
    with named_areas.test_request_context():
        before = rows_of_tables(*TABLES)
        changes = bring_in(LIST, [home(f"Số {number}, ngõ 1") for number in range(1, 8)], at_once=3)
        tag = ana.get("/api/v1/households").headers["ETag"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert offered(ana) == ["Số 9"]
    assert ana.get("/api/v1/households").headers["ETag"] != tag


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_household_that_an_entry_names_is_not_taken_back(named_areas: Flask, ana: Visitor, withdrawn: bool) -> None:
    with named_areas.test_request_context():
        changes = bring_in(LIST, [home("Số 1"), home("Số 2")])
    [first, _] = ana.get("/api/v1/households").json["households"]
    visit = make_entry(household={"id": first["id"], "label": first["label"]})
    log_entries(ana, visit)
    if withdrawn:
        log_entries(ana, edited(visit, withdrawn=True))
    with named_areas.test_request_context():
        assert standing(LIST, changes) == ["Có 1 hộ trong danh sách này đã có bản ghi."]
        before = rows_of_tables(*TABLES)
        with pytest.raises(OutdatedPlanError):
            take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    if withdrawn:
        # It stands in a list of the ward, so it is there, whatever became of the visit.
        assert offered(ana) == ["Số 1", "Số 2"]


def _set(**values: Any) -> Callable[[Household, Household], None]:
    def change(first: Household, second: Household) -> None:
        for name, value in values.items():
            setattr(first, name, value)

    return change


def _set_apart(first: Household, second: Household) -> None:
    ids = sorted((first.id, second.id))
    writer().add(
        NotDouble(ward_id=WARD_A, first_id=ids[0], second_id=ids[1], set_apart_at=now(), set_apart_by_id=CARLA)
    )


def _merge(first: Household, second: Household) -> None:
    second.merged_into_id = first.id
    common = {"kind": "household", "moved_ids": [], "merged_at": now(), "merged_by_id": CARLA}
    writer().add(Merge(ward_id=WARD_A, kept_id=first.id, merged_id=second.id, **common))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (_set(label="Số 1A"), "đã có người sửa 1 dòng"),
        (_set(neighbourhood_id=AREA_2), "đã có người sửa 1 dòng"),
        (_set(called="nhà ông Tư"), "đã có người sửa 1 dòng"),
        (_set(retired_at=now()), "đã có người sửa 1 dòng"),
        (_set_apart, "2 dòng"),
        (_merge, "2 dòng"),
    ],
)
def test_what_somebody_decided_stands_on_a_list(named_areas: Flask, act: Any, words: str) -> None:
    with named_areas.test_request_context():
        changes = bring_in(LIST, [home("Số 1"), home("Số 2")])
        act(*writer().scalars(sa.select(Household).order_by(Household.id)))
        writer().commit()
        [sentence] = standing(LIST, changes)
        assert words in str(sentence).lower()


def test_a_visit_after_a_household_came_back_stands_on_that(named_areas: Flask, ana: Visitor) -> None:
    visit = make_entry(household=household("Số 1"))
    log_entries(ana, visit)
    with named_areas.test_request_context():
        writer().execute(sa.update(Household).values(retired_at=now()))
        writer().commit()
        changes = bring_in(LIST, [home("Số 1")])
        assert standing(LIST, changes) == []
    named = {"id": visit["fields"]["household"]["id"], "label": "Số 1"}
    log_entries(ana, make_entry(household=named, happened_on=str(today() - timedelta(days=1))))
    with named_areas.test_request_context():
        assert len(standing(LIST, changes)) == 1


def test_a_household_of_entries_that_a_list_names_stays_when_they_are_void(named_areas: Flask, ana: Visitor) -> None:
    visit = make_entry(household=household("Số 1"))
    log_entries(ana, visit)
    tag = ana.get("/api/v1/households").headers["ETag"]
    with named_areas.test_request_context():
        before = rows_of_tables(Household)
        changes = bring_in(LIST, [home("Số 1")])
        assert verdicts(plan(LIST, [home("Số 1")])) == ["same"]
    assert ana.get("/api/v1/households").headers["ETag"] == tag
    named = {"id": visit["fields"]["household"]["id"], "label": "Số 1"}
    entries = log_entries(ana, make_entry(household=named))
    with named_areas.test_request_context():
        assert standing(LIST, changes) == []
    log_entries(ana, *(edited(each, withdrawn=True) for each in (visit, *entries)))
    assert offered(ana) == ["Số 1"]
    with named_areas.test_request_context():
        take_back(LIST, changes)
        assert rows_of_tables(Household) == before
    assert offered(ana) == []


def test_taking_a_list_back_leaves_retired_what_was_retired_since(named_areas: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 1")))
    with named_areas.test_request_context():
        changes = bring_in(LIST, [home("Số 1")])
        writer().execute(sa.update(Household).values(retired_at=now()))
        writer().commit()
        before = rows_of_tables(Household)
        take_back(LIST, changes)
        assert rows_of_tables(Household) != before
    assert offered(ana) == []


def test_of_two_of_one_name_a_list_names_the_same_one_again(named_areas: Flask, ana: Visitor) -> None:
    with named_areas.test_request_context():
        for number in (1, 2):
            writer().add(household_row(f"0199a000-0000-7000-8000-00000000000{number}", "Số 1"))
        writer().commit()
        changes = bring_in(LIST, [home("Số 1")])
        assert len(changes) == 1
        assert verdicts(plan(LIST, [home("Số 1")])) == ["same"]
