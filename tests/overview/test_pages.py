"""The overview pages: what counts where, on today's map, provisional or closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.logbook.status import Action
from app.month import Month, today
from app.places.models import Neighbourhood, Population
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, AREA_B, WARD_A
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.overview.page import Page
from tests.overview.steps import FIRST, THIS, page_of


def test_contacts_households_and_approval_are_separate_numbers(app: Flask, ana: Visitor, carla: Visitor) -> None:
    home = household()
    entries = [make_entry(household=home, people=3), make_entry(household=home, people=2), make_entry(people=1)]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, entries[0])
    page = page_of(carla)
    assert page.total("visit") == 3
    assert page.total("visit", "approved") == 1
    assert page.total("visit.people") == 6
    assert page.total("visit.people", "approved") == 3
    assert page.total("households") == 1
    assert page.places(0)["Phố 1"] == {
        "households": "1",
        "visit": "3",
        "visit.people": "6",
        "installation.people": "0",
        "training": "0",
        "training.attendees": "0",
        "merchant": "0",
        "merchant.vietqr": "0",
    }
    assert page.places(1)["Tổ 1"]["visit"] == "3"


def test_a_voided_entry_counts_nothing_and_a_restored_one_again(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry(household=household(), people=3)
    log_entries(ana, entry)
    review_entries(app, Action.VOID, entry)
    assert [page_of(carla).total(measure) for measure in ("visit", "visit.people", "households")] == [0, 0, 0]
    review_entries(app, Action.RESTORE, entry)
    assert [page_of(carla).total(measure) for measure in ("visit", "visit.people", "households")] == [1, 3, 1]


def test_a_closed_month_shows_what_was_approved_and_says_so(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry(people=3), make_entry(people=2)]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, entries[0])
    assert "tạm tính" in page_of(carla).text()
    close_ward_month(app, THIS)
    page = page_of(carla)
    assert "tạm tính" not in page.text()
    assert (page.total("visit"), page.total("visit.people")) == (1, 3)
    assert page.total("visit", "cumulative") == 1
    assert page.places(0)["Phố 1"]["visit"] == "1"
    assert page.places(1)["Tổ 1"]["visit"] == "1"


def test_cumulative_runs_from_january_and_stops_at_the_month(app: Flask, ana: Visitor, carla: Visitor) -> None:
    year = today().year - 1
    days = [date(year - 1, 12, 31), date(year, 1, 1), date(year, 1, 31), date(year, 3, 1), date(year, 4, 1)]
    log_entries(ana, *(make_entry(happened_on=day.isoformat()) for day in days))
    figures = [
        (page.total("visit"), page.total("visit", "cumulative"))
        for page in (page_of(carla, month=Month(year, number)) for number in (1, 2, 3, 4))
    ]
    assert figures == [(2, 2), (0, 2), (1, 3), (1, 4)]
    december = page_of(carla, month=Month(year - 1, 12))
    assert (december.total("visit"), december.total("visit", "cumulative")) == (1, 1)


def test_a_late_entry_counts_in_the_month_that_it_names(ana: Visitor, carla: Visitor) -> None:
    last_month = THIS.previous()
    log_entries(ana, make_entry(happened_on=last_month.last.isoformat(), count_in=str(THIS)))
    assert page_of(carla, month=last_month).total("visit") == 0
    assert page_of(carla).total("visit") == 1


def _merge_area_2_into_1(app: Flask) -> None:
    ended = today() - timedelta(days=1)
    add_rows(app, Neighbourhood(id=AREA_2, ward_id=WARD_A, name="Phố 2", valid_to=ended, merged_into_id=AREA_1))


def test_a_merged_area_is_restated_on_todays_map(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(people=3), make_entry(neighbourhood=AREA_2, people=2))
    _merge_area_2_into_1(app)
    page = page_of(carla)
    assert list(page.places(0)) == ["Phố 1", "Toàn phường"]
    assert page.places(0)["Phố 1"]["visit"] == "2"
    assert page.places(0)["Phố 1"]["visit.people"] == "5"
    assert page.total("visit") == 2


def test_areas_merged_twice_stand_under_the_last(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(
        app,
        Neighbourhood(id=FIRST + 1, ward_id=WARD_A, name="Phố cũ 1", merged_into_id=AREA_1),
        Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố cũ 0", merged_into_id=FIRST + 1),
    )
    log_entries(ana, *(make_entry(neighbourhood=area) for area in (FIRST, FIRST + 1, AREA_1)))
    assert page_of(carla).places(0)["Phố 1"]["visit"] == "3"


def test_a_household_met_before_and_after_a_merge_is_one(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """On today's map both visits were in the same area, so its line counts the household once."""
    home = household()
    log_entries(ana, make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2))
    _merge_area_2_into_1(app)
    page = page_of(carla)
    assert page.total("households") == 1
    assert page.places(0)["Phố 1"]["households"] == "1"


def test_a_split_area_keeps_its_own_line_while_it_has_figures(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ended = THIS.previous().last
    add_rows(app, Neighbourhood(id=FIRST, ward_id=WARD_A, name="Phố đã tách", valid_to=ended))
    log_entries(ana, make_entry(neighbourhood=FIRST, happened_on=ended.isoformat()))
    assert page_of(carla, month=THIS.previous()).places(0)["Phố đã tách"]["visit"] == "1"
    assert "Phố đã tách" not in page_of(carla).places(0)
    log_entries(ana, make_entry(neighbourhood=FIRST, happened_on=ended.isoformat(), count_in=str(THIS)))
    assert page_of(carla).places(0)["Phố đã tách"]["visit"] == "1"


def test_areas_and_teams_are_in_vietnamese_order_with_the_whole_ward_last(app: Flask, carla: Visitor) -> None:
    names = ["Phố Ân", "Phố An", "Phố 11", "Phố Đặng", "Phố Dương"]
    add_rows(app, *(Neighbourhood(id=FIRST + n, ward_id=WARD_A, name=name) for n, name in enumerate(names)))
    assert list(page_of(carla).places(0)) == [
        "Phố 1",
        "Phố 2",
        "Phố 11",
        "Phố An",
        "Phố Ân",
        "Phố Dương",
        "Phố Đặng",
        "Toàn phường",
    ]


def test_figures_follow_the_readers_reach(app: Flask, visitor: Callable[..., Visitor]) -> None:
    ana, bruno, bo = visitor("ana"), visitor("bruno"), visitor("bo")
    own = make_entry(people=1)
    log_entries(ana, own, edited(make_entry(people=1)))
    log_entries(bruno, make_entry(people=4, neighbourhood=AREA_2))
    log_entries(bo, make_entry(people=8, neighbourhood=AREA_B))
    review_entries(app, Action.APPROVE, own)
    assert (page_of(ana).total("visit"), page_of(ana).total("visit", "approved")) == (2, 1)
    assert page_of(visitor("leo")).total("visit.people") == 2
    assert page_of(visitor("vera")).total("visit.people") == 6
    assert page_of(visitor("dora")).total("visit.people") == 8
    eva = visitor("eva")
    wards = page_of(eva).places()
    assert {name.removesuffix(" nay là Phường Đông Quang"): row["visit"] for name, row in wards.items()} == {
        "Phường Bỉm Sơn": "0",
        "Phường Quảng Thắng": "3",
    }
    assert page_of(eva, "/overview/?ward=16417").total("visit.people") == 6


def test_the_province_sees_no_names_of_people(app: Flask, visitor: Callable[..., Visitor]) -> None:
    label = "Số 5, ngõ 2, nhà bà Ví Dụ"
    log_entries(visitor("ana"), make_entry(household=household(label), note="một lời nhắn riêng"))
    eva = visitor("eva")
    for path in ("/overview/", "/overview/?ward=16417"):
        text = eva.get(path).text
        assert label not in text
        assert "một lời nhắn riêng" not in text
        assert "Nguyễn Ví Dụ" not in text


@pytest.mark.parametrize("month", ["0001-01", "0001-12", "9999-01", "9999-12", "2020-02"])
@pytest.mark.parametrize("name", ["ana", "leo", "carla", "eva"])
def test_every_month_of_the_calendar_has_a_page(sqlite_app: Flask, name: str, month: str) -> None:
    assert Visitor(sqlite_app, name).get(f"/overview/?month={month}").status_code == 200


def _population(figure: int, as_of: date) -> Population:
    return Population(
        id=FIRST + as_of.year, ward_id=WARD_A, group="residents", figure=figure, as_of=as_of, source="dân số ví dụ"
    )


def _baseline(number: int, numerator: int | None, as_of: date | None, **rest: Any) -> Baseline:
    common: dict[str, Any] = {"ward_id": WARD_A, "unit_then": "Phường Quảng Thắng", "source": "bài báo ví dụ"}
    return Baseline(
        id=FIRST + number,
        numerator=numerator,
        as_of=as_of,
        **{"indicator_code": "health_book_in_vneid"} | common | rest,
    )


def _records(happened_on: date, people: int, outcome: str = "activated") -> dict[str, Any]:
    return make_entry(
        "installation", service="health_record", outcome=outcome, people=people, happened_on=happened_on.isoformat()
    )


def test_today_counts_what_came_after_the_published_month(app: Flask, ana: Visitor, carla: Visitor) -> None:
    published = Month(2023, 12)
    add_rows(
        app,
        _population(9658, published.last),
        _population(10000, date(2025, 12, 31)),
        _baseline(0, 9547, published.last, denominator=9658, published_percent="98.8"),
    )
    log_entries(
        ana,
        _records(date(2023, 12, 15), 100),  # in the published month: it is in the published figure
        _records(date(2024, 1, 1), 10),
        _records(date(2026, 1, 1), 5, "self_sufficient"),
        _records(date(2026, 1, 1), 50, "installed"),  # installed is not yet in use
        _records(date(2026, 1, 1), 70, "declined"),
    )
    then, now_ = page_of(carla).coverage("health_book_in_vneid")
    assert then[:2] == ("published", "9.547/9.658")
    assert then[2].startswith("98,9%")
    assert "98,8%" in then[2]
    assert then[3:] == ("31/12/2023", "bài báo ví dụ")
    assert now_[:3] == ("today", "9.562/10.000", "95,6%")
    assert now_[3] == today().strftime("%d/%m/%Y")
    assert "31/12/2025" in now_[4], "the population has a date of its own"
    assert "dân số ví dụ" in now_[4]


def test_the_newest_published_figure_is_counted_on_from(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(
        app,
        _baseline(1, 200, Month(2025, 6).last),
        _baseline(0, 100, Month(2024, 6).last),
        _baseline(2, 999, None, indicator_code="telehealth_user"),
    )
    log_entries(ana, _records(date(2025, 1, 1), 30), _records(date(2025, 7, 1), 7))
    lines = page_of(carla).coverage("health_book_in_vneid")
    assert [line[:2] for line in lines] == [("published", "100"), ("published", "200"), ("today", "207")]


def test_an_undated_figure_never_passes_for_the_newest(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, _baseline(0, 100, Month(2024, 6).last), _baseline(1, 50, None))
    log_entries(ana, _records(date(2025, 7, 1), 7))
    lines = page_of(carla).coverage("health_book_in_vneid")
    assert lines[-1][:2] == ("today", "107")
    assert [line[1] for line in lines[:-1]] == ["50", "100"], "what has no date stands before what has one"


def test_bound_is_written_in_words_and_has_no_ratio(app: Flask, carla: Visitor) -> None:
    add_rows(
        app,
        _population(9658, date(2025, 12, 31)),
        _baseline(0, 2800, Month(2024, 4).last, bound=Bound.MORE_THAN, denominator=9658),
        _baseline(1, 400, Month(2024, 4).last, bound=Bound.LESS_THAN, indicator_code="telehealth_user"),
    )
    page = page_of(carla)
    then, now_ = page.coverage("health_book_in_vneid")
    assert then[1:3] == ("hơn 2.800", "–")
    assert now_[1:3] == ("hơn 2.800", "–")
    assert page.coverage("telehealth_user")[0][1:3] == ("gần 400", "–")


def test_a_published_percentage_alone_stands_as_published(app: Flask, carla: Visitor) -> None:
    add_rows(app, _baseline(0, None, Month(2024, 4).last, published_percent="40"))
    then, *_ = page_of(carla).coverage("health_book_in_vneid")
    assert then[1] == "–"
    assert "40,0%" in then[2]


def test_more_than_all_is_shown_with_a_warning(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, _population(10, date(2025, 12, 31)))
    log_entries(ana, _records(today(), 11))
    (line,) = page_of(carla).coverage("health_book_in_vneid")
    assert line[:2] == ("today", "11/10")
    assert line[2].startswith("110,0%")
    assert len(line[2]) > len("110,0%"), "a reader is told that this cannot be"


def test_an_indicator_of_which_nothing_is_known_is_not_shown(carla: Visitor) -> None:
    assert page_of(carla).indicators() == []


def test_numbers_are_written_as_the_reader_writes_them(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry("training", attendees=1500, women=0, elderly=0))
    for language, figure in (("vi", "1.500"), ("en", "1,500")):
        page = Page(carla.get(f"/overview/?lang={language}").text)
        assert page.places(0)["Phố 1"]["training.attendees"] == figure
        assert page.total("training.attendees") == 1500
