"""An edition as it is kept: its text, the digest of it, and what its page reads back. Pure rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


def canonical(figures: Mapping[str, Any]) -> str:
    """Return figures as the text that is kept: keys sorted, no spaces, letters as they are."""
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of an edition's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class Three(NamedTuple):
    """A measure in the month, since January, and in the month before."""

    month: int = 0
    since_january: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """The ward, an area or a team, with its figures; a team's households are not counted one by one."""

    id: int
    name: str
    measures: Mapping[str, Three]
    households: Three | None = None

    def figure(self, measure: str) -> int:
        """Return a measure in the month."""
        return self.measures.get(measure, Three()).month


@dataclass(frozen=True, slots=True)
class KeptIndicator:
    """What of an indicator was reached, and of how many."""

    code: str
    reached: int | None
    of_all: int | None


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition read back, as far as its page shows it. ``entries`` is how many stood in each status."""

    ward: KeptPlace
    entries: Mapping[str, int]
    areas: Sequence[KeptPlace]
    teams: Sequence[KeptPlace]
    indicators: Sequence[KeptIndicator]


def read_edition(text: str) -> Edition:
    """Read an edition back from its text."""
    kept = json.loads(text)
    households = kept["households"]
    doors = Three(households["month"], households["since_january"], households["before"])
    return Edition(
        ward=KeptPlace(0, kept["ward"]["name"], threes(kept["measures"]), doors),
        entries=kept["entries"],
        areas=[
            KeptPlace(
                area["id"],
                area["name"],
                threes(area["measures"]),
                Three(month=area["households"]["month"], before=area["households"]["before"]),
            )
            for area in kept["areas"]
        ],
        teams=[KeptPlace(team["id"], team["name"], threes(team["measures"])) for team in kept["teams"]],
        indicators=[
            KeptIndicator(item["code"], item["log"]["numerator"], item["log"]["denominator"])
            for item in kept["indicators"]
            if item["log"]
        ],
    )


def threes(measures: Mapping[str, list[int]]) -> dict[str, Three]:
    """Return the three figures of each measure as an edition keeps them."""
    return {measure: Three(*figures) for measure, figures in measures.items()}
