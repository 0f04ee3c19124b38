"""An import is taken back while somebody uses what it brought in: nothing is left that names what is gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.imports.kinds.merchants import MerchantList
from app.imports.list_kind import ImportChange, ListKind, OutdatedPlanError
from app.logbook.models import Entry
from app.logbook.recount import differences
from app.registry.models import Household, Merchant
from tests.actions import log_entries
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.imports.household_lists import LIST, TABLES, home
from tests.imports.list_steps import bring_in, rows_of_tables, take_back
from tests.imports.page_steps import apply_all, planned, version_of
from tests.interleaving import interleaved

MERCHANTS = MerchantList()


def _undoing(app: Flask, kind: ListKind, changes: list[ImportChange]) -> None:
    """Take an import back, unless something stands on it."""
    with app.test_request_context():
        try:
            take_back(kind, changes)
        except OutdatedPlanError:
            reader().rollback()


def _nameless(app: Flask) -> list[UUID]:
    """Return the entries that name a household or merchant which is not there."""
    with app.app_context():
        query = (
            sa.select(Entry.id)
            .outerjoin(Household, sa.and_(Household.ward_id == Entry.ward_id, Household.id == Entry.household_id))
            .outerjoin(Merchant, sa.and_(Merchant.ward_id == Entry.ward_id, Merchant.id == Entry.merchant_id))
            .where(
                sa.or_(
                    sa.and_(Entry.household_id.is_not(None), Household.id.is_(None)),
                    sa.and_(Entry.merchant_id.is_not(None), Merchant.id.is_(None)),
                )
            )
        )
        found = list(reader().scalars(query))
        assert list(differences(reader())) == []
        reader().rollback()
        return found


def _new_entry(_ana: Visitor, named: dict[str, Any]) -> dict[str, Any]:
    return make_entry(household=named)


def _edit(ana: Visitor, named: dict[str, Any]) -> dict[str, Any]:
    [entry] = log_entries(ana, make_entry(household=household("Số 77")))
    return edited(entry, household=named)


@pytest.mark.parametrize("sending", [_new_entry, _edit])
def test_an_entry_that_comes_while_its_household_goes_brings_it_back(
    named_areas: Flask, ana: Visitor, sending: Any
) -> None:
    with named_areas.test_request_context():
        changes = bring_in(LIST, [home("Số 1")])
    [known] = ana.get("/api/v1/households").json["households"]
    entry = sending(ana, {"id": known["id"], "label": known["label"]})
    with interleaved(named_areas, "DELETE FROM household", lambda: log_entries(ana, entry)) as sent:
        _undoing(named_areas, LIST, changes)
    sent[0].result()
    assert _nameless(named_areas) == []


@pytest.mark.parametrize("sending", [_new_entry, _edit])
def test_a_household_that_goes_while_an_entry_comes_is_there_again(
    named_areas: Flask, ana: Visitor, sending: Any
) -> None:
    with named_areas.test_request_context():
        changes = bring_in(LIST, [home("Số 1")])
    [known] = ana.get("/api/v1/households").json["households"]
    entry = sending(ana, {"id": known["id"], "label": known["label"]})
    statement = "INSERT INTO entry (" if sending is _new_entry else "UPDATE entry SET"
    with interleaved(named_areas, statement, lambda: _undoing(named_areas, LIST, changes)) as undone:
        log_entries(ana, entry)
    undone[0].result()
    assert _nameless(named_areas) == []


@pytest.mark.parametrize("statement", ["DELETE FROM merchant", "INSERT INTO entry ("])
def test_a_sign_up_that_comes_while_its_stall_goes_brings_it_back(
    named_areas: Flask, ana: Visitor, statement: str
) -> None:
    with named_areas.test_request_context():
        changes = bring_in(MERCHANTS, [{"area": "Tổ 1", "name": "Quầy 7"}])
        [id] = reader().scalars(sa.select(Merchant.id))
        reader().rollback()
    entry = make_entry("merchant", merchant={"id": str(id), "name": "Quầy 7"})
    works = [lambda: log_entries(ana, entry), lambda: _undoing(named_areas, MERCHANTS, changes)]
    first, second = works if statement.startswith("INSERT") else reversed(works)
    with interleaved(named_areas, statement, second) as others:
        first()
    others[0].result()
    assert _nameless(named_areas) == []


def test_a_household_that_no_entry_names_any_more_goes_with_its_summary(named_areas: Flask, ana: Visitor) -> None:
    with named_areas.test_request_context():
        before = rows_of_tables(*TABLES)
        changes = bring_in(LIST, [home("Số 1")])
    [known] = ana.get("/api/v1/households").json["households"]
    [entry] = log_entries(ana, make_entry(household={"id": known["id"], "label": known["label"]}))
    log_entries(ana, edited(entry, household=None))
    with named_areas.test_request_context():
        take_back(LIST, changes)
        assert rows_of_tables(*TABLES) == before
        assert list(differences(reader())) == []


def test_what_comes_in_while_an_undo_waits_is_named_on_the_page(
    named_areas: Flask, ana: Visitor, carla: Visitor
) -> None:
    number = planned(carla, "Tổ dân phố;Địa chỉ\nTổ 1;Số 1\n", "households")
    apply_all(carla, number)
    [known] = ana.get("/api/v1/households").json["households"]
    version = version_of(carla.get(f"/imports/{number}").text)
    entry = make_entry(household={"id": known["id"], "label": known["label"]})
    with interleaved(
        named_areas, "INSERT INTO household_summary", lambda: carla.post(f"/imports/{number}/undo", version=version)
    ) as undone:
        log_entries(ana, entry)
    page = undone[0].result()
    assert page.status_code == 409
    assert "1 hộ trong danh sách này đã có bản ghi" in page.text
    assert _nameless(named_areas) == []
