"""Differences between two editions of a month."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.logbook.kinds import HEADLINES
from app.months.differences import ComparedPart, FigureChange, changes
from app.months.edition_text import edition_from_text
from tests.months.steps import canonical, editions

pytestmark = pytest.mark.usefixtures("no_flags")


def test_figures_since_january_differ_only_beyond_the_month(closed_ward: Flask) -> None:
    text = editions(closed_ward)[0].figures
    before = edition_from_text(text)
    moved = json.loads(text)
    moved["measures"]["visit"][0] += 2
    moved["measures"]["visit"][1] += 2
    moved["measures"]["merchant"][1] += 1
    moved["areas"][0]["name"] = "Phố Khác"
    moved["areas"][0]["households"]["month"] -= 1
    moved["indicators"] = [item for item in moved["indicators"] if item["code"] != "eid_account"]
    moved["measures"]["visit.topic.vneid"] = [1000, 1000, 0]
    after = edition_from_text(canonical(moved))
    shown = [headline.measure for headline in HEADLINES]
    assert changes(before, before, shown, shown) == []
    visits, merchants = before.figures()["visit"], before.figures()["merchant"]
    assert changes(before, after, shown, shown) == [
        FigureChange(ComparedPart.WARD, "", "visit", visits.month, visits.month + 2),
        FigureChange(ComparedPart.SINCE_JANUARY, "", "merchant", merchants.year_to_date, merchants.year_to_date + 1),
        FigureChange(ComparedPart.AREA, "Phố Khác", "households", 2, 1),
        FigureChange(ComparedPart.REACHED, "", "eid_account", 9559, None),
        FigureChange(ComparedPart.OF_ALL, "", "eid_account", 9658, None),
    ]
    assert changes(after, before, shown, shown)[0].difference == -2
