"""The guide to templates as the page shows it: every placeholder with an example, every list with its loop. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.reports.template.example import EXAMPLE_MONTH, example_document
from app.reports.template.placeholders import (
    ANNEX_NAMES,
    OTHER_ANNEX,
    PLACEHOLDERS,
    Choice,
    Group,
    Many,
    Placeholder,
    Text,
    context_of,
)


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A placeholder: its name, its meaning, and an example of its value.

    A choice, which is only tested, has no example.
    """

    name: str
    meaning: str
    example: str | None


@dataclass(frozen=True, slots=True)
class Loop:
    """A list: its path, the name of its items, and the placeholders of each item."""

    path: str
    meaning: str
    name: str
    items: Sequence[GuideLine]


@dataclass(frozen=True, slots=True)
class Guide:
    """All placeholders of a template. ``named`` are the annexes that have a name of their own."""

    lines: Sequence[GuideLine]
    loops: Sequence[Loop]
    named: Sequence[GuideLine]


def guide() -> Guide:
    """Return the guide in the reader's language."""
    example = context_of(example_document(), EXAMPLE_MONTH)
    annexes = PLACEHOLDERS["bang"]
    assert isinstance(annexes, Group)
    return Guide(
        [line for name, kind in PLACEHOLDERS.items() for line in _lines(name, kind, example[name])],
        [loop for name, kind in PLACEHOLDERS.items() for loop in _loops(name, kind, example[name])],
        [GuideLine(f"bang.{name}", str(annexes.parts[name].meaning), None) for name in ANNEX_NAMES],
    )


def _loops(path: str, kind: Placeholder, value: Any) -> Iterator[Loop]:
    """Yield a list and the lists inside it; annexes are alike, so the lists inside them are yielded once.

    The last item is the example: the first may be the heading of a group, which has hardly anything.
    """
    if isinstance(kind, Many):
        yield Loop(path, str(kind.meaning), kind.name, list(_lines(kind.name, kind.each, value[-1])))
        if kind.each is not OTHER_ANNEX:
            yield from _loops(kind.name, kind.each, value[-1])
    elif isinstance(kind, Group) and path != "bang":
        for name, part in kind.parts.items():
            yield from _loops(f"{path}.{name}", part, value[name])


def _lines(path: str, kind: Placeholder, value: Any) -> Iterator[GuideLine]:
    """Yield the placeholders of one text or one choice."""
    match kind:
        case Text():
            yield GuideLine(path, str(kind.meaning), value)
        case Choice():
            yield GuideLine(path, str(kind.meaning), None)
        case Group() if path != "bang":
            for name, part in kind.parts.items():
                yield from _lines(f"{path}.{name}", part, value[name])
