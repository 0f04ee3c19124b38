"""What a ward calls its areas and teams, as its pages and reports show it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.database import writer
from app.places.models import Ward
from tests.cast import WARD_A
from tests.client import Visitor, without_tokens
from tests.factories import make_entry

pytestmark = pytest.mark.one_engine


def _call(app: Flask, **words: str) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        for name, word in words.items():
            setattr(ward, name, word)
        writer().commit()


@pytest.mark.parametrize("page", ["/overview/", "/reports/read", "/areas/"])
def test_words_keep_their_capitals(app: Flask, ana: Visitor, carla: Visitor, page: str) -> None:
    _call(app, neighbourhood_word="TDP", neighbourhood_short="TDP")
    ana.sync(make_entry(), make_entry("training"))
    text = without_tokens(carla.get(page).text)
    assert "TDP" in text
    assert "Tdp" not in text


@pytest.mark.parametrize("page", ["/overview/", "/areas/", "/settings/targets/each?measure=visit&period=year"])
def test_screens_show_the_short_words_and_reports_the_long_ones(
    app: Flask, ana: Visitor, carla: Visitor, page: str
) -> None:
    words = {"neighbourhood_word": "khối phố lớn", "team_word": "Tổ số cộng đồng"}
    _call(app, **words, neighbourhood_short="khối", team_short="Tổ CĐ")
    ana.sync(make_entry())
    text = carla.get(page).text
    assert "Khối" in text
    assert "khối phố lớn" not in text.lower()
    report = carla.get("/reports/read").text
    assert "Khối phố lớn" in report
    assert "Tổ số cộng đồng" in report
