"""Splitting an area: who stands in which part, what keeps to the old one, what is refused, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.areas.changes import AreaPart, AreaRefusal, AreaRefusedError, AreaSplit
from app.areas.split_actions import begin_split, move_to_part
from app.database import in_transaction, reader, writer
from app.logbook.recount import differences
from app.month import Month, today
from app.overview.household_figures import states_of_area
from app.overview.ward_month import WardMonth
from app.places.area_successors import standing_on
from app.places.models import TeamArea, Ward
from app.places.queries import areas_of, areas_of_ward
from app.registry.models import Household
from tests.actions import add_rows, log_entries
from tests.areas.ward import area, merged, order, split, undone
from tests.cast import ALL_OF_A, AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.households.steps import listed
from tests.logbook.flag_steps import flags_of

YESTERDAY = today() - timedelta(days=1)
TOMORROW = today() + timedelta(days=1)
NORTH, SOUTH = "Phố 1 Bắc", "Phố 1 Nam"


def _parts(*north: UUID, **more: Any) -> AreaSplit:
    """Return the split of area 1 in two, with some households in the north; the south has the rest."""
    return AreaSplit(AREA_1, [AreaPart(NORTH, north, **more), AreaPart(SOUTH)], remainder=1)


def _areas_of_households(app: Flask) -> dict[UUID, int]:
    with app.app_context():
        return {id: area for id, area in reader().execute(sa.select(Household.id, Household.neighbourhood_id))}


def _on_phone(visitor: Visitor) -> dict[str, int]:
    found = visitor.get("/api/v1/households").json["households"]
    return {each["label"]: each["neighbourhood"] for each in found}


def _tally_is_right(app: Flask) -> bool:
    with app.app_context():
        return not list(differences(reader()))


def test_households_stand_in_their_parts_and_the_old_area_keeps_its_figures(app: Flask, ana: Visitor) -> None:
    homes = [household("Số 1, ngõ 1"), household("Số 2, ngõ 1")]
    state = {"people_14": 2, "internet": True}
    log_entries(ana, *(make_entry(household=home, state=state) | {"form": 2} for home in homes))
    change = split(app, _parts(UUID(homes[0]["id"])))
    north, south = change.steps[0]["to"]
    assert area(app, AREA_1) == (YESTERDAY, None, None, south)
    assert area(app, north) == (None, None, AREA_1, None)
    assert _on_phone(ana) == {"Số 1, ngõ 1": north, "Số 2, ngõ 1": south}
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.of(today()), today())
        figures = reading.figures_by_area(reading.months, reading.months)
        assert {id: found["visit"].month for id, found in figures.items()} == {AREA_1: 2}
        assert [states_of_area(reading, id).reviewed for id in (north, south)] == [1, 1]
    assert _tally_is_right(app)


def test_teams_of_the_area_cover_its_parts_or_those_that_were_chosen(app: Flask) -> None:
    add_rows(app, TeamArea(team_id=TEAM_2, neighbourhood_id=AREA_1))
    north, south = split(app, _parts(team_ids=[TEAM_2])).steps[0]["to"]
    with app.app_context():
        assert sorted(reader().scalars(areas_of(TEAM_1, today()))) == [south]
        assert sorted(reader().scalars(areas_of(TEAM_2, today()))) == [AREA_2, north, south]
        assert sorted(reader().scalars(areas_of(TEAM_2, YESTERDAY))) == [AREA_1, AREA_2]


def test_populations_are_those_that_were_given(app: Flask) -> None:
    parts = [AreaPart(NORTH, population=60), AreaPart(SOUTH)]
    wanted = AreaSplit(AREA_1, parts, populations_on=date(2026, 6, 30), populations_source="công an phường")
    north, _south = split(app, wanted).steps[0]["to"]
    with app.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.of(today()), today())
        assert {id: each.figure for id, each in reading.households_of_areas().items()} == {north: 60}


def test_entry_for_the_old_area_is_taken_in_with_a_flag_and_may_be_corrected(app: Flask, ana: Visitor) -> None:
    home = household()
    log_entries(ana, make_entry(household=home))
    north, south = split(app, _parts(UUID(home["id"]))).steps[0]["to"]
    entry = make_entry(household=home)
    before = make_entry(household=household("Số 8"), happened_on=YESTERDAY.isoformat())
    log_entries(ana, entry, before)
    assert flags_of(app, entry, before) == [["household_again", "area_ended"], []]
    log_entries(ana, edited(entry, neighbourhood=north))
    assert flags_of(app, entry) == [["household_again"]]
    assert _on_phone(ana)["Số 8"] == south
    log_entries(ana, edited(edited(entry), neighbourhood=south))
    assert flags_of(app, entry) == [["household_again", "household_elsewhere"]]
    assert _tally_is_right(app)


def test_planned_split_changes_nothing_before_its_day(app: Flask, ana: Visitor) -> None:
    [home] = listed(app, "Số 1, ngõ 1")
    split(app, _parts(home), first_day=TOMORROW)
    assert _on_phone(ana) == {"Số 1, ngõ 1": AREA_1}
    areas = ana.get("/api/v1/bootstrap?form=2").json["neighbourhoods"]
    assert [each["id"] for each in areas] == [AREA_1, AREA_2, ALL_OF_A]


def test_undo_puts_everybody_back_where_they_were(app: Flask, ana: Visitor) -> None:
    of_1, of_2 = [*listed(app, "Số 1", "Số 2"), *listed(app, "Số 3", area=AREA_2)], listed(app, "Số 4", area=AREA_2)
    [new] = merged(app, first_day=YESTERDAY).steps[0]["to"]
    change = split(app, AreaSplit(new, [AreaPart(NORTH, of_1), AreaPart(SOUTH, of_2)], remainder=1))
    north, south = change.steps[0]["to"]
    assert _on_phone(ana) == {"Số 1": north, "Số 2": north, "Số 3": north, "Số 4": south}
    undone(app, change.number)
    assert set(_on_phone(ana).values()) == {new}
    [of_area_2] = [id for id in of_1 if _areas_of_households(app)[id] == AREA_2]
    assert of_area_2 == of_1[2], "so that the merge can be taken back, too"
    entry = make_entry(household=household(), neighbourhood=north)
    log_entries(ana, entry)
    assert flags_of(app, entry) == [[]], "a phone that names a part that is no more means the area"
    assert _tally_is_right(app)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (AreaSplit(AREA_1, [AreaPart(NORTH)]), AreaRefusal.TOO_FEW),
        (AreaSplit(ALL_OF_A, [AreaPart(NORTH), AreaPart(SOUTH)]), AreaRefusal.WHOLE_WARD),
        (AreaSplit(AREA_1, [AreaPart(NORTH), AreaPart("Phố 2")]), AreaRefusal.NAME_TAKEN),
        (AreaSplit(AREA_1, [AreaPart(NORTH), AreaPart(NORTH)]), AreaRefusal.NAME_TAKEN),
        (AreaSplit(AREA_1, [AreaPart(NORTH, [UUID(int=5)]), AreaPart(SOUTH, [UUID(int=5)])]), AreaRefusal.TWICE),
        (AreaSplit(AREA_1, [AreaPart(NORTH, [UUID(int=5)]), AreaPart(SOUTH)]), AreaRefusal.UNKNOWN_HOUSEHOLD),
        (AreaSplit(AREA_1, [AreaPart(NORTH, population=5), AreaPart(SOUTH)]), AreaRefusal.SOURCE_MISSING),
        (
            AreaSplit(AREA_1, [AreaPart(NORTH, team_ids=[TEAM_2]), AreaPart(SOUTH, team_ids=[])]),
            AreaRefusal.TEAM_WITHOUT_AREA,
        ),
    ],
)
def test_split_that_cannot_be_is_refused(app: Flask, wanted: AreaSplit, refusal: AreaRefusal) -> None:
    with pytest.raises(AreaRefusedError) as refused:
        split(app, wanted)
    assert (refused.value.refusal, area(app, AREA_1)) == (refusal, (None, None, None, None))


def test_household_of_another_area_is_refused_and_its_twin_follows(app: Flask) -> None:
    [other] = listed(app, "Số 9", area=AREA_2)
    with pytest.raises(AreaRefusedError):
        split(app, _parts(other))
    kept, twin = sorted(listed(app, "Số 1", "Số 1a"))
    with app.app_context():
        writer().execute(sa.update(Household).where(Household.id == twin).values(merged_into_id=kept))
        writer().commit()
    north, _south = split(app, _parts(kept)).steps[0]["to"]
    assert {id: _areas_of_households(app)[id] for id in (kept, twin)} == {kept: north, twin: north}


def test_split_that_was_cut_off_shows_nowhere_and_may_be_made_again(app: Flask, ana: Visitor, carla: Visitor) -> None:
    north_home, _south_home = listed(app, "Số 1", "Số 2")
    wanted = _parts(north_home)
    with app.app_context():
        part_ids = in_transaction(lambda session: begin_split(session, order(), wanted))
        moved = partial(
            move_to_part, order=order(), area_id=AREA_1, part_id=part_ids[0], model=Household, ids=[north_home]
        )
        in_transaction(moved)
    assert _areas_of_households(app)[north_home] == part_ids[0]
    assert set(_on_phone(ana).values()) == {AREA_1}
    assert NORTH not in carla.get("/areas/").text
    change = split(app, wanted)
    north, south = change.steps[0]["to"]
    assert _on_phone(ana) == {"Số 1": north, "Số 2": south}
    undone(app, change.number)
    assert set(_on_phone(ana).values()) == {AREA_1}
    assert _tally_is_right(app)


def _begun(app: Flask, wanted: AreaSplit) -> int:
    """Begin a split; return the id of its first part, to which nobody is moved yet."""
    with app.app_context():
        return in_transaction(lambda session: begin_split(session, order(), wanted))[0]


def _move(app: Flask, part_id: int, *ids: UUID) -> None:
    move = partial(move_to_part, order=order(), area_id=AREA_1, part_id=part_id, model=Household, ids=ids)
    with app.app_context():
        in_transaction(move)


def test_of_two_who_split_an_area_at_once_the_later_one_moves_everybody(app: Flask, ana: Visitor) -> None:
    first_home, second_home, _third_home = listed(app, "Số 1", "Số 2", "Số 3")
    part_of_first = _begun(app, _parts(first_home, second_home))
    _move(app, part_of_first, first_home)
    north, south = split(app, _parts(second_home)).steps[0]["to"]
    with pytest.raises(AreaRefusedError) as refused:
        _move(app, part_of_first, second_home)
    assert refused.value.refusal is AreaRefusal.CHANGED_ALREADY
    assert _on_phone(ana) == {"Số 1": south, "Số 2": north, "Số 3": south}
    assert _tally_is_right(app)


def test_split_that_was_cut_off_goes_along_when_its_area_is_merged(app: Flask, ana: Visitor) -> None:
    north_home, _south_home = listed(app, "Số 1", "Số 2")
    _move(app, _begun(app, _parts(north_home)), north_home)
    [new] = merged(app).steps[0]["to"]
    assert _on_phone(ana) == {"Số 1": new, "Số 2": new}
    with app.app_context():
        standing = standing_on(areas_of_ward(reader(), WARD_A), today())
    assert {standing[area] for area in _areas_of_households(app).values()} == {new}
