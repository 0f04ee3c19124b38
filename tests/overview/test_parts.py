"""What the page of a ward shows beside its totals: what changed, how far people came, trends, targets, tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.logbook.kinds import HEADLINES, KINDS
from app.month import Month, today
from app.places.models import Neighbourhood, Population
from app.targets.models import Target
from tests.actions import add_rows, close_ward_month, log_entries
from tests.cast import AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.page import Page
from tests.overview.steps import FIRST, THIS, page_of

JANUARY = Month(2025, 1)


def _helped(people: int, outcome: str, day: date | None = None, **fields: Any) -> dict[str, Any]:
    happened_on = (day or today()).isoformat()
    return make_entry("installation", outcome=outcome, people=people, happened_on=happened_on, **fields)


def test_a_card_sets_the_month_beside_the_one_before(ana: Visitor, carla: Visitor) -> None:
    before = [make_entry(people=1, happened_on=f"2025-02-0{day}", household=household()) for day in (1, 2, 3)]
    log_entries(ana, *before, *(make_entry(people=1, happened_on=f"2025-03-0{day}") for day in (1, 2)))
    page = page_of(carla, month=Month(2025, 3))
    assert (page.total("visit"), page.total("visit", "previous"), page.total("visit", "cumulative")) == (2, 3, 5)
    assert "giảm: −1 (33,3%)" in page.text()
    assert (page.total("households"), page.total("households", "previous")) == (0, 3)
    page = page_of(carla, month=Month(2025, 2))
    assert (page.total("visit"), page.total("visit", "previous")) == (3, 0)
    assert "tăng: +3" in page.text()
    assert "tăng: +3 (" not in page.text(), "nothing is no base for a percentage"
    assert page.total("households", "cumulative") == 3


def test_the_month_before_january_is_in_no_sum_of_the_year(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *(make_entry(happened_on=day) for day in ("2024-12-31", "2024-12-31", "2025-01-01")))
    page = page_of(carla, month=JANUARY)
    assert [page.total("visit", which) for which in ("period", "previous", "cumulative")] == [1, 2, 1]


def test_a_closed_month_before_shows_what_was_approved(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(happened_on="2025-02-01"), make_entry(happened_on="2025-03-01"))
    close_ward_month(app, Month(2025, 2))
    page = page_of(carla, month=Month(2025, 3))
    assert (page.total("visit"), page.total("visit", "previous"), page.total("visit", "cumulative")) == (1, 0, 1)


@pytest.mark.parametrize("path", ["/overview/", f"/overview/?team={TEAM_1}", f"/overview/?area={AREA_1}"])
def test_a_funnel_counts_all_who_came_at_least_so_far(ana: Visitor, carla: Visitor, path: str) -> None:
    log_entries(
        ana,
        _helped(10, "installed"),
        _helped(6, "activated"),
        _helped(4, "self_sufficient"),
        _helped(3, "declined"),
        _helped(2, "ineligible"),
    )
    page = page_of(carla, path)
    assert page.funnel("vneid_2") == "Đã cài: 20 (100,0%). Đã kích hoạt: 10 (50,0%). Tự dùng được: 4 (20,0%)."
    assert "Từ chối: 3 · Chưa đủ điều kiện: 2" in page.parts("data-funnel")["vneid_2"]["words"]


def test_a_service_without_a_step_has_none_in_its_funnel(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, _helped(3, "installed", service="vneid_1"), _helped(1, "activated", service="vneid_1"))
    assert page_of(carla).funnel("vneid_1") == "Đã cài: 4 (100,0%). Đã kích hoạt: 1 (25,0%)."


def test_people_who_only_declined_are_a_funnel_too(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, _helped(3, "declined"))
    assert page_of(carla).funnel("vneid_2") == "Đã cài: 0. Đã kích hoạt: 0. Tự dùng được: 0."


def test_every_part_of_every_breakdown_is_what_was_logged(ana: Visitor, carla: Visitor) -> None:
    log_entries(
        ana,
        make_entry(barrier="no_sim"),
        make_entry(barrier="no_sim", happened_on="2025-01-05"),
        make_entry(barrier="away", met="absent", people=0),
        make_entry("merchant", methods=["vietqr", "e_wallet"]),
    )
    known = {measure for kind in KINDS.values() for each in kind.breakdowns for measure in each.parts}
    counted: dict[str, int] = {}
    for entry in (make_entry(barrier="no_sim"), make_entry(barrier="away", met="absent", people=0)):
        for measure, number in KINDS["visit"].counts(entry["fields"]).items():
            counted[measure] = counted.get(measure, 0) + number
    merchant = make_entry("merchant", methods=["vietqr", "e_wallet"])["fields"]
    counted |= KINDS["merchant"].counts(merchant)
    shown = {measure: int(part["period"]) for measure, part in page_of(carla).parts("data-part").items()}
    assert shown == {measure: number for measure, number in counted.items() if measure in known}
    january = page_of(carla, month=JANUARY).parts("data-part")
    assert january["visit.barrier.no_sim"]["cumulative"] == "1"


def test_the_weeks_run_from_monday_to_sunday_across_the_new_year(ana: Visitor, carla: Visitor) -> None:
    days = ["2024-12-29", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06", "2025-01-31"]
    log_entries(ana, *(make_entry(happened_on=day) for day in days), make_entry(happened_on="2025-02-01"))
    weeks = page_of(carla, month=JANUARY).weeks("visit")
    assert len(weeks) == 12
    assert [week for week in weeks if week[1]] == [
        ("2024-12-23", 1),
        ("2024-12-30", 4),
        ("2025-01-06", 1),
        ("2025-01-27", 1),
    ]
    assert weeks[-1][0] == "2025-01-27", "a past month's trend ends with it"
    assert "tính đến 31/01/2025" in page_of(carla, month=JANUARY).text()


def test_the_weeks_of_this_month_end_today(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(), make_entry("training", attendees=9, women=0, elderly=0), _helped(7, "activated"))
    monday = (today() - timedelta(days=today().weekday())).isoformat()
    page = page_of(carla)
    for measure, figure in (("visit", 1), ("training", 1), ("installation.people", 7), ("merchant", 0)):
        assert page.weeks(measure)[-1] == (monday, figure)


def test_every_kind_has_a_trend(carla: Visitor) -> None:
    trends = page_of(carla).parts("data-trend")
    assert list(trends) == [kind.headlines[0].measure for kind in KINDS.values()]


def test_targets_stand_beside_what_was_done(app: Flask, ana: Visitor, carla: Visitor) -> None:
    year = today().year
    add_rows(
        app,
        Target(id=FIRST, ward_id=WARD_A, measure="visit", year=year, figure=8),
        Target(id=FIRST + 1, ward_id=WARD_A, measure="training", year=year, month=str(THIS), figure=4),
        Target(id=FIRST + 2, ward_id=WARD_A, measure="visit", year=year - 1, figure=99),
        Target(id=FIRST + 3, ward_id=WARD_A, team_id=TEAM_1, measure="visit", year=year, figure=5),
        Target(id=FIRST + 4, ward_id=WARD_A, neighbourhood_id=AREA_1, measure="merchant", year=year, figure=6),
        Target(id=FIRST + 5, ward_id=WARD_A, measure="health_book_in_vneid", year=year, figure=40),
    )
    log_entries(ana, make_entry(), make_entry("training"))
    page = page_of(carla)
    assert page.total("visit", "target") == 8
    assert page.total("training", "target") == 4
    assert "chỉ tiêu cả năm 8: đạt 12,5%" in page.text()
    assert "chỉ tiêu của tháng 4: đạt 25,0%" in page.text()
    assert "chỉ tiêu" not in page.cards()["merchant"]
    assert page.parts("data-code")["health_book_in_vneid"]["target"] == "40"
    team = page_of(carla, f"/overview/?team={TEAM_1}")
    assert team.total("visit", "target") == 5
    assert "chỉ tiêu" not in team.cards()["training"], "the ward's targets are not a team's"
    area = page_of(carla, f"/overview/?area={AREA_1}")
    assert area.total("merchant", "target") == 6
    assert "chỉ tiêu" not in area.cards()["visit"], "nor are they an area's"


def test_a_result_says_month_sum_and_of_how_many(app: Flask, ana: Visitor, carla: Visitor) -> None:
    population = Population(
        id=FIRST, ward_id=WARD_A, group="residents", figure=100, as_of=date(2024, 12, 31), source="ví dụ"
    )
    add_rows(app, population)
    log_entries(
        ana,
        _helped(3, "activated", date(2025, 1, 2), service="health_record"),
        _helped(4, "self_sufficient", date(2025, 2, 2), service="health_record"),
        _helped(9, "installed", date(2025, 2, 2), service="health_record"),
    )
    result = page_of(carla, month=Month(2025, 2)).parts("data-code")["health_book_in_vneid"]
    assert (result["period"], result["cumulative"]) == ("4", "7")
    assert "trong tháng 4 · từ 02/01/2025 7 · 7 trên 100 người: 7,0%" in result["words"]


def test_the_tables_of_places_add_up_and_say_what_they_sort_by(ana: Visitor, carla: Visitor) -> None:
    home = household()
    log_entries(ana, make_entry(household=home, people=30), make_entry(household=home, people=4, neighbourhood=AREA_2))
    log_entries(carla, make_entry("training", attendees=1500, women=0, elderly=0))
    assert "assistance.people" not in page_of(carla).total_row(0), "what nobody logged makes no table wider"
    log_entries(ana, make_entry("assistance", people=7))
    page = page_of(carla)
    areas, teams = page.places(0), page.places(1)
    assert page.total_row(0)["visit.people"] == "34"
    assert page.total_row(0)["households"] == "1", "whoever was visited in two areas is one"
    assert [areas[name]["households"] for name in ("Phố 1", "Phố 2")] == ["1", "1"]
    for headline in HEADLINES:
        for table, rows in ((0, areas), (1, teams)):
            figures = [int(row[headline.measure].replace(".", "")) for row in rows.values()]
            assert sum(figures) == int(page.total_row(table)[headline.measure].replace(".", ""))
    assert list(teams) == ["Tổ 1", "Tổ 2", "Không thuộc tổ nào"]
    assert teams["Không thuộc tổ nào"]["training.attendees"] == "1.500"
    for table, rows in ((0, areas), (1, teams)):
        assert page.sort_values(table) == [[cell.replace(".", "") for cell in row.values()] for row in rows.values()]


def test_an_area_whose_households_are_known_has_a_share(app: Flask, ana: Visitor, carla: Visitor) -> None:
    source: dict[str, Any] = {"ward_id": WARD_A, "group": "households", "as_of": date(2024, 12, 31), "source": "ví dụ"}
    add_rows(app, Population(id=FIRST, neighbourhood_id=AREA_1, figure=8, **source))
    log_entries(ana, make_entry(household=household()))
    page = page_of(carla)
    assert page.places(0)["Phố 1"]["share"] == "12,5% trong 8"
    assert page.places(0)["Phố 2"]["share"] == "–"
    assert page.sort_values(0)[0][-1] == "12.5000"


def test_months_with_figures_can_be_chosen(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(happened_on="2024-11-30"), make_entry(happened_on="2025-01-02"))
    page = page_of(carla, month=JANUARY)
    assert page.options() == [str(THIS), "2025-01", "2024-11"]
    assert {month for link in page.links() for month in ("2024-12", "2025-02") if f"month={month}&" in link + "&"} == {
        "2024-12",
        "2025-02",
    }
    first = page_of(carla, month=Month(2024, 11))
    assert not [link for link in first.links() if "month=2024-10" in link], "before the first figures is nothing"
    last = page_of(carla)
    assert not [link for link in last.links() if f"month={THIS.next()}" in link], "after this month is nothing"


def test_an_empty_month_says_that_there_is_nothing(carla: Visitor) -> None:
    page = page_of(carla, month=JANUARY)
    assert {page.total(headline.measure) for headline in HEADLINES} == {0}
    assert page.parts("data-funnel") == page.parts("data-part") == {}
    assert {figure for _, figure in page.weeks("visit")} == {0}
    assert page.text().count("Chưa có số liệu.") > 2
    assert page.options() == [str(THIS), "2025-01"]


def test_a_merged_area_is_one_on_its_page_too(app: Flask, ana: Visitor, carla: Visitor) -> None:
    home = household()
    log_entries(ana, make_entry(household=home, people=3), make_entry(household=home, people=2, neighbourhood=AREA_2))
    ended = today() - timedelta(days=1)
    add_rows(app, Neighbourhood(id=AREA_2, ward_id=WARD_A, name="Phố 2", valid_to=ended, merged_into_id=AREA_1))
    for area in (AREA_1, AREA_2):
        page = page_of(carla, f"/overview/?area={area}")
        assert page.text("h1") == "Phố 1", "the page of a merged area is that of its successor"
        assert (page.total("visit"), page.total("visit.people"), page.total("households")) == (2, 5, 1)
        entries = page_of(carla, f"/overview/entries?area={area}")
        assert len(entries.parts("data-entry")) == 2


def test_the_province_sees_both_spans_and_the_longest_bar(app: Flask, ana: Visitor) -> None:
    log_entries(ana, make_entry(people=2, happened_on="2025-01-05"), make_entry(people=3, happened_on="2025-02-05"))
    page = page_of(Visitor(app, "eva"), month=Month(2025, 2))
    name = "Phường Quảng Thắng nay là Phường Đông Quang"
    assert (page.places(0)[name]["visit.people"], page.places(2)[name]["visit.people"]) == ("3", "5")
    assert page.sort_values(0)[1][:3] == ["0", "1", "3"], "state, visits, people"
    assert page.options()[-2:] == ["2025-02", "2025-01"]


def test_ids_and_charts_are_sound_when_everything_is_shown(ana: Visitor, carla: Visitor) -> None:
    """The client checks every page: ids once, names of charts that exist; here something stands in each chart."""
    helped = [("installed", "e_invoice"), ("completed", "digital_literacy")]
    log_entries(
        ana,
        *(make_entry(kind) for kind in KINDS),
        *(_helped(1, outcome, service=service) for outcome, service in helped),
    )
    page: Page = page_of(carla)
    drawings = page.charts()
    assert len(drawings) > 10
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert drawing["title"]
        assert drawing["description"]
    assert page.tables_of_charts() >= 8, "each chart has its table"


def test_entries_ids_are_those_of_the_log(ana: Visitor, carla: Visitor) -> None:
    entry = make_entry()
    log_entries(ana, entry)
    assert list(page_of(carla, "/overview/entries").parts("data-entry")) == [str(UUID(entry["id"]))]
