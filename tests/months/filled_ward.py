"""A ward with work in two months, published figures, populations and targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from app.catalogue.models import Baseline
from app.logbook.status import Action
from app.month import Month
from app.places.models import Neighbourhood, Population, Team
from app.targets.models import Target
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, MARKET_A, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import EARLIER, LAST, entry_of


def one_of_each(month: Month, **common: Any) -> list[dict[str, Any]]:
    """Return an entry of every kind."""
    return [
        entry_of(month, people=3, household=household(), **common),
        entry_of(month, "installation", people=4, **common),
        entry_of(month, "training", attendees=30, women=18, elderly=9, **common),
        entry_of(month, "merchant", place=MARKET_A, **common),
    ]


def fill_ward(app: Flask, ana: Visitor, bruno: Visitor) -> None:
    """Give ward A work in two months, a merged area, published figures, populations and targets."""
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo cáo mẫu"}
    add_rows(
        app,
        Neighbourhood(id=1000, ward_id=WARD_A, name="Phố cũ", valid_to=EARLIER.last, merged_into_id=AREA_1),
        Team(id=1000, ward_id=WARD_A, name="Tổ đã giải thể", valid_to=EARLIER.first),
        Population(id=1000, group="residents_14_plus", figure=9658, as_of=date(2023, 12, 31), **common),
        Population(id=1001, group=HOUSEHOLDS, figure=3000, as_of=LAST.first, **common),
        Population(id=1002, group=HOUSEHOLDS, figure=40, as_of=LAST.last, neighbourhood_id=AREA_1, **common),
        Baseline(
            id=1000,
            indicator_code="eid_account",
            unit_then="Phường Quảng Thắng",
            as_of=EARLIER.previous().last,
            numerator=9547,
            denominator=9658,
            published_percent="98.8",
            **common,
        ),
        Target(id=1000, ward_id=WARD_A, measure="visit", year=LAST.year, figure=100),
        Target(id=1001, ward_id=WARD_A, measure="visit", year=LAST.year, month=str(LAST), figure=10),
        Target(id=1002, ward_id=WARD_A, team_id=TEAM_1, measure="visit", year=LAST.year, figure=5),
    )
    visited = household("Số 9")
    log_entries(ana, *one_of_each(EARLIER), entry_of(EARLIER, neighbourhood=1000, household=visited))
    log_entries(
        ana,
        *one_of_each(LAST),
        entry_of(LAST, household=visited),
        entry_of(LAST, household=visited, neighbourhood=1000),
        entry_of(LAST, household=visited, neighbourhood=ALL_OF_A, met="absent", people=0),
    )
    log_entries(bruno, *one_of_each(LAST, neighbourhood=AREA_2))
    void, *returned = log_entries(
        ana,
        entry_of(LAST, people=50),
        entry_of(LAST, people=49, household=household()),
        entry_of(LAST, "training", attendees=2000),
    )
    review_entries(app, Action.VOID, void)
    review_entries(app, Action.RETURN, *returned)
