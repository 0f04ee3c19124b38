"""The figures of a closed month, each summed once: as long as it is closed they are the sums of its areas."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.recount import differences, rebuild
from app.logbook.status import Action
from app.tally.models import AreaMonth, ClosedFigure
from tests.actions import log_entries, review_entries
from tests.cast import AREA_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.months.steps import EARLIER, LAST, closed, entry_of, flag, reopening

pytestmark = pytest.mark.usefixtures("no_flags")

CELL = {"ward_id": WARD_A, "month": str(LAST), "measure": "visit.people"}


def _log(app: Flask) -> None:
    """Log visits in two areas and two months; the ward asks about one of them, and voids another."""
    first, _second, asked, void = (entry_of(LAST, people=people) for people in (1, 2, 4, 8))
    log_entries(Visitor(app, "ana"), first, entry_of(EARLIER, people=16), asked, void)
    log_entries(Visitor(app, "bruno"), entry_of(LAST, people=32, neighbourhood=AREA_2))
    flag(app, asked)
    review_entries(app, Action.VOID, void, reason="trial")


def _stored(app: Flask) -> dict[tuple[int, str, str], int]:
    with app.app_context():
        rows = reader().scalars(sa.select(ClosedFigure)).all()
        return {(row.ward_id, row.month, row.measure): row.figure for row in rows}


def _differences(app: Flask) -> list[str]:
    with app.app_context():
        return list(differences(reader()))


def test_closing_stores_what_is_approved_and_reopening_forgets_it(app: Flask) -> None:
    _log(app)
    assert _stored(app) == {}
    closed(app)
    found = _stored(app)
    assert {(ward, month) for ward, month, _measure in found} == {(WARD_A, str(LAST))}
    assert (found[WARD_A, str(LAST), "visit"], found[WARD_A, str(LAST), "visit.people"]) == (2, 1 + 32)
    with app.app_context():
        where = AreaMonth.ward_id == WARD_A, AreaMonth.month == str(LAST)
        sums = sa.select(AreaMonth.measure, sa.func.sum(AreaMonth.approved)).where(*where).group_by(AreaMonth.measure)
        expected = {measure: int(figure) for measure, figure in reader().execute(sums) if figure}
    assert {measure: figure for (_ward, _month, measure), figure in found.items()} == expected
    assert _differences(app) == []
    assert reopening(app) is None
    assert _stored(app) == {}
    assert _differences(app) == []


def test_a_figure_that_is_not_the_sum_of_its_areas_is_found_and_mended(app: Flask) -> None:
    _log(app)
    closed(app)
    before = _stored(app)
    with app.app_context():
        is_cell = sa.and_(*(getattr(ClosedFigure, name) == value for name, value in CELL.items()))
        writer().execute(sa.update(ClosedFigure).where(is_cell).values(figure=7))
        writer().execute(sa.delete(ClosedFigure).where(ClosedFigure.measure == "visit"))
        for stray in ({"month": str(EARLIER)}, {"ward_id": WARD_B}):
            writer().execute(sa.insert(ClosedFigure).values(**{**CELL, **stray}, figure=5))
        writer().commit()
    assert _differences(app) == [
        f"closed_figure ({WARD_A}, ('{EARLIER}', 'visit.people')): counted 0, kept 5",
        f"closed_figure ({WARD_A}, ('{LAST}', 'visit')): counted 2, kept 0",
        f"closed_figure ({WARD_A}, ('{LAST}', 'visit.people')): counted 33, kept 7",
        f"closed_figure ({WARD_B}, ('{LAST}', 'visit.people')): counted 0, kept 5",
    ]
    with app.app_context():
        rebuild(writer())
        writer().commit()
    assert _stored(app) == before
    assert _differences(app) == []
