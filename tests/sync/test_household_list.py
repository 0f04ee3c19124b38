"""What phones learn of the households and merchants of their team, and which ones they are offered at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.logbook.status import Action
from app.month import now, today
from app.people.models import Membership
from app.registry.actions import touch_areas
from app.registry.models import Household, Merchant
from tests.actions import log_entries, review_entries
from tests.cast import ANA, AREA_1, AREA_2, MARKET_A, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.house.test_query_counts import statements_for

Cast = Callable[..., Visitor]
PATH = "/api/v1/households"
TODAY, YESTERDAY = str(today()), str(today() - timedelta(days=1))
HOUSEHOLD_KEYS = {
    *("id", "neighbourhood", "label", "called", "last", "met_on", "state", "state_on", "done", "help_at_home")
}


def _list(visitor: Visitor) -> Any:
    return visitor.get(PATH).json


def _tag(visitor: Visitor) -> str:
    return str(visitor.get(PATH).headers["ETag"])


def _stall(name: str = "Quầy mẫu 2", **fields: Any) -> dict[str, Any]:
    return make_entry("merchant", merchant={"id": str(uuid4()), "name": name}, **fields)


def test_a_household_stands_in_the_list_with_what_was_found_and_done(ana: Visitor) -> None:
    home = household("Số 5, ngõ 2")
    state = {"people_14": 3, "smartphones": 2, "have": {"vneid_2": 1}}
    met = make_entry(household=home, happened_on=YESTERDAY, state=state, barrier="elderly_alone")
    log_entries(ana, met, make_entry("installation", visit=met["id"], service="vneid_2", outcome="activated"))
    log_entries(ana, make_entry("installation", visit=met["id"], service="etax_mobile", outcome="declined"))
    log_entries(ana, make_entry(household=home, met="absent", people=0, note="không được lộ"))
    answer = ana.get(PATH)
    assert answer.json == {
        "households": [
            {
                "id": home["id"],
                "neighbourhood": AREA_1,
                "label": "Số 5, ngõ 2",
                "called": None,
                "last": {"on": TODAY, "met": "absent"},
                "met_on": YESTERDAY,
                "state": state,
                "state_on": YESTERDAY,
                "done": ["vneid_2"],
                "help_at_home": False,
            }
        ],
        "merchants": [],
    }
    assert "không được lộ" not in answer.text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("barrier", "needs_help"),
    [
        *((each, False) for each in ("none", "away")),
        *((each, True) for each in ("no_smartphone", "no_sim", "no_id_card", "elderly_alone", "other")),
    ],
)
def test_no_difficulty_can_be_read_from_the_list(ana: Visitor, barrier: str, needs_help: bool) -> None:
    log_entries(ana, make_entry(household=household(), barrier=barrier))
    answer = ana.get(PATH)
    [home] = answer.json["households"]
    assert (home["help_at_home"], home.keys()) == (needs_help, HOUSEHOLD_KEYS)
    assert barrier == "none" or barrier not in answer.text


def test_a_merchant_stands_in_the_list(ana: Visitor) -> None:
    stall = _stall(place=MARKET_A, qr_valid=False)
    log_entries(ana, stall)
    assert _list(ana)["merchants"] == [
        {
            "id": stall["fields"]["merchant"]["id"],
            "neighbourhood": AREA_1,
            "place": MARKET_A,
            "name": "Quầy mẫu 2",
            "last": {"on": TODAY, "qr_valid": False, "in_use": True},
        }
    ]


def test_everybody_lists_what_is_their_own_teams(visitor: Cast) -> None:
    ana, bruno = visitor("ana"), visitor("bruno")
    log_entries(ana, make_entry(household=household("Số 1")), _stall())
    log_entries(bruno, make_entry(household=household("Số 2"), neighbourhood=AREA_2))
    labels = {
        name: [each["label"] for each in _list(visitor(name))["households"]]
        for name in ("ana", "leo", "bruno", "bo", "carla", "vera", "dora")
    }
    # Who has no team reads households in the office, where it stands in the audit log.
    assert {name: of for name, of in labels.items() if of} == {"ana": ["Số 1"], "leo": ["Số 1"], "bruno": ["Số 2"]}
    assert [visitor(name).get(PATH).status_code for name in ("eva", "ada", "nina")] == [403] * 3
    assert visitor().get(PATH).status_code == 401


@pytest.mark.one_engine
def test_who_has_left_gets_nothing(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household()))
    tag = _tag(ana)
    with app.app_context():
        ended = sa.update(Membership).where(Membership.user_id == ANA).values(valid_to=today() - timedelta(days=1))
        writer().execute(ended)
        writer().commit()
    answer = ana.get(PATH, **{"If-None-Match": tag})
    assert answer.status_code == 403
    assert "Số 5" not in answer.text


def test_a_phone_that_has_the_list_gets_it_again_only_when_it_changed(app: Flask, visitor: Cast) -> None:
    ana, bruno, leo = visitor("ana"), visitor("bruno"), visitor("leo")
    entry = make_entry(household=household())
    tags = [_tag(ana)]

    def has_changed() -> None:
        assert ana.get(PATH, **{"If-None-Match": tags[-1]}).status_code == 200
        tags.append(_tag(ana))
        same = ana.get(PATH, **{"If-None-Match": tags[-1]})
        assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", tags[-1])

    log_entries(ana, entry)
    has_changed()
    assert _tag(leo) == tags[-1]
    log_entries(leo, make_entry(household=entry["fields"]["household"], met="absent", people=0))
    has_changed()
    log_entries(ana, edited(entry, met="declined"))
    has_changed()
    log_entries(ana, _stall())
    has_changed()
    log_entries(ana, make_entry("installation", visit=entry["id"]))
    has_changed()
    review_entries(app, Action.VOID, edited(entry))
    has_changed()
    with app.app_context():
        touch_areas(writer().connection(), WARD_A, [AREA_1])
        writer().commit()
    has_changed()
    assert len(set(tags)) == len(tags)
    # What is no household's, another team's, or only looked through leaves the list as it is.
    log_entries(ana, make_entry(), make_entry("training"), make_entry("installation"))
    log_entries(bruno, make_entry(household=household("Số 9"), neighbourhood=AREA_2))
    review_entries(app, Action.APPROVE, *log_entries(ana, make_entry()))
    assert _tag(ana) == tags[-1]


def test_a_list_that_is_known_already_is_not_read(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household()), _stall())
    tag = _tag(ana)
    statements = statements_for(app, lambda: ana.get(PATH, **{"If-None-Match": tag}))
    assert not [statement for statement in statements if "_summary" in statement]


@pytest.mark.one_engine
def test_reading_the_list_is_no_line_of_the_audit_log(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(household=household()))
    statements = statements_for(app, lambda: ana.get(PATH))
    assert not [statement for statement in statements if "journal" in statement]


def _offered(visitor: Visitor) -> tuple[list[str], list[str]]:
    """Return what the forms and the list offer, which is the same."""
    forms, known = visitor.get("/api/v1/bootstrap").json, _list(visitor)
    households = [each["label"] for each in forms["households"]]
    merchants = [each["name"] for each in forms["merchants"]]
    assert households == [each["label"] for each in known["households"]]
    assert merchants == [each["name"] for each in known["merchants"]]
    return households, merchants


def test_what_only_void_entries_name_is_offered_to_nobody(app: Flask, ana: Visitor) -> None:
    home, other = household("Số 1"), household("Số 2")
    visit, stall = make_entry(household=home), _stall("Quầy mẫu 3")
    log_entries(ana, visit, stall, make_entry(household=other))
    assert set(_offered(ana)[0]) == {"Số 1", "Số 2"}
    log_entries(ana, edited(visit, withdrawn=True))
    review_entries(app, Action.VOID, stall)
    assert _offered(ana) == (["Số 2"], [])
    review_entries(app, Action.RESTORE, stall)
    assert _offered(ana) == (["Số 2"], ["Quầy mẫu 3"])
    log_entries(ana, make_entry(household=home))
    assert set(_offered(ana)[0]) == {"Số 1", "Số 2"}


def test_what_stands_in_a_list_of_the_ward_is_offered_though_all_its_entries_are_void(app: Flask, ana: Visitor) -> None:
    visit, stall = make_entry(household=household("Số 1")), _stall("Quầy mẫu 3")
    log_entries(ana, visit, stall)
    with app.app_context():
        for model in (Household, Merchant):
            writer().execute(sa.update(model).values(is_listed=True))
        writer().commit()
    log_entries(ana, edited(visit, withdrawn=True), edited(stall, withdrawn=True))
    assert _offered(ana) == (["Số 1"], ["Quầy mẫu 3"])


def test_what_a_refused_or_a_withdrawn_new_entry_names_is_offered_to_nobody(ana: Visitor) -> None:
    ana.sync(make_entry(household=household("Số 3"), met="perhaps"), make_entry(household=household(), withdrawn=True))
    assert _offered(ana) == ([], [])


def test_a_household_of_no_entry_is_offered_and_a_retired_or_merged_one_is_not(app: Flask, ana: Visitor) -> None:
    common = {"ward_id": WARD_A, "neighbourhood_id": AREA_1, "folded": "", "created_at": now()}
    with app.app_context():
        for number, values in enumerate(({}, {"retired_at": now()}, {"merged_into_id": UUID(int=1)}), start=1):
            writer().add(Household(id=UUID(int=number), label=f"Số {number}", **common, **values))
            writer().add(Merchant(id=UUID(int=number), name=f"Quầy {number}", **common, **values))
        writer().commit()
    assert _offered(ana) == (["Số 1"], ["Quầy 1"])
    [home] = _list(ana)["households"]
    assert (home["last"], home["state"], home["done"], home["help_at_home"]) == (None, None, [], False)
