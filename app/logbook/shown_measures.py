"""The measures of a kind that pages and reports show: those at the head of tables, and what divides them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.json_types import Message


@dataclass(frozen=True, slots=True)
class Headline:
    """A measure at the head of every overview, with the name of its column.

    ``sentence`` returns the sentence of the report with a figure of it.
    """

    measure: str
    label: Message
    unit: Message
    sentence: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Measures that divide one thing: what stood in the way, how merchants are paid. ``parts`` is label by measure.

    A part for each code of a list of the catalogue, ``source``, has a measure that begins with ``stem``.
    """

    title: Message
    unit: Message
    parts: Mapping[str, Message]
    source: str = ""
    stem: str = ""

    def labels(self, catalogue: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return the label of each measure; ``catalogue`` has the names of codes by list."""
        named = catalogue.get(self.source, {})
        return {measure: str(label) for measure, label in self.parts.items()} | {
            f"{self.stem}{code}": name for code, name in named.items()
        }
