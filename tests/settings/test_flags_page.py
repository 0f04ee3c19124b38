"""The page on which a ward says which questions it asks of its entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import reader, writer
from app.logbook.flags import FLAGS, Setting, settings_of
from app.logbook.status import Action
from app.month import today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import Neighbourhood, Ward
from app.places.ward_settings import WardSettings
from app.settings.actions import LEAST_LOCATED
from tests.actions import review_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, AREA_B, CARLA, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.sync.steps import stored

PAGE = "/settings/flags"


def _settings(app: Flask, ward_id: int = WARD_A) -> dict[str, Any]:
    with app.app_context():
        settings: dict[str, Any] = reader().get_one(Ward, ward_id).stored_settings
        return settings


def _journal(app: Flask) -> list[Any]:
    with app.app_context():
        of_settings = AuditRecord.event == AuditEvent.SETTINGS_CHANGED
        columns = AuditRecord.actor_id, AuditRecord.ward_id, AuditRecord.detail
        return [tuple(row) for row in reader().execute(sa.select(*columns).where(of_settings).order_by(AuditRecord.id))]


def _chosen(off: Iterable[str] = (), location: bool = False, **thresholds: Any) -> dict[str, str]:
    """Return what a browser sends: ticked boxes only, and every number."""
    form = {f"{flag.code}_on": "y" for flag in FLAGS if flag.code not in off}
    form |= {f"{flag.code}_threshold": str(flag.threshold) for flag in FLAGS if flag.has_threshold}
    form |= {f"{code}_threshold": str(number) for code, number in thresholds.items()}
    return form | ({"location": "y"} if location else {})


def _save(visitor: Visitor, page: str | None = None, query: str = "", **chosen: Any) -> TestResponse:
    """Save what a browser sends of a page, of that of now if no other is given, with what was ``chosen``."""
    (version,) = re.findall(r'name="version"[^>]*value="([^"]*)"', visitor.get(PAGE).text if page is None else page)
    return visitor.post(f"{PAGE}{query}", version=version, **_chosen(**chosen))


def test_flags_page_shows_every_flag_as_the_ward_has_it(app: Flask, visitor: Callable[..., Visitor]) -> None:
    with app.app_context():
        flags = {"late": {"on": True, "threshold": 31}, "photo_again": {"on": False}}
        writer().get_one(Ward, WARD_A).stored_settings = {"flags": flags, "location": True}
        writer().commit()
    page = visitor("carla").get(f"{PAGE}?lang=en").text
    for flag in FLAGS:
        setting = settings_of(WardSettings.parse({"flags": flags}))[flag.code]
        control = re.search(rf'<input[^>]*name="{flag.code}_on"[^>]*>', page)
        assert control
        assert ("checked" in control[0]) is setting.on, flag.code
        assert flag.explained(setting.threshold) in unescape(page)
        number = re.search(rf'<input[^>]*name="{flag.code}_threshold"[^>]*value="(\d+)"', page)
        assert (number and int(number[1])) == (setting.threshold if flag.has_threshold else None)
    assert re.search(r'<input[^>]*checked[^>]*name="location"', page)


def test_flags_that_are_saved_again_change_nothing(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    assert _save(carla).status_code == 302
    assert _save(carla).status_code == 302
    assert "Không có gì thay đổi." in unescape(carla.get(PAGE).text)


def test_saved_flags_hold_for_entries_that_come_next(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana, visited = visitor("carla"), visitor("ana"), household()
    before = make_entry(household=visited, people=13)
    ana.sync(before)
    assert stored(app, before)["flags"] == ["many_people"]
    response = _save(carla, off=["household_again", "at_night", "in_a_rush"], many_people=20)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    assert 'role="status"' in carla.get(PAGE).text
    after, many = make_entry(household=visited, people=20), make_entry(household=household(), people=21)
    ana.sync(after, many)
    assert [stored(app, each)["flags"] for each in (before, after, many)] == [["many_people"], [], ["many_people"]]
    assert settings_of(WardSettings.parse(_settings(app)))["many_people"] == Setting(True, 20)
    changed = {"household_again": {"on": False, "threshold": 7}, "many_people": {"on": True, "threshold": 20}}
    assert _journal(app) == [(CARLA, WARD_A, {"what": "flags", "changed": changed})]


def test_other_settings_of_the_ward_and_other_wards_stay(app: Flask, visitor: Callable[..., Visitor]) -> None:
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"cut_off": 25}
        writer().commit()
    carla, before = visitor("carla"), _settings(app, WARD_B)
    _save(carla, location=True)
    assert _settings(app)["cut_off"] == 25
    assert _settings(app)["location"] is True
    assert _settings(app, WARD_B) == before
    assert _journal(app) == [(CARLA, WARD_A, {"what": "flags", "changed": {"location": True}})]
    _save(carla, location=True)
    assert len(_journal(app)) == 1, "saving the same again changes nothing"
    _save(carla)
    assert _settings(app)["location"] is False


def test_flags_saved_by_another_coordinator_are_not_replaced_unseen(
    app: Flask, visitor: Callable[..., Visitor]
) -> None:
    carla, other = visitor("carla"), visitor("carla")
    mine = carla.get(f"{PAGE}?lang=en").text
    _save(other, late=30)
    response = _save(carla, mine, "?lang=en", many_people=20)
    assert response.status_code == 422
    assert "Somebody saved other settings meanwhile." in unescape(response.text)
    assert 'value="20"' in response.text, "what was entered is still there"
    settings = settings_of(WardSettings.parse(_settings(app)))
    assert (settings["late"].threshold, settings["many_people"].threshold) == (30, 12)
    assert len(_journal(app)) == 1
    assert _save(carla, response.text, many_people=20).status_code == 302, "who saves again knows of the other's"
    settings = settings_of(WardSettings.parse(_settings(app)))
    assert (settings["late"].threshold, settings["many_people"].threshold) == (7, 20)
    assert _save(other, mine, many_people=20).status_code == 302, "what stands there already is saved"
    assert len(_journal(app)) == 2


@pytest.mark.parametrize("number", ["", "abc", "0", "91", "-1", "7.5", "٧", "9" * 30])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_threshold_out_of_bounds_is_refused_with_a_sentence(sqlite_app: Flask, number: str, language: str) -> None:
    carla, before = Visitor(sqlite_app, "carla"), _settings(sqlite_app)
    response = _save(carla, query=f"?lang={language}", household_again=number, late=30)
    assert response.status_code == 422
    assert response.text.count('aria-invalid="true"') == 1
    assert 'href="#household_again_threshold"' in response.text
    assert 'value="30"' in response.text, "what was entered otherwise is still there"
    assert "90" in response.text or f"“{number}”" in response.text, "the bounds, or which figure is meant"
    assert (_settings(sqlite_app), _journal(sqlite_app)) == (before, [])


def test_centroid_of_an_area_is_where_most_entries_were_made(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana, bruno = visitor("carla"), visitor("ana"), visitor("bruno")
    _save(carla, off=["in_a_rush", "at_night"], location=True)

    def located(number: int, latitude: float, **fields: Any) -> list[dict[str, Any]]:
        place = {"lat": latitude, "lng": 108.2, "accuracy": 20}
        return [make_entry(location=place, **fields) for _ in range(number)]

    in_area_1 = located(4, 16.06) + located(1, 21.0)
    ana.sync(*in_area_1, *located(6, 16.08, neighbourhood=ALL_OF_A))
    bruno.sync(*located(4, 16.09, neighbourhood=AREA_2), make_entry(neighbourhood=AREA_2))
    void = located(1, 16.09, neighbourhood=AREA_2)
    bruno.sync(*void)
    review_entries(app, Action.VOID, *void)
    visitor("bo").sync(*located(6, 10.0, neighbourhood=AREA_B))
    response = carla.post(f"{PAGE}/middles?lang=en")
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    page = carla.get(f"{PAGE}?lang=en").text
    assert "Neighbourhoods whose middle was taken: 1." in page
    assert 'data-centroids="1"' in page
    assert "Phố 2" in page
    with app.app_context():
        rows = reader().execute(sa.select(Neighbourhood.id, Neighbourhood.latitude, Neighbourhood.longitude))
        middles = {row.id: (row.latitude, row.longitude) for row in rows if row.latitude is not None}
    assert middles == {AREA_1: (16.06, 108.2)}
    assert _journal(app)[-1] == (CARLA, WARD_A, {"what": "middles", "areas": 1})
    far = make_entry(location={"lat": 16.2, "lng": 108.2, "accuracy": 20})
    ana.sync(far, edited(in_area_1[0]))
    assert [stored(app, each)["flags"] for each in (far, in_area_1[0])] == [["far_away"], []]


def test_entries_before_a_merge_move_the_centroid_of_the_successor(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    _save(carla, off=["in_a_rush", "at_night"], location=True)
    place = {"lat": 16.06, "lng": 108.2, "accuracy": 20}
    ana.sync(*(make_entry(location=place) for _ in range(LEAST_LOCATED)))
    with app.app_context():
        merged = {"valid_to": today() - timedelta(days=1), "merged_into_id": AREA_2}
        writer().execute(sa.update(Neighbourhood).where(Neighbourhood.id == AREA_1).values(**merged))
        writer().commit()
    carla.post(f"{PAGE}/middles")
    with app.app_context():
        rows = reader().execute(sa.select(Neighbourhood.id, Neighbourhood.latitude))
        assert {row.id: row.latitude for row in rows if row.latitude is not None} == {AREA_2: 16.06}


def test_area_that_ends_in_the_future_has_a_centroid_until_then(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla, ana = visitor("carla"), visitor("ana")
    _save(carla, off=["in_a_rush", "at_night"], location=True)
    place = {"lat": 16.06, "lng": 108.2, "accuracy": 20}
    ana.sync(*(make_entry(location=place) for _ in range(LEAST_LOCATED)))
    with app.app_context():
        merged = {"valid_to": today() + timedelta(days=7), "merged_into_id": AREA_2}
        writer().execute(sa.update(Neighbourhood).where(Neighbourhood.id == AREA_1).values(**merged))
        writer().commit()
    carla.post(f"{PAGE}/middles")
    with app.app_context():
        rows = reader().execute(sa.select(Neighbourhood.id, Neighbourhood.latitude))
        assert {row.id: row.latitude for row in rows if row.latitude is not None} == {AREA_1: 16.06}


def test_entries_without_location_give_no_centroid(app: Flask, visitor: Callable[..., Visitor]) -> None:
    carla = visitor("carla")
    visitor("ana").sync(*[make_entry() for _ in range(6)])
    carla.post(f"{PAGE}/middles?lang=en")
    page = carla.get(f"{PAGE}?lang=en").text
    assert "No neighbourhood has enough entries yet" in page
    assert 'data-centroids="0"' in page
    assert _journal(app) == []


@pytest.mark.parametrize("name", ["ana", "leo", "vera", "eva", "ada", "nina"])
def test_flags_are_set_only_by_a_coordinator(sqlite_app: Flask, name: str) -> None:
    visitor = Visitor(sqlite_app, name)
    answers = [visitor.get(PAGE), visitor.post(PAGE, **_chosen(late=30)), visitor.post(f"{PAGE}/middles")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert settings_of(WardSettings.parse(_settings(sqlite_app)))["late"].threshold == 7
