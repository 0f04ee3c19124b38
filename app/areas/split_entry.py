"""What a page of a split holds: parts by name, who stands in which, and the teams that cover each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.areas.change_forms import name_error
from app.areas.changes import AreaPart, AreaSplit
from app.areas.split_choices import AreaLane, AreaParty, households_named, lanes_of
from app.figures import MOST_FIGURE, read_figure
from app.text import clean

FEWEST_PARTS, MOST_PARTS = 2, 8
ONE_BY_ONE = "each"
"""The choice of a lane whose households are chosen one by one."""

_MOST_NAMED = 10
"""The number of addresses that an error names."""


@dataclass(slots=True)
class PartEntry:
    """A part as it was entered: its name, the list that was pasted for it, its teams, and what is wrong with each.

    ``population`` is how many households it has by the books, as a text, empty where that was not entered.
    """

    name: str = ""
    pasted: str = ""
    team_ids: Collection[int] = ()
    population: str = ""
    name_error: str = ""
    list_error: str = ""
    population_error: str = ""

    def read_population(self) -> int | None:
        """Return the number of households that was entered, ``None`` for none; note what is wrong with it."""
        figure = read_figure(self.population)
        is_wrong = bool(self.population) and (figure is None or figure > MOST_FIGURE)
        self.population_error = str(_("Enter a whole figure, or nothing where it is not known.")) if is_wrong else ""
        return None if is_wrong else figure


@dataclass(slots=True)
class SplitEntry:
    """A split as it was entered. ``remainder`` is the place of the part that has what is given to no other.

    ``of_lanes`` gives by key of a lane its part, or :data:`ONE_BY_ONE`, and ``of_parties`` the parts of households and
    merchants that were chosen by themselves; each part by its place, and what stands in the remainder is in neither.
    """

    parts: list[PartEntry]
    remainder: int = 0
    of_lanes: Mapping[str, str] = field(default_factory=dict)
    of_parties: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, team_ids: Collection[int]) -> SplitEntry:
        """Return an entry with the fewest parts, each with the same teams."""
        return cls([PartEntry(team_ids=team_ids) for _part in range(FEWEST_PARTS)], remainder=FEWEST_PARTS - 1)

    @classmethod
    def sent(cls, form: MultiDict[str, str], team_ids: Collection[int]) -> SplitEntry:
        """Return what was sent; another part than there were has ``team_ids``."""
        number = min(max(form.get("parts", FEWEST_PARTS, type=int), FEWEST_PARTS), MOST_PARTS)
        parts = [_part_sent(form, place) for place in range(number)]
        remainder = form.get("rest", number - 1, type=int)
        if "more" in form and number < MOST_PARTS:
            parts.append(PartEntry(team_ids=team_ids))
        return cls(
            parts,
            remainder if 0 <= remainder < number else number - 1,
            {key.removeprefix("lane-"): value for key, value in form.items() if key.startswith("lane-") and value},
            {key: value for key, value in form.items() if key.startswith(("home-", "stall-")) and value},
        )

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong with a part."""
        return any(part.name_error or part.list_error or part.population_error for part in self.parts)

    def split_of(
        self,
        area_id: int,
        households: Sequence[AreaParty],
        merchants: Sequence[AreaParty],
        covering: Collection[int],
        first_day: date | None,
        source: str,
    ) -> AreaSplit:
        """Return the split of an area with some households and merchants; note what is wrong with each part.

        ``covering`` are the teams that cover the area; a part with the same ones has them on the same days. How many
        households the parts have is known on ``first_day``, from ``source``.
        """
        homes = self._households_by_part(households)
        stalls = self._chosen("stall", merchants)
        parts = [
            AreaPart(
                part.name,
                homes[place],
                stalls[place],
                None if set(part.team_ids) == set(covering) else sorted(part.team_ids),
                part.read_population(),
            )
            for place, part in enumerate(self.parts)
        ]
        for part in self.parts:
            part.name_error = name_error(part.name)
        return AreaSplit(area_id, parts, self.remainder, first_day, source)

    def _households_by_part(self, households: Sequence[AreaParty]) -> list[list[UUID]]:
        """Return the households of each part: a pasted list goes before a choice, and that before the lane."""
        found: list[list[UUID]] = []
        pasted: set[UUID] = set()
        for part in self.parts:
            named = households_named(households, part.pasted)
            part.list_error = _list_error(named.unknown, named.ambiguous)
            found.append(list(named.found))
            pasted.update(named.found)
        others = [each for each in households if each.id not in pasted]
        lanes = lanes_of(others)
        one_by_one = {id for lane in lanes if self.of_lanes.get(lane.key) == ONE_BY_ONE for id in lane.household_ids}
        for place, chosen in enumerate(self._chosen("home", [each for each in others if each.id in one_by_one])):
            found[place].extend(chosen)
        for lane in lanes:
            of_lane = self._place(self.of_lanes.get(lane.key, ""))
            if of_lane is not None:
                found[of_lane].extend(lane.household_ids)
        return found

    def _chosen(self, kind: str, parties: Iterable[AreaParty]) -> list[list[UUID]]:
        found: list[list[UUID]] = [[] for _part in self.parts]
        for each in parties:
            place = self._place(self.of_parties.get(f"{kind}-{each.id}", ""))
            if place is not None:
                found[place].append(each.id)
        return found

    def _place(self, text: str) -> int | None:
        """Return the place of a part, ``None`` for the remainder."""
        place = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else None
        return place if place is not None and place < len(self.parts) and place != self.remainder else None

    def lanes_one_by_one(self, lanes: Iterable[AreaLane]) -> list[AreaLane]:
        """Return the lanes whose households are chosen one by one."""
        return [lane for lane in lanes if self.of_lanes.get(lane.key) == ONE_BY_ONE]


def _part_sent(form: MultiDict[str, str], place: int) -> PartEntry:
    name, pasted = clean(form.get(f"name-{place}", "")), form.get(f"list-{place}", "")
    population = clean(form.get(f"population-{place}", ""))
    return PartEntry(name, pasted, form.getlist(f"team-{place}", type=int), population)


def _list_error(unknown: Sequence[str], ambiguous: Sequence[str]) -> str:
    sentences = []
    if unknown:
        sentences.append(_("No household here has this address: %(labels)s.", labels=_some(unknown)))
    if ambiguous:
        labels = _some(ambiguous)
        sentences.append(_("Several households have this address, so choose them below: %(labels)s.", labels=labels))
    return " ".join(map(str, sentences))


def _some(labels: Sequence[str]) -> str:
    return "; ".join(labels[:_MOST_NAMED]) + ("; …" if len(labels) > _MOST_NAMED else "")
