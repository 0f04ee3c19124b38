"""The figures of a quarter, half a year or a year, from the editions of its months. Pure rules.

What was done is added up, area by area on the map of the day. Different households are never added: they come counted
anew. What is known of a day, such as populations and what was reached, is that of the last month. Attendance is no sum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from app.month import Month
from app.months.edition import (
    AreaHouseholds,
    Edition,
    EditionArea,
    EditionService,
    EditionTarget,
    EditionTeam,
    Measures,
    WardHouseholds,
)
from app.months.edition_parts import EditionSpan
from app.months.only_teams import with_only_teams
from app.months.part_targets import targets_of_part
from app.overview.populations import KnownPopulation
from app.periods import Span
from app.places.ward_places import WardArea, WardTeam, existed_between
from app.targets.keys import TargetRow
from app.year_parts import YearPart

PartSums = Mapping[str, tuple[int, int]]
"""The sums of each measure: in the part of the year, and since January."""


@dataclass(frozen=True, slots=True)
class PartHouseholds:
    """How many different households were reached, each once: in the part, since January, and by area in the part."""

    in_part: int
    since_january: int
    by_area: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class PartInputs:
    """All that the figures of a part of a year are made from.

    ``editions`` are those of the closed months from January up to the part's end, ``last`` that of its last month, or
    of an open one provisionally. ``open_areas`` and ``open_teams`` are sums of the months without an edition.
    ``covered`` are the ids of each team with an area that it covers at the end.
    """

    part: YearPart
    span: Span
    editions: Mapping[Month, Edition]
    last: Edition
    open_areas: Mapping[int, PartSums]
    open_teams: Mapping[int, PartSums]
    households: PartHouseholds
    areas: Sequence[WardArea]
    stands_for: Mapping[int, int]
    teams: Sequence[WardTeam]
    covered: Collection[tuple[int, int]]
    target_rows: Sequence[TargetRow]


def edition_of_part(inputs: PartInputs) -> Edition:
    """Return the figures of a part of a year, as an edition has those of a month: "month" stands for the part."""
    reached = inputs.households
    areas, teams = list(_areas(inputs)), list(_teams(inputs))
    whole_wards = {area.id for area in inputs.areas if area.is_whole_ward}
    return replace(
        inputs.last,
        entries={},
        measures=_kept(_of_ward(inputs)),
        households=WardHouseholds(reached.in_part, 0, reached.since_january),
        areas=with_only_teams(areas, teams, inputs.covered, whole_wards),
        teams=teams,
        services=_services(inputs),
        targets=_targets(inputs),
        activities=[],
        attendance=None,
        rates=None,
        places=[],
        annexes=(),
        span=EditionSpan(inputs.span.first, inputs.span.last, inputs.last.year_first),
    )


def _of_ward(inputs: PartInputs) -> PartSums:
    sums: dict[str, tuple[int, int]] = {}
    for month, edition in inputs.editions.items():
        _add(sums, _sums_of(edition.measures, is_in_part=month in inputs.part.months))
    for of_area in inputs.open_areas.values():
        _add(sums, of_area)
    return sums


def _by_place(
    inputs: PartInputs,
    places_of: Callable[[Edition], Iterable[EditionTeam]],
    open_sums: Mapping[int, PartSums],
    stands_for: Mapping[int, int],
) -> dict[int, dict[str, tuple[int, int]]]:
    """Return the sums of each place, those of a merged area with its successor's."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for month, edition in inputs.editions.items():
        for place in places_of(edition):
            of_place = found.setdefault(stands_for.get(place.id, place.id), {})
            _add(of_place, _sums_of(place.measures, is_in_part=month in inputs.part.months))
    for id, sums in open_sums.items():
        _add(found.setdefault(stands_for.get(id, id), {}), sums)
    return found


def _sums_of(measures: Measures, *, is_in_part: bool) -> PartSums:
    return {measure: (figure if is_in_part else 0, figure) for measure, (figure, *_others) in measures.items()}


def _add(to: dict[str, tuple[int, int]], more: PartSums) -> None:
    for measure, (in_part, since_january) in more.items():
        before = to.get(measure, (0, 0))
        to[measure] = before[0] + in_part, before[1] + since_january


def _kept(sums: PartSums) -> Measures:
    return {measure: (*of_measure, 0) for measure, of_measure in sums.items() if any(of_measure)}


def _areas(inputs: PartInputs) -> Iterator[EditionArea]:
    """Yield the areas of the day's map; a split one keeps its own line."""
    sums = _by_place(inputs, lambda edition: edition.areas, inputs.open_areas, inputs.stands_for)
    names = {area.id: area.name for edition in (*inputs.editions.values(), inputs.last) for area in edition.areas}
    populations = _populations(inputs)
    for area in inputs.areas:
        if area.id in inputs.stands_for:
            continue
        reached, of_area = inputs.households.by_area.get(area.id, 0), sums.get(area.id, {})
        is_shown = _is_shown(area, inputs.span, of_area) or reached > 0
        if is_shown or of_area:
            yield EditionArea(
                area.id,
                names.get(area.id, area.name),
                _kept(of_area),
                not is_shown,
                households=AreaHouseholds(reached, 0),
                population=populations.get(area.id),
            )


def _teams(inputs: PartInputs) -> Iterator[EditionTeam]:
    sums = _by_place(inputs, lambda edition: edition.teams, inputs.open_teams, {})
    names = {team.id: team.name for edition in (*inputs.editions.values(), inputs.last) for team in edition.teams}
    for team in inputs.teams:
        of_team = sums.get(team.id, {})
        is_shown = _is_shown(team, inputs.span, of_team)
        if is_shown or of_team:
            yield EditionTeam(team.id, names.get(team.id, team.name), _kept(of_team), not is_shown)


def _is_shown(place: WardArea | WardTeam, span: Span, sums: PartSums) -> bool:
    """Return whether a place existed in the part, or has a figure of it."""
    return existed_between(place, span.first, span.last) or any(in_part for in_part, _sum in sums.values())


def _populations(inputs: PartInputs) -> dict[int, KnownPopulation]:
    """Return how many households the areas of the day's map had at the part's end, as far as all their parts say it."""
    known: dict[int, list[KnownPopulation | None]] = {}
    for area in inputs.last.areas:
        if not area.ended:
            known.setdefault(inputs.stands_for.get(area.id, area.id), []).append(area.population)
    found: dict[int, KnownPopulation] = {}
    for id, parts in known.items():
        whole = [each for each in parts if each is not None]
        # Numbers of different days or sources make no sum that anybody could look up.
        if len(whole) == len(parts) and len({(each.as_of, each.source) for each in whole}) == 1:
            found[id] = KnownPopulation(sum(each.figure for each in whole), whole[0].as_of, whole[0].source)
    return found


def _services(inputs: PartInputs) -> Sequence[EditionService]:
    """Return the services of the last month, and those that an earlier one of the year had besides."""
    found = {service.code: service for service in inputs.last.services}
    for edition in inputs.editions.values():
        found = {**{service.code: service for service in edition.services if service.code not in found}, **found}
    return list(found.values())


def _targets(inputs: PartInputs) -> list[EditionTarget]:
    by_month = {month: inputs.editions[month].targets for month in inputs.part.months if month in inputs.editions}
    of_year = inputs.last.targets if inputs.part.is_year else ()
    return targets_of_part(inputs.part, by_month, of_year, inputs.target_rows, inputs.stands_for)
