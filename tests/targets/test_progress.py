"""How far a target is: the pure rule that pages, phones and editions share."""

from __future__ import annotations

from app.tally.month_figures import MonthFigures
from app.targets.keys import TargetRow
from app.targets.progress import (
    TargetFigure,
    TargetProgress,
    target_progress,
    targets_of_current_areas,
    targets_of_team,
)
from app.targets.subjects import TargetSubject

SUBJECTS = {
    "eid_account": TargetSubject("Tài khoản", ["installation.a", "installation.b"]),
    "teams": TargetSubject("Tổ", []),
}
FIGURES = {
    "visit": MonthFigures(3, 10),
    "installation.a": MonthFigures(1, 4),
    "installation.b": MonthFigures(2, 5),
}


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
    rows = [_row(None, 2, MONTH), _row(None, 9), TargetRow(None, None, "merchant", None, 9), _row(None, 3, MONTH)]
    others = [_row(1, 70), TargetRow(4, None, "visit", MONTH, 80)]
    assert targets_of_team([*rows, *others], None).preferred == {
        "visit": TargetFigure(3, True),
        "merchant": TargetFigure(9, False),
    }
    assert targets_of_team([*rows, *others], 4).preferred == {"visit": TargetFigure(80, True)}


MONTH = "2026-11"


def _row(area: int | None, figure: int, month: str | None = None) -> TargetRow:
    return TargetRow(None, area, "visit", month, figure)


def test_targets_of_merged_areas_are_added_up_unless_the_successor_has_its_own() -> None:
    rows = [_row(1, 4), _row(2, 5), _row(4, 7), _row(5, 8), _row(None, 100), _row(3, 6, MONTH)]
    found = targets_of_current_areas(rows, {1: 3, 2: 3, 4: 5})
    assert found[5].of_year == {"visit": 8}
    assert (found[3].of_month, found[3].measures) == ({"visit": 6}, {"visit"})
