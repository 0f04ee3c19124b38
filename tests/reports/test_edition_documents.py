"""The report of a closed month: from its edition, whatever has changed since."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.months.models import MonthEdition
from app.places.models import Neighbourhood, Population, Team, Ward
from app.targets.models import Target
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, AREA_2, LEO, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import LAST, canonical, closed, entry_of, reopening
from tests.reports.steps import annex_of, cells_of, report_of, result_of

pytestmark = pytest.mark.usefixtures("no_flags")


def test_team_report_of_an_edition_keeps_the_name_of_its_team(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    closed(app)
    before = report_of(app, edition=1, team=TEAM_1)
    with app.app_context():
        writer().get_one(Team, TEAM_1).name = "Tổ Khác"
        writer().commit()
    assert report_of(app, edition=1, team=TEAM_1) == before
    assert before.letter
    assert before.letter.issuer == "TỔ 1"
    page = carla.get(f"/reports/read?month={LAST}&team={TEAM_1}").text
    assert "Tổ 1" in page
    assert "Tổ Khác" not in page


def test_edition_report_stays_the_same_after_changes(app: Flask, ana: Visitor) -> None:
    common = {"ward_id": WARD_A, "measure": "visit", "year": LAST.year, "month": str(LAST)}
    add_rows(
        app,
        Target(id=1000, figure=10, **common),
        Target(id=1001, figure=7, team_id=TEAM_1, **common),
        Target(id=1002, figure=5, neighbourhood_id=AREA_1, **common),
        Population(id=1000, group=HOUSEHOLDS, figure=400, as_of=LAST.first, ward_id=WARD_A, source="Báo mẫu"),
    )
    log_entries(ana, entry_of(LAST, household=household()), entry_of(LAST, "training"), entry_of(LAST, "merchant"))
    closed(app)
    before = report_of(app, edition=1)
    assert result_of(before, HOUSEHOLDS).ratio == Decimal(100) / Decimal(400)
    assert cells_of(before, "teams", "Tổ 1")["Chỉ tiêu tháng"] == 7
    assert cells_of(before, "areas", "Phố 1")["Chỉ tiêu tháng"] == 5
    reopening(app)
    log_entries(ana, entry_of(LAST, day=2), entry_of(LAST, "training", attendees=500))
    with app.app_context():
        session = writer()
        session.get_one(Neighbourhood, AREA_1).name = "Phố Khác"
        session.get_one(Team, TEAM_1).name = "Tổ Khác"
        session.get_one(Target, 1000).figure = 1
        session.get_one(Population, 1000).figure = 1
        ward = session.get_one(Ward, WARD_A)
        ward.team_word, ward.neighbourhood_word, ward.official_name = "Tổ khác", "ấp", "Phường Khác"
        session.commit()
    closed(app)
    after = report_of(app, edition=1)
    assert after.annexes == before.annexes
    assert after.letter == before.letter
    assert after.title == before.title
    second = report_of(app, edition=2)
    assert result_of(second, "visit").period == 2
    assert "Phố Khác" in [row.cells[1] for row in annex_of(second, "areas").rows]


def test_edition_of_the_first_form_is_still_read(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST), entry_of(LAST, "training"))
    log_entries(Visitor(app, "bruno"), entry_of(LAST, "training", neighbourhood=AREA_2))
    closed(app)
    second = report_of(app, edition=1)
    with app.app_context():
        (edition,) = writer().scalars(sa.select(MonthEdition))
        figures = json.loads(edition.figures)
        for later in ("attendance", "members", "rates", "annexes"):
            del figures[later]
        for each in (*figures["areas"], *figures["teams"]):
            del each["ended"]
        for each in figures["activities"]:
            del each["teams"]
        figures["version"] = 1
        edition.figures = canonical(figures)
        writer().commit()
    first = report_of(app, edition=1)
    assert [each.code for each in first.annexes] == ["results", "areas", "teams", "training", "merchant"]
    assert [each.code for each in second.annexes] == ["results", "areas", "training", "merchant"]
    assert [each.rows for each in first.annexes[-2:]] == [each.rows for each in second.annexes[-2:]]
    assert first.letter is not None
    assert set(first.letter.chapters[0].parts[0].paragraphs[0]) == {"."}
    assert len(annex_of(report_of(app, LEO, edition=1, team=TEAM_1), "training").rows) == 2


def test_earlier_edition_can_be_requested(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    closed(app)
    reopening(app)
    log_entries(ana, entry_of(LAST, day=2))
    closed(app)
    first = carla.get(f"/reports/read?month={LAST}&edition=1")
    assert "nay không còn hiệu lực" in first.text
    assert "bản số 2" in carla.get(f"/reports/read?month={LAST}").text
    assert carla.get(f"/reports/read?month={LAST}&edition=3").status_code == 404
    assert carla.get(f"/reports/read?month={LAST}&edition=x").status_code == 404
