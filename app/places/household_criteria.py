"""What a ward asks of its households: the services that they have already, and its criteria of a digital household.

No authority has said for the whole country when a household is a digital one (gia đình số), so each ward writes its own
list of criteria, or has none. Pure rules; the list is a part of the ward's settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.stored_json import StoredRecord

AGES = (14, 18, 60)
"""The ages from which a household's people are counted."""

MOST_PHONES = 10
"""The most smartphones that a criterion may ask for."""

MOST_CRITERIA = 12
"""The most criteria of a ward: more are not read on a phone."""

USUAL_STATE_SERVICES = ("vneid_2", "health_record", "public_service_account", "payment_account")
"""The services that a ward asks for until it chooses, by code."""


class Rule(StrEnum):
    """What a criterion asks. The values are stored, and phones know them."""

    EVERYBODY = "everybody"
    SOMEBODY = "somebody"
    SMARTPHONES = "smartphones"
    INTERNET = "internet"
    OWN_PHONE = "own_phone"


class Criterion(StoredRecord, frozen=True):
    """A condition that a digital household meets.

    ``everybody``: as many have the service as there are people of ``age`` and older; ``somebody``: one of them has it;
    ``smartphones``: there are at least ``least``; ``internet``: there is a connection; ``own_phone``: nobody there
    shares a phone. What a rule does not need is empty or 0. Without a name of the ward's own it is named by its rule.
    """

    rule: str = ""
    service: str = ""
    age: int = 0
    least: int = 0
    name: str = ""

    @property
    def code(self) -> str:
        """What the criterion asks, as a short text: two with the same code are one, whatever their names."""
        match self.rule:
            case Rule.EVERYBODY:
                return f"{self.rule}_{self.age}.{self.service}"
            case Rule.SOMEBODY:
                return f"{self.rule}.{self.service}"
            case Rule.SMARTPHONES:
                return f"{self.rule}.{self.least}"
            case _:
                return self.rule

    @property
    def is_usable(self) -> bool:
        """Whether this version of the program knows what the criterion asks."""
        match self.rule:
            case Rule.EVERYBODY:
                return bool(self.service) and self.age in AGES
            case Rule.SOMEBODY:
                return bool(self.service)
            case Rule.SMARTPHONES:
                return 1 <= self.least <= MOST_PHONES
            case _:
                return self.rule in {Rule.INTERNET, Rule.OWN_PHONE}


USUAL_CRITERIA = (
    Criterion(Rule.EVERYBODY, service="vneid_2", age=14),
    Criterion(Rule.EVERYBODY, service="payment_account", age=18),
    Criterion(Rule.SOMEBODY, service="public_service_account"),
    Criterion(Rule.SOMEBODY, service="health_record"),
    Criterion(Rule.SMARTPHONES, least=1),
    Criterion(Rule.INTERNET),
)
"""The criteria with which a ward may begin. None is used until it saves them."""


def usable_criteria(stored: Iterable[Criterion]) -> Sequence[Criterion]:
    """Return the criteria that can be evaluated, each once, in their order."""
    return list({each.code: each for each in reversed(list(stored)) if each.is_usable}.values())[::-1]


def asked_services(chosen: Sequence[str], criteria: Iterable[Criterion]) -> Sequence[str]:
    """Return the codes of the services that phones ask for: those that were chosen, then what the criteria need."""
    return list(dict.fromkeys([*chosen, *(each.service for each in criteria if each.service)]))
