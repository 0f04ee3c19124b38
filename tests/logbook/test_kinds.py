"""The kinds: what each asks for, keeps, promotes and adds to the tally."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.models import CODE_LENGTH
from app.catalogue.terms import Outcome
from app.json_fields import REQUIRED
from app.logbook.entry_fields import GivenParty
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.logbook.kinds.common import MOST_COMPANIONS, UNKNOWN_FIELD, EntryForm, IndexedFields, Kind, Reference
from app.month import FIRST_DAY
from app.tally.models import MEASURE_LENGTH
from tests.factories import FIELDS

TODAY = date(2026, 11, 22)
REFERENCE = Reference(
    latest_day=TODAY,
    today=TODAY,
    services={"vneid_2": {"installed", "activated", "self_sufficient"}, "vneid_1": {"installed", "activated"}},
    topics={"vneid", "scam_warning"},
    procedures={"land", "own_1_1_market"},
)
ID = "0199a000-0000-7000-8000-0000000000aa"
COMMON: dict[str, Any] = {"happened_on": "2026-11-22", "neighbourhood": 1}
NEEDED: dict[str, dict[str, Any]] = {
    "visit": {"met": "met", "people": 2},
    "installation": {"service": "vneid_2", "outcome": "activated", "people": 1},
    "training": {"topic": "vneid", "attendees": 30},
    "merchant": {"merchant": {"id": ID, "name": "Quầy 1"}, "business_type": "stall"},
    "assistance": {"procedure": "land", "people": 3},
}
"""The fields without which there is no entry of a kind."""


def _read(code: str, **values: Any) -> tuple[EntryForm, dict[str, list[Any]]]:
    form = KINDS[code].form()
    return form, form.read({**COMMON, **NEEDED[code], **values}, REFERENCE)


def _kept(code: str, **values: Any) -> dict[str, Any]:
    form, errors = _read(code, **values)
    assert not errors
    return KINDS[code].fields(form)


def test_there_are_five_kinds() -> None:
    assert list(KINDS) == ["visit", "installation", "training", "merchant", "assistance"]
    for code, kind in KINDS.items():
        assert (kind.code, issubclass(kind, Kind), issubclass(kind.form, EntryForm)) == (code, True, True)


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_keeps_its_columns_for_every_entry(code: str) -> None:
    for values in ({}, FIELDS[code]):
        kept = _kept(code, **values)
        assert set(KINDS[code].columns) <= kept.keys()
        assert not kept.keys() & COMMON.keys(), "what all kinds share has columns of its own"


@pytest.mark.parametrize("code", KINDS)
def test_required_fields_are_asked_for(code: str) -> None:
    for name in COMMON | NEEDED[code]:
        _, errors = _read(code, **{name: None})
        assert errors == {name: [REQUIRED]}


@pytest.mark.parametrize("code", KINDS)
def test_a_field_of_a_later_version_is_refused_by_name(code: str) -> None:
    _, errors = _read(code, mood="good")
    assert errors == {"mood": [UNKNOWN_FIELD]}
    assert set(_read(code, mood="good", people="x", attendees="x", merchant=5)[1]) > {"mood"}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"happened_on": "2026-11-22"}, set()),
        ({"happened_on": "2026-11-23"}, {"happened_on"}),
        ({"happened_on": str(FIRST_DAY)}, set()),
        ({"happened_on": "2019-12-31"}, {"happened_on"}),
        ({"happened_on": "2026-10-31", "count_in": "2026-11"}, set()),
        ({"happened_on": "2026-10-31", "count_in": "2026-10"}, set()),
        ({"happened_on": "2026-11-01", "count_in": "2026-10"}, {"count_in"}),
        ({"happened_on": "2026-10-31", "count_in": "2026-12"}, set()),
        ({"happened_on": "2026-10-31", "count_in": "2027-01"}, {"count_in"}),
        ({"happened_on": "never", "count_in": "2026-10"}, {"happened_on"}),
        ({"note": "x" * 500}, set()),
        ({"note": "x" * 501}, {"note"}),
        ({"companions": list(range(1, MOST_COMPANIONS + 1))}, set()),
        ({"companions": list(range(1, MOST_COMPANIONS + 2))}, {"companions"}),
        ({"withdrawn": False}, set()),
    ],
)
@pytest.mark.parametrize("code", KINDS)
def test_fields_of_all_kinds_have_the_same_bounds(code: str, values: dict[str, Any], wrong: set[str]) -> None:
    _, errors = _read(code, **values)
    assert set(errors) == wrong


def test_phone_whose_clock_is_ahead_may_log_its_next_month_on_the_last_evening() -> None:
    """The server's clock says October; the phone's, an hour ahead, the first of November."""
    reference = Reference(latest_day=date(2026, 11, 1), today=date(2026, 10, 31), topics={"vneid"})
    form = KINDS["visit"].form()
    for count_in, wrong in ((None, set()), ("2026-11", set()), ("2026-12", {"count_in"})):
        values = {**COMMON, **NEEDED["visit"], "happened_on": "2026-11-01", "count_in": count_in}
        assert set(form.read(values, reference)) == wrong


def test_one_form_reads_many_entries_in_turn() -> None:
    form = KINDS["visit"].form()
    good = {**COMMON, **NEEDED["visit"]}
    assert form.read({**good, "note": "lời nhắn", "topics": ["vneid"], "companions": [3]}, REFERENCE) == {}
    assert set(form.read({**good, "people": 51}, REFERENCE)) == {"people"}
    assert form.read(good, REFERENCE) == {}
    assert (form.note.data, form.companions.data) == (None, [])
    assert KINDS["visit"].fields(form)["topics"] == []


@pytest.mark.parametrize(
    ("code", "values", "wrong"),
    [
        ("visit", {"met": "absent", "people": 0}, set()),
        ("visit", {"met": "absent", "people": 1}, {"people"}),
        ("visit", {"met": "declined", "people": 1}, set()),
        ("visit", {"people": 50}, set()),
        ("visit", {"people": 51}, {"people"}),
        ("visit", {"barrier": "bad_weather"}, {"barrier"}),
        ("visit", {"topics": ["vneid", "football"]}, {"topics"}),
        ("visit", {"household": {"id": ID, "label": "Số 5"}}, set()),
        ("visit", {"household": {"id": ID, "label": "CCCD 038090012345"}}, {"household"}),
        ("installation", {"people": 0}, {"people"}),
        ("installation", {"people": 501}, {"people"}),
        ("installation", {"service": "zalo"}, {"service"}),
        ("installation", {"service": "vneid_1", "outcome": "self_sufficient"}, {"outcome"}),
        ("installation", {"service": "zalo", "outcome": "gone"}, {"service", "outcome"}),
        ("installation", {"setting": "event", "visit": ID}, set()),
        ("installation", {"setting": "moon"}, {"setting"}),
        ("training", {"topic": "football"}, {"topic"}),
        ("training", {"attendees": 5000, "women": 5000, "elderly": 0}, set()),
        ("training", {"attendees": 5001}, {"attendees"}),
        ("training", {"attendees": 10, "women": 11}, {"women"}),
        ("training", {"attendees": 10, "elderly": 11, "women": 10}, {"elderly"}),
        ("training", {"minutes": 4}, {"minutes"}),
        ("training", {"minutes": 600, "started_at": "00:00"}, set()),
        ("merchant", {"methods": ["vietqr", "cash"]}, {"methods"}),
        ("merchant", {"business_type": "bank"}, {"business_type"}),
        ("merchant", {"bank_bin": "970436", "account_tail": "0001"}, set()),
        ("merchant", {"bank_bin": "97043"}, {"bank_bin"}),
        ("merchant", {"bank_bin": "٩٧٠٤٣٦"}, {"bank_bin"}),
        ("merchant", {"account_tail": "12345"}, {"account_tail"}),
        ("merchant", {"account_tail": "12a4"}, {"account_tail"}),
        ("merchant", {"qr_valid": None, "in_use": None}, set()),
        ("merchant", {"marketplaces": ["Shopee"] * 11}, {"marketplaces"}),
    ],
)
def test_kind_refuses_wrong_values(code: str, values: dict[str, Any], wrong: set[str]) -> None:
    assert set(_read(code, **values)[1]) == wrong


@pytest.mark.parametrize(
    ("code", "values", "counts"),
    [
        ("visit", {}, {"visit": 1, "visit.met": 1, "visit.people": 2, "visit.unnamed": 1}),
        ("visit", {"met": "absent", "people": 0}, {"visit": 1, "visit.absent": 1, "visit.unnamed": 1}),
        (
            "visit",
            {
                "household": {"id": ID, "label": "Số 5"},
                "people": 4,
                "topics": ["vneid", "scam_warning"],
                "barrier": "no_sim",
            },
            {
                "visit": 1,
                "visit.met": 1,
                "visit.people": 4,
                "visit.barrier.no_sim": 1,
                "visit.topic.vneid": 1,
                "visit.topic.scam_warning": 1,
            },
        ),
        (
            "installation",
            {"people": 3},
            {"installation": 1, "installation.vneid_2.activated": 3, "installation.people": 3},
        ),
        (
            "installation",
            {"outcome": "self_sufficient"},
            {"installation": 1, "installation.vneid_2.self_sufficient": 1, "installation.people": 1},
        ),
        (
            "training",
            {"women": 18, "elderly": 0},
            {"training": 1, "training.topic.vneid": 1, "training.attendees": 30, "training.women": 18},
        ),
        ("merchant", {}, {"merchant": 1, "merchant.type.stall": 1}),
        (
            "merchant",
            {
                "business_type": "firm",
                "methods": ["vietqr", "e_wallet"],
                "qr_valid": True,
                "in_use": True,
                "e_invoice": True,
                "e_contract": True,
                "marketplaces": ["Shopee", "Lazada"],
            },
            {
                "merchant": 1,
                "merchant.type.firm": 1,
                "merchant.vietqr": 1,
                "merchant.e_wallet": 1,
                "merchant.qr_valid": 1,
                "merchant.in_use": 1,
                "merchant.e_invoice": 1,
                "merchant.e_contract": 1,
                "merchant.type.firm.e_contract": 1,
                "merchant.marketplace": 1,
            },
        ),
        ("merchant", {"qr_valid": False}, {"merchant": 1, "merchant.type.stall": 1}),
    ],
)
def test_entry_adds_its_counts_to_the_tally(code: str, values: dict[str, Any], counts: dict[str, int]) -> None:
    assert KINDS[code].counts(_kept(code, **values)) == counts


@pytest.mark.parametrize("outcome", ["declined", "ineligible"])
def test_people_who_were_not_helped_are_not_counted_as_helped(outcome: str) -> None:
    counts = KINDS["installation"].counts({"service": "vneid_2", "outcome": outcome, "people": 2})
    assert counts == {"installation": 1, service_measure("vneid_2", outcome): 2}


def test_absent_household_is_a_visit_without_people_helped() -> None:
    counts = KINDS["visit"].counts(_kept("visit", met="absent", people=0, household={"id": ID, "label": "Số 5"}))
    assert counts == {"visit": 1, "visit.absent": 1}


@given(
    people=st.integers(1, 50),
    topics=st.lists(st.sampled_from(["vneid", "scam_warning"])),
    barrier=st.sampled_from(["none", "away", None]),
    named=st.booleans(),
)
def test_no_measure_is_ever_zero_or_too_long(people: int, topics: list[str], barrier: str | None, named: bool) -> None:
    home = {"id": ID, "label": "Số 5"} if named else None
    counts = KINDS["visit"].counts(_kept("visit", people=people, topics=topics, barrier=barrier, household=home))
    assert all(amount > 0 for amount in counts.values())
    assert all(len(measure) <= MEASURE_LENGTH for measure in counts)
    assert counts["visit.people"] == people


def test_measures_fit_their_column_whatever_the_catalogue_calls_a_service() -> None:
    assert max(len(service_measure("x" * CODE_LENGTH, outcome)) for outcome in Outcome) <= MEASURE_LENGTH
    assert len(f"visit.topic.{'x' * CODE_LENGTH}") <= MEASURE_LENGTH


@pytest.mark.parametrize(
    ("code", "values", "indexed"),
    [
        ("visit", {}, IndexedFields()),
        ("visit", {"household": {"id": ID, "label": "Số 5"}}, IndexedFields(household=GivenParty(UUID(ID), "Số 5"))),
        ("installation", {}, IndexedFields(service_code="vneid_2")),
        ("training", {}, IndexedFields()),
        ("merchant", {"place": 7}, IndexedFields(merchant=GivenParty(UUID(ID), "Quầy 1"), place_id=7)),
    ],
)
def test_indexed_fields_get_a_column_of_their_own(code: str, values: dict[str, Any], indexed: IndexedFields) -> None:
    assert _read(code, **values)[0].indexed == indexed


def test_headlines_are_counted_by_their_kind() -> None:
    assert [headline.measure for headline in HEADLINES] == [
        "visit",
        "visit.people",
        "installation.people",
        "training",
        "training.attendees",
        "merchant",
        "merchant.vietqr",
        "assistance.people",
    ]
    counted = {measure for code in KINDS for measure in KINDS[code].counts(_kept(code, **FIELDS[code]))}
    assert {headline.measure for headline in HEADLINES} <= counted
