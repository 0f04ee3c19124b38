"""The pages on which areas are merged and split: what is shown before, what is saved, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.month import Month, today
from app.places.area_changes import changes_of_ward
from app.places.models import Neighbourhood
from app.registry.models import Household
from tests.actions import add_rows, close_ward_month, log_entries
from tests.areas.ward import NEW_NAME, area, merged
from tests.cast import AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import listed
from tests.html import parse
from tests.overview.page import words

pytestmark = pytest.mark.one_engine

TODAY = str(today())
MERGE = {"name": NEW_NAME, "goes_on": "0", "first_day": TODAY}
OLD = {"areas": [str(AREA_1), str(AREA_2)]}


def _seen(page: str) -> str:
    found = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
    assert found, "the page shows no map to be saved"
    return found[1]


def _changes(app: Flask) -> list[list[tuple[list[str], list[str]]]]:
    with app.app_context():
        return [
            [(list(step.before), list(step.after)) for step in change.steps]
            for change in changes_of_ward(reader(), WARD_A)
        ]


def _fold(page: str) -> tuple[bool, str]:
    """Return whether the areas to choose from are open, and the first sentence of the line above them."""
    (fold,) = (each for each in parse(page).iter("details") if "choice-fold" in each.get("class", ""))
    return fold.get("open") is not None, words(next(fold.iter("summary"))).partition(". ")[0] + "."


def _areas(app: Flask) -> set[str]:
    with app.app_context():
        return set(reader().scalars(sa.select(Neighbourhood.name).where(Neighbourhood.ward_id == WARD_A)))


def test_merge_is_shown_in_counts_and_saved_when_that_was_seen(app: Flask, carla: Visitor, ana: Visitor) -> None:
    listed(app, "Số 12", area=AREA_1)
    listed(app, "Số 12", "Số 3", area=AREA_2)
    log_entries(ana, make_entry(household=household()))
    page = carla.post("/areas/merge", **MERGE, **OLD)  # type: ignore[arg-type]
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))
    assert page.status_code == 200
    assert "Phố 1 + Phố 2" in text
    assert "Số hộ 4" in text, "three that are listed, and the one that was visited"
    assert "Bản ghi đã có 1" in text
    assert "gặp nhau ở đây: 1" in text
    assert _changes(app) == []
    assert NEW_NAME not in _areas(app), "looking stores nothing"
    assert carla.post("/areas/merge", confirmed=_seen(page.text), **MERGE, **OLD).status_code == 302  # type: ignore[arg-type]
    assert _changes(app) == [[(["Phố 1", "Phố 2"], [NEW_NAME])]]
    listing = unescape(carla.get("/areas/").text)
    assert f"gộp vào {NEW_NAME} từ ngày" in listing
    assert "gộp từ Phố 1 và Phố 2" in listing
    assert f"gộp vào {NEW_NAME}" in unescape(carla.get(f"/areas/{AREA_1}").text).lower().replace(
        NEW_NAME.lower(), NEW_NAME
    )


def test_other_map_than_the_one_seen_is_not_saved(app: Flask, carla: Visitor) -> None:
    seen = _seen(carla.post("/areas/merge", **MERGE, **OLD).text)  # type: ignore[arg-type]
    other = MERGE | {"name": "Khu khác"}
    page = carla.post("/areas/merge", confirmed=seen, **other, **OLD)  # type: ignore[arg-type]
    assert (page.status_code, _changes(app)) == (200, [])
    assert "Hãy xem lại" in unescape(page.text)
    add_rows(app, Neighbourhood(ward_id=WARD_A, name="Phố 3"))
    assert carla.post("/areas/merge", confirmed=_seen(page.text), **other, **OLD).status_code == 200  # type: ignore[arg-type]
    assert _changes(app) == [], "somebody changed the list of areas meanwhile"


def test_refused_merge_keeps_what_was_entered(app: Flask, carla: Visitor) -> None:
    assert carla.post("/areas/merge", **MERGE, areas=str(AREA_1)).status_code == 422
    page = carla.post("/areas/merge", **MERGE | {"name": "Phố 1", "goes_on": str(AREA_2)}, areas=str(AREA_1))
    assert page.status_code == 422
    close_ward_month(app, Month.current().previous())
    early = MERGE | {"first_day": str(Month.current().first - timedelta(days=1))}
    page = carla.post("/areas/merge", **early, **OLD)  # type: ignore[arg-type]
    assert page.status_code == 422
    assert "đã chốt" in unescape(page.text)
    assert f'value="{NEW_NAME}"' in unescape(page.text)
    assert page.text.count(" checked>") == 2


def test_many_areas_are_folded_and_what_is_wrong_with_them_opens_them(app: Flask, carla: Visitor) -> None:
    """Without a script, too: the page as it is sent says how many are chosen."""
    add_rows(app, *(Neighbourhood(ward_id=WARD_A, name=f"Khu {number}") for number in range(1, 11)))
    assert _fold(carla.get("/areas/merge?lang=vi").text) == (False, "Chưa chọn nơi nào.")
    one = carla.post("/areas/merge?lang=vi", **MERGE, areas=str(AREA_1))
    assert _fold(one.text) == (True, "Đã chọn 1 trong 12.")
    looked = carla.post("/areas/merge?lang=vi", **MERGE, **OLD)  # type: ignore[arg-type]
    assert _fold(looked.text) == (False, "Đã chọn 2 trong 12.")
    nameless = carla.post("/areas/merge?lang=vi", **MERGE | {"name": ""}, **OLD)  # type: ignore[arg-type]
    assert (nameless.status_code, *_fold(nameless.text)) == (422, False, "Đã chọn 2 trong 12.")


def test_errors_of_a_pasted_map_stand_by_line_beside_the_paste(app: Flask, carla: Visitor) -> None:
    lines = "Phố 1 -> Khu A\nPhố 9 -> Khu B\nPhố 2"
    page = carla.post("/areas/map", lines=lines, first_day=TODAY)
    text = unescape(page.text)
    assert page.status_code == 422
    assert [number for number in (1, 2, 3) if f"Dòng {number}:" in text] == [2, 3]
    assert f"{lines}</textarea>" in text.replace("\r", "")
    too_long = carla.post("/areas/map", lines=f"Phố 1 -> {'x' * 300}", first_day=TODAY)
    assert too_long.status_code == 422
    assert carla.post("/areas/map", lines="Phố 1 -> Khu A", first_day="").status_code == 422


def test_map_of_the_ward_is_saved_as_one_change(app: Flask, carla: Visitor) -> None:
    form = {"lines": "Khu cũ\tKhu mới\nPhố 1\tKhu A\nPhố 2\tKhu B", "first_day": TODAY}
    page = carla.post("/areas/map", **form)
    assert 'data-steps="2"' in page.text
    assert carla.post("/areas/map", confirmed=_seen(page.text), **form).status_code == 302
    assert _changes(app) == [[(["Phố 1"], ["Khu A"]), (["Phố 2"], ["Khu B"])]]


def test_split_by_lane_one_by_one_and_list(app: Flask, carla: Visitor) -> None:
    lane, other = "Số 1, ngõ 2", "Số 5, ngõ 7"
    first, second, third, fourth = listed(app, lane, "Số 3, ngõ 2", other, "Số 9", area=AREA_1)
    address = f"/areas/{AREA_1}/split"
    blank = carla.get(address).text
    keys = re.findall(r'name="(lane-[^"]*)"', unescape(blank))
    assert len(keys) == 3
    form = {"first_day": TODAY, "parts": "2", "rest": "1", "name-0": "Phố 1A", "name-1": "Phố 1B", "list-0": ""}
    teams = {"team-0": str(TEAM_2), "team-1": str(TEAM_1)}
    of_lanes = dict(zip(keys, ("0", "each", ""), strict=True))
    page = carla.post(address, **form, **teams, **of_lanes)
    assert f"home-{third}" in page.text, "a lane that is chosen one by one is listed"
    chosen = {**form, **teams, **of_lanes, f"home-{third}": "0"}
    seen = _seen(carla.post(address, **chosen).text)
    wrong = carla.post(address, **chosen | {"list-0": "Số 100"})
    assert wrong.status_code == 422
    assert "Số 100" in unescape(wrong.text)
    assert carla.post(address, confirmed=seen, **chosen).status_code == 302
    assert _changes(app) == [[(["Phố 1"], ["Phố 1A", "Phố 1B"])]]
    with app.app_context():
        stored = dict(reader().execute(sa.select(Household.id, Household.neighbourhood_id)).all())
        [part] = reader().scalars(sa.select(Neighbourhood.id).where(Neighbourhood.name == "Phố 1A"))
    assert {str(id) for id, area_id in stored.items() if area_id == part} == {str(first), str(second), str(third)}
    assert "tách thành Phố 1A và Phố 1B" in unescape(carla.get("/areas/").text)
    assert str(fourth)


def test_one_more_part_keeps_what_was_entered(app: Flask, carla: Visitor) -> None:
    form = {"first_day": TODAY, "parts": "2", "rest": "0", "name-0": "Phố 1A", "name-1": "", "list-1": "Số 1"}
    page = carla.post(f"/areas/{AREA_1}/split", more="1", **form)
    assert (page.status_code, page.text.count('type="radio" name="rest"')) == (200, 3)
    assert 'value="Phố 1A"' in unescape(page.text)
    assert "Số 1</textarea>" in unescape(page.text)
    assert carla.post(f"/areas/{AREA_1}/split", **form).status_code == 422


def test_doubles_say_that_a_merge_made_them_meet(app: Flask, carla: Visitor) -> None:
    listed(app, "Số 1", "số 1")
    listed(app, "Số 12", area=AREA_1)
    listed(app, "Số 12", area=AREA_2)
    merged(app)
    first, second = (unescape(carla.get(f"/households/doubles?skip={number}").text) for number in (0, 1))
    assert "Trước đây ở “Phố 1” và “Phố 2”" in first or "Trước đây ở “Phố 2” và “Phố 1”" in first
    assert "Trước đây ở" not in second


def test_change_is_taken_back_until_something_is_logged(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    merged(app)
    assert "data-change" in visitor("vera").get("/areas/changes").text
    assert carla.post("/areas/changes/1/undo").status_code == 302
    assert area(app, AREA_1) == (None, None, None, None)
    assert "Đã hoàn tác" in unescape(carla.get("/areas/changes").text)
    [new] = merged(app).steps[0]["to"]
    log_entries(ana, make_entry(neighbourhood=new))
    page = unescape(carla.get("/areas/changes").text)
    assert "Không hoàn tác được nữa." in page
    assert "changes/2/undo" not in page
    carla.post("/areas/changes/2/undo")
    assert area(app, AREA_1)[1] == new
    assert carla.post("/areas/changes/9/undo").status_code == 404
