"""Positions in a list of waiting entries, and the pages that it is cut into. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

PAGE = 50
"""The number of entries on a page."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Position:
    """The position of an entry in the queue: flagged entries first, then the longest waiting."""

    is_clear: bool
    waiting_since: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.is_clear:d}-{(self.waiting_since - _EPOCH) // _MICROSECOND}-{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str()`` wrote; raise ``ValueError`` for anything else."""
        clear, since, id = text.split("-")
        try:
            return cls(bool(int(clear)), _EPOCH + int(since) * _MICROSECOND, UUID(hex=id))
        except OverflowError as error:
            raise ValueError(text) from error


def first_page(found: Sequence[Position], size: int) -> tuple[list[UUID], Position | None]:
    """Return the entries of the first page of ``size``, and after which of them the next begins, if one does."""
    return [position.id for position in found[:size]], found[size - 1] if len(found) > size else None
