"""Changing a household or merchant: label, area, the name beside it, and whether it is still there."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from app.database import in_transaction
from app.households.party_actions import PartyChange, PartyValues, change_party, retire
from app.households.party_tables import HOUSEHOLDS, MERCHANTS
from app.month import now
from app.registry.addresses import search_keys
from app.registry.models import Household
from app.versions import SaveOutcome
from tests.cast import AREA_1, AREA_2, AREA_B, CARLA, WARD_A
from tests.client import Visitor
from tests.households.steps import label_of_household, listed, merge, recorded, stored, version
from tests.interleaving import interleaved


def _save(
    app: Flask, visitor: Visitor, id: UUID, label: str, area: int = AREA_1, called: str = "", seen: str = ""
) -> int:
    form = {"label": label, "area": str(area), "called": called, "version": seen or version(app, id)}
    return visitor.post(f"/households/{id}", **form).status_code


def test_a_household_gets_another_label_area_and_name(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    assert _save(app, carla, id, "Số 7, ngõ 9", AREA_2, "quán đầu ngõ") == 302
    party = stored(app, id)
    assert isinstance(party, Household)
    assert (party.label, party.neighbourhood_id, party.called) == ("Số 7, ngõ 9", AREA_2, "quán đầu ngõ")
    assert (party.identity_key, party.search_words, party.similar_key) == search_keys("Số 7, ngõ 9")
    [(event, detail)] = recorded(app)
    assert (event, detail["id"]) == ("household_changed", str(id))
    assert detail["changed_parts"] == ["label", "area_id", "called"]
    assert "ngõ" not in str(detail)
    assert "quán" not in str(detail)


def test_the_same_again_changes_nothing(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    seen = version(app, id)
    for _ in range(2):
        assert _save(app, carla, id, "Số 7, ngõ 9", seen=seen) == 302
    assert len(recorded(app)) == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(app: Flask, carla: Visitor, leo: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    seen = version(app, id)
    assert _save(app, leo, id, "Số 2, ngõ 5") == 302
    page = carla.post(f"/households/{id}", label="Số 3, ngõ 5", area=str(AREA_1), called="", version=seen)
    assert (page.status_code, label_of_household(app, id)) == (422, "Số 2, ngõ 5")
    assert "Số 3, ngõ 5" in page.text
    assert carla.post(f"/households/{id}/retire", version=seen).status_code == 302
    assert stored(app, id).retired_at is None


def test_a_key_that_is_there_already_lays_both_side_by_side(app: Flask, carla: Visitor) -> None:
    there, id = listed(app, "Số 1, ngõ 5", "Số 9")
    response = carla.post(
        f"/households/{id}", label="số 1 - NGÕ 5", area=str(AREA_1), called="", version=version(app, id)
    )
    assert response.headers["Location"] == f"/households/{id}/beside/{there}"
    assert label_of_household(app, id) == "số 1 - NGÕ 5"
    page = carla.get(response.headers["Location"]).text
    assert page.count('action="/households/merge"') == 2


def test_areas_of_others_are_not_offered(app: Flask, leo: Visitor, carla: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    assert _save(app, leo, id, "Số 1, ngõ 5", AREA_2) == 422
    assert _save(app, carla, id, "Số 1, ngõ 5", AREA_B) == 422
    assert stored(app, id).neighbourhood_id == AREA_1


@pytest.mark.one_engine
@pytest.mark.parametrize("label", ["", "   ", "a" * 201, "001 085 123 456"])
def test_a_label_that_cannot_be_is_refused_with_words(app: Flask, carla: Visitor, label: str) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    response = carla.post(f"/households/{id}", label=label, area=str(AREA_1), called="", version=version(app, id))
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert label_of_household(app, id) == "Số 1, ngõ 5"


@pytest.mark.one_engine
def test_a_name_beside_the_address_is_short(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    assert _save(app, carla, id, "Số 1, ngõ 5", called="a" * 41) == 422
    assert _save(app, carla, id, "Số 1, ngõ 5", called="a" * 40) == 302


def test_a_household_is_no_longer_there_and_comes_back(app: Flask, leo: Visitor) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    for _ in range(2):
        assert leo.post(f"/households/{id}/retire", version=version(app, id)).status_code == 302
    assert stored(app, id).retired_at is not None
    for _ in range(2):
        assert leo.post(f"/households/{id}/bring-back", version=version(app, id)).status_code == 302
    assert stored(app, id).retired_at is None
    assert [event for event, _ in recorded(app)] == ["household_retired", "household_restored"]


def test_a_merged_household_stays_as_it_is(app: Flask, carla: Visitor) -> None:
    kept, other = listed(app, "Số 1, ngõ 5", "số 1 ngõ 5")
    merge(app, carla, kept, other)
    assert _save(app, carla, other, "Số 9") == 302
    assert carla.post(f"/households/{other}/retire", version=version(app, other)).status_code == 302
    assert (label_of_household(app, other), stored(app, other).retired_at) == ("số 1 ngõ 5", None)
    assert [event for event, _ in recorded(app)] == ["household_merged"]


def test_a_merchant_is_renamed_and_retired(app: Flask, carla: Visitor) -> None:
    [id] = listed(app, "Quầy 1", table=MERCHANTS)
    form = {"label": "Quầy 2", "area": str(AREA_1), "version": version(app, id, MERCHANTS)}
    assert carla.post(f"/merchants/{id}", **form).status_code == 302
    assert carla.post(f"/merchants/{id}/retire", version=version(app, id, MERCHANTS)).status_code == 302
    assert stored(app, id, table=MERCHANTS).retired_at is not None
    assert [detail["party"] for _, detail in recorded(app)] == ["merchant", "merchant"]


def test_of_two_at_once_one_is_saved_and_the_other_one_hears_of_it(app: Flask) -> None:
    [id] = listed(app, "Số 1, ngõ 5")
    asked = PartyChange(WARD_A, id, version(app, id), CARLA, now())

    def rename() -> SaveOutcome:
        with app.app_context():
            values = PartyValues("Số 2, ngõ 5", AREA_1)
            return in_transaction(lambda session: change_party(session, HOUSEHOLDS, asked, values))

    with interleaved(app, "SELECT household", rename) as others:
        first = in_transaction(lambda session: retire(session, HOUSEHOLDS, asked))
    assert sorted([first, others[0].result()]) == [SaveOutcome.CHANGED_MEANWHILE, SaveOutcome.SAVED]
