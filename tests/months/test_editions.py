"""Editions store the figures of a closed month, and later changes do not move them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, timedelta

import pytest
from flask import Flask

from app.catalogue.models import Baseline, Indicator
from app.database import writer
from app.logbook.kinds import KINDS
from app.logbook.status import Action
from app.month import today
from app.months.edition import VERSION
from app.months.edition_text import canonical_text, digest_of, edition_from_text
from app.places.models import Neighbourhood, Population, Team, Ward
from app.targets.models import Target
from tests.actions import log_entries, review_entries
from tests.cast import AREA_1, AREA_2, MARKET_A, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.months.filled_ward import one_of_each
from tests.months.steps import (
    EARLIER,
    LAST,
    THIS,
    canonical,
    closed,
    closing,
    edition_now,
    editions,
    entry_of,
    figures,
)

pytestmark = pytest.mark.usefixtures("no_flags")


def test_figures_are_those_counted_by_hand(closed_ward: Flask) -> None:
    kept = figures(closed_ward)
    measures = kept["measures"]
    since = 2 if EARLIER.year == LAST.year else 1
    assert measures["visit"] == [5, 5 + 2 * (since - 1), 2]
    assert measures["visit.people"] == [3 + 2 + 2 + 0 + 3, 10 + 5 * (since - 1), 5]
    assert measures["installation.vneid_2.activated"] == [8, 8 + 4 * (since - 1), 4]
    assert measures["training.attendees"] == [60, 60 + 30 * (since - 1), 30]
    assert measures["merchant"] == [2, 2 + (since - 1), 1]
    assert kept["households"] == {"month": 3, "since_january": 3 + (since - 1), "before": 2}
    assert kept["entries"] == {"approved": 11, "returned": 2, "void": 1}
    by_area = {area["name"]: area for area in kept["areas"]}
    assert list(by_area) == ["Phố 1", "Phố 2", "Toàn phường"]
    assert by_area["Phố 1"]["measures"]["visit"] == [3, 3 + 2 * (since - 1), 2]
    assert by_area["Phố 1"]["households"] == {"month": 2, "before": 2}
    assert by_area["Phố 1"]["population"] == {"figure": 40, "as_of": LAST.last.isoformat(), "source": "Báo cáo mẫu"}
    assert by_area["Toàn phường"]["measures"]["visit"][0] == 1
    by_team = {team["name"]: team for team in kept["teams"]}
    assert list(by_team) == ["Tổ 1", "Tổ 2"]
    assert [by_team[name]["measures"]["visit"][0] for name in by_team] == [4, 1]
    assert by_team["Tổ 2"]["id"] == TEAM_2
    (eid,) = (item for item in kept["indicators"] if item["code"] == "eid_account")
    # The month before was counted on top of what was published by then, too.
    assert eid["log"] == {
        "as_of": LAST.last.isoformat(),
        "numerator": 9547 + 12,
        "bound": "=",
        "denominator": 9658,
        "denominator_as_of": "2023-12-31",
        "denominator_source": "Báo cáo mẫu",
    }
    assert (eid["start"], eid["published"][0]["percent"]) == (0, "98.8")


def test_activities_are_stored_without_personal_data(closed_ward: Flask) -> None:
    kept = {each["kind"]: each for each in figures(closed_ward)["activities"]}
    assert kept.keys() == {code for code, kind in KINDS.items() if kind.listing}
    day = LAST.first.isoformat()
    assert kept["training"]["rows"] == [
        [day, "Phố 1", "Tổ 1", ["scam_warning"], "Cảnh giác lừa đảo", "Nhà văn hóa", 30, 18, 9],
        [day, "Phố 2", "Tổ 2", ["scam_warning"], "Cảnh giác lừa đảo", "Nhà văn hóa", 30, 18, 9],
    ]
    assert kept["merchant"]["columns"][0] == "place"
    assert [row[3] for row in kept["merchant"]["rows"]] == [MARKET_A] * 2
    assert figures(closed_ward)["places"] == [{"id": MARKET_A, "name": "Chợ Quảng Thắng"}]
    text = editions(closed_ward)[0].figures
    for private in ("Quầy mẫu 1", "Số 9", "970436"):
        assert private not in text
    # Who took part is evidence of what they are paid for; nobody else's name is kept.
    assert text.count("Nguyễn") == len(figures(closed_ward)["attendance"]) == 2


def test_edition_is_stored_as_one_text_with_its_digest(closed_ward: Flask) -> None:
    (edition,) = editions(closed_ward)
    assert edition.digest == hashlib.sha256(edition.figures.encode()).hexdigest() == digest_of(edition.figures)
    assert (
        edition.figures == canonical(json.loads(edition.figures)) == canonical_text(edition_from_text(edition.figures))
    )
    assert "Báo cáo mẫu" in edition.figures
    assert json.loads(edition.figures)["version"] == VERSION


def test_edition_is_the_same_in_every_language(closed_ward: Flask) -> None:
    (edition,) = editions(closed_ward)
    for language in ("vi", "en"):
        with closed_ward.test_request_context(f"/?lang={language}"):
            again = edition_now(closed_ward, LAST, edition.closed_at.astimezone(UTC))
        assert canonical(again) == edition.figures


def test_edition_is_not_moved_by_later_changes(closed_ward: Flask, ana: Visitor, carla: Visitor) -> None:
    (before,) = editions(closed_ward)
    log_entries(ana, *one_of_each(THIS), entry_of(LAST, count_in=str(THIS)))
    with closed_ward.app_context():
        session = writer()
        session.get_one(Ward, WARD_A).name = "Phường Khác"
        session.get_one(Neighbourhood, AREA_1).name = "Phố Khác"
        session.get_one(Neighbourhood, AREA_2).merged_into_id = AREA_1
        session.get_one(Team, TEAM_1).name = "Tổ Khác"
        session.get_one(Population, 1000).figure = 1
        session.get_one(Baseline, 1000).numerator = 1
        session.get_one(Target, 1000).figure = 1
        session.get_one(Indicator, "eid_account").measures = ""
        session.commit()
    (after,) = editions(closed_ward)
    assert (after.figures, after.digest) == (before.figures, before.digest)
    response = carla.get(f"/reports/months/{LAST}")
    assert response.status_code == 200
    assert "Phố 2" in response.text
    assert "Phố Khác" not in response.text


def test_months_and_wards_have_editions_of_their_own(closed_ward: Flask) -> None:
    closed(closed_ward, EARLIER)
    assert [edition.number for month in (EARLIER, LAST) for edition in editions(closed_ward, month)] == [1, 1]
    assert editions(closed_ward, ward_id=WARD_B) == []
    # Closing the month before does not touch the one that was closed first.
    assert figures(closed_ward, EARLIER)["measures"]["visit"][0] == figures(closed_ward)["measures"]["visit"][2]


def test_month_before_counts_as_it_stood(app: Flask, ana: Visitor) -> None:
    (returned, _) = log_entries(ana, entry_of(EARLIER), entry_of(EARLIER))
    review_entries(app, Action.RETURN, returned)
    log_entries(ana, entry_of(LAST))
    closed(app, LAST)
    assert figures(app)["measures"]["visit"][2] == 2
    closed(app, EARLIER)
    again = edition_now(app, LAST, editions(app)[0].closed_at)
    assert again["measures"]["visit"][2] == 1


def test_month_closed_early_is_as_of_its_closing(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(THIS))
    closing(app, THIS, early=True)
    assert figures(app, THIS)["as_of"] == min(THIS.last, today()).isoformat()
    assert today() - date.fromisoformat(figures(app, THIS)["as_of"]) < timedelta(days=1)
