"""The order of areas, teams and places in every list: by hand first, then natural. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from app.text import collation_key


class Ordered(Protocol):
    """Something of a ward that has a place in a list."""

    @property
    def id(self) -> int:
        """The number, by which those of one name are sorted, as an area that ended and its successor."""

    @property
    def name(self) -> str:
        """The name, by which numbers are sorted by value: Tổ 2, Tổ 2A, Tổ 10."""

    @property
    def position(self) -> int | None:
        """The place in the order made by hand, from 1; ``None`` for what was never ordered by hand."""


T = TypeVar("T", bound=Ordered)


def in_order(places: Iterable[T]) -> list[T]:
    """Return areas, teams or places in their order: the area that stands for the whole ward is the last.

    What has a position comes first; what was added since follows by its name.
    """
    return sorted(places, key=_order_key)


def in_natural_order(places: Iterable[T]) -> list[T]:
    """Return areas, teams or places by their names, whatever was ordered by hand."""
    return sorted(places, key=lambda place: (_is_last(place), collation_key(place.name), place.id))


def _order_key(place: Ordered) -> tuple[object, ...]:
    by_hand = (0, place.position) if place.position is not None else (1, 0)
    return _is_last(place), by_hand, collation_key(place.name), place.id


def _is_last(place: Ordered) -> bool:
    return bool(getattr(place, "is_whole_ward", False))
