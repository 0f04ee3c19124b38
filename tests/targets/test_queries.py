"""Questions about targets."""

from __future__ import annotations

from flask import Flask

from app.database import reader, writer
from app.month import Month
from app.targets.models import Target
from app.targets.queries import targets_of_member
from tests.cast import TEAM_1, TEAM_2, WARD_A, WARD_B


def test_targets_of_the_ward_the_own_team_and_the_month_are_selected(app: Flask) -> None:
    with app.app_context():
        for number, (measure, ward, team, month, year) in enumerate(
            (
                ("of the year", WARD_A, None, None, 2026),
                ("of the month", WARD_A, None, "2026-11", 2026),
                ("of the team", WARD_A, TEAM_1, None, 2026),
                ("of another team", WARD_A, TEAM_2, None, 2026),
                ("of another month", WARD_A, None, "2026-10", 2026),
                ("of another year", WARD_A, None, None, 2025),
                ("of another ward", WARD_B, None, None, 2026),
            ),
            start=1000,
        ):
            writer().add(
                Target(id=number, ward_id=ward, team_id=team, measure=measure, year=year, month=month, figure=1)
            )
        writer().commit()
        rows = reader().execute(targets_of_member(WARD_A, TEAM_1, Month(2026, 11))).all()
        assert [row.measure for row in rows] == ["of the year", "of the month", "of the team"]
        assert len(reader().execute(targets_of_member(WARD_A, None, Month(2026, 11))).all()) == 2
