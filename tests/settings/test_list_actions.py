"""What a ward does to its areas, teams and places."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, reader, writer
from app.month import today
from app.people.models import Membership
from app.places.models import Neighbourhood, Place, PlaceType, Team
from app.places.queries import places_in_use
from app.settings.area_actions import add_areas, end_area
from app.settings.list_actions import bring_back, order_naturally, put_beside, rename
from app.settings.place_actions import PlaceFacts, add_places, change_place, end_place
from app.settings.team_actions import (
    NewTeam,
    add_team_for_each_area,
    add_teams,
    cover_areas,
    cover_version,
    end_team,
)
from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError, WardList, row_version
from app.versions import SaveOutcome
from tests.cast import ALL_OF_A, AREA_1, AREA_2, AREA_B, CARLA, MARKET_A, TEAM_1, TEAM_2, WARD_A, WARD_B, WARD_C
from tests.client import Visitor
from tests.settings.list_steps import BY, TOMORROW, YESTERDAY, covered, do, names, periods, recorded

A, T, P = WardList
SAVED, UNCHANGED, CHANGED = SaveOutcome.SAVED, SaveOutcome.UNCHANGED, SaveOutcome.CHANGED_MEANWHILE


def _refused(app: Flask, work: object) -> tuple[PlaceRefusal, str]:
    with pytest.raises(PlaceRefusedError) as raised:
        do(app, work)  # type: ignore[arg-type]
    with app.app_context():
        writer().rollback()
    return raised.value.refusal, raised.value.name


def _version(app: Flask, model: type[Neighbourhood | Team | Place], id: int) -> str:
    with app.app_context():
        return row_version(reader().get_one(model, id))


def test_added_areas_come_to_their_natural_place(app: Flask) -> None:
    do(app, lambda s: add_areas(s, WARD_A, ["Phố 10", "Phố 1A"], None, **BY))
    assert names(app, A) == ["Phố 1", "Phố 1A", "Phố 2", "Phố 10"]
    assert names(app, A, WARD_B) == ["Tổ dân phố 1"]
    assert recorded(app)[-1] == {"what": "areas", "added": ["Phố 10", "Phố 1A"]}


@pytest.mark.one_engine
@pytest.mark.parametrize("since", [date(2206, 11, 29), date(1, 1, 1), today() + timedelta(days=367)])
def test_nothing_is_added_with_a_first_day_that_cannot_be(app: Flask, since: date) -> None:
    place = PlaceFacts("Phố 3", PlaceType.STREET, None, None)
    for which, work in (
        (A, lambda s: add_areas(s, WARD_A, ["Phố 3"], since, **BY)),
        (T, lambda s: add_teams(s, WARD_A, [NewTeam("Phố 3", [])], since, **BY)),
        (P, lambda s: add_places(s, WARD_A, [place], since, **BY)),
    ):
        assert _refused(app, work)[0] is PlaceRefusal.FIRST_DAY_OUT_OF_RANGE
        assert "Phố 3" not in names(app, which)


def test_place_has_a_first_day(app: Flask, carla: Visitor) -> None:
    carla.post("/places/add", lines="Chợ Mới", type="market", area="0", since=str(TOMORROW))
    with app.app_context():
        days = [{place.name for place in places_in_use(reader(), WARD_A, day)} for day in (today(), TOMORROW)]
    assert days == [{"Chợ Quảng Thắng"}, {"Chợ Quảng Thắng", "Chợ Mới"}]


def test_order_of_an_older_release_that_is_natural_keeps_nothing_at_the_end(app: Flask) -> None:
    with app.app_context():
        for id, position in ((AREA_1, 1), (AREA_2, 2)):
            writer().get_one(Neighbourhood, id).position = position
        writer().commit()
    do(app, lambda s: add_areas(s, WARD_A, ["Phố 1A"], None, **BY))
    assert names(app, A) == ["Phố 1", "Phố 1A", "Phố 2"]


def test_names_are_one_in_a_ward_and_nothing_is_half_added(app: Flask) -> None:
    for taken in ("phố  1", "PHỐ, 2", "toàn phường"):
        assert _refused(app, lambda s, taken=taken: add_areas(s, WARD_A, ["Phố 3", taken], None, **BY)) == (
            PlaceRefusal.NAME_TAKEN,
            taken,
        )
    assert _refused(app, lambda s: add_areas(s, WARD_A, ["Phố 3", "phố 3"], None, **BY))[1] == "phố 3"
    assert names(app, A) == ["Phố 1", "Phố 2"]
    do(app, lambda s: add_areas(s, WARD_B, ["Phố 1"], None, **BY))


def test_name_of_an_ended_area_is_not_given_again_but_that_of_a_merged_one_is(app: Flask) -> None:
    with app.app_context():
        of_old = {"ward_id": WARD_A, "valid_to": YESTERDAY}
        writer().add(Neighbourhood(id=1000, name="Phố 3", **of_old))
        writer().add(Neighbourhood(id=1001, name="Phố 4", merged_into_id=AREA_1, **of_old))
        writer().commit()
    assert _refused(app, lambda s: add_areas(s, WARD_A, ["Phố 3"], None, **BY))[0] is PlaceRefusal.NAME_OF_ENDED
    do(app, lambda s: add_areas(s, WARD_A, ["Phố 4"], None, **BY))
    assert _refused(app, lambda s: bring_back(s, A, WARD_A, 1001, **BY))[0] is PlaceRefusal.MERGED
    assert do(app, lambda s: bring_back(s, A, WARD_A, 1000, **BY)) is SAVED
    assert do(app, lambda s: bring_back(s, A, WARD_A, 1000, **BY)) is UNCHANGED
    assert names(app, A) == ["Phố 1", "Phố 2", "Phố 3", "Phố 4"]


def test_renaming_keeps_the_old_name_beside_the_new_one(app: Flask) -> None:
    def renamed(name: str, seen: str | None = None) -> SaveOutcome:
        version = seen or _version(app, Team, TEAM_1)
        return do(app, lambda s: rename(s, T, WARD_A, TEAM_1, name, version, **BY))

    old = _version(app, Team, TEAM_1)
    assert [renamed("Tổ Hoa Sen"), renamed("Tổ Hoa Sen", old), renamed("Tổ Mai", old)] == [SAVED, UNCHANGED, CHANGED]
    assert renamed("TỔ HOA SEN") is SAVED
    with app.app_context():
        team = reader().get_one(Team, TEAM_1)
        assert (team.name, team.former_name) == ("TỔ HOA SEN", "Tổ 1"), "capitals alone make no new name"
    assert renamed("Tổ 1") is SAVED
    with app.app_context():
        assert reader().get_one(Team, TEAM_1).former_name == ""
    version = _version(app, Team, TEAM_1)
    refusal = _refused(app, lambda s: rename(s, T, WARD_A, TEAM_1, "tổ 2", version, **BY))
    assert refusal == (PlaceRefusal.NAME_TAKEN, "tổ 2")
    assert recorded(app)[0] == {"what": "teams", "line": TEAM_1, "renamed": ["Tổ 1", "Tổ Hoa Sen"]}


@pytest.mark.parametrize(("which", "id"), [(A, AREA_B), (A, ALL_OF_A), (A, 999), (T, 999), (P, 999)])
def test_lines_of_others_and_the_whole_ward_are_in_no_list(app: Flask, which: WardList, id: int) -> None:
    for work in (
        lambda s: rename(s, which, WARD_A, id, "Tên mới", "", **BY),
        lambda s: bring_back(s, which, WARD_A, id, **BY),
        lambda s: put_beside(s, which, WARD_A, id, AREA_1, is_before=True, **BY),
        lambda s: put_beside(s, which, WARD_A, AREA_1, id, is_before=True, **BY),
    ):
        with pytest.raises(LookupError):
            do(app, work)
        with app.app_context():
            writer().rollback()


def test_order_by_hand_holds_until_the_natural_one_is_asked_for(app: Flask) -> None:
    do(app, lambda s: add_areas(s, WARD_A, ["Phố 3"], None, **BY))

    def put(id: int, neighbour: int, *, is_before: bool) -> SaveOutcome:
        return do(app, lambda s: put_beside(s, A, WARD_A, id, neighbour, is_before=is_before, **BY))

    assert [put(AREA_2, AREA_1, is_before=True), put(AREA_2, AREA_1, is_before=True)] == [SAVED, UNCHANGED]
    assert names(app, A) == ["Phố 2", "Phố 1", "Phố 3"]
    do(app, lambda s: add_areas(s, WARD_A, ["Phố 0"], None, **BY))
    assert names(app, A) == ["Phố 2", "Phố 1", "Phố 3", "Phố 0"], "what is new does not break into the order by hand"
    assert put(AREA_2, AREA_1, is_before=False) is SAVED
    assert names(app, A)[:2] == ["Phố 1", "Phố 2"]
    assert [do(app, lambda s: order_naturally(s, A, WARD_A, **BY)) for _ in range(2)] == [SAVED, UNCHANGED]
    assert names(app, A) == ["Phố 0", "Phố 1", "Phố 2", "Phố 3"]


def test_an_area_does_not_end_while_a_team_covers_nothing_else(app: Flask) -> None:
    def end(last_day: date) -> SaveOutcome:
        return do(app, lambda s: end_area(s, WARD_A, AREA_1, last_day, **BY))

    assert _refused(app, lambda s: end_area(s, WARD_A, AREA_1, today(), **BY)) == (
        PlaceRefusal.ONLY_AREA_OF_TEAM,
        "Tổ 1",
    )
    _cover(app, {AREA_1, AREA_2}, YESTERDAY)
    assert [end(today()), end(today())] == [SAVED, UNCHANGED]
    assert (names(app, A), names(app, A, day=TOMORROW)) == (["Phố 1", "Phố 2"], ["Phố 2"])
    assert (covered(app, TEAM_1, today()), covered(app, TEAM_1, TOMORROW)) == ({AREA_1, AREA_2}, {AREA_2})
    do(app, lambda s: bring_back(s, A, WARD_A, AREA_1, **BY))
    assert covered(app, TEAM_1, TOMORROW) == {AREA_1, AREA_2}
    for day in (date(2019, 1, 1), today() + timedelta(days=400)):
        refusal = _refused(app, lambda s, day=day: end_area(s, WARD_A, AREA_1, day, **BY))
        assert refusal == (PlaceRefusal.DAY_OUT_OF_RANGE, "Phố 1")


def _cover(app: Flask, areas: set[int], since: date, seen: str | None = None) -> SaveOutcome:
    with app.app_context():
        version = seen or cover_version(reader(), TEAM_1)
    return do(app, lambda s: cover_areas(s, WARD_A, TEAM_1, areas, since, version, **BY))


def test_what_a_team_covers_changes_from_a_day_on(app: Flask) -> None:
    with app.app_context():
        old = cover_version(reader(), TEAM_1)
    assert _cover(app, {AREA_2}, today()) is SAVED
    assert _cover(app, {AREA_2}, today(), old) is UNCHANGED
    assert _cover(app, {AREA_1}, today(), old) is CHANGED
    assert periods(app, TEAM_1) == [(AREA_1, None, YESTERDAY), (AREA_2, today(), None)]
    assert _cover(app, {AREA_1}, TOMORROW) is SAVED
    days = [covered(app, TEAM_1, day) for day in (YESTERDAY, today(), TOMORROW)]
    assert days == [{AREA_1}, {AREA_2}, {AREA_1}]
    assert _cover(app, {AREA_1, AREA_2}, today()) is SAVED
    days = [covered(app, TEAM_1, day) for day in (YESTERDAY, today(), TOMORROW)]
    assert days == [{AREA_1}, {AREA_1, AREA_2}, {AREA_1, AREA_2}], "what was to come gives way"
    assert _cover(app, set(), YESTERDAY) is SAVED
    assert covered(app, TEAM_1, TOMORROW) == set()
    assert recorded(app)[0]["covers"] == ["Phố 2"]


def test_a_team_ends_when_nobody_is_in_it_and_comes_back_with_its_areas(app: Flask) -> None:
    def end() -> SaveOutcome:
        return do(app, lambda s: end_team(s, WARD_A, TEAM_2, today(), **BY))

    refusal = _refused(app, lambda s: end_team(s, WARD_A, TEAM_2, today(), **BY))
    assert refusal == (PlaceRefusal.HAS_PEOPLE, "Tổ 2")
    with app.app_context():
        for membership in writer().query(Membership).filter_by(team_id=TEAM_2):
            membership.valid_to = today()
        writer().commit()
    assert [end(), end()] == [SAVED, UNCHANGED]
    assert (covered(app, TEAM_2, today()), covered(app, TEAM_2, TOMORROW)) == ({AREA_2}, set())
    assert do(app, lambda s: bring_back(s, T, WARD_A, TEAM_2, **BY)) is SAVED
    assert covered(app, TEAM_2, TOMORROW) == {AREA_2}


def test_each_area_without_a_team_gets_one_of_its_name_once(app: Flask) -> None:
    do(app, lambda s: add_areas(s, WARD_A, [f"Phố {n}" for n in range(3, 93)], None, **BY))
    do(app, lambda s: add_teams(s, WARD_A, [NewTeam("phố 92", [])], None, **BY))
    assert [do(app, lambda s: add_team_for_each_area(s, WARD_A, **BY)) for _ in range(2)] == [89, 0]
    assert names(app, T) == [*(f"Phố {n}" for n in range(3, 92)), "phố 92", "Tổ 1", "Tổ 2"]


def test_places_have_a_kind_an_area_and_a_number_of_stalls(app: Flask) -> None:
    market = PlaceFacts("Chợ Lớn", PlaceType.MARKET, AREA_1, 120)
    [place] = do(app, lambda s: [p.id for p in add_places(s, WARD_A, [market], None, **BY)])
    assert names(app, P) == ["Chợ Lớn", "Chợ Quảng Thắng"]
    assert _refused(app, lambda s: add_places(s, WARD_A, [market], None, **BY))[0] is PlaceRefusal.NAME_TAKEN
    version = _version(app, Place, place)
    street = PlaceFacts("Phố đi bộ", PlaceType.STREET, None, None)
    outcomes = [do(app, lambda s: change_place(s, WARD_A, place, street, version, **BY)) for _ in range(2)]
    assert outcomes == [SAVED, UNCHANGED]
    assert recorded(app)[-1] == {
        "what": "places",
        "line": place,
        "renamed": ["Chợ Lớn", "Phố đi bộ"],
        "type": ["market", "street"],
        "area": ["Phố 1", None],
        "unit_count": [120, None],
    }
    assert do(app, lambda s: change_place(s, WARD_A, place, market, version, **BY)) is CHANGED
    with app.app_context():
        stored = reader().get_one(Place, place)
        assert (stored.former_name, stored.type, stored.unit_count) == ("Chợ Lớn", PlaceType.STREET, None)
    assert do(app, lambda s: end_place(s, WARD_A, MARKET_A, YESTERDAY, **BY)) is SAVED
    assert names(app, P) == ["Phố đi bộ"]


def test_two_who_add_the_same_name_at_once_add_it_once(app: Flask) -> None:
    start, results = Barrier(2), []

    def add(session: Session) -> None:
        add_areas(session, WARD_C, ["Khu phố 2"], None, CARLA, BY["now"])

    def run() -> None:
        with app.app_context():
            start.wait(5)
            try:
                in_transaction(add)
                results.append("added")
            except PlaceRefusedError as error:
                writer().rollback()
                results.append(error.refusal.value)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["added", "name_taken"]
    assert names(app, A, WARD_C) == ["Khu phố 1", "Khu phố 2"]
