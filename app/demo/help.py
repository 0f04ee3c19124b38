"""What somebody on duty logs of a shift: help with apps, or with procedures at a desk. All made up. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Logged = tuple[str, dict[str, object]]
"""The kind of an entry and the fields that say what was done."""


@dataclass(frozen=True, slots=True)
class HelpWithApps:
    """Help with one of some services, weighed, for how many people at the least and the most."""

    services: Mapping[str, int]
    least: int
    most: int
    setting: str

    def logged(self, rng: random.Random) -> Iterator[Logged]:
        """Yield what one logs of a shift."""
        yield (
            "installation",
            {
                "service": rng.choices(list(self.services), list(self.services.values()))[0],
                "outcome": "activated",
                "people": rng.randint(self.least, self.most),
                "setting": self.setting,
            },
        )


@dataclass(frozen=True, slots=True)
class HelpWithProcedures:
    """Help with some groups of procedures; ``outcomes`` are weighed."""

    procedures: Mapping[str, int]
    outcomes: Mapping[str, int]
    groups: int = 2
    most: int = 6

    def logged(self, rng: random.Random) -> Iterator[Logged]:
        """Yield what one logs of a shift: an entry for each group of procedures."""
        chosen = rng.choices(list(self.procedures), list(self.procedures.values()), k=self.groups)
        for procedure in dict.fromkeys(chosen):
            people = rng.randint(1, self.most)
            yield (
                "assistance",
                {
                    "procedure": procedure,
                    "people": people,
                    "outcome": rng.choices(list(self.outcomes), list(self.outcomes.values()))[0],
                    "fee_online": rng.random() < 0.4,
                    "needed_attendant": rng.randint(0, people // 3),
                    "minutes": people * rng.randint(7, 14),
                },
            )
