"""How events recur: rules of RFC 5545, and back."""

from __future__ import annotations

import pytest

from app.events.rules import ORDINALS, Every, Recurrence, parse_rule

WAYS = [
    (Recurrence(Every.ONCE), ""),
    (Recurrence(Every.DAY), "FREQ=DAILY"),
    (Recurrence(Every.WEEK, (2,)), "FREQ=WEEKLY;BYDAY=WE"),
    (Recurrence(Every.WEEK, (0, 4, 6)), "FREQ=WEEKLY;BYDAY=MO,FR,SU"),
    (Recurrence(Every.MONTH_DAY, month_day=15), "FREQ=MONTHLY;BYMONTHDAY=15"),
    (Recurrence(Every.MONTH_DAY, month_day=31), "FREQ=MONTHLY;BYMONTHDAY=31"),
    *((Recurrence(Every.MONTH_WEEKDAY, (6,), each), f"FREQ=MONTHLY;BYDAY={each}SU") for each in ORDINALS),
]


@pytest.mark.parametrize(("recurrence", "rule"), WAYS)
def test_each_way_to_recur_is_a_rule_and_back(recurrence: Recurrence, rule: str) -> None:
    assert recurrence.rule == rule
    assert parse_rule(rule) == recurrence


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=WE,",
        "FREQ=MONTHLY;BYDAY=5SU",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;COUNT=3",
        "nothing",
    ],
)
def test_other_rules_are_none_of_these(rule: str) -> None:
    assert parse_rule(rule) is None
