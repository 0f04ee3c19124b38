"""Lists of households: what is new, the same or nearly the same; what comes back; and what undoing restores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.kinds.households import HouseholdList
from app.imports.list_kind import OutdatedPlanError
from app.month import now, today
from app.places.models import Neighbourhood
from app.registry.models import Household, HouseholdSummary, Merge, NotDouble
from tests.actions import log_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, AREA_B, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.households.rows import household_row
from tests.imports.list_steps import apply, bring_in, plan, rows_of_tables, standing, take_back, verdicts

Cast = Callable[..., Visitor]
LIST = HouseholdList()
TABLES = Household, HouseholdSummary, Merge, NotDouble


@pytest.fixture
def areas(app: Flask) -> Flask:
    """Return an app whose ward A has the areas Tổ 1 and Tổ 2."""
    with app.app_context():
        for id, name in ((AREA_1, "Tổ dân phố 1"), (AREA_2, "Tổ dân phố 2"), (AREA_B, "Tổ dân phố 3")):
            writer().get_one(Neighbourhood, id).name = name
        writer().commit()
    return app


def _row(address: str, area: str = "Tổ 1", **more: str) -> dict[str, str]:
    return {"area": area, "address": address, **more}


def _labels() -> list[str]:
    return list(reader().scalars(sa.select(Household.label).where(Household.ward_id == WARD_A).order_by(Household.id)))


def _offered(visitor: Visitor) -> list[str]:
    bootstrap, known = visitor.get("/api/v1/bootstrap").json, visitor.get("/api/v1/households").json
    labels = [[each["label"] for each in answer["households"]] for answer in (bootstrap, known)]
    assert labels[0] == labels[1]
    return sorted(labels[0])


def test_households_of_a_list_reach_the_phones_of_their_own_team(areas: Flask, visitor: Cast) -> None:
    with areas.test_request_context():
        before = visitor("ana").get("/api/v1/households").headers["ETag"]
        bring_in(
            LIST, [_row("Số 1, ngõ 3"), _row("Số 2, ngõ 3", called="nhà bà Năm"), _row("Số 9", "TDP 2")], at_once=2
        )
    assert _offered(visitor("ana")) == ["Số 1, ngõ 3", "Số 2, ngõ 3"]
    assert visitor("ana").get("/api/v1/households").headers["ETag"] != before
    assert {each["called"] for each in visitor("ana").get("/api/v1/households").json["households"]} == {
        None,
        "nhà bà Năm",
    }
    assert _offered(visitor("bruno")) == ["Số 9"]
    assert _offered(visitor("bo")) == []


def test_the_same_list_again_changes_nothing_however_it_is_written(areas: Flask) -> None:
    with areas.test_request_context():
        bring_in(LIST, [_row("Số 1, ngõ 3, phố Hoà Bình"), _row("Số 2")])
        before = rows_of_tables(*TABLES)
        again = plan(LIST, [_row("số 1 - ngõ 3 - phố Hòa Bình", "1"), _row("SỐ 2", "tdp 1"), _row("Số 2", "Tổ 2")])
        assert verdicts(again) == ["same", "same", "new"]
        assert apply(LIST, again[:2]) == []
        assert rows_of_tables(*TABLES) == before


def test_a_plan_that_is_applied_twice_adds_nothing_twice(areas: Flask) -> None:
    with areas.test_request_context():
        planned = plan(LIST, [_row("Số 1"), _row("Số 2")])
        apply(LIST, planned)
        [change] = apply(LIST, planned)
        assert change.is_empty
        assert _labels() == ["Số 1", "Số 2"]


def test_an_address_is_put_together_from_its_columns(areas: Flask) -> None:
    with areas.test_request_context():
        rows = [
            {"area": "1", "house": "43", "ngo": "3", "street": "Lê Lợi"},
            {"area": "1", "house": "Số nhà 43A", "alley": "5", "ngo": "Ngõ 3"},
            {"area": "1", "house": "12", "hem": "H45", "street": "đường số 7"},
            {"area": "1", "house": "7", "address": "ngõ 3, phố Huế"},
            {"area": "1", "house": "43", "address": "43 Lê Lợi"},
            {"area": "1", "house": "nhà văn hóa"},
        ]
        bring_in(LIST, rows)
        assert _labels() == [
            "Số 43, ngõ 3, đường Lê Lợi",
            "Số 43A, ngách 5, ngõ 3",
            "Số 12, hẻm H45, đường số 7",
            "Số 7, ngõ 3, phố Huế",
            "43 Lê Lợi",
            "nhà văn hóa",
        ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"area": "Tổ 9", "address": "Số 1"}, "không có “Tổ 9”"),
        ({"area": "Toàn phường", "address": "Số 1"}, "không có"),
        ({"area": "Tổ 1"}, "địa chỉ"),
        ({"area": "Tổ 1", "address": "Số 1, CCCD 038090001234"}, "căn cước"),
        ({"area": "Tổ 1", "address": "Số 1, " + "a" * 200}, "200"),
        ({"area": "Tổ 1", "address": "Nguyễn Văn An"}, "họ tên"),
        ({"area": "Tổ 1", "address": "Số 1", "called": "nhà bà Năm " * 5}, "40"),
        ({"area": "Tổ 3", "address": "Số 1"}, "không có"),
    ],
)
def test_a_wrong_row_is_named_with_what_to_do(areas: Flask, row: dict[str, str], words: str) -> None:
    with areas.test_request_context():
        [planned] = plan(LIST, [row])
        assert planned.verdict == "wrong"
        assert words in planned.problem


def test_a_full_name_is_never_stored(areas: Flask) -> None:
    with areas.test_request_context():
        [planned] = plan(LIST, [_row("Số 1", called="Hộ ông Nguyễn Văn An")])
        assert planned.verdict == "new"
        assert "không được lưu" in planned.problem
        assert "Nguyễn Văn An" not in repr(planned)
        apply(LIST, [planned])
        assert [each.called for each in reader().scalars(sa.select(Household))] == [""]


def test_a_row_that_repeats_an_earlier_one_is_the_same_and_never_overrules_it(areas: Flask) -> None:
    with areas.test_request_context():
        rows = [
            _row("Số 1", called="nhà bà Năm"),
            _row("số 1"),
            _row("Số 1", called="nhà ông Tư"),
            _row("Số 1", "Tổ 2"),
        ]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["new", "same", "wrong", "new"]
        assert all("dòng 2" in row.problem.lower() for row in planned[1:3])


def test_what_is_nearly_the_same_is_named_and_comes_in(areas: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 43, ngõ 3")))
    with areas.test_request_context():
        planned = plan(
            LIST, [_row("43/3"), _row("Số 3, ngõ 43"), _row("nhà số 43 ngõ 3"), _row("Số 43, ngõ 3", "Tổ 2")]
        )
        assert verdicts(planned) == ["new", "new", "new", "new"]
        assert ["Số 43, ngõ 3" in row.problem for row in planned] == [True, False, True, False]


def test_an_entry_that_comes_later_with_an_id_of_its_own_stays_another_one(areas: Flask, visitor: Cast) -> None:
    with areas.test_request_context():
        bring_in(LIST, [_row("Số 1, ngõ 3")])
    log_entries(visitor("ana"), make_entry(household=household("Số 1, ngõ 3")))
    assert _offered(visitor("ana")) == ["Số 1, ngõ 3", "Số 1, ngõ 3"]
    page = visitor("carla").get("/households/doubles").text
    assert page.count("Số 1, ngõ 3") >= 2


def test_of_two_that_were_merged_the_one_that_stays_is_the_same(areas: Flask) -> None:
    with areas.test_request_context():
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1", AREA_2))
        merged = household_row("0199a000-0000-7000-8000-000000000002", "Số 1 cũ")
        merged.merged_into_id = household_row("0199a000-0000-7000-8000-000000000001", "").id
        writer().add(merged)
        writer().commit()
        assert verdicts(plan(LIST, [_row("Số 1 cũ"), _row("Số 1", "Tổ 2"), _row("Số 1")])) == ["same", "same", "new"]


def test_of_a_merged_area_the_households_are_those_of_its_successor(areas: Flask) -> None:
    with areas.test_request_context():
        yesterday = today() - timedelta(days=1)
        writer().add(
            Neighbourhood(id=71, ward_id=WARD_A, name="Tổ dân phố 71", valid_to=yesterday, merged_into_id=AREA_1)
        )
        writer().flush()
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1", 71))
        writer().commit()
        planned = plan(LIST, [_row("Số 1", "Tổ 1"), _row("Số 1", "Tổ 71"), _row("Số 2", "Tổ 71")])
        assert verdicts(planned) == ["same", "same", "new"]
        apply(LIST, planned)
        areas_of = dict(reader().execute(sa.select(Household.label, Household.neighbourhood_id)).all())
        assert areas_of == {"Số 1": 71, "Số 2": AREA_1}


def test_a_retired_household_of_a_list_is_offered_again_and_undoing_retires_it(areas: Flask, ana: Visitor) -> None:
    with areas.test_request_context():
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1", retired_at=now()))
        writer().commit()
        before = rows_of_tables(*TABLES)
        planned = plan(LIST, [_row("Số 1", called="nhà bà Năm")])
        assert verdicts(planned) == ["changed"]
        assert "trở lại" in planned[0].problem
        changes = apply(LIST, planned)
        assert _offered(ana) == ["Số 1"]
        assert standing(LIST, changes) == []
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert _offered(ana) == []


def test_a_household_that_only_void_entries_name_is_offered_again(areas: Flask, ana: Visitor) -> None:
    visit = make_entry(household=household("Số 1"))
    log_entries(ana, visit)
    log_entries(ana, edited(visit, withdrawn=True))
    with areas.test_request_context():
        before = rows_of_tables(*TABLES)
        planned = plan(LIST, [_row("Số 1")])
        assert verdicts(planned) == ["changed"]
        changes = apply(LIST, planned)
        assert _offered(ana) == ["Số 1"]
        assert verdicts(plan(LIST, [_row("Số 1")])) == ["same"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert _offered(ana) == []


def test_what_a_household_is_called_is_added_and_never_written_over(areas: Flask, ana: Visitor) -> None:
    log_entries(
        ana,
        make_entry(household=household("Số 1")),
        {**make_entry(household={**household("Số 2"), "called": "nhà ông Tư"}), "form": 2},
    )
    with areas.test_request_context():
        planned = plan(LIST, [_row("Số 1", called="nhà bà Năm"), _row("Số 2", called="nhà bà Năm")])
        assert verdicts(planned) == ["changed", "same"]
        before = rows_of_tables(*TABLES)
        changes = apply(LIST, planned)
        assert "Năm" not in repr(changes)
        assert sorted(reader().scalars(sa.select(Household.called))) == ["nhà bà Năm", "nhà ông Tư"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before


def test_nothing_is_overwritten_that_changed_since_the_plan(areas: Flask, ana: Visitor) -> None:
    with areas.test_request_context():
        planned = plan(LIST, [_row("Số 1"), _row("Số 2")])
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1"))
        writer().add(household_row("0199a000-0000-7000-8000-000000000002", "Số 2", retired_at=now()))
        writer().commit()
        [change] = apply(LIST, planned[:1])
        assert change.is_empty
        with pytest.raises(OutdatedPlanError):
            apply(LIST, planned[1:])
        again = plan(LIST, [_row("Số 3")])
        writer().get_one(Neighbourhood, AREA_1).valid_to = today() - timedelta(days=1)
        writer().commit()
        with pytest.raises(OutdatedPlanError):
            apply(LIST, again)


def test_undoing_leaves_no_row_and_phones_fetch_the_list_again(areas: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 9")))
    with areas.test_request_context():
        before = rows_of_tables(*TABLES)
        changes = bring_in(LIST, [_row(f"Số {number}, ngõ 1") for number in range(1, 8)], at_once=3)
        tag = ana.get("/api/v1/households").headers["ETag"]
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    assert _offered(ana) == ["Số 9"]
    assert ana.get("/api/v1/households").headers["ETag"] != tag


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_household_that_an_entry_names_is_not_taken_back(areas: Flask, ana: Visitor, withdrawn: bool) -> None:
    with areas.test_request_context():
        changes = bring_in(LIST, [_row("Số 1"), _row("Số 2")])
    [first, _] = ana.get("/api/v1/households").json["households"]
    visit = make_entry(household={"id": first["id"], "label": first["label"]})
    log_entries(ana, visit)
    if withdrawn:
        log_entries(ana, edited(visit, withdrawn=True))
    with areas.test_request_context():
        assert standing(LIST, changes) == ["Có 1 hộ trong danh sách này đã có bản ghi."]
        before = rows_of_tables(*TABLES)
        with pytest.raises(OutdatedPlanError):
            take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
    if withdrawn:
        # It stands in a list of the ward, so it is there, whatever became of the visit.
        assert _offered(ana) == ["Số 1", "Số 2"]


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
def test_what_somebody_decided_stands_on_a_list(areas: Flask, act: Any, words: str) -> None:
    with areas.test_request_context():
        changes = bring_in(LIST, [_row("Số 1"), _row("Số 2")])
        act(*writer().scalars(sa.select(Household).order_by(Household.id)))
        writer().commit()
        [sentence] = standing(LIST, changes)
        assert words in str(sentence).lower()


def test_a_visit_after_a_household_came_back_stands_on_that(areas: Flask, ana: Visitor) -> None:
    visit = make_entry(household=household("Số 1"))
    log_entries(ana, visit)
    with areas.test_request_context():
        writer().execute(sa.update(Household).values(retired_at=now()))
        writer().commit()
        changes = bring_in(LIST, [_row("Số 1")])
        assert standing(LIST, changes) == []
        home = {"id": visit["fields"]["household"]["id"], "label": "Số 1"}
        log_entries(ana, make_entry(household=home, happened_on=str(today() - timedelta(days=1))))
        assert len(standing(LIST, changes)) == 1


def test_the_area_of_the_whole_ward_takes_no_households(areas: Flask) -> None:
    with areas.test_request_context():
        name = reader().get_one(Neighbourhood, ALL_OF_A).name
        assert verdicts(plan(LIST, [_row("Số 1", name)])) == ["wrong"]
