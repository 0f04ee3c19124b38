"""Made-up states of the demonstration's households: what each has already, the same at every visit. Pure."""

from __future__ import annotations

import random
from collections.abc import Mapping

_REVIEWED = 0.7
_HAVE = {"vneid_2": 0.75, "payment_account": 0.7, "public_service_account": 0.45, "health_record": 0.35}
"""How likely it is that a person has a service already."""


def state_of(household_id: str) -> Mapping[str, object] | None:
    """Return the state of a household, or ``None`` of one that nobody reviewed; it depends on the id alone."""
    rng = random.Random(household_id)
    if rng.random() > _REVIEWED:
        return None
    people = rng.randint(1, 5)
    adults = rng.randint(max(people - 1, 1), people)
    smartphones = rng.randint(0, people)
    state: dict[str, object] = {
        "people_14": people,
        "people_18": adults,
        "people_60": rng.choice([0, 0, 1, min(2, adults)]),
        "smartphones": smartphones,
        "have": {
            code: sum(rng.random() < likely for _ in range(people))
            for code, likely in _HAVE.items()
            if rng.random() < 0.95
        },
    }
    if rng.random() < 0.9:
        state |= {"internet": smartphones > 0 and rng.random() < 0.85, "shares_phone": smartphones < people}
    return state
