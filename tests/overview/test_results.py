"""The tables of a month's report: targets, what was reached of how many, and areas on today's map."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.catalogue.terms import Bound
from app.database import reader
from app.logbook.status import Action
from app.month import Month, today
from app.overview.read_results import own_results
from app.overview.results import ACTIVITIES
from app.overview.ward_month import WardMonth
from app.people.queries import actor_of
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import ANA, AREA_2, TEAM_1, TEAM_2
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.readings import baseline, by_code, population, reading, records, row, sections, table, target
from tests.overview.steps import THIS


def test_sections_come_in_the_order_of_the_pillars(app: Flask) -> None:
    assert [section.code for section in sections(app)] == [ACTIVITIES, "chính quyền số", "kinh tế số", "xã hội số"]
    add_rows(app, baseline(0, 8, None, indicator_code="neighbourhoods"))
    last = sections(app)[-1]
    assert [each.code for each in last.rows] == ["neighbourhoods"], "what belongs to no pillar is not lost"


def test_distinct_households_since_january_are_not_a_sum(app: Flask, ana: Visitor) -> None:
    first, home, other = date(2025, 1, 10), household(), household("Số 7")
    log_entries(ana, make_entry(household=home, happened_on=first.isoformat()))
    log_entries(ana, *(make_entry(household=each, happened_on="2025-02-03") for each in (home, other)))
    february = row(app, HOUSEHOLDS, Month(2025, 2))
    assert (february.period, february.cumulative) == (2, 2), "the household of January is one of them"
    assert row(app, "visit", Month(2025, 2)).cumulative == 3
    assert row(app, HOUSEHOLDS, Month(2025, 3)).period == 0
    assert february.reached is None, "of how many is not known"
    add_rows(app, population(0, 8, date(2025, 1, 1), group="households"))
    february = row(app, HOUSEHOLDS, Month(2025, 2))
    assert (february.reached, february.population, february.ratio) == (2, 8, Decimal(25))
    assert HOUSEHOLDS not in by_code(sections(app, Month(2025, 2), TEAM_1)), "nobody knows them of a team"


def test_a_closed_month_has_what_was_approved(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(household=household(), people=3), make_entry(household=household("Số 7"), people=4)]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, entries[0])
    assert [row(app, code).period for code in ("visit", "visit.people", HOUSEHOLDS)] == [2, 7, 2]
    close_ward_month(app, THIS)
    for code, figure in (("visit", 1), ("visit.people", 3), (HOUSEHOLDS, 1)):
        assert (row(app, code).period, row(app, code).cumulative) == (figure, figure)
    assert table(app).total.figures["visit"] == 1


def test_the_months_own_target_goes_before_the_years(app: Flask) -> None:
    add_rows(app, target(0, "visit", 1200), target(1, "training", 12), target(2, "visit", 90, month=str(THIS)))
    rows = by_code(sections(app))
    assert (rows["visit"].target, rows["visit"].note) == (90, "Chỉ tiêu của tháng")
    assert (rows["training"].target, rows["training"].note) == (12, "Chỉ tiêu cả năm")
    assert rows["visit.people"].target is None


def test_a_target_is_that_of_whom_it_was_set_for(app: Flask) -> None:
    add_rows(
        app, target(0, "visit", 1200), target(1, "visit", 70, team_id=TEAM_1), target(2, "training", 5, team_id=TEAM_2)
    )
    assert row(app, "visit").target == 1200
    assert row(app, "visit", team_id=TEAM_1).target == 70
    assert row(app, "training").target is None
    assert row(app, "training", team_id=TEAM_1).target is None
    assert row(app, "visit", team_id=TEAM_2).target is None, "the ward's is not a team's"


def test_an_indicator_takes_the_targets_of_its_measures_once(app: Flask) -> None:
    add_rows(
        app,
        target(0, "installation.health_record.activated", 100),
        target(1, "installation.health_record.self_sufficient", 20),
        target(2, "merchant", 600),
    )
    rows = by_code(sections(app))
    assert rows["health_book_in_vneid"].target == 120
    assert rows["merchant"].target == 600
    assert rows["household_business_cashless"].target is None, "it stands with the headline"


def test_reached_is_published_and_counted_since(app: Flask, ana: Visitor) -> None:
    add_rows(
        app,
        baseline(0, 9547, date(2023, 12, 31), denominator=9658, published_percent="98.8"),
        population(0, 9658, date(2023, 12, 31)),
    )
    found = row(app, "health_book_in_vneid", Month(2024, 1))
    assert (found.reached, found.population, found.population_as_of) == (9547, 9658, date(2023, 12, 31))
    assert found.population_source == "dân số ví dụ"
    assert round(found.ratio or 0, 1) == Decimal("98.9")
    assert found.note == "Đã công bố: 9.547/9.658 (98,8%), 31/12/2023, bài báo ví dụ"
    log_entries(ana, records(date(2024, 1, 5), 2), records(date(2024, 2, 5), 3, outcome="self_sufficient"))
    assert [row(app, "health_book_in_vneid", Month(2024, number)).reached for number in (1, 2, 3)] == [9549, 9552, 9552]
    found = row(app, "health_book_in_vneid", Month(2024, 2))
    assert (found.period, found.cumulative) == (3, 5)


def test_an_old_month_is_not_moved_by_what_came_later(app: Flask, ana: Visitor) -> None:
    month = Month(2025, 3)
    add_rows(app, baseline(0, 100, date(2024, 6, 30)), population(0, 500, date(2024, 12, 31)))
    log_entries(ana, records(date(2025, 3, 1), 10))
    before = sections(app, month)
    assert row(app, "health_book_in_vneid", month).reached == 110
    log_entries(ana, records(date(2025, 4, 1), 7))
    add_rows(app, baseline(1, 400, date(2025, 6, 30)), population(1, 900, date(2025, 6, 30)))
    assert sections(app, month) == before
    found = row(app, "health_book_in_vneid")
    assert (found.reached, found.population) == (400, 900)


def test_baseline_published_later_is_not_counted_on_from(app: Flask, ana: Visitor) -> None:
    log_entries(ana, records(date(2025, 3, 1), 10))
    add_rows(app, baseline(0, 400, date(2025, 6, 30)))
    found = row(app, "health_book_in_vneid", Month(2025, 3))
    assert (found.period, found.reached) == (10, None)
    assert "400" in found.note


def test_more_than_all_is_shown_with_a_warning(app: Flask, ana: Visitor) -> None:
    add_rows(app, population(0, 10, date(2025, 12, 31)))
    log_entries(ana, records(today(), 11))
    found = row(app, "health_book_in_vneid")
    assert (found.reached, found.ratio) == (11, Decimal(110))
    assert found.note == "Vượt tổng số: hãy kiểm tra số đã đạt và tổng đối tượng"


@pytest.mark.parametrize("bound", [Bound.MORE_THAN, Bound.LESS_THAN])
def test_a_bound_gives_no_ratio(app: Flask, bound: Bound) -> None:
    add_rows(app, baseline(0, 2800, date(2024, 4, 30), bound=bound), population(0, 9658, date(2025, 12, 31)))
    found = row(app, "health_book_in_vneid")
    assert (found.reached, found.bound, found.population, found.ratio) == (2800, bound, 9658, None)
    assert "Số liệu ước" in found.note


def test_a_percentage_alone_is_a_note(app: Flask, ana: Visitor) -> None:
    add_rows(
        app,
        baseline(0, None, date(2024, 4, 30), published_percent="40"),
        baseline(1, None, date(2024, 4, 30), published_percent="70", indicator_code="fibre_household"),
        population(0, 9658, date(2025, 12, 31)),
    )
    log_entries(ana, records(today(), 11))
    rows = by_code(sections(app))
    found = rows["health_book_in_vneid"]
    assert (found.reached, found.population, found.ratio) == (11, None, None)
    assert found.note.startswith("Đã công bố: 40,0%, 30/04/2024")
    assert "số ghi trong nhật ký từ đó" in found.note
    fibre = rows["fibre_household"]
    assert (fibre.period, fibre.cumulative, fibre.reached, fibre.ratio) == (None, None, None, None)


def test_indicator_without_measures_shows_its_published_figure(app: Flask) -> None:
    halls = {"indicator_code": "hall_wifi", "denominator": 10}
    add_rows(
        app,
        baseline(0, 8, date(2023, 12, 31), **halls),
        baseline(1, 52, date(2023, 12, 31), **halls | {"indicator_code": "inspection_online", "unit_then": "Thị xã X"}),
    )
    rows = by_code(sections(app))
    wifi = rows["hall_wifi"]
    assert (wifi.period, wifi.reached, wifi.population, wifi.ratio) == (None, 8, 10, Decimal(80))
    assert (wifi.population_as_of, wifi.population_source) == (date(2023, 12, 31), "bài báo ví dụ")
    town = rows["inspection_online"]
    assert town.reached is None, "a town's figure is not its ward's"
    assert "(Thị xã X)" in town.note


def test_results_miss_no_logged_measure(app: Flask, ana: Visitor) -> None:
    assert "service.field_feedback" not in by_code(sections(app))
    services = {"service": "field_feedback", "happened_on": today().isoformat()}
    log_entries(
        ana,
        make_entry("installation", **services, outcome="activated", people=2),
        make_entry("installation", **services, outcome="self_sufficient", people=3),
        make_entry("installation", **services, outcome="installed", people=4),
        make_entry("installation", **services, outcome="declined", people=5),
        records(today(), 6),
    )
    rows = by_code(sections(app))
    found = rows["service.field_feedback"]
    assert (found.name, found.unit) == ("Phản ánh hiện trường", "người")
    assert (found.period, found.cumulative, found.reached) == (5, 5, None)
    assert found.note == "Người mới cài, từ đầu năm: 4"
    assert "service.health_record" not in rows, "an indicator says it"
    (society,) = (section for section in sections(app) if section.code == "xã hội số")
    assert found in society.rows


def test_a_service_of_last_year_has_no_row(app: Flask, ana: Visitor) -> None:
    services = {"service": "field_feedback", "outcome": "activated", "people": 2}
    log_entries(ana, make_entry("installation", **services, happened_on="2024-12-05"))
    assert row(app, "service.field_feedback", Month(2024, 12)).period == 2
    for later in (Month(2025, 1), Month(2025, 12)):
        assert "service.field_feedback" not in by_code(sections(app, later)), "it is of the month before, or a year ago"


def test_a_team_has_its_own_figures_and_nothing_of_the_wards(app: Flask, ana: Visitor) -> None:
    log_entries(ana, records(today(), 4))
    log_entries(Visitor(app, "bruno"), records(today(), 9, neighbourhood=AREA_2))
    add_rows(app, baseline(0, 9547, date(2023, 12, 31)), population(0, 9658, date(2023, 12, 31)))
    found = row(app, "health_book_in_vneid", team_id=TEAM_1)
    assert (found.period, found.cumulative) == (4, 4)
    assert (found.reached, found.population, found.ratio, found.note) == (None, None, None, "")
    assert row(app, "health_book_in_vneid", team_id=TEAM_2).period == 9
    assert row(app, "health_book_in_vneid").reached == 9560


def test_a_person_has_the_sum_of_their_entries(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(people=3), make_entry(people=2), records(today(), 4)]
    log_entries(ana, *entries)
    log_entries(Visitor(app, "leo"), make_entry(people=9))
    review_entries(app, Action.VOID, entries[1])
    january = Month(THIS.year - 1, 1)
    log_entries(ana, make_entry(people=5, happened_on=january.first.isoformat()))
    with reading(app) as ward:
        actor = actor_of(reader(), ANA, today())
        assert actor is not None
        rows = by_code(own_results(WardMonth(reader(), ward, THIS, today()), actor))
        then = by_code(own_results(WardMonth(reader(), ward, january.next(), today()), actor))
    assert (rows["visit"].period, rows["visit.people"].period, rows["health_book_in_vneid"].period) == (1, 3, 4)
    assert (then["visit.people"].period, then["visit.people"].cumulative) == (0, 5)
