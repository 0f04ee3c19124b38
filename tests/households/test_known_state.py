"""The page of a household has its state apart from what was done; the counters of its area follow each change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.households.party_tables import MERCHANTS
from app.logbook.recount import differences
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA
from app.places.models import Ward
from app.registry.models import Merchant, RegistryVersion
from app.registry.state_queries import state_figures_of_areas
from tests.actions import log_entries
from tests.cast import AREA_1, AREA_2, MARKET_A, MARKET_B, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import listed, recorded, stored, version
from tests.html import parse

STATE: dict[str, Any] = {
    "people_14": 3,
    "people_18": 3,
    "smartphones": 2,
    "internet": True,
    "have": {"vneid_2": 1, "payment_account": 3, "public_service_account": 1},
}


def _visited(ana: Visitor, label: str, state: dict[str, Any] | None) -> UUID:
    home = household(label)
    log_entries(ana, {**make_entry(household=home, state=state), "form": 2})
    return UUID(home["id"])


def _section(visitor: Visitor, id: UUID) -> Any:
    page = parse(visitor.get(f"/households/{id}").text)
    return next(part for part in page.iter("section") if part.get("aria-labelledby") == "state")


def _use_criteria() -> None:
    in_transaction(lambda session: store_settings(session.get_one(Ward, WARD_A), criteria=USUAL_CRITERIA))


def test_the_page_of_a_household_says_what_it_has_and_which_criteria_it_meets(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    with app.app_context():
        _use_criteria()
    section = _section(carla, _visited(ana, "Số 1, ngõ 5", STATE))
    text = " ".join(section.itertext())
    assert section.get("data-state-on")
    assert "VNeID mức 2: 1" in text
    [score] = [part for part in section.iter("p") if part.get("data-criteria")]
    assert (score.get("data-met"), score.get("data-criteria")) == ("4", "6")
    assert "đạt 4/6" in " ".join(score.itertext())
    verdicts = [part.get("data-verdict") for part in section.iter("li") if part.get("data-verdict")]
    assert verdicts == ["unmet", "met", "met", "unknown", "met", "met"]


def test_a_household_of_which_nobody_asked_is_not_reviewed(app: Flask, ana: Visitor, carla: Visitor) -> None:
    with app.app_context():
        _use_criteria()
    for id in (_visited(ana, "Số 1, ngõ 5", None), *listed(app, "Số 2, ngõ 5")):
        section = _section(carla, id)
        assert section.get("data-state-on") == ""
        assert "Gia đình số: chưa rà soát" in " ".join(section.itertext())
        assert not [part for part in section.iter("li")]


@pytest.mark.one_engine
def test_without_criteria_nobody_is_a_digital_household(ana: Visitor, carla: Visitor) -> None:
    text = " ".join(_section(carla, _visited(ana, "Số 1, ngõ 5", STATE)).itertext())
    assert "Gia đình số" not in text


def _figures(app: Flask, area: int) -> int:
    with app.app_context():
        assert not list(differences(reader()))
        return dict(reader().execute(state_figures_of_areas(WARD_A, [area])).all()).get("households", 0)


def _versions(app: Flask) -> list[int]:
    with app.app_context():
        rows = reader().execute(sa.select(RegistryVersion.neighbourhood_id, RegistryVersion.version)).all()
        found = {area: version for area, version in rows}
        return [found.get(area, 0) for area in (AREA_1, AREA_2)]


def test_counters_and_phones_of_both_areas_follow_a_household(app: Flask, ana: Visitor, carla: Visitor) -> None:
    id = _visited(ana, "Số 1, ngõ 5", STATE)
    assert (_figures(app, AREA_1), _figures(app, AREA_2)) == (1, 0)

    first = _versions(app)
    form = {"label": "Số 1, ngõ 5", "area": str(AREA_2), "called": "", "version": version(app, id)}
    assert carla.post(f"/households/{id}", **form).status_code == 302
    assert (_figures(app, AREA_1), _figures(app, AREA_2)) == (0, 1)
    moved = _versions(app)
    assert all(after > before for before, after in zip(first, moved, strict=True))

    assert carla.post(f"/households/{id}/retire", version=version(app, id)).status_code == 302
    assert (_figures(app, AREA_1), _figures(app, AREA_2)) == (0, 0)
    retired = _versions(app)
    assert (retired[0], retired[1] > moved[1]) == (moved[0], True), "phones of the other area fetch nothing"

    assert carla.post(f"/households/{id}/bring-back", version=version(app, id)).status_code == 302
    assert (_figures(app, AREA_1), _figures(app, AREA_2)) == (0, 1)
    assert _versions(app)[1] > retired[1]


def test_a_merchant_gets_another_place_of_the_ward_or_none(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Quầy 1", table=MERCHANTS)
    before = _versions(app)
    for place, stays in ((str(MARKET_A), MARKET_A), (str(MARKET_B), MARKET_A), ("x", MARKET_A), ("", None)):
        form = {"label": "Quầy 1", "area": str(AREA_1), "place": place, "version": version(app, id, MERCHANTS)}
        carla.post(f"/merchants/{id}", **form)
        party = stored(app, id, table=MERCHANTS)
        assert isinstance(party, Merchant)
        assert party.place_id == stays, place
    assert [detail["changed_parts"] for _, detail in recorded(app)] == [["place_id"], ["place_id"]]
    assert _versions(app)[0] > before[0]


def test_a_form_that_does_not_know_places_leaves_them(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Quầy 1", table=MERCHANTS)
    form = {"label": "Quầy 1", "area": str(AREA_1)}
    carla.post(f"/merchants/{id}", place=str(MARKET_A), version=version(app, id, MERCHANTS), **form)
    carla.post(f"/merchants/{id}", version=version(app, id, MERCHANTS), **{**form, "label": "Quầy 2"})
    party = stored(app, id, table=MERCHANTS)
    assert isinstance(party, Merchant)
    assert (party.name, party.place_id) == ("Quầy 2", MARKET_A)
