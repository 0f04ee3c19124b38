"""Progress of the targets of a member's team, its areas and its ward, for the phone's home."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.openings import YearOpenings
from app.catalogue.queries import indicators, opening_parts, services_of
from app.logbook.kinds import LATER_HEADLINES
from app.logbook.queries import closed_months
from app.month import Month
from app.people.actor import Actor
from app.periods import Periods
from app.places.queries import areas_of, successors
from app.tally.compared_months import ComparedMonths
from app.tally.models import AreaMonth
from app.tally.month_figures import (
    MonthFigures,
    figures_by_measure,
    figures_by_place,
    households_by_place,
)
from app.tally.month_queries import (
    figures_by_area,
    figures_of_team,
    figures_of_ward,
    households_by_area,
    households_of_ward,
)
from app.targets.keys import TargetRow, targets_by_area
from app.targets.progress import TargetFigure, target_progress, with_openings
from app.targets.queries import targets_of_member
from app.targets.subjects import HOUSEHOLDS, TargetSubject, measures_of, subjects_named

Figures = Mapping[str, MonthFigures]
"""Figures by measure."""


def progress_of(session: Session, actor: Actor, ward_id: int, periods: Periods) -> list[dict[str, object]]:
    """Return the targets of this month and this year, each with what is done of it where that can be counted."""
    month, team_id = periods.of(actor.today), actor.place.team_id
    stored = [TargetRow(*row) for row in session.execute(targets_of_member(ward_id, team_id, month))]
    shown = [row for row in stored if row.neighbourhood_id is None]
    stands_for: Mapping[int, int] = {}
    if team_id is not None and len(shown) < len(stored):
        stands_for = successors(session, ward_id, actor.today)
        own = {stands_for.get(area, area) for area in session.scalars(areas_of(team_id, actor.today))}
        shown += [
            TargetRow(None, area, measure, of_month, figure)
            for (area, measure, of_month), figure in targets_by_area(stored, stands_for).items()
            if area in own
        ]
    if not shown:
        return []
    # What is one's own comes first, and what is due soon.
    shown.sort(key=lambda row: (row.team_id is None, row.neighbourhood_id is None, row.month is None))
    subjects = subjects_named(
        (row.measure for row in shown),
        lambda: session.scalars(indicators()),
        lambda: session.scalars(services_of(ward_id)),
    )
    months = ComparedMonths(str(month), [str(each) for each in month.year_to_date()])
    closed = session.scalars(closed_months(ward_id)).all()
    figures = _PlaceReading(session, ward_id, months, closed, stands_for).figures(shown, subjects)
    openings = _openings(session, ward_id, month, shown)
    if (None, None) in figures:
        figures[None, None] = with_openings(figures[None, None], openings)
    return [_described(row, figures[row.team_id, row.neighbourhood_id], subjects, openings) for row in shown]


def _openings(session: Session, ward_id: int, month: Month, targets: Iterable[TargetRow]) -> YearOpenings:
    """Return what the ward had done before it used the log; read only for a target of the ward for the year."""
    is_needed = any(row.team_id is None and row.neighbourhood_id is None and row.month is None for row in targets)
    return YearOpenings.at(month, None, opening_parts(session, ward_id) if is_needed else {})


@dataclass(frozen=True, slots=True)
class _PlaceReading:
    """Reads the figures that targets are counted by, this month and since January."""

    session: Session
    ward_id: int
    months: ComparedMonths
    closed: Collection[str]
    stands_for: Mapping[int, int]

    def figures(
        self, targets: Sequence[TargetRow], subjects: Mapping[str, TargetSubject]
    ) -> dict[tuple[int | None, int | None], Figures]:
        """Return the figures of each team and each area; the key of the ward has neither."""
        found: dict[tuple[int | None, int | None], Figures] = {}
        teams = {row.team_id for row in targets if row.team_id is not None}
        found |= {(team, None): self._of_team(team) for team in teams}
        of_areas = [row for row in targets if row.neighbourhood_id is not None]
        if of_areas:
            areas = {row.neighbourhood_id for row in of_areas if row.neighbourhood_id is not None}
            by_area = self._of_areas(areas, _measures(of_areas, subjects))
            found |= {(None, area): by_area.get(area, {}) for area in areas}
        of_ward = [row for row in targets if row.team_id is None and row.neighbourhood_id is None]
        if of_ward:
            found[None, None] = self._of_ward(_measures(of_ward, subjects))
        return found

    def _of_team(self, team_id: int) -> Figures:
        rows = self.session.execute(figures_of_team(self.ward_id, self.months, self.closed, team_id))
        return figures_by_measure(rows)

    def _of_ward(self, measures: Collection[str]) -> Figures:
        query = figures_of_ward(self.ward_id, self.months, self.closed, measures)
        figures = figures_by_measure(self.session.execute(query))
        if HOUSEHOLDS in measures:
            rows = self.session.execute(households_of_ward(self.ward_id, self.months, self.closed))
            figures[HOUSEHOLDS] = MonthFigures(**dict(rows.all()))
        return figures

    def _of_areas(self, areas: Collection[int], measures: Collection[str]) -> Mapping[int, Figures]:
        """Return the figures of some areas of today, with those of what was merged into them."""
        named = [*areas, *(old for old, area in self.stands_for.items() if area in areas)]
        query = figures_by_area(self.ward_id, self.months, self.closed, measures)
        rows = self.session.execute(query.where(AreaMonth.neighbourhood_id.in_(named)))
        found = figures_by_place(rows, self.stands_for)
        if HOUSEHOLDS in measures:
            reached = households_by_area(self.ward_id, self.months, self.closed, self.stands_for, named)
            for area, households in households_by_place(self.session.execute(reached)).items():
                found.setdefault(area, {})[HOUSEHOLDS] = households
        return found


def _measures(targets: Iterable[TargetRow], subjects: Mapping[str, TargetSubject]) -> list[str]:
    return sorted({measure for row in targets for measure in measures_of(row.measure, subjects)})


def _described(
    row: TargetRow, figures: Figures, subjects: Mapping[str, TargetSubject], openings: YearOpenings
) -> dict[str, object]:
    name = _("Different households reached") if row.measure == HOUSEHOLDS else None
    if row.measure in subjects:
        name = subjects[row.measure].name
    elif row.measure in LATER_HEADLINES:
        name = str(LATER_HEADLINES[row.measure].label)
    target = TargetFigure(row.figure, row.month is not None)
    of_ward = openings if row.team_id is None and row.neighbourhood_id is None else None
    progress = target_progress(row.measure, name or row.measure, target, figures, subjects, of_ward)
    # A team's households are not counted one by one, and some indicators are fed by nothing that is logged.
    is_known = progress.is_counted and (row.team_id is None or row.measure != HOUSEHOLDS)
    return {
        "measure": row.measure,
        "month": row.month,
        "team": row.team_id,
        "area": row.neighbourhood_id,
        "figure": row.figure,
        "done": progress.figure if is_known else None,
        **({"name": name} if name else {}),
    }
