"""What the state of one household adds to the counters of its area. Pure rules.

Measures are dotted names: ``households``; ``month.2026-11`` by the reporting period of the state; of each number,
service and question ``sum.…`` and ``known.…``, the households that answered; ``with.smartphones``, those that have at
least one; ``met.…`` and ``unmet.…`` by the code of a criterion; ``digital``, the households that meet all criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.json_types import JsonObject
from app.month import Month
from app.places.household_criteria import Criterion
from app.registry.criteria import CriterionVerdict, evaluate

HOUSEHOLDS_REVIEWED = "households"
DIGITAL_HOUSEHOLDS = "digital"
MONTH_PREFIX = "month."

STATE_NUMBERS = ("people_14", "people_18", "people_60", "smartphones")
STATE_ANSWERS = ("internet", "shares_phone")


def state_measures(state: JsonObject, month: Month, criteria: Sequence[Criterion]) -> dict[str, int]:
    """Return the figures that a household's state of a day in a reporting period adds to the measures."""
    score = evaluate(criteria, state)
    measures = {HOUSEHOLDS_REVIEWED: 1, f"{MONTH_PREFIX}{month}": 1, DIGITAL_HOUSEHOLDS: int(score.is_digital)}
    for name, number in _known_numbers(state):
        measures |= {f"sum.{name}": number, f"known.{name}": 1}
    if state.get("smartphones"):
        measures["with.smartphones"] = 1
    return measures | {
        f"{verdict}.{code}": 1 for code, verdict in score.verdicts.items() if verdict is not CriterionVerdict.UNKNOWN
    }


def _known_numbers(state: JsonObject) -> Iterator[tuple[str, int]]:
    have = state.get("have") or {}
    given = {name: state.get(name) for name in (*STATE_NUMBERS, *STATE_ANSWERS)}
    given |= {f"have.{code}": people for code, people in have.items()}
    for name, number in given.items():
        if number is not None:
            yield name, int(number)
