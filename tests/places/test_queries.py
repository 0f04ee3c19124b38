"""What is asked about places: successors of merged areas, and what is in use on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.database import reader, writer
from app.month import today
from app.overview.queries import teams_covering
from app.places.models import Neighbourhood, Place, PlaceType, Population, TeamArea, Ward
from app.places.queries import (
    areas_of,
    areas_of_ward,
    latest_populations,
    places_in_use,
    successors,
    teams_of_ward,
    ward_by_code,
    wards_of,
)
from tests.cast import (
    ALL_OF_A,
    AREA_1,
    AREA_2,
    AREA_B,
    MARKET_A,
    PROVINCE_A,
    TEAM_1,
    TEAM_2,
    WARD_A,
    WARD_B,
    WARD_C,
)

FIRST = 1000


def _areas(*merged_into: int | None) -> None:
    """Add areas 1000, 1001 … to ward A, each merged into the one given, if any."""
    for number, _ in enumerate(merged_into):
        writer().add(Neighbourhood(id=FIRST + number, ward_id=WARD_A, name=f"Phố cũ {number}"))
    writer().flush()
    for number, target in enumerate(merged_into):
        area = writer().get_one(Neighbourhood, FIRST + number)
        area.merged_into_id = target
    writer().commit()


@pytest.mark.parametrize(
    ("merged_into", "stands_for"),
    [
        ((), {}),
        ((AREA_1,), {1000: AREA_1}),
        ((1001, 1002, AREA_2), {1000: AREA_2, 1001: AREA_2, 1002: AREA_2}),
        ((AREA_1, AREA_1, AREA_2), {1000: AREA_1, 1001: AREA_1, 1002: AREA_2}),
        ((1001, None), {1000: 1001}),
    ],
)
def test_merged_area_is_followed_to_its_successor_of_today(
    app: Flask, merged_into: tuple[int | None, ...], stands_for: dict[int, int]
) -> None:
    with app.app_context():
        _areas(*merged_into)
        assert successors(reader(), WARD_A, today()) == stands_for
        assert successors(reader(), WARD_B, today()) == {}


@pytest.mark.parametrize("circle", [(1000,), (1001, 1000), (1001, 1002, 1000), (1001, 1002, 1001)])
def test_circle_of_merges_does_not_hang(app: Flask, circle: tuple[int, ...]) -> None:
    """Nobody should make one; who does gets a page all the same."""
    with app.app_context():
        _areas(*circle)
        stands_for = successors(reader(), WARD_A, today())
        assert stands_for.keys() == {FIRST + number for number in range(len(circle))}
        assert set(stands_for.values()) <= stands_for.keys()


def test_ended_areas_are_still_named(app: Flask) -> None:
    with app.app_context():
        writer().add(Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố đã tách", valid_to=date(2025, 6, 30)))
        writer().commit()
        assert [area.id for area in areas_of_ward(reader(), WARD_A)] == [AREA_1, AREA_2, FIRST, ALL_OF_A]
        assert [area.id for area in areas_of_ward(reader(), WARD_B)] == [AREA_B, AREA_B + 1]


def test_places_in_use_on_a_day_are_selected(app: Flask) -> None:
    with app.app_context():
        for number, last in enumerate((date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1))):
            writer().add(
                Place(
                    id=FIRST + number, ward_id=WARD_A, type=PlaceType.HALL, name=f"Nhà văn hóa {number}", valid_to=last
                )
            )
        writer().commit()
        on_the_day = [place.id for place in places_in_use(reader(), WARD_A, date(2026, 10, 31))]
        assert on_the_day == [MARKET_A, FIRST + 1, FIRST + 2]


def test_newest_population_of_a_group_comes_first(app: Flask) -> None:
    with app.app_context():
        for number, (group, figure, as_of, area) in enumerate(
            (
                ("residents", 9658, date(2023, 12, 31), None),
                ("residents", 9700, date(2024, 12, 31), None),
                ("residents", 1200, date(2025, 12, 31), AREA_1),
                ("adults", 7000, date(2022, 12, 31), None),
            )
        ):
            writer().add(
                Population(
                    id=FIRST + number,
                    ward_id=WARD_A,
                    neighbourhood_id=area,
                    group=group,
                    figure=figure,
                    as_of=as_of,
                    source="ví dụ",
                )
            )
        writer().commit()
        rows = reader().execute(latest_populations(WARD_A)).all()
        assert [(row.group, row.figure) for row in rows] == [("adults", 7000), ("residents", 9700), ("residents", 9658)]


def test_code_names_the_ward_of_the_newest_list(app: Flask) -> None:
    with app.app_context():
        old = Ward(
            id=FIRST,
            province_id=PROVINCE_A,
            code="20305",
            list_version="2021-01-01",
            name="Phường Hòa Phát",
            official_name="Phường Hòa Phát",
            stored_settings={},
        )
        writer().add(old)
        writer().commit()
        assert reader().scalar(ward_by_code("20305")).id == WARD_B
        assert reader().scalar(ward_by_code("2030")) is None


def test_wards_of_a_province_and_teams_of_a_ward_are_selected(app: Flask) -> None:
    with app.app_context():
        assert [ward.id for ward in reader().scalars(wards_of(PROVINCE_A))] == [WARD_C, WARD_A]
        assert [team.id for team in teams_of_ward(reader(), WARD_A)] == [TEAM_1, TEAM_2]
        assert list(reader().scalars(areas_of(TEAM_2, today()))) == [AREA_2]


@pytest.mark.parametrize(
    ("first", "last", "covers"),
    [(None, None, True), (-1, 1, True), (0, None, True), (None, 0, True), (1, None, False), (None, -1, False)],
)
def test_team_covers_an_area_from_one_day_to_another(
    app: Flask, first: int | None, last: int | None, covers: bool
) -> None:
    """Both days are included, and one that is not known is no bound."""
    valid_from, valid_to = (None if days is None else today() + timedelta(days=days) for days in (first, last))
    with app.app_context():
        of_team = {"team_id": TEAM_1, "neighbourhood_id": AREA_2}
        writer().add(TeamArea(**of_team, valid_from=valid_from, valid_to=valid_to))
        writer().commit()
        assert set(reader().scalars(areas_of(TEAM_1, today()))) == ({AREA_1, AREA_2} if covers else {AREA_1})
        found = teams_covering(reader(), WARD_A, [AREA_2], today())
        assert {team.id for team in found} == ({TEAM_1, TEAM_2} if covers else {TEAM_2})


def test_former_name_differs_from_todays(app: Flask) -> None:
    with app.app_context():
        assert reader().get_one(Ward, WARD_A).has_former_name
        assert not reader().get_one(Ward, WARD_B).has_former_name
