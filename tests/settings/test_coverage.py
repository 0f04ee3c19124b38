"""What teams cover when they or their areas end, come back and change: nothing is lost and nothing is covered twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pytest
from flask import Flask

from app.database import reader, writer
from app.month import now, today
from app.overview.queries import teams_covering
from app.overview.setup_queries import setup_facts
from app.people.models import Membership
from app.places.models import Neighbourhood, Team
from app.settings.area_actions import end_area
from app.settings.list_actions import bring_back
from app.settings.team_actions import areas_without_team, cover_areas, cover_version, end_team
from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError, WardList
from app.versions import SaveOutcome
from tests.cast import AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.settings.list_steps import BY, TOMORROW, YESTERDAY, covered, do, periods

BOTH = {AREA_1, AREA_2}
LATER = TOMORROW + timedelta(days=3)


def _cover(app: Flask, areas: Collection[int], since: date, team: int = TEAM_1) -> SaveOutcome:
    with app.app_context():
        seen = cover_version(reader(), team)
    return do(app, lambda s: cover_areas(s, WARD_A, team, areas, since, seen, **BY))


def _end_area(app: Flask, area: int, last_day: date) -> None:
    do(app, lambda s: end_area(s, WARD_A, area, last_day, **BY))


def _bring_back(app: Flask, which: WardList, id: int) -> None:
    do(app, lambda s: bring_back(s, which, WARD_A, id, **BY))


def _end_team_2(app: Flask, last_day: date) -> None:
    with app.app_context():
        for membership in writer().query(Membership).filter_by(team_id=TEAM_2):
            membership.valid_to = YESTERDAY
        writer().commit()
    do(app, lambda s: end_team(s, WARD_A, TEAM_2, last_day, **BY))


def _refusal(app: Flask, areas: Collection[int], since: date, team: int = TEAM_1) -> PlaceRefusal:
    with pytest.raises(PlaceRefusedError) as raised:
        _cover(app, areas, since, team)
    with app.app_context():
        writer().rollback()
    return raised.value.refusal


def _without_team(app: Flask, day: date) -> list[str]:
    with app.app_context():
        return [name for _id, name in areas_without_team(reader(), WARD_A, day)]


def test_last_day_that_is_changed_changes_what_is_covered(app: Flask) -> None:
    _cover(app, BOTH, YESTERDAY)
    _end_area(app, AREA_1, today())
    _end_area(app, AREA_1, TOMORROW)
    assert [covered(app, TEAM_1, day) for day in (TOMORROW, LATER)] == [BOTH, {AREA_2}]
    _bring_back(app, WardList.AREAS, AREA_1)
    assert covered(app, TEAM_1, LATER) == BOTH


def test_what_was_planned_comes_back_with_an_area(app: Flask) -> None:
    _end_team_2(app, today())
    _cover(app, BOTH, TOMORROW)
    _end_area(app, AREA_2, today())
    assert covered(app, TEAM_1, TOMORROW) == {AREA_1}
    _bring_back(app, WardList.AREAS, AREA_2)
    assert [covered(app, TEAM_1, day) for day in (today(), TOMORROW)] == [{AREA_1}, BOTH]


def test_team_and_area_that_both_ended_are_together_again(app: Flask) -> None:
    _end_team_2(app, YESTERDAY)
    _end_area(app, AREA_2, today())
    _bring_back(app, WardList.TEAMS, TEAM_2)
    assert covered(app, TEAM_2, TOMORROW) == set()
    _bring_back(app, WardList.AREAS, AREA_2)
    assert covered(app, TEAM_2, TOMORROW) == {AREA_2}


def test_area_that_was_taken_from_a_team_stays_taken(app: Flask) -> None:
    _cover(app, BOTH, YESTERDAY)
    _cover(app, {AREA_2}, TOMORROW)
    _end_area(app, AREA_1, today())
    _bring_back(app, WardList.AREAS, AREA_1)
    assert covered(app, TEAM_1, TOMORROW) == {AREA_2}


def test_area_is_not_given_to_a_team_after_its_last_day(app: Flask) -> None:
    _cover(app, BOTH, YESTERDAY)
    _end_area(app, AREA_1, TOMORROW)
    assert _refusal(app, BOTH, LATER) is PlaceRefusal.ENDS_BEFORE
    _bring_back(app, WardList.AREAS, AREA_1)
    assert covered(app, TEAM_1, LATER) == BOTH


def test_saving_what_is_shown_changes_no_planned_end(app: Flask) -> None:
    _cover(app, BOTH, YESTERDAY)
    _end_area(app, AREA_1, TOMORROW)
    assert _cover(app, BOTH, today()) is SaveOutcome.UNCHANGED
    assert covered(app, TEAM_1, LATER) == {AREA_2}
    _end_team_2(app, TOMORROW)
    assert _cover(app, {AREA_2}, today(), TEAM_2) is SaveOutcome.UNCHANGED
    assert [covered(app, TEAM_2, day) for day in (TOMORROW, LATER)] == [{AREA_2}, set()]


def test_other_areas_are_chosen_without_those_that_have_ended(app: Flask) -> None:
    """The form offers no ended areas, so saving it says nothing of them."""
    _cover(app, BOTH, YESTERDAY)
    _end_area(app, AREA_1, YESTERDAY)
    assert _cover(app, {AREA_2}, today()) is SaveOutcome.UNCHANGED
    assert _cover(app, set(), today()) is SaveOutcome.SAVED
    assert _refusal(app, {AREA_1}, YESTERDAY) is PlaceRefusal.ENDS_BEFORE
    _bring_back(app, WardList.AREAS, AREA_1)
    assert covered(app, TEAM_1, TOMORROW) == {AREA_1}


def test_ended_team_covers_nothing_and_takes_nothing(app: Flask, carla: Visitor) -> None:
    before = periods(app, TEAM_2)
    _end_team_2(app, YESTERDAY)
    assert _refusal(app, BOTH, LATER, TEAM_2) is PlaceRefusal.ENDS_BEFORE
    assert _without_team(app, today()) == ["Phố 2"]
    assert periods(app, TEAM_2) == before
    assert "Phố 2" not in carla.get(f"/teams/{TEAM_2}").text
    with app.app_context():
        assert teams_covering(reader(), WARD_A, [AREA_2], today()) == []


def test_team_has_an_area_that_lasts(app: Flask) -> None:
    _end_team_2(app, today())
    _end_area(app, AREA_2, TOMORROW)
    assert _refusal(app, {AREA_2}, today()) is PlaceRefusal.NO_LASTING_AREA
    _cover(app, BOTH, today())
    with pytest.raises(PlaceRefusedError) as raised:
        _end_area(app, AREA_1, today())
    assert raised.value.refusal is PlaceRefusal.ONLY_AREA_OF_TEAM


@pytest.mark.parametrize("model", [Team, Neighbourhood])
def test_coverage_of_an_older_release_that_was_never_ended_counts_no_more(
    app: Flask, model: type[Team | Neighbourhood]
) -> None:
    with app.app_context():
        writer().get_one(model, TEAM_2 if model is Team else AREA_2).valid_to = YESTERDAY
        writer().commit()
        assert setup_facts(reader(), WARD_A, today(), now()).has_team_without_area is (model is Neighbourhood)
    assert covered(app, TEAM_2, today()) == set()


def test_a_planned_change_is_shown_on_the_page_of_the_team(app: Flask) -> None:
    carla = Visitor(app, "carla")
    _cover(app, BOTH, LATER)
    _cover(app, {AREA_2}, LATER + timedelta(days=2))
    page = carla.get(f"/teams/{TEAM_1}").text
    for day, names in ((LATER, "Phố 1, Phố 2"), (LATER + timedelta(days=2), "Phố 2")):
        assert f"Đã định từ ngày {day:%d/%m/%Y}: {names}. Lưu sẽ thay thế." in page
