"""Figures beside their targets, by measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue.queries import targets_of
from app.month import Month
from app.overview.place_tables import HEADLINE_MEASURES, Figure

Target = tuple[int, bool]
"""A target's figure, and whether it is one of the month; else it is one of the year."""


@dataclass(frozen=True, slots=True)
class FiguresAndTargets:
    """Figures and targets by measure."""

    figures: Mapping[str, Figure]
    targets: Mapping[str, Target]

    def sums(self, measures: Iterable[str]) -> tuple[int, int]:
        """Return the sums of some measures in the month and since January."""
        found = [self.figures[measure] for measure in measures if measure in self.figures]
        return sum(figure.period for figure in found), sum(figure.cumulative for figure in found)

    def target(self, code: str, measures: Iterable[str]) -> Target | None:
        """Return the target that names ``code``, or else the sum of those of its measures.

        A target of a headline is shown with the headline only.
        """
        if code in self.targets:
            return self.targets[code]
        found = [self.targets[m] for m in measures if m in self.targets and m not in HEADLINE_MEASURES]
        of_month = [target for target in found if target[1]]
        found = of_month or found
        return (sum(figure for figure, _month in found), bool(of_month)) if found else None


def targets_for(session: Session, ward_id: int, team_id: int | None, month: Month) -> dict[str, Target]:
    """Return the targets of a ward, or of a team, by measure; one of the month goes before that of the year."""
    targets: dict[str, Target] = {}
    for row in session.execute(targets_of(ward_id, team_id, month.year, str(month))):
        of_month = row.month is not None
        if row.team_id == team_id and (of_month or not targets.get(row.measure, (0, False))[1]):
            targets[row.measure] = (row.figure, of_month)
    return targets
