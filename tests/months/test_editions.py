"""What an edition keeps: the figures of a closed month as its report shows them, and nothing that moves later."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.catalogue.models import Baseline, Indicator
from app.database import reader, writer
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.status import Action
from app.month import Month, today
from app.months.differences import ComparedPart, FigureChange, changes
from app.months.edition_text import canonical_text, digest_of, read_edition
from app.months.edition_writing import VERSION, edition_figures
from app.overview.area_table import AreaTable
from app.overview.place_tables import HOUSEHOLDS
from app.overview.read_results import areas, results
from app.overview.results import Section
from app.places.models import Neighbourhood, Population, Team, Ward
from app.targets.models import Target
from app.targets.reading import targets_for
from tests.cast import ALL_OF_A, AREA_1, AREA_2, MARKET_A, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import EARLIER, LAST, THIS, ask_nothing, closed, closing, editions, entry_of, figures, log
from tests.overview.steps import add, page_of
from tests.sync.steps import decide


@pytest.fixture(autouse=True)
def no_flags(app: Flask) -> None:
    """Let entries carry a flag only where a test says so."""
    ask_nothing(app)


def everything(month: Month, **common: Any) -> list[dict[str, Any]]:
    """Return an entry of every kind."""
    return [
        entry_of(month, people=3, household=household(), **common),
        entry_of(month, "installation", people=4, **common),
        entry_of(month, "training", attendees=30, women=18, elderly=9, **common),
        entry_of(month, "merchant", place=MARKET_A, **common),
    ]


def fill(app: Flask, ana: Visitor, bruno: Visitor) -> None:
    """Give ward A work in two months, a merged area, published figures, populations and targets."""
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo cáo mẫu"}
    add(
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
    door = household("Số 9")
    log(ana, *everything(EARLIER), entry_of(EARLIER, neighbourhood=1000, household=door))
    log(
        ana,
        *everything(LAST),
        entry_of(LAST, household=door),
        entry_of(LAST, household=door, neighbourhood=1000),
        entry_of(LAST, household=door, neighbourhood=ALL_OF_A, met="absent", people=0),
    )
    log(bruno, *everything(LAST, neighbourhood=AREA_2))
    void, *returned = log(
        ana,
        entry_of(LAST, people=50),
        entry_of(LAST, people=49, household=household()),
        entry_of(LAST, "training", attendees=2000),
    )
    decide(app, Action.VOID, void)
    decide(app, Action.RETURN, *returned)


@pytest.fixture
def filled(app: Flask, ana: Visitor) -> Flask:
    """Return the app with two months of work, of which the last is closed."""
    fill(app, ana, Visitor(app, "bruno"))
    closed(app)
    return app


def test_the_figures_are_those_counted_by_hand(filled: Flask) -> None:
    kept = figures(filled)
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


def test_the_list_of_activities_is_kept_without_personal_data(filled: Flask) -> None:
    kept = {each["kind"]: each for each in figures(filled)["activities"]}
    assert kept.keys() == {code for code, kind in KINDS.items() if kind.listing}
    day = LAST.first.isoformat()
    assert kept["training"]["rows"] == [
        [day, "Phố 1", "Tổ 1", "scam_warning", "Cảnh giác lừa đảo", "Nhà văn hóa", 30, 18, 9],
        [day, "Phố 2", "Tổ 2", "scam_warning", "Cảnh giác lừa đảo", "Nhà văn hóa", 30, 18, 9],
    ]
    assert kept["merchant"]["columns"][0] == "place"
    assert [row[3] for row in kept["merchant"]["rows"]] == [MARKET_A] * 2
    assert figures(filled)["places"] == [{"id": MARKET_A, "name": "Chợ Quảng Thắng"}]
    text = editions(filled)[0].figures
    for private in ("Quầy mẫu 1", "Số 9", "970436"):
        assert private not in text
    # Who took part is evidence of what they are paid for; nobody else's name is kept.
    assert text.count("Nguyễn") == len(figures(filled)["attendance"]) == 2


def tables_of(app: Flask, month: Month = LAST) -> tuple[list[Section], AreaTable]:
    """Return the tables that the ward page and the workbook show of a month."""
    with app.test_request_context("/?lang=en"):
        ward = reader().get_one(Ward, WARD_A)
        return results(reader(), ward, month, today()), areas(reader(), ward, month)


def sums(kept: Any, measures: list[str]) -> tuple[int, int]:
    found = [kept["measures"][measure] for measure in measures if measure in kept["measures"]]
    return sum(three[0] for three in found), sum(three[1] for three in found)


def test_the_results_of_the_report_can_be_drawn_from_the_edition_alone(filled: Flask) -> None:
    kept = figures(filled)
    indicators = {item["code"]: item for item in kept["indicators"]}
    headlines = {headline.measure for headline in HEADLINES}
    sections, _areas = tables_of(filled)
    rows = [row for section in sections for row in section.rows]
    assert {row.code for row in rows} >= {"eid_account", "visit", HOUSEHOLDS}
    for row in rows:
        if row.code in indicators:
            item = indicators[row.code]
            if item["measures"]:
                assert (row.period, row.cumulative) == sums(kept, item["measures"]), row.code
            if row.reached is not None and item["log"]:
                assert (row.reached, row.population) == (item["log"]["numerator"], item["log"]["denominator"])
        elif row.code == HOUSEHOLDS:
            assert (row.period, row.cumulative) == (kept["households"]["month"], kept["households"]["since_january"])
            assert row.population == kept["populations"][HOUSEHOLDS]["figure"]
        else:
            assert row.code in headlines
            assert (row.period, row.cumulative) == sums(kept, [row.code])
    targets = {
        target["measure"]: (target["figure"], target["of_month"])
        for target in kept["targets"]
        if target["team"] is None
    }
    with filled.app_context():
        assert targets == targets_for(reader(), WARD_A, None, LAST)


def test_the_areas_of_the_report_can_be_drawn_from_the_edition_alone(filled: Flask) -> None:
    kept = figures(filled)
    _sections, table = tables_of(filled)
    columns = [column.measure for column in table.columns if column.measure != HOUSEHOLDS]
    assert [(row.id, row.name) for row in table.rows] == [(area["id"], area["name"]) for area in kept["areas"]]
    for row, area in zip(table.rows, kept["areas"], strict=True):
        for measure in columns:
            assert row.figures.get(measure, 0) == area["measures"].get(measure, [0])[0]
        assert row.figures.get(HOUSEHOLDS, 0) == area["households"]["month"]
        assert row.population == (area["population"] and area["population"]["figure"])
    assert table.total.figures[HOUSEHOLDS] == kept["households"]["month"]
    assert {measure: table.total.figures[measure] for measure in columns} == {
        measure: sums(kept, [measure])[0] for measure in columns
    }


def test_the_ward_page_shows_the_figures_of_the_edition(filled: Flask, carla: Visitor) -> None:
    kept = figures(filled)
    page = page_of(carla, month=LAST)
    for headline in HEADLINES:
        three = kept["measures"][headline.measure]
        for which, figure in zip(("period", "cumulative", "previous"), three, strict=True):
            assert page.total(headline.measure, which) == figure, headline.measure
    assert page.total(HOUSEHOLDS, "previous") == kept["households"]["before"]
    shown = page.places(1)
    assert {name: int(row["visit"]) for name, row in shown.items()} == {
        team["name"]: team["measures"]["visit"][0] for team in kept["teams"]
    }
    (today_line,) = (line for line in page.coverage("eid_account") if line[0] == "today")
    assert today_line[1] == "9.559/9.658"


def test_the_edition_is_kept_as_one_text_with_its_digest(filled: Flask) -> None:
    (edition,) = editions(filled)
    assert edition.digest == hashlib.sha256(edition.figures.encode()).hexdigest() == digest_of(edition.figures)
    assert edition.figures == canonical_text(json.loads(edition.figures))
    assert "Báo cáo mẫu" in edition.figures
    assert json.loads(edition.figures)["version"] == VERSION


def test_the_edition_says_the_same_in_every_language(filled: Flask) -> None:
    (edition,) = editions(filled)
    for language in ("vi", "en"):
        with filled.test_request_context(f"/?lang={language}"):
            ward = reader().get_one(Ward, WARD_A)
            again = edition_figures(reader(), ward, LAST, edition.closed_at.astimezone(UTC))
        assert canonical_text(again) == edition.figures


def test_nothing_that_comes_later_moves_an_edition(filled: Flask, ana: Visitor, carla: Visitor) -> None:
    (before,) = editions(filled)
    log(ana, *everything(THIS), entry_of(LAST, count_in=str(THIS)))
    with filled.app_context():
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
    (after,) = editions(filled)
    assert (after.figures, after.digest) == (before.figures, before.digest)
    response = carla.get(f"/reports/months/{LAST}")
    assert response.status_code == 200
    assert "Phố 2" in response.text
    assert "Phố Khác" not in response.text


def test_each_month_and_ward_has_editions_of_its_own(filled: Flask) -> None:
    closed(filled, EARLIER)
    assert [edition.number for month in (EARLIER, LAST) for edition in editions(filled, month)] == [1, 1]
    assert editions(filled, ward_id=WARD_B) == []
    # Closing the month before does not touch the one that was closed first.
    assert figures(filled, EARLIER)["measures"]["visit"][0] == figures(filled)["measures"]["visit"][2]


def test_the_month_before_counts_as_it_stood(app: Flask, ana: Visitor) -> None:
    (returned, _) = log(ana, entry_of(EARLIER), entry_of(EARLIER))
    decide(app, Action.RETURN, returned)
    log(ana, entry_of(LAST))
    closed(app, LAST)
    assert figures(app)["measures"]["visit"][2] == 2
    closed(app, EARLIER)
    with app.app_context():
        again = edition_figures(reader(), reader().get_one(Ward, WARD_A), LAST, editions(app)[0].closed_at)
    assert again["measures"]["visit"][2] == 1


def test_a_figure_since_january_is_told_only_where_it_moved_otherwise(filled: Flask) -> None:
    text = editions(filled)[0].figures
    before = read_edition(text)
    moved = json.loads(text)
    moved["measures"]["visit"][0] += 2
    moved["measures"]["visit"][1] += 2
    moved["measures"]["merchant"][1] += 1
    moved["areas"][0]["name"] = "Phố Khác"
    moved["areas"][0]["households"]["month"] -= 1
    moved["indicators"] = [item for item in moved["indicators"] if item["code"] != "eid_account"]
    moved["measures"]["visit.topic.vneid"] = [1000, 1000, 0]
    after = read_edition(canonical_text(moved))
    shown = [headline.measure for headline in HEADLINES]
    assert changes(before, before, shown, shown) == []
    visits, merchants = before.ward.measures["visit"], before.ward.measures["merchant"]
    assert changes(before, after, shown, shown) == [
        FigureChange(ComparedPart.WARD, "", "visit", visits.month, visits.month + 2),
        FigureChange(ComparedPart.SINCE_JANUARY, "", "merchant", merchants.since_january, merchants.since_january + 1),
        FigureChange(ComparedPart.AREA, "Phố Khác", "households", 2, 1),
        FigureChange(ComparedPart.REACHED, "", "eid_account", 9559, None),
        FigureChange(ComparedPart.OF_ALL, "", "eid_account", 9658, None),
    ]
    assert changes(after, before, shown, shown)[0].difference == -2


def test_a_month_closed_early_is_as_of_its_closing(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(THIS))
    closing(app, THIS, early=True)
    assert figures(app, THIS)["as_of"] == min(THIS.last, today()).isoformat()
    assert today() - date.fromisoformat(figures(app, THIS)["as_of"]) < timedelta(days=1)
