"""Lists of areas that come in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import reader, writer
from app.imports.kinds.neighbourhoods import NEIGHBOURHOODS
from app.imports.list_kind import OutdatedPlanError
from app.logbook.models import Entry
from app.month import today
from app.places.models import Neighbourhood, Population, TeamArea, Ward
from app.settings.ward_lists import WardList, rows_of_list
from app.targets.subjects import HOUSEHOLDS
from tests.cast import ALL_OF_A, AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.imports.applied import GIVEN_ON, Cells, apply, bring_in, origin, plan, standing, tables, undo, verdicts
from tests.settings.list_steps import YESTERDAY, names, recorded

KIND = NEIGHBOURHOODS
LIST: list[Cells] = [
    {"name": "Phố 1", "households": "120"},
    {"name": "Phố 2", "since": "2025-07-01", "former_name": "Phố Hai"},
    {"name": "Phố 3", "since": "2025-07-01", "households": "98"},
    {"name": "Phố 10", "former_name": "Xóm Đình", "centroid": "19.8075, 105.7761"},
]


def _areas(app: Flask) -> list[tuple[str, date | None, str, int | None]]:
    with app.app_context():
        rows = rows_of_list(reader(), WardList.AREAS, WARD_A)
        return [(row.name, row.valid_from, row.former_name, row.position) for row in rows]


def _households(app: Flask) -> dict[int | None, tuple[int, date, str]]:
    query = sa.select(Population).where(Population.ward_id == WARD_A, Population.group == HOUSEHOLDS)
    with app.app_context():
        return {row.neighbourhood_id: (row.figure, row.as_of, row.source) for row in reader().scalars(query)}


def test_list_adds_and_changes_areas_and_the_same_list_again_does_nothing(app: Flask) -> None:
    planned = plan(app, KIND, LIST)
    assert verdicts(planned) == "ccnn"
    assert "120" in planned[0].problem
    assert "Phố Hai" in planned[1].problem
    apply(app, KIND, planned)
    first = date(2025, 7, 1)
    assert _areas(app) == [
        ("Phố 1", None, "", None),
        ("Phố 2", first, "Phố Hai", None),
        ("Phố 3", first, "", None),
        ("Phố 10", None, "Xóm Đình", None),
    ]
    assert sorted(_households(app).values()) == [
        (98, GIVEN_ON, "Công an phường"),
        (120, GIVEN_ON, "Công an phường"),
    ]
    assert [detail["what"] for detail in recorded(app)] == ["areas", "areas", "populations"]
    with app.app_context():
        area = reader().scalars(sa.select(Neighbourhood).where(Neighbourhood.name == "Phố 10")).one()
        assert (area.latitude, area.longitude) == (19.8075, 105.7761)
    assert verdicts(plan(app, KIND, LIST)) == "ssss"
    before = tables(app)
    # Somebody applies the old plan once more, as when an answer was lost.
    assert [change.is_empty for change in apply(app, KIND, planned)] == [True]
    assert tables(app) == before


def test_import_is_taken_back_part_by_part(app: Flask) -> None:
    with app.app_context():
        for id, position in ((AREA_1, 1), (AREA_2, 2)):
            writer().get_one(Neighbourhood, id).position = position
        figure = Population(ward_id=WARD_A, neighbourhood_id=AREA_1, group=HOUSEHOLDS, figure=1, as_of=GIVEN_ON)
        figure.source = "Phường"
        writer().add(figure)
        writer().commit()
    before = tables(app)
    changes = bring_in(app, KIND, LIST, at_once=1)
    assert _households(app)[AREA_1] == (120, GIVEN_ON, "Công an phường")
    assert standing(app, KIND, changes) == []
    undo(app, KIND, changes)
    assert tables(app) == before


def test_names_are_compared_as_the_ward_writes_them(app: Flask) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        ward.neighbourhood_word, ward.neighbourhood_short = "tổ dân phố", "TDP"
        writer().get_one(Neighbourhood, AREA_1).name = "Tổ dân phố 1"
        writer().get_one(Neighbourhood, AREA_2).name = "TDP 2"
        writer().commit()
    rows = [{"name": name} for name in ("TDP số 01", "tổ dân phố 2", "2", "Phố 1", "Tổ dân phố 3", "TDP 3")]
    assert verdicts(plan(app, KIND, rows)) == "sssnns"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "Phố 3", "since": "2025-07-01"}, "row 1"),
        ({"name": "Phố " + "dài " * 40}, "120"),
        ({"name": "Toàn phường", "households": "900"}, "whole ward"),
        ({"name": "Phố Cũ"}, "has ended"),
        ({"name": "Phố Nhập"}, "“Phố 1” now"),
        ({"name": "Phố 2", "since": "2019-12-31"}, "2020"),
        ({"name": "Phố 4", "since": str(today() + timedelta(days=400))}, "2020"),
        ({"name": "Phố 012345678901"}, "citizen"),
        ({"name": "Phố 4", "households": "1.5.2"}, "households"),
        ({"name": "Phố 4", "centroid": "51.5, 0.1"}, "Viet Nam"),
        ({"name": "Phố 4", "order": "0"}, "order"),
        ({"name": ""}, "no name"),
    ],
)
def test_wrong_rows_say_why(app: Flask, row: Cells, words: str) -> None:
    with app.app_context():
        writer().add(Neighbourhood(ward_id=WARD_A, name="Phố Cũ", valid_to=YESTERDAY))
        writer().add(Neighbourhood(ward_id=WARD_A, name="Phố Nhập", valid_to=YESTERDAY, merged_into_id=AREA_1))
        writer().commit()
    planned = plan(app, KIND, [{"name": "Phố 3"}, row])
    assert verdicts(planned) == "nw"
    assert words in planned[1].problem


def test_area_that_became_part_of_one_of_its_own_name_is_that_one(app: Flask) -> None:
    with app.app_context():
        writer().add(Neighbourhood(ward_id=WARD_A, name="Phố 1", valid_to=YESTERDAY, merged_into_id=AREA_1))
        writer().commit()
    assert verdicts(plan(app, KIND, [{"name": "Phố 1"}])) == "s"


def test_first_day_lies_before_all_entries(ana: Visitor, app: Flask) -> None:
    ana.sync(make_entry())
    rows = [{"name": "Phố 1", "since": str(today() + timedelta(days=1))}]
    planned = plan(app, KIND, rows)
    assert (verdicts(planned), "entries" in planned[0].problem) == ("w", True)
    assert verdicts(plan(app, KIND, [{"name": "Phố 1", "since": str(today() - timedelta(days=9))}])) == "c"


def test_order_of_a_list_is_the_order_of_the_ward(app: Flask) -> None:
    rows = [{"name": "Phố 2", "order": "1"}, {"name": "Phố Đình", "order": "2"}, {"name": "Phố 1", "order": "3"}]
    changes = bring_in(app, KIND, rows, at_once=1)
    assert [name for name, *_more in _areas(app)] == ["Phố 2", "Phố Đình", "Phố 1"]
    assert verdicts(plan(app, KIND, rows)) == "sss"
    assert standing(app, KIND, changes) == []


def test_plan_is_outdated_when_the_ward_has_changed(app: Flask) -> None:
    planned = plan(app, KIND, LIST)
    with app.app_context():
        writer().get_one(Neighbourhood, AREA_2).former_name = "Phố Nhì"
        writer().commit()
    with pytest.raises(OutdatedPlanError) as raised:
        apply(app, KIND, planned)
    assert raised.value.number == 2
    assert names(app, WardList.AREAS) == ["Phố 1", "Phố 2"]


def test_plan_is_outdated_when_somebody_added_the_area_with_another_day(app: Flask) -> None:
    planned = plan(app, KIND, LIST[2:])
    with app.app_context():
        writer().add(Neighbourhood(ward_id=WARD_A, name="phố 3", valid_from=date(2025, 1, 1)))
        writer().commit()
    with pytest.raises(OutdatedPlanError):
        apply(app, KIND, planned)


def test_what_stands_on_an_import_is_named(app: Flask) -> None:
    changes = bring_in(app, KIND, LIST)
    with app.app_context():
        session = writer()
        area = session.scalars(sa.select(Neighbourhood).where(Neighbourhood.name == "Phố 10")).one()
        session.add(Population(ward_id=WARD_A, neighbourhood_id=area.id, group=HOUSEHOLDS, figure=5, as_of=today()))
        next(each for each in session.new if isinstance(each, Population)).source = "Phường"
        session.add(TeamArea(team_id=TEAM_1, neighbourhood_id=area.id))
        session.get_one(Neighbourhood, AREA_2).former_name = "Phố Hai Bà"
        session.commit()
    assert standing(app, KIND, changes) == [
        "Teams that cover these neighbourhoods: 1",
        "Numbers of households that were entered since: 1",
        "Neighbourhoods that were changed since: 1",
    ]


def test_entry_keeps_an_area_from_being_taken_back(ana: Visitor, app: Flask) -> None:
    changes = bring_in(app, KIND, LIST)
    with app.app_context():
        area_id = reader().scalar(sa.select(Neighbourhood.id).where(Neighbourhood.name == "Phố 10"))
    assert ana.sync(make_entry(neighbourhood=area_id))[0]["outcome"] == "stored"
    assert "Entries in these neighbourhoods: 1" in standing(app, KIND, changes)
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Entry)) == 1


def test_other_wards_stay_as_they_are(app: Flask) -> None:
    with app.app_context():
        before = {area.id: area.name for area in reader().scalars(sa.select(Neighbourhood)) if area.ward_id != WARD_A}
    bring_in(app, KIND, LIST)
    with app.app_context():
        after = {area.id: area.name for area in reader().scalars(sa.select(Neighbourhood)) if area.ward_id != WARD_A}
        assert reader().get_one(Neighbourhood, ALL_OF_A).is_whole_ward
    assert after == before


_ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from([f"Phố {number}" for number in range(1, 8)])},
        optional={
            "since": st.sampled_from(["2024-01-01", "2025-07-01"]),
            "households": st.sampled_from(["1", "120"]),
            "order": st.sampled_from(["1", "2", "3"]),
            "former_name": st.just("Xóm"),
        },
    ),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS, cut=st.integers(0, 8), at_once=st.integers(1, 4), data=st.data())
def test_any_split_twice_is_once(app: Flask, rows: list[Cells], cut: int, at_once: int, data: st.DataObject) -> None:
    by = origin(app)
    before = tables(app)
    once = bring_in(app, KIND, rows, by)
    wanted = _areas(app), _households(app)
    undo(app, KIND, once)
    assert tables(app) == before
    planned = plan(app, KIND, rows, by)
    parts = data.draw(st.permutations(planned))
    changes = apply(app, KIND, parts[:cut], by, at_once)
    changes += apply(app, KIND, parts, by, at_once)
    changes += bring_in(app, KIND, rows, by)
    assert (_areas(app), set(_households(app).values())) == (wanted[0], set(wanted[1].values()))
    assert set(verdicts(plan(app, KIND, rows, by))) <= {"s", "w"}
    assert standing(app, KIND, changes) == []
    undo(app, KIND, changes)
    assert tables(app) == before
