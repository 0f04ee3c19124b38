"""The lists of households and merchants: who sees what, search, filters and pages."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.households import party_list
from app.households.party_tables import MERCHANTS
from app.month import now
from app.people.models import AuditRecord
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, AREA_2, AREA_B, WARD_B
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import listed, merge, stored
from tests.html import parse


def _shown(visitor: Visitor, path: str = "/households/") -> list[str]:
    page = parse(visitor.get(path).text)
    return [item.findtext("a") or "" for item in page.iter("li") if item.get("data-party")]


def test_a_leader_sees_the_own_areas_and_a_coordinator_the_ward(app: Flask, leo: Visitor, carla: Visitor) -> None:
    listed(app, "Số 1, ngõ 5")
    listed(app, "Số 2, ngõ 6", area=AREA_2)
    listed(app, "Số 3", area=AREA_B, ward=WARD_B)
    assert _shown(leo) == ["Số 1, ngõ 5"]
    assert _shown(carla) == ["Số 1, ngõ 5", "Số 2, ngõ 6"]
    assert _shown(carla, f"/households/?area={AREA_2}") == ["Số 2, ngõ 6"]
    assert leo.get(f"/households/?area={AREA_2}").status_code == 404
    assert carla.get(f"/households/?area={AREA_B}").status_code == 404


def test_a_viewer_reads_and_is_offered_no_change(app: Flask, vera: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    assert _shown(vera) == ["Số 1, ngõ 5"]
    page = vera.get(f"/households/{id}").text
    assert "Số 1, ngõ 5" in page
    assert f'action="/households/{id}' not in page
    assert vera.post(f"/households/{id}", label="Số 2", area=str(AREA_1)).status_code == 403


def test_members_have_their_households_on_the_phone(app: Flask, ana: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    assert ana.get("/households/").status_code == 403
    assert ana.get(f"/households/{id}").status_code == 403


def test_houses_of_a_lane_are_found_and_stand_by_their_numbers(app: Flask, carla: Visitor) -> None:
    listed(app, "Số 10, ngõ 3", "Số 2, ngõ 3", "Số 2A, ngõ 3", "Số 35, ngõ 4")
    assert _shown(carla, "/households/?text=ngo+3") == ["Số 2, ngõ 3", "Số 2A, ngõ 3", "Số 10, ngõ 3"]
    assert _shown(carla, "/households/?text=nothing") == []


def test_states_filter_the_list(app: Flask, ana: Visitor, carla: Visitor) -> None:
    never, gone, twice, again = listed(app, "Số 1", "Số 2", "Số 3", "số 3")
    add_rows(app, _retired(app, gone))
    met, absent = household("Số 4"), household("Số 5")
    log_entries(ana, make_entry(household=met), make_entry(household=absent, met="absent", people=0))
    assert _shown(carla) == ["Số 1", "số 3", "Số 3", "Số 4", "Số 5"] or set(_shown(carla)) == {
        "Số 1",
        "số 3",
        "Số 3",
        "Số 4",
        "Số 5",
    }
    assert _shown(carla, "/households/?state=met") == ["Số 4"]
    assert _shown(carla, "/households/?state=absent") == ["Số 5"]
    assert "Số 1" in _shown(carla, "/households/?state=never")
    assert "Số 4" not in _shown(carla, "/households/?state=never")
    assert set(_shown(carla, "/households/?state=unsurveyed")) >= {"Số 1", "Số 4", "Số 5"}
    assert _shown(carla, "/households/?state=retired") == ["Số 2"]
    assert _shown(carla, "/households/?text=so+2") == ["Số 2"], "who types it finds what is no longer there"
    assert carla.get("/households/?state=nothing").status_code == 404
    assert {never, twice, again}


def _retired(app: Flask, id: UUID) -> object:
    party = stored(app, id)
    party.retired_at = now()
    return party


def test_pages_follow_each_other_and_hold_each_household_once(
    app: Flask, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(party_list, "PAGE", 4)
    labels = [f"Số {number}, ngõ {number % 3}" for number in range(1, 12)]
    listed(app, *labels)
    listed(app, "Số 1, ngõ 1", area=AREA_2)
    found: list[str] = []
    path = "/households/"
    while path:
        page = carla.get(path).text
        found += [item.findtext("a") or "" for item in parse(page).iter("li") if item.get("data-party")]
        path = next((link.get("href") or "" for link in parse(page).iter("a") if link.get("rel") == "next"), "")
    assert sorted(found) == sorted([*labels, "Số 1, ngõ 1"])


@pytest.mark.one_engine
def test_each_page_of_the_list_is_a_record_of_the_audit_log(
    app: Flask, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was searched stands in none of its lines."""
    monkeypatch.setattr(party_list, "PAGE", 1)
    first, _second, _third = sorted(listed(app, "Số 5", "Số 5.", "Số 5,"))
    for query in ("", f"?after={first}", f"?area={AREA_1}", "?state=never", "?text=5", ""):
        assert carla.get(f"/households/{query}").status_code == 200
    with app.app_context():
        seen = [dict(detail) for detail in reader().scalars(sa.select(AuditRecord.detail).order_by(AuditRecord.id))]
    parts = [each for each in seen if each.pop("page", "") == "households.list"]
    about = {"party": "household", "lines": 1}
    assert parts == [
        about,
        about | {"page_after": str(first)},
        about | {"area_id": AREA_1},
        about | {"state": "never"},
    ]


def test_merged_ones_are_not_listed_and_lead_to_the_one_that_stays(app: Flask, carla: Visitor) -> None:
    kept, other = listed(app, "Số 1, ngõ 5", "Số 1 ngõ 5")
    merge(app, carla, kept, other)
    assert _shown(carla) == ["Số 1, ngõ 5"]
    response = carla.get(f"/households/{other}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/households/{kept}")


def test_a_page_holds_the_entries_also_of_what_was_merged(app: Flask, ana: Visitor, carla: Visitor) -> None:
    kept, other = household("Số 1, ngõ 5"), household("1 ngõ 5")
    entries = log_entries(ana, make_entry(household=kept), make_entry(household=other))
    merge(app, carla, UUID(kept["id"]), UUID(other["id"]))
    page = carla.get(f"/households/{kept['id']}").text
    assert all(f"/review/entries/{entry['id']}" in page for entry in entries)


def test_households_of_others_are_not_there(app: Flask, leo: Visitor, dora: Visitor) -> None:
    [id] = listed(app, "Số 2, ngõ 6", area=AREA_2)
    for visitor in (leo, dora):
        assert visitor.get(f"/households/{id}").status_code == 404
        for path in ("", "/retire", "/bring-back"):
            assert visitor.post(f"/households/{id}{path}").status_code == 404
    assert leo.get(f"/households/{uuid4()}").status_code == 404
    assert leo.get(f"/merchants/{id}").status_code == 404


@pytest.mark.one_engine
def test_merchants_have_a_list_of_their_own(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Quầy cô Ví Dụ", table=MERCHANTS)
    assert _shown(carla, "/merchants/") == ["Quầy cô Ví Dụ"]
    assert _shown(carla) == []
    page = carla.get(f"/merchants/{id}").text
    assert 'name="label"' in page
    assert 'name="called"' not in page
    assert carla.get("/merchants/?state=unsurveyed").status_code == 404
