"""Merging areas: what the new one has from a day on, what is refused, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.areas.changes import AreaMerge, AreaRefusal, AreaRefusedError
from app.database import reader, writer
from app.month import FIRST_DAY, Month, now, today
from app.overview.ward_month import WardMonth
from app.people.models import AuditRecord
from app.places.area_changes import changes_between, changes_of_ward
from app.places.area_successors import standing_on
from app.places.models import Neighbourhood, Place, PlaceType, Population, TeamArea, Ward
from app.places.queries import areas_of, areas_of_ward
from app.registry.doubles import equal_pairs
from app.registry.models import Household
from app.settings.area_actions import end_area
from app.settings.list_actions import bring_back
from app.settings.ward_lists import PlaceRefusedError, WardList
from app.targets.models import Target
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, close_ward_month, log_entries
from tests.areas.ward import NEW_NAME, area, merged, undone
from tests.cast import ALL_OF_A, AREA_1, AREA_2, AREA_B, CARLA, MARKET_A, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import listed
from tests.logbook.flag_steps import flags_of

YESTERDAY = today() - timedelta(days=1)
TOMORROW = today() + timedelta(days=1)


def _names_on_phone(visitor: Visitor) -> dict[int, str]:
    found = visitor.get("/api/v1/bootstrap?form=2").json["neighbourhoods"]
    return {each["id"]: each["name"] for each in found}


def _rows_of_ward(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows that a change of areas may touch, but the change itself and versions of lists."""
    with app.app_context():
        return {
            model.__tablename__: sorted(map(tuple, reader().execute(sa.select(*columns)).all()), key=str)
            for model, columns in (
                (TeamArea, (TeamArea.team_id, TeamArea.neighbourhood_id, TeamArea.valid_from, TeamArea.valid_to)),
                (Target, (Target.neighbourhood_id, Target.figure, Target.before_merge)),
                (Neighbourhood, (Neighbourhood.id, Neighbourhood.valid_to, Neighbourhood.merged_into_id)),
            )
        }


def _households(area_id: int, figure: int, as_of: date) -> Population:
    return Population(
        ward_id=WARD_A, neighbourhood_id=area_id, group=HOUSEHOLDS, figure=figure, as_of=as_of, source="sổ"
    )


def test_old_areas_end_and_name_their_successor(app: Flask) -> None:
    change = merged(app)
    [new] = change.steps[0]["to"]
    assert (area(app, AREA_1), area(app, AREA_2)) == ((YESTERDAY, new, None, None),) * 2
    with app.app_context():
        assert {team: list(reader().scalars(areas_of(team, today()))) for team in (TEAM_1, TEAM_2)} == {
            TEAM_1: [new],
            TEAM_2: [new],
        }
        assert list(reader().scalars(areas_of(TEAM_1, YESTERDAY))) == [AREA_1]
        record = reader().scalars(sa.select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
    assert record.detail["became"] == [{"from": ["Phố 1", "Phố 2"], "to": [NEW_NAME]}]


def test_phones_of_the_successors_teams_have_all_households(app: Flask, visitor: Callable[..., Visitor]) -> None:
    listed(app, "Số 12", area=AREA_1)
    listed(app, "Số 12", area=AREA_2)
    [new] = merged(app).steps[0]["to"]
    for phone in (visitor("ana"), visitor("bruno")):
        on_phone = phone.get("/api/v1/households").json["households"]
        assert [(each["label"], each["neighbourhood"]) for each in on_phone] == [("Số 12", new)] * 2
        assert list(_names_on_phone(phone)) == [new, ALL_OF_A]


def test_entry_for_a_merged_area_is_taken_in_and_counted_with_the_successor(app: Flask, ana: Visitor) -> None:
    entry = make_entry(household=household())
    [new] = merged(app).steps[0]["to"]
    log_entries(ana, entry)
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        figures = WardMonth(reader(), ward, Month.of(today()), today()).figures_of_area(new)
    assert figures["visit"].month == 1


def test_planned_merge_changes_nothing_before_its_day(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household()))
    change = merged(app, first_day=TOMORROW)
    [new] = change.steps[0]["to"]
    assert sorted(_names_on_phone(ana)) == [AREA_1, AREA_2, ALL_OF_A]
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        today_map = WardMonth(reader(), ward, Month.of(today()), today())
        assert today_map.stands_for == {}
        assert WardMonth(reader(), ward, Month.of(TOMORROW), TOMORROW).stands_for == {AREA_1: new, AREA_2: new}
    undone(app, change.number)
    assert area(app, AREA_1) == (None, None, None, None)


def test_area_that_goes_on_has_the_targets_and_the_households_of_both(app: Flask) -> None:
    day = date(2026, 1, 5)
    for id, households, target in ((AREA_1, 100, 50), (AREA_2, 40, 30)):
        add_rows(
            app,
            _households(id, households, day),
            Target(ward_id=WARD_A, neighbourhood_id=id, measure="visit", year=today().year, figure=target),
        )
    before = _rows_of_ward(app)
    change = merged(app, AreaMerge([AREA_1, AREA_2], goes_on=AREA_1))
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.of(today()), today())
        known = reading.households_of_areas()
        assert known.keys() == {AREA_1}
        assert (known[AREA_1].figure, known[AREA_1].as_of, known[AREA_1].source) == (140, day, "sổ (Phố 1 + Phố 2)")
        [(id, targets)] = reading.targets_of_areas.items()
        assert (id, targets.of_year) == (AREA_1, {"visit": 80})
    undone(app, change.number)
    assert _rows_of_ward(app) == before


def test_number_of_one_part_is_not_that_of_both(app: Flask) -> None:
    add_rows(app, _households(AREA_1, 9, date(2026, 1, 5)))
    merged(app)
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.of(today()), today())
        assert reading.households_of_areas() == {}


def test_team_that_covers_both_covers_the_successor_once(app: Flask) -> None:
    add_rows(app, TeamArea(team_id=TEAM_1, neighbourhood_id=AREA_2, valid_from=TOMORROW))
    merged(app, AreaMerge([AREA_1, AREA_2], goes_on=AREA_2))
    with app.app_context():
        rows = sa.select(TeamArea.team_id, TeamArea.valid_from, TeamArea.valid_to).order_by(TeamArea.team_id)
        assert reader().execute(rows.where(TeamArea.neighbourhood_id == AREA_2)).all() == [
            (TEAM_1, today(), None),
            (TEAM_2, None, None),
        ]


@pytest.mark.parametrize(
    ("merge", "first_day", "refusal"),
    [
        (AreaMerge([AREA_1], goes_on=AREA_1), None, AreaRefusal.TOO_FEW),
        (AreaMerge([AREA_1, AREA_1], "Mới"), None, AreaRefusal.TWICE),
        (AreaMerge([AREA_1, AREA_B], "Mới"), None, AreaRefusal.UNKNOWN_AREA),
        (AreaMerge([AREA_1, ALL_OF_A], "Mới"), None, AreaRefusal.WHOLE_WARD),
        (AreaMerge([AREA_1, AREA_2], ""), None, AreaRefusal.NAME_MISSING),
        (AreaMerge([AREA_1, AREA_2], goes_on=AREA_B), None, AreaRefusal.UNKNOWN_AREA),
        (AreaMerge([AREA_1, AREA_2], "Mới"), FIRST_DAY, AreaRefusal.DAY_TOO_EARLY),
        (AreaMerge([AREA_1, AREA_2], "Mới"), today() + timedelta(days=400), AreaRefusal.DAY_TOO_LATE),
    ],
)
def test_merge_that_cannot_be_is_refused(
    app: Flask, merge: AreaMerge, first_day: date | None, refusal: AreaRefusal
) -> None:
    before = _rows_of_ward(app)
    with pytest.raises(AreaRefusedError) as refused:
        merged(app, merge, first_day=first_day)
    assert (refused.value.refusal, _rows_of_ward(app)) == (refusal, before)


def test_merge_from_a_day_of_a_closed_period_is_refused(app: Flask) -> None:
    last_month = Month.of(today()).previous()
    close_ward_month(app, last_month)
    with pytest.raises(AreaRefusedError) as refused:
        merged(app, first_day=last_month.last)
    assert (refused.value.refusal, refused.value.name) == (AreaRefusal.CLOSED_PERIOD, str(last_month))
    merged(app, first_day=Month.of(today()).first)


def test_area_with_a_planned_change_is_refused_and_one_that_is_planned(app: Flask) -> None:
    [new] = merged(app, first_day=TOMORROW).steps[0]["to"]
    add_rows(app, Neighbourhood(id=90, ward_id=WARD_A, name="Phố 9"))
    for old, refusal in ((AREA_1, AreaRefusal.CHANGED_ALREADY), (new, AreaRefusal.NOT_BEGUN)):
        with pytest.raises(AreaRefusedError) as refused:
            merged(app, AreaMerge([old, 90], "Mới 2"))
        assert refused.value.refusal == refusal
    chain = merged(app, AreaMerge([new, 90], "Mới 2"), first_day=TOMORROW + timedelta(days=1))
    with app.app_context():
        ward = reader().get_one(Ward, WARD_A)
        later = TOMORROW + timedelta(days=1)
        assert set(WardMonth(reader(), ward, Month.of(later), later).stands_for.values()) == set(chain.steps[0]["to"])
    with pytest.raises(AreaRefusedError) as refused:
        undone(app, 1)
    assert refused.value.refusal == AreaRefusal.CHANGED_SINCE
    undone(app, 2)
    undone(app, 1)


def test_name_of_an_area_is_taken_but_for_those_that_end(app: Flask) -> None:
    add_rows(app, Neighbourhood(id=90, ward_id=WARD_A, name="Phố 9"))
    with pytest.raises(AreaRefusedError) as refused:
        merged(app, AreaMerge([AREA_1, AREA_2], "phố 9"))
    assert refused.value.refusal == AreaRefusal.NAME_TAKEN
    merged(app, AreaMerge([AREA_1, AREA_2], "Phố 1"))


def test_what_was_logged_or_closed_since_keeps_a_merge_from_being_undone(app: Flask, ana: Visitor) -> None:
    change = merged(app)
    [new] = change.steps[0]["to"]
    log_entries(ana, make_entry(household=household()))
    undone_rows = _rows_of_ward(app)
    log_entries(ana, make_entry(household=household(), neighbourhood=new))
    with pytest.raises(AreaRefusedError) as refused:
        undone(app, change.number)
    assert (refused.value.refusal, _rows_of_ward(app)) == (AreaRefusal.LOGGED_SINCE, undone_rows)
    close_ward_month(app, Month.of(today()).previous())
    with pytest.raises(AreaRefusedError) as refused:
        undone(app, change.number)
    assert refused.value.refusal == AreaRefusal.CLOSED_SINCE


def test_undone_area_is_in_no_list_and_a_phone_that_names_it_is_heard(app: Flask, ana: Visitor, carla: Visitor) -> None:
    change = merged(app)
    [new] = change.steps[0]["to"]
    undone(app, change.number)
    assert undone(app, change.number).undone_at is not None
    assert sorted(_names_on_phone(ana)) == [AREA_1, AREA_2, ALL_OF_A]
    assert NEW_NAME not in carla.get("/areas/").text
    entry = make_entry(household=household(), neighbourhood=new)
    log_entries(ana, entry)
    assert flags_of(app, entry) == [["area_ended"]]
    merged(app)


def test_changes_are_listed_by_their_names_and_in_one_period(app: Flask) -> None:
    merged(app)
    with app.app_context():
        [change] = changes_of_ward(writer(), WARD_A)
        assert [step[:2] for step in change.steps] == [(["Phố 1", "Phố 2"], [NEW_NAME])]
        assert [each.number for each in changes_between(writer(), WARD_A, today(), today())] == [1]
        assert changes_between(writer(), WARD_A, TOMORROW, TOMORROW) == []
    undone(app, 1)
    with app.app_context():
        assert changes_between(writer(), WARD_A, today(), today()) == []
        assert changes_of_ward(writer(), WARD_A)[0].undone_at is not None


def test_equal_households_that_meet_head_the_list_of_doubles(app: Flask) -> None:
    listed(app, "Số 1", "số 1")
    met = sorted([*listed(app, "Số 12"), *listed(app, "Số 12", area=AREA_2)])
    merged(app)
    with app.app_context():
        stands_for = standing_on(areas_of_ward(reader(), WARD_A), today())
        pairs = reader().execute(equal_pairs(Household, WARD_A, None, stands_for)).all()
    assert (list(pairs[0]), len(pairs)) == (met, 2)


def test_market_lies_in_the_successor(app: Flask, carla: Visitor) -> None:
    add_rows(app, Place(id=MARKET_A, ward_id=WARD_A, type=PlaceType.MARKET, name="Chợ", neighbourhood_id=AREA_1))
    [new] = merged(app).steps[0]["to"]
    assert NEW_NAME in carla.get("/places/").text
    assert f'<option selected value="{new}">' in carla.get(f"/places/{MARKET_A}").text


def test_area_with_a_planned_merge_does_not_end_otherwise(app: Flask) -> None:
    merged(app, first_day=TOMORROW)
    for change in (end_area, lambda *given: bring_back(given[0], WardList.AREAS, *given[1:3], *given[4:])):
        with app.app_context(), pytest.raises(PlaceRefusedError):
            change(writer(), WARD_A, AREA_1, TOMORROW, CARLA, now())
