"""The names of what a ward adds to the catalogue for itself: each is there once, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.catalogue.models import ProcedureGroup, Service
from app.text import identity_key


class OwnNameTakenError(Exception):
    """The ward knows another one of this name; ``has_ended`` says whether it is one of its own that has ended."""

    def __init__(self, name: str, *, has_ended: bool) -> None:
        super().__init__(name)
        self.name, self.has_ended = name, has_ended


def check_names(names: Iterable[str], others: Sequence[Service] | Sequence[ProcedureGroup]) -> None:
    """Raise :class:`OwnNameTakenError` when one of the names is that of another one, in either language."""
    for name in filter(None, names):
        for other in others:
            if identity_key(name) in {identity_key(each) for each in (other.name_vi, other.name_en) if each}:
                raise OwnNameTakenError(name, has_ended=other.ended_on is not None)
