"""Changes of a ward's areas as somebody asks for them, and why one is refused. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class AreaMerge(NamedTuple):
    """Areas by id that become one: ``goes_on`` is the one of them that has all from then on, or ``None`` for a new one.

    ``name`` is the cleaned name of a new one. A new one may come in the place of a single area: then it is a new name
    from a day on.
    """

    area_ids: Sequence[int]
    name: str = ""
    goes_on: int | None = None


@dataclass(frozen=True, slots=True)
class AreaPart:
    """A part of an area that is split: its cleaned name, who stands in it from then on, and the teams that cover it.

    ``team_ids`` is ``None`` for the teams that covered the whole area. ``population`` is the number of its households,
    where that is known.
    """

    name: str
    household_ids: Collection[UUID] = ()
    merchant_ids: Collection[UUID] = ()
    team_ids: Collection[int] | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class AreaSplit:
    """An area with the parts that come in its place. What is given to no part stands in the one at ``remainder``.

    ``populations_on`` and ``populations_source`` are the day and the source of the parts' populations.
    """

    area_id: int
    parts: Sequence[AreaPart]
    remainder: int = 0
    populations_on: date | None = None
    populations_source: str = ""


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """Who changes the areas of which ward: ``first_day`` is the first one on which the new map holds.

    ``actor_id`` is ``None`` for the operator of the server.
    """

    ward_id: int
    first_day: date
    actor_id: int | None
    at: datetime


class AreaRefusal(StrEnum):
    """The reason why areas are not merged or split, or a change is not taken back."""

    UNKNOWN_AREA = "unknown_area"
    WHOLE_WARD = "whole_ward"
    """The area stands for the ward as a whole."""

    TOO_FEW = "too_few"
    """Fewer than two areas are to be merged, or fewer than two parts to be made."""

    TWICE = "twice"
    """An area or a household is named in two places."""

    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    CHANGED_ALREADY = "changed_already"
    """The area was merged or split, or that is planned."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    NAME_OF_ENDED = "name_of_ended"
    DAY_TOO_EARLY = "day_too_early"
    DAY_TOO_LATE = "day_too_late"
    CLOSED_PERIOD = "closed_period"
    """The day lies in a closed period, or before one."""

    TEAM_WITHOUT_AREA = "team_without_area"
    UNKNOWN_TEAM = "unknown_team"
    UNKNOWN_HOUSEHOLD = "unknown_household"
    """A household or merchant does not stand in the area that is split."""

    SOURCE_MISSING = "source_missing"
    """Populations of parts come without their day or their source."""

    LOGGED_SINCE = "logged_since"
    CLOSED_SINCE = "closed_since"
    CHANGED_SINCE = "changed_since"
    """What came of the change was merged, split or ended since."""

    USED_SINCE = "used_since"
    """Households, places, populations or targets were entered for a new area since."""


@dataclass(eq=False)
class AreaRefusedError(Exception):
    """A change is refused; ``name`` is what the words of the refusal speak of, and ``merge`` the place of the merge."""

    refusal: AreaRefusal
    name: str = ""
    merge: int | None = field(default=None)
