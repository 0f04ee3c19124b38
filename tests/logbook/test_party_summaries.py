"""What the log says of each household and merchant is kept beside it, whatever becomes of the entries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.status import Action
from app.month import today
from app.registry.models import Household, HouseholdSummary, MerchantSummary, RegistryVersion
from app.registry.queries import households_in, merchants_in
from tests.actions import log_entries, review_entries
from tests.cast import AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.house.test_query_counts import counted_statements
from tests.logbook.summary_steps import point, summary_of
from tests.terminal import run

TODAY = today()
YESTERDAY, BEFORE = TODAY - timedelta(days=1), TODAY - timedelta(days=2)


def _visit(home: dict[str, str], on: Any = TODAY, met: str = "met", **fields: Any) -> dict[str, Any]:
    return make_entry(household=home, happened_on=str(on), met=met, people=int(met == "met"), **fields)


def _help(visit: dict[str, Any], service: str = "vneid_2", outcome: str = "activated", **fields: Any) -> dict[str, Any]:
    return make_entry("installation", visit=visit["id"], service=service, outcome=outcome, **fields)


def _sign_up(stall: dict[str, str], on: Any = TODAY, **fields: Any) -> dict[str, Any]:
    return make_entry("merchant", merchant=stall, happened_on=str(on), **fields)


def _stall() -> dict[str, str]:
    return {"id": str(uuid4()), "name": "Quầy mẫu 2"}


def _kept(app: Flask, party: dict[str, Any], *names: str) -> tuple[Any, ...]:
    row = summary_of(app, party)
    assert row is not None
    return tuple(row[name] for name in names)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_last_visit_counts_in_whatever_order_they_arrive(
    app: Flask, ana: Visitor, order: tuple[int, ...], at_once: bool
) -> None:
    home = household()
    visits = [
        _visit(home, BEFORE, state={"people_18": 2}, barrier="no_sim"),
        _visit(home, YESTERDAY, state={"people_18": 3}, barrier="elderly_alone"),
        _visit(home, TODAY, "absent"),
    ]
    batches = [[visits[number] for number in order]] if at_once else [[visits[number]] for number in order]
    for batch in batches:
        log_entries(ana, *batch)
    names = ("visits", "last_on", "last_met", "met_on", "needs_help_at_home", "state", "state_on", "done")
    assert _kept(app, home, *names) == (
        *(3, TODAY, "absent", YESTERDAY, False, {"people_18": 3}, YESTERDAY),
        [],
    )


def test_of_one_day_the_later_id_is_the_last(app: Flask, ana: Visitor) -> None:
    home = household()
    first, second = sorted([_visit(home, met="declined"), _visit(home)], key=lambda entry: entry["id"])
    for entry, met in ((first, "absent"), (second, "met")):
        entry["fields"] |= {"met": met, "people": 0}
    log_entries(ana, second)
    log_entries(ana, first)
    assert _kept(app, home, "last_met", "visits") == ("met", 2)


@pytest.mark.parametrize("order", ["visit first", "help first", "at once", "at once, help first"])
def test_a_service_that_is_in_use_is_done(app: Flask, ana: Visitor, order: str) -> None:
    home = household()
    visit = _visit(home)
    helps = [_help(visit), _help(visit, "etax_mobile", "self_sufficient"), _help(visit, "health_record", "installed")]
    helps += [_help(visit, "vssid", "declined"), _help(visit, "vneid_1", "activated", withdrawn=True)]
    batches = {
        "visit first": [[visit], *([help] for help in helps)],
        "help first": [*([help] for help in helps), [visit]],
        "at once": [[visit, *helps]],
        "at once, help first": [[*helps, visit]],
    }
    for batch in batches[order]:
        ana.sync(*batch)
    assert _kept(app, home, "done", "visits") == (["etax_mobile", "vneid_2"], 1)


def test_what_becomes_of_an_entry_becomes_of_what_it_says(app: Flask, ana: Visitor) -> None:
    home, other = household("Số 1"), household("Số 2")
    visit = _visit(home, state={"people_18": 2}, barrier="no_id_card")
    log_entries(ana, visit, help := _help(visit), _visit(home, YESTERDAY, "declined"))
    names = ("visits", "last_met", "needs_help_at_home", "state", "done")
    full = (2, "met", True, {"people_18": 2}, ["vneid_2"])
    without = (1, "declined", False, None, [])
    assert _kept(app, home, *names) == full
    review_entries(app, Action.VOID, visit)
    assert _kept(app, home, *names) == without
    review_entries(app, Action.RESTORE, visit)
    assert _kept(app, home, *names) == full
    review_entries(app, Action.VOID, help)
    assert _kept(app, home, "done") == ([],)
    review_entries(app, Action.RESTORE, help)
    log_entries(ana, help := edited(help, service="etax_mobile"))
    assert _kept(app, home, "done") == (["etax_mobile"],)
    log_entries(ana, visit := edited(visit, household=other))
    assert (_kept(app, home, *names), _kept(app, other, "visits", "done")) == (without, (1, ["etax_mobile"]))
    log_entries(ana, edited(help, visit=None))
    assert _kept(app, other, "visits", "done") == (1, [])
    log_entries(ana, edited(visit, withdrawn=True))
    assert _kept(app, other, *names) == (0, None, False, None, [])


@pytest.mark.parametrize("kind", ["visit", "merchant"])
def test_what_entries_name_no_more_is_offered_to_nobody(app: Flask, ana: Visitor, kind: str) -> None:
    query, name, number = (households_in, "household", "visits") if kind == "visit" else (merchants_in, kind, "entries")
    wrong, right = (household("Số 43"), household("Số 34")) if kind == "visit" else (_stall(), _stall())

    def offered() -> set[str]:
        with app.app_context():
            return {str(row[0]) for row in reader().execute(query(WARD_A, None))}

    log_entries(ana, entry := make_entry(kind, **{name: wrong}))
    log_entries(ana, entry := edited(entry, **{name: right}))
    assert (_kept(app, wrong, number), offered()) == ((0,), {right["id"]})
    assert run(app, "tally", "rebuild")[0] == 0
    assert (_kept(app, wrong, number), offered()) == ((0,), {right["id"]})
    log_entries(ana, edited(entry, **{name: wrong}))
    assert (_kept(app, wrong, number), offered()) == ((1,), {wrong["id"]})


def test_what_was_withdrawn_at_once_names_its_household_when_it_counts_again(app: Flask, ana: Visitor) -> None:
    home = household()
    entry = make_entry(household=home, withdrawn=True)
    log_entries(ana, entry)
    assert summary_of(app, home) is None
    review_entries(app, Action.RESTORE, entry)
    log_entries(ana, make_entry(household=home))
    summary = summary_of(app, home)
    assert summary
    assert summary["visits"] == 2


def test_a_merchant_has_what_the_last_entry_says(app: Flask, ana: Visitor) -> None:
    stall = _stall()
    later = _sign_up(stall, YESTERDAY, qr_valid=False, in_use=True)
    log_entries(ana, later)
    log_entries(ana, _sign_up(stall, BEFORE, qr_valid=True, in_use=False))
    names = ("entries", "last_on", "qr_valid", "in_use")
    assert _kept(app, stall, *names) == (2, YESTERDAY, False, True)
    review_entries(app, Action.VOID, later)
    assert _kept(app, stall, *names) == (1, BEFORE, True, False)
    log_entries(ana, _sign_up(stall, TODAY, qr_valid=None))
    assert _kept(app, stall, *names) == (2, TODAY, None, True)


def test_a_merged_household_speaks_for_the_one_that_stays(app: Flask, ana: Visitor) -> None:
    home, double = household("Số 1"), household("Số 1 cũ")
    log_entries(ana, _visit(home, YESTERDAY), visit := _visit(double, BEFORE))
    point(app, double, home)
    assert (summary_of(app, double), _kept(app, home, "visits", "last_on")) == (None, (2, YESTERDAY))
    # A phone that does not know of it goes on with the old id.
    log_entries(ana, _visit(double, TODAY, "absent"), _help(visit))
    assert (summary_of(app, double), _kept(app, home, "visits", "last_on", "done")) == (None, (3, TODAY, ["vneid_2"]))
    log_entries(ana, edited(visit, met="declined"))
    assert (summary_of(app, double), _kept(app, home, "visits")) == (None, (3,))
    point(app, double, None)
    assert (_kept(app, home, "visits"), _kept(app, double, "visits", "done")) == ((1,), (2, ["vneid_2"]))


def test_a_merged_merchant_speaks_for_the_one_that_stays(app: Flask, ana: Visitor) -> None:
    stall, double = _stall(), _stall()
    log_entries(ana, _sign_up(stall, YESTERDAY), _sign_up(double, TODAY, in_use=False))
    point(app, double, stall)
    log_entries(ana, _sign_up(double, BEFORE))
    assert (summary_of(app, double), _kept(app, stall, "entries", "in_use")) == (None, (3, False))


@pytest.mark.one_engine
def test_what_names_nobody_costs_nothing(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry())
    with counted_statements(app) as statements:
        log_entries(ana, make_entry(), make_entry("training"), make_entry("installation"))
        entries = log_entries(ana, _visit(household()), _sign_up(_stall()))
    count = len(statements)
    with counted_statements(app) as statements:
        review_entries(app, Action.APPROVE, *entries)
    assert count
    assert not [each for each in statements if "_summary" in each or "registry_version" in each]


ADDED = {"one visit": 3, "twenty visits": 3, "a visit and help": 3, "help later": 3, "a merchant": 3, "all": 4}


@pytest.mark.parametrize("batch", ADDED)
def test_new_entries_cost_so_many_statements_more(app: Flask, ana: Visitor, batch: str) -> None:
    homes = [household(f"Số {number}") for number in range(20)]
    stall = _stall()
    log_entries(ana, first := _visit(homes[0]), *(_visit(home) for home in homes), _sign_up(stall))
    visit = _visit(homes[1])
    batches = {
        "one visit": [_visit(homes[0])],
        "twenty visits": [_visit(home) for home in homes],
        "a visit and help": [visit, _help(visit)],
        "help later": [_help(first)],
        "a merchant": [_sign_up(stall)],
        "all": [visit, _help(visit), _help(first), _sign_up(stall), *(_visit(home) for home in homes)],
    }
    with counted_statements(app) as statements:
        log_entries(ana, *batches[batch])
    added = [each for each in statements if any(word in each for word in ("_summary", "registry_version", "locked_"))]
    assert len(added) == ADDED[batch], added


def test_a_batch_makes_no_statement_that_another_one_made(
    app: Flask, ana: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [visit := _visit(household()), _help(visit), _sign_up(_stall())]
    log_entries(ana, *batch)
    for made in (
        "registry.actions.insert_selected_or_add",
        "logbook.nearby.aliased",
        "logbook.locked_state.in_list",
    ):
        monkeypatch.setattr(f"app.{made}", lambda *_: pytest.fail("a statement is made anew"))
    log_entries(ana, visit := _visit(household()), _help(visit), _sign_up(_stall()))


TAMPERINGS = {
    "a visit too many": sa.update(HouseholdSummary).values(visits=HouseholdSummary.visits + 1),
    "another state": sa.update(HouseholdSummary).values(state={"people_18": 40}),
    "a service that nobody uses": sa.update(HouseholdSummary).values(done=["etax_mobile"]),
    "a lost household": sa.delete(HouseholdSummary),
    "a lost merchant": sa.delete(MerchantSummary),
    "another merchant": sa.update(MerchantSummary).values(in_use=None),
    "merged into a first one": sa.update(Household).values(merged_into_id=UUID(int=1)),
    "merged into a last one": sa.update(Household).values(merged_into_id=UUID(int=2**128 - 1)),
    "a household that is not there": sa.insert(MerchantSummary).values(ward_id=WARD_A, merchant_id=uuid4(), entries=0),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_summary_that_was_tampered_with_is_found_and_mended(app: Flask, ana: Visitor, tampering: str) -> None:
    log_entries(ana, visit := _visit(household(), state={"people_18": 2}), _help(visit), _sign_up(_stall()))
    assert run(app, "tally", "verify")[0] == 0
    with app.app_context():
        writer().execute(TAMPERINGS[tampering])
        writer().commit()
    status, output = run(app, "tally", "verify")
    assert (status, "_summary (" in output, "counted" in output) == (1, True, True)
    assert run(app, "tally", "rebuild")[0] == 0
    assert run(app, "tally", "verify")[0] == 0


def test_the_version_of_an_area_grows_with_what_happens_to_its_households(app: Flask, ana: Visitor) -> None:
    home = household()
    log_entries(ana, _visit(home))
    # The list of the area in which the household stands changes, wherever it was met.
    log_entries(ana, _visit(home, neighbourhood=AREA_2))
    with app.app_context():
        rows = writer().execute(sa.select(RegistryVersion.neighbourhood_id, RegistryVersion.version)).all()
    assert [tuple(row) for row in rows] == [(1, 2)]
