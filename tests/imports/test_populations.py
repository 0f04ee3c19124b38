"""Lists of populations: wide and long ones, of the ward and of areas; replaced by day, and put back by undoing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.kinds.populations import PopulationList
from app.imports.list_kind import OutdatedPlanError
from app.month import today
from app.places.models import Neighbourhood, Population
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.imports.list_steps import apply, bring_in, plan, rows_of_tables, standing, take_back, verdicts

LIST = PopulationList()
DAY = "2026-10-31"


@pytest.fixture
def areas(app: Flask) -> Flask:
    """Return an app whose ward A has the areas Tổ 1 and Tổ 2, and no populations."""
    with app.app_context():
        for id, name in ((AREA_1, "Tổ dân phố 1"), (AREA_2, "Tổ dân phố 2")):
            writer().get_one(Neighbourhood, id).name = name
        writer().execute(sa.delete(Population))
        writer().commit()
    return app


def _figures() -> set[tuple[str, int | None, int, date, str]]:
    columns = Population.group, Population.neighbourhood_id, Population.figure, Population.as_of, Population.source
    reader().rollback()
    return {tuple(row) for row in reader().execute(sa.select(*columns).where(Population.ward_id == WARD_A))}


def test_a_wide_list_gives_areas_their_households_and_the_ward_the_rest(areas: Flask) -> None:
    with areas.test_request_context():
        rows = [
            {"area": "Tổ 1", "households": "120", "residents": "431", "as_of": DAY},
            {"area": "Tổ 2", "households": "98", "as_of": DAY},
            {"area": "Toàn phường", "households": "218", "residents": "900", "residents_14_plus": "640", "as_of": DAY},
        ]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["new", "new", "new"]
        assert "nhân khẩu" in planned[0].problem
        apply(LIST, planned)
        by, day = "Công an phường", date.fromisoformat(DAY)
        assert _figures() == {
            ("households", AREA_1, 120, day, by),
            ("households", AREA_2, 98, day, by),
            ("households", None, 218, day, by),
            ("residents", None, 900, day, by),
            ("residents_14_plus", None, 640, day, by),
        }
        assert verdicts(plan(LIST, rows)) == ["same", "same", "same"]


def test_a_long_list_names_its_groups_and_takes_its_day_from_who_gave_it(areas: Flask) -> None:
    with areas.test_request_context():
        rows = [
            {"group": "Số hộ", "figure": "218", "area": "Phường Quảng Thắng"},
            {"group": "Người từ 14 tuổi", "figure": "640", "source": "Niên giám"},
            {"group": "Tổ 1", "figure": "3"},
            {"figure": "3"},
        ]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["new", "new", "wrong", "wrong"]
        apply(LIST, planned)
        assert _figures() == {
            ("households", None, 218, today(), "Công an phường"),
            ("residents_14_plus", None, 640, today(), "Niên giám"),
        }


def test_a_figure_of_the_same_day_is_replaced_and_undoing_puts_it_back(areas: Flask) -> None:
    with areas.test_request_context():
        bring_in(LIST, [{"households": "200", "as_of": DAY}, {"area": "1", "households": "100", "as_of": DAY}])
        before = rows_of_tables(Population)
        rows = [{"households": "218", "residents": "900", "as_of": DAY}, {"households": "190", "as_of": "2025-10-31"}]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["changed", "new"]
        assert "200" in planned[0].problem
        assert "218" in planned[0].problem
        changes = apply(LIST, planned, at_once=1)
        assert standing(LIST, changes) == []
        take_back(LIST, changes)
        assert rows_of_tables(Population) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"area": "Tổ 9", "households": "1"}, "Tổ 9"),
        ({"area": "Tổ 1", "residents": "1"}, "toàn phường"),
        ({"area": "Tổ 1"}, "con số"),
        ({"households": "1", "as_of": "2019-12-31"}, "2020"),
        ({"households": "1", "as_of": str(today() + timedelta(days=1))}, "2020"),
        ({"households": "9999999999"}, "lớn"),
        ({"households": "1", "source": "Ông An 0912345678"}, "căn cước"),
    ],
)
def test_a_wrong_row_is_named(areas: Flask, row: dict[str, str], words: str) -> None:
    with areas.test_request_context():
        [planned] = plan(LIST, [row])
        assert planned.verdict == "wrong"
        assert words in planned.problem.replace("Toàn", "toàn")


def test_a_figure_from_before_a_merge_is_not_that_of_the_area(areas: Flask) -> None:
    with areas.test_request_context():
        last = today() - timedelta(days=30)
        writer().add(Neighbourhood(id=71, ward_id=WARD_A, name="Tổ 71", valid_to=last, merged_into_id=AREA_1))
        writer().commit()
        rows = [{"area": "Tổ 1", "households": "9", "as_of": str(last)}, {"area": "Tổ 71", "households": "9"}]
        assert verdicts(plan(LIST, rows)) == ["wrong", "new"]


def test_two_rows_of_one_place_and_day_are_one_or_wrong(areas: Flask) -> None:
    with areas.test_request_context():
        rows = [{"area": "1", "households": "9"}, {"area": "Tổ 1", "households": "9"}, {"area": "1", "households": "8"}]
        assert verdicts(plan(LIST, rows)) == ["new", "same", "wrong"]
        bring_in(LIST, rows)
        assert {figure for _group, _area, figure, *_rest in _figures()} == {9}


def test_what_somebody_entered_meanwhile_is_neither_overwritten_nor_taken_back(areas: Flask) -> None:
    with areas.test_request_context():
        planned = plan(LIST, [{"households": "218", "as_of": DAY}])
        own = Population(
            ward_id=WARD_A, group="households", figure=200, as_of=date.fromisoformat(DAY), source="Thống kê"
        )
        writer().add(own)
        writer().commit()
        with pytest.raises(OutdatedPlanError):
            apply(LIST, planned)
        changes = bring_in(LIST, [{"households": "218", "as_of": DAY}])
        writer().execute(sa.update(Population).values(figure=219))
        writer().commit()
        assert len(standing(LIST, changes)) == 1
        with pytest.raises(OutdatedPlanError):
            take_back(LIST, changes)
