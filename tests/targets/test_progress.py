"""How far a target is: the pure rule that pages, phones and editions share."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from app.targets.progress import (
    TargetFigure,
    TargetProgress,
    preferred_targets,
    target_progress,
    targets_of_current_areas,
)
from app.targets.subjects import TargetSubject

SUBJECTS = {
    "eid_account": TargetSubject("Tài khoản", ["installation.a", "installation.b"]),
    "teams": TargetSubject("Tổ", []),
}
FIGURES = {"visit": (3, 10), "installation.a": (1, 4), "installation.b": (2, 5)}


def _progress(measure: str, target: TargetFigure) -> TargetProgress:
    return target_progress(measure, measure, target, FIGURES, SUBJECTS)


def test_progress_of_a_month_and_of_a_year_count_their_own_span() -> None:
    assert (_progress("visit", TargetFigure(5, True)).figure, _progress("visit", TargetFigure(5, False)).figure) == (
        3,
        10,
    )


def test_progress_of_an_indicator_adds_up_its_measures() -> None:
    progress = _progress("eid_account", TargetFigure(20, False))
    assert (progress.figure, progress.missing, progress.is_counted) == (9, 11, True)


def test_progress_without_measures_is_not_counted() -> None:
    progress = _progress("teams", TargetFigure(4, False))
    assert (progress.figure, progress.missing, progress.is_counted) == (0, 4, False)


def test_progress_beyond_the_target_misses_nothing() -> None:
    assert _progress("visit", TargetFigure(2, True)).missing == 0


def test_preferred_target_is_the_last_one_of_the_month_else_of_the_year() -> None:
    year, month, later = TargetFigure(9, False), TargetFigure(2, True), TargetFigure(3, True)
    assert preferred_targets([("visit", month), ("visit", year), ("merchant", year)]) == {
        "visit": month,
        "merchant": year,
    }
    assert preferred_targets([("visit", year), ("visit", month), ("visit", later)]) == {"visit": later}


def _row(area: int | None, figure: int, month: str | None = None) -> Any:
    return SimpleNamespace(neighbourhood_id=area, measure="visit", month=month, figure=figure)


def test_targets_of_merged_areas_are_added_up_unless_the_successor_has_its_own() -> None:
    rows = [_row(1, 4), _row(2, 5), _row(4, 7), _row(5, 8), _row(None, 100), _row(3, 6, "2026-11")]
    found = targets_of_current_areas(rows, {1: 3, 2: 3, 4: 5})
    assert found[5].of_year == {"visit": 8}
    assert (found[3].of_month, found[3].measures) == ({"visit": 6}, {"visit"})
