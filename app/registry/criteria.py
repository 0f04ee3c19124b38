"""Which of a ward's criteria of a digital household (gia đình số) a household meets. Pure rules.

Phones evaluate them by the same table of cases, ``tests/data/criteria.json``. What nobody asked is unknown, which is
neither met nor unmet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.json_types import JsonObject
from app.places.household_criteria import Criterion, Rule


class CriterionVerdict(StrEnum):
    """Whether a household meets a criterion, as far as its state is known. The values are counted by name."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Score:
    """The verdicts on a household by the codes of the criteria, in their order."""

    verdicts: Mapping[str, CriterionVerdict]

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return self._number(CriterionVerdict.MET)

    @property
    def unknown(self) -> int:
        """Of how many criteria it is not known whether they are met."""
        return self._number(CriterionVerdict.UNKNOWN)

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return len(self.verdicts)

    @property
    def is_digital(self) -> bool:
        """Whether there are criteria and the household meets all of them."""
        return 0 < self.total == self.met

    def _number(self, verdict: CriterionVerdict) -> int:
        return sum(each is verdict for each in self.verdicts.values())


def evaluate(criteria: Sequence[Criterion], state: JsonObject | None) -> Score:
    """Return what a household's state says of each criterion; without a state all is unknown."""
    known = state or {}
    return Score({each.code: _as_verdict(_is_met(each, known)) for each in criteria})


def _as_verdict(is_met: bool | None) -> CriterionVerdict:
    return CriterionVerdict.UNKNOWN if is_met is None else CriterionVerdict.MET if is_met else CriterionVerdict.UNMET


def _is_met(criterion: Criterion, state: JsonObject) -> bool | None:
    """Return whether a criterion is met, or ``None`` where what it asks is not known."""
    match criterion.rule:
        case Rule.EVERYBODY:
            return _everybody_has(state.get(f"people_{criterion.age}"), _owners(state, criterion.service))
        case Rule.SOMEBODY:
            return _at_least(_owners(state, criterion.service), 1)
        case Rule.SMARTPHONES:
            return _at_least(state.get("smartphones"), criterion.least)
        case Rule.INTERNET:
            return state.get("internet")
        case Rule.OWN_PHONE:
            shares = state.get("shares_phone")
            return None if shares is None else not shares
        case _:
            return None


def _owners(state: JsonObject, service: str) -> int | None:
    owners: int | None = (state.get("have") or {}).get(service)
    return owners


def _everybody_has(people: int | None, owners: int | None) -> bool | None:
    """Return whether all people have a service; of nobody it is true, whoever has it."""
    if people == 0:
        return True
    return None if people is None or owners is None else owners >= people


def _at_least(number: int | None, least: int) -> bool | None:
    return None if number is None else number >= least
