"""Lists of stalls and firms: their names with the number of the stall, their market, and what undoing restores."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.kinds.merchants import MerchantList
from app.places.models import Neighbourhood, Place, PlaceType
from app.registry.models import Merchant, MerchantSummary, RegistryVersion
from tests.actions import log_entries
from tests.cast import AREA_1, MARKET_A, WARD_A
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.imports.list_steps import apply, bring_in, plan, rows_of_tables, standing, take_back, verdicts

Cast = Callable[..., Visitor]
LIST = MerchantList()
OTHER_MARKET = 77


@pytest.fixture
def markets(app: Flask) -> Flask:
    """Return an app whose ward A has Chợ Quảng Thắng, the street Lê Lợi and the area Tổ 1."""
    with app.app_context():
        writer().get_one(Neighbourhood, AREA_1).name = "Tổ dân phố 1"
        writer().get_one(Place, MARKET_A).name = "Chợ Quảng Thắng"
        writer().add(Place(id=OTHER_MARKET, ward_id=WARD_A, type=PlaceType.STREET, name="Tuyến phố Lê Lợi"))
        writer().commit()
    return app


def _row(name: str, **more: str) -> dict[str, str]:
    return {"area": "Tổ 1", "name": name, **more}


def test_stalls_of_a_list_reach_the_phones_with_their_market(markets: Flask, visitor: Cast) -> None:
    with markets.test_request_context():
        bring_in(
            LIST, [_row("Bún bò Bà Hoa", stall="12", place="chợ quảng thắng"), _row("", stall="A5", place="Lê Lợi")]
        )
    stalls = visitor("ana").get("/api/v1/households").json["merchants"]
    assert {(each["name"], each["place"]) for each in stalls} == {
        ("Bún bò Bà Hoa, quầy 12", MARKET_A),
        ("Quầy A5", OTHER_MARKET),
    }
    assert len(visitor("ana").get("/api/v1/bootstrap").json["merchants"]) == 2
    assert visitor("bruno").get("/api/v1/households").json["merchants"] == []


def test_what_is_the_same_adds_a_market_and_never_moves_to_another(markets: Flask) -> None:
    with markets.test_request_context():
        bring_in(LIST, [_row("Phở Thìn"), _row("Bún chả", place="Lê Lợi"), _row("Quầy 12")])
        before = rows_of_tables(Merchant, MerchantSummary)
        rows = [_row("phở thìn", place="Lê Lợi"), _row("Bún chả", place="Chợ Quảng Thắng"), _row("", stall="12")]
        planned = plan(LIST, rows)
        assert verdicts(planned) == ["changed", "wrong", "same"]
        assert "số quầy" in planned[1].problem
        changes = apply(LIST, planned)
        assert standing(LIST, changes) == []
        assert verdicts(plan(LIST, rows)) == ["same", "wrong", "same"]
        take_back(LIST, changes)
        assert rows_of_tables(Merchant, MerchantSummary) == before


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row("Phở", place="Chợ Khác"), "Chợ Khác"),
        ({"area": "Tổ 1"}, "tên"),
        (_row("Phở 0912345678"), "căn cước"),
        ({"area": "Tổ 8", "name": "Phở"}, "Tổ 8"),
    ],
)
def test_a_wrong_row_is_named(markets: Flask, row: dict[str, str], words: str) -> None:
    with markets.test_request_context():
        [planned] = plan(LIST, [row])
        assert planned.verdict == "wrong"
        assert words in planned.problem


def test_two_rows_of_one_name_at_two_markets_are_never_taken_for_one(markets: Flask) -> None:
    with markets.test_request_context():
        rows = [_row("Phở", place="Lê Lợi"), _row("Phở", place="Chợ Quảng Thắng"), _row("Phở", place="lê lợi")]
        assert verdicts(plan(LIST, rows)) == ["new", "wrong", "same"]


def test_a_stall_that_an_entry_names_is_not_taken_back(markets: Flask, ana: Visitor) -> None:
    with markets.test_request_context():
        changes = bring_in(LIST, [_row("Phở")])
        id = str(reader().scalar(sa.select(Merchant.id)))
    entry = make_entry("merchant", merchant={"id": id, "name": "Phở"})
    log_entries(ana, entry)
    log_entries(ana, edited(entry, withdrawn=True))
    with markets.test_request_context():
        assert len(standing(LIST, changes)) == 1
    assert [each["name"] for each in ana.get("/api/v1/households").json["merchants"]] == ["Phở"]


def test_undoing_removes_the_rows_and_lets_phones_fetch_again(markets: Flask) -> None:
    with markets.test_request_context():
        before = rows_of_tables(Merchant, MerchantSummary)
        changes = bring_in(LIST, [_row(f"Quầy {number}") for number in range(1, 6)], at_once=2)
        versions = rows_of_tables(RegistryVersion)
        take_back(LIST, changes)
        assert rows_of_tables(Merchant, MerchantSummary) == before
        assert rows_of_tables(RegistryVersion) != versions
