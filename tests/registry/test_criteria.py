"""Which criteria a household meets, by the table that phones go by too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import ROOT
from app.places.household_criteria import (
    AGES,
    USUAL_CRITERIA,
    USUAL_STATE_SERVICES,
    Criterion,
    Rule,
    asked_services,
    usable_criteria,
)
from app.registry.criteria import CriterionVerdict, evaluate

CASES = json.loads((ROOT / "tests/data/criteria.json").read_text(encoding="utf-8"))

CRITERIA = st.sampled_from(
    [
        *USUAL_CRITERIA,
        Criterion(Rule.OWN_PHONE),
        Criterion(Rule.SMARTPHONES, least=3),
        *(Criterion(Rule.EVERYBODY, service="vneid_2", age=age) for age in AGES),
    ]
)
NUMBER, ANSWER = st.integers(0, 50), st.booleans()
STATES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("people_14", "people_18", "people_60", "smartphones"), NUMBER),
        **dict.fromkeys(("internet", "shares_phone"), ANSWER),
        "have": st.dictionaries(st.sampled_from(USUAL_STATE_SERVICES), NUMBER),
    },
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case, ensure_ascii=False))
def test_each_criterion_is_met_unmet_or_unknown(case: Any) -> None:
    criterion = Criterion(**case["criterion"])
    assert list(evaluate([criterion], case["state"]).verdicts.values()) == [case["verdict"]]


@given(st.lists(CRITERIA, max_size=12, unique_by=lambda each: each.code), STATES)
def test_met_unmet_and_unknown_add_up(criteria: list[Criterion], state: dict[str, Any]) -> None:
    score = evaluate(criteria, state)
    unmet = sum(verdict is CriterionVerdict.UNMET for verdict in score.verdicts.values())
    assert score.met + unmet + score.unknown == score.total == len(criteria)
    assert score.is_digital == (bool(criteria) and not unmet and not score.unknown)
    assert list(score.verdicts) == [each.code for each in criteria]


@given(CRITERIA, STATES, st.data())
def test_more_knowledge_never_takes_a_verdict_back(criterion: Criterion, state: dict[str, Any], data: Any) -> None:
    missing = data.draw(st.sets(st.sampled_from(sorted(state)))) if state else set()
    less = {name: value for name, value in state.items() if name not in missing}
    (before,), (after,) = (list(evaluate([criterion], each).verdicts.values()) for each in (less, state))
    assert before in {CriterionVerdict.UNKNOWN, after}


def test_household_without_a_state_is_unknown_and_no_digital_one() -> None:
    score = evaluate(USUAL_CRITERIA, None)
    assert (score.met, score.unknown, score.total, score.is_digital) == (0, 6, 6, False)
    assert not evaluate((), {"internet": True}).is_digital, "without criteria nobody is"


def test_criteria_are_used_once_and_only_when_they_are_known() -> None:
    stored = [
        Criterion(Rule.INTERNET, name="Có mạng"),
        Criterion("of_a_later_version"),
        Criterion(Rule.EVERYBODY, service="vneid_2", age=15),
        Criterion(Rule.SOMEBODY),
        Criterion(Rule.SMARTPHONES, least=0),
        Criterion(),
        Criterion(Rule.INTERNET, name="Có internet"),
    ]
    assert usable_criteria(stored) == [Criterion(Rule.INTERNET, name="Có mạng")]
    assert usable_criteria(USUAL_CRITERIA) == list(USUAL_CRITERIA)


def test_phones_ask_for_what_the_criteria_need() -> None:
    criteria = [Criterion(Rule.SOMEBODY, service="telehealth"), Criterion(Rule.INTERNET)]
    assert asked_services(["vneid_2"], criteria) == ["vneid_2", "telehealth"]
    assert asked_services([], USUAL_CRITERIA) == [
        "vneid_2",
        "payment_account",
        "public_service_account",
        "health_record",
    ]
