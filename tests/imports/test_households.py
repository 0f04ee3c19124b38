"""Lists of households: what is new, the same or nearly the same; what comes back; and what undoing restores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.list_kind import OutdatedPlanError
from app.month import now, today
from app.places.models import Neighbourhood
from app.registry.models import Household
from tests.actions import log_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.rows import household_row
from tests.imports.household_lists import LIST, TABLES, home, offered
from tests.imports.list_steps import apply, bring_in, plan, rows_of_tables, verdicts

Cast = Callable[..., Visitor]


def _labels() -> list[str]:
    return list(reader().scalars(sa.select(Household.label).where(Household.ward_id == WARD_A).order_by(Household.id)))


def test_households_of_a_list_reach_the_phones_of_their_own_team(named_areas: Flask, visitor: Cast) -> None:
    with named_areas.test_request_context():
        before = visitor("ana").get("/api/v1/households").headers["ETag"]
        bring_in(
            LIST,
            [home("Số 1, ngõ 3"), home("Số 2, ngõ 3", called="nhà bà Năm"), home("Số 9", "TDP 2")],
            at_once=2,
        )
    assert offered(visitor("ana")) == ["Số 1, ngõ 3", "Số 2, ngõ 3"]
    assert visitor("ana").get("/api/v1/households").headers["ETag"] != before
    assert {each["called"] for each in visitor("ana").get("/api/v1/households").json["households"]} == {
        None,
        "nhà bà Năm",
    }
    assert offered(visitor("bruno")) == ["Số 9"]
    assert offered(visitor("bo")) == []


def test_the_same_list_again_changes_nothing_however_it_is_written(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        bring_in(LIST, [home("Số 1, ngõ 3, phố Hoà Bình"), home("Số 2")])
        before = rows_of_tables(*TABLES)
        again = plan(LIST, [home("số 1 - ngõ 3 - phố Hòa Bình", "1"), home("SỐ 2", "tdp 1"), home("Số 2", "Tổ 2")])
        assert verdicts(again) == ["same", "same", "new"]
        assert apply(LIST, again[:2]) == []
        assert rows_of_tables(*TABLES) == before


def test_a_plan_that_is_applied_twice_adds_nothing_twice(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        planned = plan(LIST, [home("Số 1"), home("Số 2")])
        apply(LIST, planned)
        [change] = apply(LIST, planned)
        assert change.is_empty
        assert _labels() == ["Số 1", "Số 2"]


def test_an_address_is_put_together_from_its_columns(named_areas: Flask) -> None:
    with named_areas.test_request_context():
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
def test_a_wrong_row_is_named_with_what_to_do(named_areas: Flask, row: dict[str, str], words: str) -> None:
    with named_areas.test_request_context():
        [planned] = plan(LIST, [row])
        assert planned.verdict == "wrong"
        assert words in planned.problem


def test_a_full_name_is_never_stored(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        [planned] = plan(LIST, [home("Số 1", called="Hộ ông Nguyễn Văn An")])
        assert planned.verdict == "new"
        assert "không được lưu" in planned.problem
        assert "Nguyễn Văn An" not in repr(planned)
        apply(LIST, [planned])
        assert [each.called for each in reader().scalars(sa.select(Household))] == [""]


def test_a_row_that_repeats_an_earlier_one_is_the_same_and_never_overrules_it(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        rows = [
            home("Số 1", called="nhà bà Năm"),
            home("số 1"),
            home("Số 1", called="nhà ông Tư"),
            home("Số 1", "Tổ 2"),
        ]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["new", "same", "wrong", "new"]
        assert all("dòng 2" in row.problem.lower() for row in planned[1:3])


def test_what_is_nearly_the_same_is_named_and_comes_in(named_areas: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 43, ngõ 3")))
    with named_areas.test_request_context():
        planned = plan(
            LIST,
            [home("43/3"), home("Số 3, ngõ 43"), home("nhà số 43 ngõ 3"), home("Số 43, ngõ 3", "Tổ 2")],
        )
        assert verdicts(planned) == ["new", "new", "new", "new"]
        assert ["Số 43, ngõ 3" in row.problem for row in planned] == [True, False, True, False]


def test_an_entry_that_comes_later_with_an_id_of_its_own_stays_another_one(named_areas: Flask, visitor: Cast) -> None:
    with named_areas.test_request_context():
        bring_in(LIST, [home("Số 1, ngõ 3")])
    log_entries(visitor("ana"), make_entry(household=household("Số 1, ngõ 3")))
    assert offered(visitor("ana")) == ["Số 1, ngõ 3", "Số 1, ngõ 3"]
    page = visitor("carla").get("/households/doubles").text
    assert page.count("Số 1, ngõ 3") >= 2


def test_of_two_that_were_merged_the_one_that_stays_is_the_same(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        listed = household_row("0199a000-0000-7000-8000-000000000001", "Số 1", AREA_2)
        listed.is_listed = True
        writer().add(listed)
        merged = household_row("0199a000-0000-7000-8000-000000000002", "Số 1 cũ")
        merged.merged_into_id = household_row("0199a000-0000-7000-8000-000000000001", "").id
        writer().add(merged)
        writer().commit()
        assert verdicts(plan(LIST, [home("Số 1 cũ"), home("Số 1", "Tổ 2"), home("Số 1")])) == [
            "same",
            "same",
            "new",
        ]


def test_of_a_merged_area_the_households_are_those_of_its_successor(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        yesterday = today() - timedelta(days=1)
        writer().add(
            Neighbourhood(id=71, ward_id=WARD_A, name="Tổ dân phố 71", valid_to=yesterday, merged_into_id=AREA_1)
        )
        writer().flush()
        listed = household_row("0199a000-0000-7000-8000-000000000001", "Số 1", 71)
        listed.is_listed = True
        writer().add(listed)
        writer().commit()
        planned = plan(LIST, [home("Số 1", "Tổ 1"), home("Số 1", "Tổ 71"), home("Số 2", "Tổ 71")])
        assert verdicts(planned) == ["same", "same", "new"]
        apply(LIST, planned)
        areas_of = dict(reader().execute(sa.select(Household.label, Household.neighbourhood_id)).all())
        assert areas_of == {"Số 1": 71, "Số 2": AREA_1}


def test_nothing_is_overwritten_that_changed_since_the_plan(named_areas: Flask, ana: Visitor) -> None:
    with named_areas.test_request_context():
        planned = plan(LIST, [home("Số 1"), home("Số 2")])
        writer().add(household_row("0199a000-0000-7000-8000-000000000001", "Số 1"))
        writer().add(household_row("0199a000-0000-7000-8000-000000000002", "Số 2", retired_at=now()))
        writer().commit()
        [change] = apply(LIST, planned[:1])
        assert change.is_empty
        with pytest.raises(OutdatedPlanError):
            apply(LIST, planned[1:])
        again = plan(LIST, [home("Số 3")])
        writer().get_one(Neighbourhood, AREA_1).valid_to = today() - timedelta(days=1)
        writer().commit()
        with pytest.raises(OutdatedPlanError):
            apply(LIST, again)


def test_the_area_of_the_whole_ward_takes_no_households(named_areas: Flask) -> None:
    with named_areas.test_request_context():
        name = reader().get_one(Neighbourhood, ALL_OF_A).name
        assert verdicts(plan(LIST, [home("Số 1", name)])) == ["wrong"]
