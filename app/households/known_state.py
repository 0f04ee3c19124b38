"""The state of one household as its page has it: what is known of it, and which of the ward's criteria it meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.households.party_access import PartyAccess
from app.households.queries import PartyRow
from app.logbook.household_state import state_parts
from app.places.household_criteria import usable_criteria
from app.registry.criteria import Score, evaluate
from app.registry.criteria_wording import criterion_names


@dataclass(frozen=True, slots=True)
class KnownState:
    """What is known of a household in words, none where nobody asked; the criteria by code, met or not, with names."""

    lines: Sequence[str]
    score: Score
    names: Mapping[str, str]


def known_state(access: PartyAccess, row: PartyRow) -> KnownState:
    """Return the state of a household in the reader's language, by the criteria that its ward has today."""
    criteria = usable_criteria(access.ward.settings.criteria)
    lines = state_parts(row.state or {}, {code: name for code, name in access.service_names.items()})
    return KnownState(list(lines), evaluate(criteria, row.state), criterion_names(criteria, access.service_names))
