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


_PARTS: Mapping[str, type] = {
    "activities": list,
    "areas": list,
    "as_of": str,
    "closed_at": str,
    "entries": dict,
    "households": dict,
    "indicators": list,
    "measures": dict,
    "month": str,
    "places": list,
    "populations": dict,
    "services": list,
    "targets": list,
    "teams": list,
    "ward": dict,
}
"""What every form of an edition has. What came later is missing in those that were kept before."""


class UnreadableEditionError(Exception):
    """An edition lacks figures that every form has: it is damaged, or of a form that this version does not know."""


def figures_from(text: str) -> dict[str, Any]:
    """Return the figures of an edition from its text; parts that this version does not know stand among them.

    A missing figure is never taken for nought: raises :class:`UnreadableEditionError`.
    """
    try:
        figures = json.loads(text)
    except ValueError as error:
        raise UnreadableEditionError("no JSON") from error
    if not isinstance(figures, dict):
        raise UnreadableEditionError("no object")
    wrong = [name for name, kind in _PARTS.items() if not isinstance(figures.get(name), kind)]
    if wrong:
        raise UnreadableEditionError(f"form {figures.get('version')}, without {', '.join(wrong)}")
    return figures


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
    kept = figures_from(text)
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
