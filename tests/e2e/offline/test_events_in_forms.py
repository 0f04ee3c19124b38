"""The event for which work is logged, with no network: set by itself, changed, cleared, carried on and corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.month import today
from tests.cast import MARKET_A
from tests.e2e.conftest import site_with
from tests.e2e.doubt_actions import fill_in_training
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.event_ward import ask_for_duty, morning, plan_days
from tests.e2e.offline.phone import TIMEOUT_MS, Phone
from tests.e2e.offline.phone_actions import expect_waiting, fill_in_installation, fill_in_visit, press_save, stored
from tests.e2e.server import Site

TITLE = "Ngày Chủ nhật gần Dân"
CHANGE = "#occasion .chosen-item button"
OpenPage = Callable[..., Page]


@pytest.fixture
def site(morning_site: Site, cast_database: str) -> Site:
    """Return the served app, with a database of this test's own."""
    return site_with(morning_site, cast_database)


@pytest.fixture
def open_offline(phone: Phone, ward: Ward) -> OpenPage:
    """Open a form on a phone that is offline since this morning, on the roster of the event of today or not."""

    def open_form(path: str, *, is_on_duty: bool = True, hour: int = 8) -> Page:
        ward.do(plan_days)
        if is_on_duty:
            ward.do(ask_for_duty)
        page = phone.prepare()
        page.clock.set_system_time(morning())
        phone.open_fresh("/log/", page)
        phone.go_offline()
        page.clock.set_system_time(morning(hour=hour))
        return phone.open(path, page)

    return open_form


def _event(page: Page, id: int | None) -> Locator:
    return page.locator(f"#occasion[data-event='{id or ''}']")


def _save(page: Page) -> list[dict[str, Any]]:
    """Save a form; return the fields of what waits, the last one last."""
    press_save(page)
    expect(page.locator("#receipt")).to_be_visible()
    return [each["fields"] for each in stored(page)]


def test_entry_at_an_event_is_for_it_and_its_place_at_no_tap(phone: Phone, ward: Ward, open_offline: OpenPage) -> None:
    page = open_offline("/log/training")
    expect(_event(page, 1)).to_contain_text(f"Ghi cho: {TITLE}")
    expect(_event(page, 1)).to_contain_text("Chợ Quảng Thắng")
    assert stored(page, "drafts") == [], "nothing is written yet"
    fill_in_training(page)
    (fields,) = _save(page)
    assert (fields["event"], fields["place"]) == (1, MARKET_A)
    expect(page.locator("#receipt")).to_contain_text(TITLE)
    phone.go_online()
    phone.open_fresh("/log/mine", page)
    expect_waiting(page, 0)
    (row,) = ward.rows().values()
    assert (row["event"], row["place"]) == (TITLE, "Chợ Quảng Thắng")
    expect(page.locator("main [data-entry]").first).to_contain_text(TITLE)


def test_event_is_not_set_long_after_it_and_is_offered(open_offline: OpenPage) -> None:
    page = open_offline("/log/training", hour=13)
    expect(_event(page, None)).to_contain_text(TITLE)
    expect(page.locator(CHANGE)).to_have_text("Chọn")
    fill_in_training(page)
    (fields,) = _save(page)
    assert not {"event", "place"} & fields.keys()


def test_what_is_logged_with_a_visit_is_for_the_same_event(open_offline: OpenPage) -> None:
    page = open_offline("/log/visit")
    fill_in_visit(page, "Số 7, ngõ 3")
    page.locator("label", has=page.locator("[name=also][value=vneid_2]")).tap()
    both = _save(page)
    assert [(each["event"], each["place"]) for each in both] == [(1, MARKET_A)] * 2


def test_another_day_clears_the_event_with_a_word(open_offline: OpenPage) -> None:
    page = open_offline("/log/training")
    fill_in_training(page)
    page.locator("[data-ago='1']").tap()
    expect(page.locator("#event-notice")).to_contain_text(f"“{TITLE}” không diễn ra")
    expect(page.locator("#occasion")).to_be_hidden()
    (fields,) = _save(page)
    assert not {"event", "place"} & fields.keys()


def test_author_clears_it_and_a_draft_keeps_that(phone: Phone, open_offline: OpenPage) -> None:
    page = open_offline("/log/training")
    page.locator(CHANGE).tap()
    page.locator("#occasion [data-choose='']").tap()
    expect(_event(page, None)).to_be_visible()
    fill_in_training(page)
    page = phone.open("/log/training", page)
    expect(page.locator("[data-start-anew]")).to_be_visible()
    expect(_event(page, None)).to_be_visible()
    (fields,) = _save(page)
    assert not {"event", "place"} & fields.keys()


def test_event_that_was_chosen_goes_on_to_the_next_entry(phone: Phone, open_offline: OpenPage) -> None:
    page = open_offline("/log/training", is_on_duty=False)
    expect(_event(page, None)).to_contain_text(TITLE)
    page.locator(CHANGE).tap()
    page.locator("#occasion [data-choose='1']").tap()
    expect(_event(page, 1)).to_be_visible()
    fill_in_training(page)
    assert _save(page)[0]["event"] == 1
    page = phone.open("/log/installation", page)
    expect(_event(page, 1)).to_be_visible()
    fill_in_installation(page, "ví dụ")
    assert [each["event"] for each in _save(page)] == [1, 1]


def test_correction_shows_the_event_and_clears_it(phone: Phone, ward: Ward, open_offline: OpenPage) -> None:
    page = open_offline("/log/training")
    fill_in_training(page)
    _save(page)
    phone.go_online()
    phone.open_fresh("/log/mine", page)
    expect_waiting(page, 0)
    ((id, row),) = ward.rows().items()
    assert row["event"] == TITLE
    page.clock.set_system_time(morning(hour=13))
    phone.go_offline()
    page = phone.open(f"/log/training?id={id}", page)
    expect(_event(page, 1)).to_contain_text(TITLE)
    page.locator(CHANGE).tap()
    page.locator("#occasion [data-choose='']").tap()
    (fields,) = _save(page)
    assert (fields["event"], fields["place"]) == (None, None)
    phone.go_online()
    phone.open_fresh("/log/mine", page)
    expect_waiting(page, 0)
    expect(page.locator(f"[data-entry='{id}']")).not_to_contain_text(TITLE, timeout=TIMEOUT_MS)
    assert ward.rows()[id]["event"] == ""
    assert ward.rows()[id]["happened_on"] == today().isoformat()
