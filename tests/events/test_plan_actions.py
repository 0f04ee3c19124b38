"""Days that a leader ticks: those of the page alone are changed, and only as they were seen."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from app.database import in_transaction, reader
from app.events.plan_actions import tick_days, ticks_version
from app.events.plan_queries import planned_days_of_team
from app.month import Month
from app.versions import SaveOutcome
from tests.cast import LEO, TEAM_1, TEAM_2, WARD_A
from tests.events.duty_steps import BEFORE, noted

DECEMBER = Month(2026, 12)
DAYS = [DECEMBER.first + timedelta(days=number) for number in range(31)]
WIDE = date(2026, 1, 1), date(2027, 12, 31)


def seen(app: Flask, team_id: int = TEAM_1) -> tuple[str, dict[date, str]]:
    with app.app_context():
        rows = reader().scalars(planned_days_of_team(WARD_A, team_id, *WIDE)).all()
        return ticks_version(rows), {each.day: each.note for each in rows}


def tick(app: Flask, *numbers: int, note: str = "", version: str | None = None, days: list[date] = DAYS) -> SaveOutcome:
    ticked = [DECEMBER.first + timedelta(days=number - 1) for number in numbers]
    version = seen(app)[0] if version is None else version
    with app.app_context():
        return in_transaction(
            lambda session: tick_days(session, WARD_A, TEAM_1, days, ticked, note, version, LEO, BEFORE)
        )


def test_days_are_ticked_and_unticked_with_their_notes(app: Flask) -> None:
    before = seen(app)[0]
    assert tick(app, 2, 9, note="Chợ phiên") == "saved"
    assert tick(app, 2, 9, version=before) == "unchanged"
    assert tick(app, 9, 16, note="Ra quân", version=before) == "changed_meanwhile"
    assert tick(app, 9, 16, note="Ra quân") == "saved"
    assert seen(app)[1] == {date(2026, 12, 9): "Chợ phiên", date(2026, 12, 16): "Ra quân"}
    assert seen(app, TEAM_2)[1] == {}
    assert noted(app) == [(LEO, "days_ticked")] * 2


def test_days_that_the_page_does_not_change_stay(app: Flask) -> None:
    tick(app, 2, 30)
    with app.app_context():
        version = ticks_version(reader().scalars(planned_days_of_team(WARD_A, TEAM_1, DAYS[9], DAYS[19])))
    assert tick(app, 2, 15, version=version, days=DAYS[9:20]) == "saved"
    assert sorted(day.day for day in seen(app)[1]) == [2, 15, 30]
