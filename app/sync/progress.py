"""Progress of the targets of a member's team, its areas and its ward, for the phone's home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.logbook.queries import closed_months
from app.month import Month
from app.people.actor import Actor
from app.places.queries import areas_of, successors
from app.tally.queries import (
    counted_in_areas,
    distinct_households_by_area,
    distinct_households_since,
    one_team,
    ward_measures,
)
from app.targets.keys import targets_by_area
from app.targets.progress import Counted, TargetFigure, target_progress
from app.targets.queries import targets_of, targets_of_areas
from app.targets.reading import target_subjects
from app.targets.subjects import HOUSEHOLDS, TargetSubject, measures_of

Figures = Mapping[str, Counted]
"""Figures by measure."""


@dataclass(frozen=True, slots=True)
class _ShownTarget:
    """A target with whose it is: an area's, else a team's, else the ward's."""

    measure: str
    month: str | None
    figure: int
    team: int | None = None
    area: int | None = None


@dataclass(frozen=True, slots=True)
class _TargetInputs:
    """The inputs of the figures: the months of the year, the closed ones, and the measures of targets."""

    session: Session
    ward_id: int
    months: Sequence[str]
    closed: Sequence[str]
    subjects: Mapping[str, TargetSubject]
    stands_for: Mapping[int, int] = field(default_factory=dict)

    def parts_of(self, wanted: Iterable[_ShownTarget]) -> list[str]:
        """Return the measures that some targets are counted by."""
        return sorted({part for each in wanted for part in measures_of(each.measure, self.subjects)})


def progress_of(session: Session, actor: Actor, ward_id: int) -> list[dict[str, object]]:
    """Return the targets of this month and this year, each with what is done of it where that can be counted."""
    month = Month.of(actor.today)
    team_id = actor.place.team_id
    rows = session.execute(targets_of(ward_id, team_id, month.year, str(month)))
    wanted = [_ShownTarget(row.measure, row.month, row.figure, team=row.team_id) for row in rows]
    areas = list(session.execute(targets_of_areas(ward_id, month.year, str(month)))) if team_id is not None else []
    stands_for = successors(session, ward_id) if areas else {}
    if areas and team_id is not None:
        own = {stands_for.get(area, area) for area in session.scalars(areas_of(team_id))}
        wanted += [
            _ShownTarget(measure, of_month, figure, area=area)
            for (area, measure, of_month), figure in targets_by_area(areas, stands_for).items()
            if area in own
        ]
    if not wanted:
        return []
    # What is one's own comes first, and what is due soon.
    wanted.sort(key=lambda each: (each.team is None, each.area is None, each.month is None))
    known = target_subjects(session, (each.measure for each in wanted))
    months = [str(each) for each in month.year_to_date()]
    asking = _TargetInputs(session, ward_id, months, list(session.scalars(closed_months(ward_id))), known, stands_for)
    figures = _figures(asking, wanted)
    return [_described(each, figures[each.team, each.area], known) for each in wanted]


def _figures(asking: _TargetInputs, wanted: Sequence[_ShownTarget]) -> dict[tuple[int | None, int | None], Figures]:
    """Read the figures of each team and area; the key of the ward has neither."""
    figures: dict[tuple[int | None, int | None], Figures] = {}
    for team in {each.team for each in wanted if each.team is not None}:
        rows = asking.session.execute(one_team(asking.ward_id, team, asking.months, asking.closed))
        figures[team, None] = {row.measure: (row.period, row.cumulative) for row in rows}
    of_ward = [each for each in wanted if each.team is None and each.area is None]
    if of_ward:
        figures[None, None] = _of_ward(asking, of_ward)
    of_areas = [each for each in wanted if each.area is not None]
    if of_areas:
        figures |= {(None, area): found for area, found in _of_areas(asking, of_areas).items()}
    return figures


def _of_ward(asking: _TargetInputs, wanted: Sequence[_ShownTarget]) -> Figures:
    session, ward_id, months, closed = asking.session, asking.ward_id, asking.months, asking.closed
    measures = asking.parts_of(wanted)
    figures = {
        row.measure: (row.period, row.cumulative)
        for row in session.execute(ward_measures(ward_id, months, closed, measures))
    }
    if HOUSEHOLDS in measures:
        period, cumulative = (
            session.scalar(distinct_households_since(ward_id, each, closed)) or 0 for each in (months[-1:], months)
        )
        figures[HOUSEHOLDS] = period, cumulative
    return figures


def _of_areas(asking: _TargetInputs, wanted: Sequence[_ShownTarget]) -> dict[int, dict[str, Counted]]:
    """Read the figures of some areas of today, with those of what was merged into them."""
    session, ward_id, closed = asking.session, asking.ward_id, asking.closed
    figures: dict[int, dict[str, Counted]] = {each.area: {} for each in wanted if each.area is not None}
    merged = [old for old, area in asking.stands_for.items() if area in figures]
    measures, named = asking.parts_of(wanted), [*figures, *merged]
    for row in session.execute(counted_in_areas(ward_id, asking.months, closed, measures, named)):
        of_area = figures[asking.stands_for.get(row.neighbourhood_id, row.neighbourhood_id)]
        period, cumulative = of_area.get(row.measure, (0, 0))
        of_area[row.measure] = period + row.period, cumulative + row.cumulative
    if HOUSEHOLDS in measures:
        period_of, since = (
            {
                row.area: row.households
                for row in session.execute(
                    distinct_households_by_area(ward_id, months, closed, asking.stands_for, named)
                )
            }
            for months in (asking.months[-1:], asking.months)
        )
        for area, of_area in figures.items():
            of_area[HOUSEHOLDS] = period_of.get(area, 0), since.get(area, 0)
    return figures


def _described(each: _ShownTarget, figures: Figures, known: Mapping[str, TargetSubject]) -> dict[str, object]:
    name = _("Different households reached") if each.measure == HOUSEHOLDS else None
    if each.measure in known:
        name = known[each.measure].name
    target = TargetFigure(each.figure, each.month is not None)
    progress = target_progress(each.measure, name or each.measure, target, figures, known)
    # A team's households are not counted one by one, and some indicators are fed by nothing that is logged.
    is_known = progress.is_counted and (each.team is None or each.measure != HOUSEHOLDS)
    return {
        "measure": each.measure,
        "month": each.month,
        "team": each.team,
        "area": each.area,
        "figure": each.figure,
        "done": progress.figure if is_known else None,
        **({"name": name} if name else {}),
    }
