"""The figures of a month by places: they are a count of the log, by kinds of places, and lead to its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.localisation import day
from app.logbook.kinds import KINDS, SERVED
from app.logbook.models import Entry
from app.logbook.status import Action, Status
from app.month import Month, today
from app.periods import CALENDAR
from app.places.models import Place, PlaceType
from tests.actions import add_rows, close_ward_month, log_entries, review_entries, set_periods
from tests.cast import MARKET_A, MARKET_B, WARD_A
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.overview.page import Page, words
from tests.overview.steps import FIRST, THIS, page_of

PATH = "/overview/places"
POINT, HALL, ENDED, IDLE, ENDED_LONG_AGO = range(FIRST, FIRST + 5)
EVERYWHERE = "all"
_ENDED_ON = today() - timedelta(days=1)

Figures = dict[str, dict[str, tuple[int, int]]]


@pytest.fixture(autouse=True)
def _places(app: Flask) -> None:
    add_rows(
        app,
        Place(id=POINT, ward_id=WARD_A, type=PlaceType.SERVICE_POINT, name="Bộ phận Một cửa"),
        Place(id=HALL, ward_id=WARD_A, type=PlaceType.HALL, name="Nhà văn hóa 1"),
        Place(id=ENDED, ward_id=WARD_A, type=PlaceType.MARKET, name="Chợ cũ", valid_to=_ENDED_ON),
        Place(id=IDLE, ward_id=WARD_A, type=PlaceType.STREET, name="Phố không tiền mặt"),
        Place(id=ENDED_LONG_AGO, ward_id=WARD_A, type=PlaceType.HALL, name="Đình cũ", valid_to=date(2020, 5, 31)),
    )


def _log_and_review(app: Flask, ana: Visitor, bruno: Visitor) -> None:
    """Log entries at places by two teams: approved ones, a void, a returned and an edited one, some without a place."""
    first = [
        make_entry("assistance", people=5, place=POINT),
        make_entry("assistance", people=9, place=POINT),
        make_entry("training", attendees=40, place=HALL),
        make_entry("merchant", place=MARKET_A),
        make_entry("visit", people=3, place=MARKET_A),
        make_entry("visit", people=7, place=HALL),
    ]
    log_entries(ana, *first, make_entry(people=50))
    second = [make_entry("installation", people=4, place=ENDED), make_entry("visit", people=2, place=POINT)]
    log_entries(bruno, *second)
    review_entries(app, Action.APPROVE, first[0])
    review_entries(app, Action.APPROVE, first[2])
    review_entries(app, Action.RETURN, first[1])
    review_entries(app, Action.VOID, first[3])
    # People and place are corrected: the hall has nothing of this one any more.
    log_entries(ana, edited(first[5], people=1, place=MARKET_A))


def _count_of_log(app: Flask, month: Month = THIS, *, only_approved: bool = False) -> Figures:
    """Return by place what the entries of a month add up to, gone through one by one: received, and approved."""
    received: dict[str, Counter[str]] = {}
    approved: dict[str, Counter[str]] = {}
    measures = {kind.headlines[0].measure for kind in KINDS.values()}
    with app.app_context():
        of_month = sa.select(Entry).where(Entry.ward_id == WARD_A, Entry.month == str(month))
        for entry in reader().scalars(of_month.where(Entry.place_id.is_not(None), Entry.status != Status.VOID)):
            counts = KINDS[entry.kind].counts(entry.fields)
            figures = {each: counts[each] for each in measures if each in counts}
            figures["served"] = sum(counts.get(measure, 0) for measure in SERVED)
            for place in (str(entry.place_id), EVERYWHERE):
                received.setdefault(place, Counter()).update(figures)
                is_approved = entry.status == Status.APPROVED
                approved.setdefault(place, Counter()).update(figures if is_approved else {})
    official = approved if only_approved else received
    return {
        place: {measure: (official[place][measure], approved[place][measure]) for measure in received[place]}
        for place in received
    }


def _figures(page: Page) -> Figures:
    """Return the figures of a page, those of each place that are not zero both."""
    found: Figures = {}
    for row in page.elements("data-place"):
        cells = {
            cell.get("data-measure", ""): (int(cell.get("data-figure", "")), int(cell.get("data-approved", "")))
            for cell in row.findall("td")
        }
        found[row.get("data-place", "")] = cells
    return found


def _without_zeros(figures: Figures) -> Figures:
    return {
        place: {measure: pair for measure, pair in of_place.items() if pair != (0, 0)}
        for place, of_place in figures.items()
    }


def test_figures_are_a_count_of_the_log(
    app: Flask, ana: Visitor, carla: Visitor, visitor: Callable[..., Visitor]
) -> None:
    _log_and_review(app, ana, visitor("bruno"))
    shown = _without_zeros(_figures(page_of(carla, PATH)))
    assert shown == _without_zeros(_count_of_log(app))
    assert {place: figures["served"] for place, figures in shown.items()} == {
        str(POINT): (16, 5),
        str(HALL): (40, 40),
        str(MARKET_A): (4, 0),
        str(ENDED): (4, 0),
        EVERYWHERE: (64, 45),
    }


def test_a_closed_month_counts_what_was_approved(
    app: Flask, ana: Visitor, carla: Visitor, visitor: Callable[..., Visitor]
) -> None:
    _log_and_review(app, ana, visitor("bruno"))
    close_ward_month(app, THIS)
    page = page_of(carla, PATH)
    assert _without_zeros(_figures(page)) == _without_zeros(_count_of_log(app, only_approved=True))
    assert _figures(page)[str(POINT)]["served"] == (5, 5)
    assert "tạm tính" not in page.text()
    assert "đã duyệt" not in page.text("table")


def test_places_stand_by_their_kinds_and_those_without_any_in_a_line(
    app: Flask, ana: Visitor, carla: Visitor, visitor: Callable[..., Visitor]
) -> None:
    _log_and_review(app, ana, visitor("bruno"))
    page = page_of(carla, PATH)
    heads = [words(head) for head in page.elements("scope") if head.get("scope") in {"rowgroup", "row"}]
    assert heads == [
        "Chợ",
        f"Chợ cũ đến hết {day(_ENDED_ON)}",
        "Chợ Quảng Thắng",
        "Điểm dịch vụ công",
        "Bộ phận Một cửa",
        "Nhà văn hóa",
        "Nhà văn hóa 1",
        "Tất cả địa điểm",
    ]
    assert [words(each) for each in page.elements("data-idle")] == ["Chưa có số liệu ở: Phố không tiền mặt."]
    early = page_of(carla, PATH, Month(2020, 5)).elements("data-idle")
    assert "Đình cũ" in words(early[0])


def test_each_place_leads_to_its_entries(
    app: Flask, ana: Visitor, carla: Visitor, visitor: Callable[..., Visitor]
) -> None:
    _log_and_review(app, ana, visitor("bruno"))
    page = page_of(carla, PATH)
    (address,) = [link for link in page.links() if f"place={POINT}" in link]
    listed = carla.get(address).text
    assert 'data-total="3"' in listed
    assert f'value="{POINT}" selected' in listed
    # The province reads figures alone.
    of_province = page_of(visitor("eva"), f"{PATH}?ward=16417")
    assert _figures(of_province) == _figures(page)
    assert not [link for link in of_province.links() if "entries" in link]


def test_a_reporting_period_has_the_entries_of_its_days(app: Flask, ana: Visitor, carla: Visitor) -> None:
    month = THIS.previous()
    set_periods(app, CALENDAR.changed(Month(2021, 1), 15))
    days = month.first.replace(day=14), month.first.replace(day=15)
    entries = [make_entry(people=2 + n, place=HALL, happened_on=on.isoformat()) for n, on in enumerate(days)]
    log_entries(ana, *entries, make_entry(place=POINT, happened_on=days[0].isoformat()))
    for of in (month, THIS):
        shown, counted = _without_zeros(_figures(page_of(carla, PATH, of))), _count_of_log(app, of)
        assert {**shown, EVERYWHERE: counted[EVERYWHERE]} == _without_zeros(counted)
    assert _figures(page_of(carla, PATH, month))[str(HALL)]["served"] == (2, 0)


def test_the_ward_and_its_list_of_places_lead_there(
    carla: Visitor, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    for name in ("carla", "vera"):
        assert f"{PATH}?ward=16417&month={THIS}" in page_of(visitor(name)).links()
        assert PATH in page_of(visitor(name), "/places/").links()
    # Who looks after lists and reads no figures is not led there.
    assert PATH not in page_of(visitor("ada"), "/places/?ward=16417").links()
    assert carla.get(f"{PATH}?month={THIS}&ward=20305").status_code == 404
    assert [visitor(name).get(PATH).status_code for name in ("leo", "ana", "ada")] == [403] * 3
    assert str(MARKET_B) not in _figures(page_of(carla, PATH))
