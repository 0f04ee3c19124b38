"""How many entries of somebody happened in a month: all but the void ones."""

from __future__ import annotations

from flask import Flask

from app.database import reader
from app.logbook.status import Action
from app.month import Month
from app.periods import Periods
from app.roster.queries import entries_by_member
from tests.actions import log_entries, review_entries
from tests.cast import ANA, BRUNO, CARLA, WARD_A
from tests.client import Visitor
from tests.factories import edited
from tests.months.steps import EARLIER, LAST, THIS, entry_of


def _found(app: Flask, month: Month = LAST) -> dict[int, int]:
    with app.app_context():
        rows = reader().execute(entries_by_member(WARD_A, Periods().span(month), [ANA, BRUNO, CARLA]))
        return {member: number for member, number in rows}


def test_void_entries_are_none(app: Flask) -> None:
    ana, bruno = Visitor(app, "ana"), Visitor(app, "bruno")
    void, returned, withdrawn, _other = (entry_of(LAST) for _ in range(4))
    # What happened in the month may count in a later one, also where it is void.
    late = entry_of(LAST, day=28, count_in=str(THIS))
    log_entries(ana, void, returned, withdrawn, _other, late, entry_of(EARLIER))
    alone = entry_of(LAST)
    log_entries(bruno, alone)
    review_entries(app, Action.VOID, void, late, alone, reason="trial")
    review_entries(app, Action.RETURN, returned, reason="people")
    log_entries(ana, edited(withdrawn, withdrawn=True))
    assert {member: number for member, number in _found(app).items() if number} == {ANA: 2}
    assert _found(app, EARLIER) == {ANA: 1}
