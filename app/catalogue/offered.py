"""Which services, topics and groups of procedures a ward's phones offer, and in which order.

The order is the ward's and stands still: it does not follow what is used most, because people learn where things are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from app.catalogue.models import CatalogueRow, ProcedureGroup, Service
from app.places.ward_settings import CatalogueChoice

C = TypeVar("C", bound=CatalogueRow)
Ownable = TypeVar("Ownable", bound=Service | ProcedureGroup)


@dataclass(frozen=True, slots=True)
class Offered(Generic[C]):
    """The services, topics or groups that phones offer, in their order, and the others, which old entries may name."""

    shown: list[C] = field(default_factory=list)
    others: list[C] = field(default_factory=list)


def in_chosen_order(items: Iterable[C], choice: CatalogueChoice) -> list[C]:
    """Return services or topics as a ward has ordered them.

    Those that the ward's order does not name, because they are newer than it, come last, in the order of ``items``.
    """
    places = {code: place for place, code in enumerate(choice.order)}
    # Sorting keeps the order of those with the same key.
    return sorted(items, key=lambda each: places.get(each.code, len(places)))


def is_new(code: str, choice: CatalogueChoice) -> bool:
    """Return whether a service or topic came after its ward had chosen an order."""
    return bool(choice.order) and code not in choice.order


def offered(items: Iterable[C], choice: CatalogueChoice) -> Offered[C]:
    """Return what a ward's phones offer of some services or topics. Where nothing would be, all of them are."""
    ordered = in_chosen_order(items, choice)
    shown = [each for each in ordered if each.code not in choice.hidden] or ordered
    return Offered(shown, [each for each in ordered if each not in shown])


def offered_on(day: date, items: Iterable[Ownable], choice: CatalogueChoice) -> Offered[Ownable]:
    """Return what a ward's phones offer on a day of what may be its own; what has ended is among the others."""
    known = list(items)
    ended = [each for each in known if each.ended_on is not None and each.ended_on <= day]
    of_today = offered([each for each in known if each not in ended], choice)
    return Offered(of_today.shown, [*of_today.others, *ended])
