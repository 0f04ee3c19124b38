"""The catalogue that ships: it loads twice like once, and what feeds an indicator is something that is counted."""

from __future__ import annotations

import csv
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.actions import load_catalogue
from app.catalogue.banks import bank_names
from app.catalogue.models import Indicator, Service, Topic
from app.catalogue.own_codes import is_own_code, own_code
from app.catalogue.pillars import pillar_name
from app.catalogue.queries import baselines_of, indicators, procedures_of, services_of, topics
from app.catalogue.snapshot import catalogue_codes
from app.catalogue.terms import Outcome
from app.config import ROOT
from app.database import reader, writer
from app.logbook.kinds import KINDS, service_measure
from app.month import today
from app.tally.models import MEASURE_LENGTH
from tests.actions import add_rows
from tests.cast import WARD_A, WARD_B
from tests.factories import FIELDS
from tests.own_services import own_service

DATA = ROOT / "app" / "catalogue" / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _everything() -> list[Any]:
    reader().rollback()
    tables = Service.__table__, Topic.__table__, Indicator.__table__
    return [reader().execute(sa.select(table).order_by(table.c.code)).all() for table in tables]


def test_loading_again_changes_nothing(app: Flask) -> None:
    with app.app_context():
        before = _everything()
        assert [len(rows) for rows in before] == [
            len(_rows(name)) for name in ("services.csv", "topics.csv", "indicators.csv")
        ]
        load_catalogue(writer())
        assert not [row for row in (*writer().new, *writer().dirty) if writer().is_modified(row)]
        writer().commit()
        assert _everything() == before


def test_loading_corrects_names_and_removes_no_code(app: Flask) -> None:
    with app.app_context():
        writer().get_one(Service, "vneid_2").name_vi = "tên cũ"
        writer().add(Topic(code="of_old", position=99, name_vi="Cũ", name_en="Old"))
        writer().commit()
        load_catalogue(writer())
        writer().commit()
        assert reader().get_one(Service, "vneid_2").name_vi == "VNeID mức 2"
        assert reader().get(Topic, "of_old") is not None, "entries name topics by their code"


@pytest.mark.parametrize("name", ["services.csv", "topics.csv", "indicators.csv"])
def test_codes_are_given_once_and_have_both_names(name: str) -> None:
    rows = _rows(name)
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["code"].isascii()
        assert row["name_vi"]
        assert row["name_en"]


def test_services_have_outcomes_that_exist() -> None:
    for row in _rows("services.csv"):
        assert set(row["outcomes"].split()) <= {outcome.value for outcome in Outcome}, row["code"]
        assert row["outcomes"], row["code"]


def _countable() -> set[str]:
    """Return every measure that some entry of some kind adds to."""
    measures: set[str] = set()
    variants: dict[str, list[dict[str, Any]]] = {
        "installation": [
            {"service": row["code"], "outcome": outcome}
            for row in _rows("services.csv")
            for outcome in row["outcomes"].split()
        ],
        "merchant": [
            {"business_type": kind, "e_contract": True}
            for kind in ("stall", "household_business", "firm", "cooperative")
        ],
    }
    for code, fields in FIELDS.items():
        for variant in variants.get(code, [{}]):
            measures |= KINDS[code].counts({**fields, **variant}).keys()
    return measures


def test_measures_of_indicators_are_counted_by_some_entry() -> None:
    countable = _countable()
    for row in _rows("indicators.csv"):
        assert set(row["measures"].split()) <= countable, f"nothing adds to a measure of {row['code']}"
        assert not row["measures"] or row["denominator_group"] is not None


def test_identity_account_of_level_two_is_counted_once() -> None:
    (row,) = [row for row in _rows("indicators.csv") if row["code"] == "eid_account"]
    assert row["measures"].split() == [
        "installation.vneid_2.activated",
        "installation.vneid_2.self_sufficient",
    ]


def test_no_code_of_the_catalogue_looks_like_a_wards_own() -> None:
    assert not [row["code"] for row in _rows("services.csv") if is_own_code(row["code"])]


def test_codes_of_own_services_are_unique_and_fit_their_columns() -> None:
    longest = max(len(outcome) for outcome in Outcome)
    codes = [
        own_code(ward, number, name)
        for ward in (1, 11, 99999)
        for number in (1, 11, 111)
        for name in ("Camera an ninh", "1", "1 1", "Đường Điện, số 7!", "!!!", "ទឹក", "x" * 80)
    ]
    assert own_code(12, 3, "Đường Điện, số 7!") == "own_12_3_duong_dien_so_7"
    assert own_code(12, 3, "!!!") == "own_12_3"
    for code in codes:
        assert is_own_code(code), code
        assert len(service_measure(code, "x" * longest)) <= MEASURE_LENGTH
    # What makes them unique is the ward and the number, whatever the words are.
    assert {tuple(code.split("_")[1:3]) for code in codes} == {
        (str(ward), str(number)) for ward in (1, 11, 99999) for number in (1, 11, 111)
    }


def test_loading_the_catalogue_leaves_own_services_alone(app: Flask) -> None:
    add_rows(app, own_service(ended_on=today()))
    with app.app_context():
        load_catalogue(writer())
        writer().commit()
        own = reader().get_one(Service, own_service().code)
        assert (own.ward_id, own.name_vi, own.ended_on) == (WARD_A, "Camera an ninh", today())
        assert own.name == "Camera an ninh", "without an English name it has the Vietnamese one"
        assert own.code not in catalogue_codes(reader().connection()).services
        of_b = [service.code for service in reader().scalars(services_of(WARD_B))]
        assert of_b == [row["code"] for row in _rows("services.csv")]


def test_lists_are_in_the_order_of_the_files(app: Flask) -> None:
    with app.app_context():
        assert [row.code for row in reader().scalars(services_of(WARD_A))] == [
            row["code"] for row in _rows("services.csv")
        ]
        assert [row.code for row in reader().scalars(topics())] == [row["code"] for row in _rows("topics.csv")]
        assert [row.code for row in reader().scalars(procedures_of(WARD_A))] == [
            row["code"] for row in _rows("procedure_groups.csv")
        ]
        assert [row.code for row in reader().scalars(indicators())] == [row["code"] for row in _rows("indicators.csv")]
        assert reader().scalars(baselines_of(WARD_A)).all() == []


def test_pillars_have_a_name_in_both_languages(sqlite_app: Flask) -> None:
    pillars = {row["pillar"] for row in _rows("services.csv") + _rows("indicators.csv")} - {""}
    with sqlite_app.test_request_context("/?lang=en"):
        assert {pillar_name(pillar) for pillar in pillars} == {
            "Digital government",
            "Digital economy",
            "Digital society",
        }
        assert pillar_name("something else") == "something else"
    with sqlite_app.test_request_context("/?lang=vi"):
        assert len({pillar_name(pillar) for pillar in pillars}) == len(pillars)


def test_codes_are_read_once_for_many_batches(app: Flask) -> None:
    with app.app_context():
        codes = catalogue_codes(reader().connection())
        assert codes.services["vneid_1"] == {"installed", "activated"}
        assert "scam_warning" in codes.topics
        assert "land" in codes.procedures
        assert catalogue_codes(reader().connection()) is codes


def test_banks_have_six_digits_and_names_that_the_phone_can_read() -> None:
    rows = _rows("banks.csv")
    assert {len(row["bin"]) for row in rows} == {6}
    assert all(row["bin"].isdecimal() and row["short_name"] and row["name"] for row in rows)
    assert len({row["bin"] for row in rows}) == len({row["short_name"] for row in rows}) == len(rows)
    # The phone's script splits lines at commas.
    text = (DATA / "banks.csv").read_text(encoding="utf-8")
    assert '"' not in text
    assert {line.count(",") for line in text.splitlines()} == {3}
    assert bank_names() == {row["bin"]: row["short_name"] for row in rows}
    assert bank_names()["970436"] == "Vietcombank"
