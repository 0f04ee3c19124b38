"""What the phone's home says of the days ahead with no network: events of today, the next duty, campaigns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.month import today
from tests.e2e.conftest import site_with
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.event_ward import morning, plan_days
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import return_to
from tests.e2e.server import Site

SECTION = "#days-ahead"


@pytest.fixture
def site(morning_site: Site, cast_database: str) -> Site:
    """Return the served app, with a database of this test's own."""
    return site_with(morning_site, cast_database)


@pytest.fixture
def home(phone: Phone, ward: Ward) -> Page:
    """Return the home of a phone that has been offline since this morning."""
    ward.do(plan_days)
    page = phone.prepare()
    page.clock.set_system_time(morning())
    phone.open_fresh("/log/", page)
    phone.go_offline()
    return phone.open("/log/", page)


def test_home_says_offline_what_is_on_today_and_which_duty_comes(home: Page) -> None:
    section = home.locator(SECTION)
    expect(section.locator("[data-event]")).to_have_count(2)
    expect(section.locator("[data-event='1']")).to_contain_text("7\u00a0giờ\u00a030 – 11\u00a0giờ · Chợ Quảng Thắng")
    expect(section.locator("[data-event='3'] s")).to_have_text("Chợ không dùng tiền mặt")
    expect(section.locator("[data-event='3']")).to_contain_text("Đã hủy: mưa bão")
    duty = section.locator("[data-duty]")
    expect(duty).to_contain_text(f"{today() + timedelta(days=4):%d/%m/%Y}, 7\u00a0giờ\u00a030")
    expect(duty).to_contain_text("Bạn đã nhận lời.")
    expect(section.locator("[data-campaign]")).to_contain_text("Ra quân")
    expect(section.locator("[data-campaign]")).to_contain_text("Phố 1")


def test_page_of_the_duties_needs_a_connection_and_home_says_so(home: Page) -> None:
    home.locator(f"{SECTION} [data-duty] a").tap()
    expect(home.locator("#message")).to_contain_text("Cần có mạng")
    expect(home.locator(SECTION)).to_be_visible()


def test_days_go_on_offline_by_the_clock(home: Page) -> None:
    home.clock.set_system_time(morning(1))
    return_to(home)
    expect(home.locator(f"{SECTION} [data-event]")).to_have_count(0)
    expect(home.locator(f"{SECTION} [data-campaign]")).to_be_visible()
    home.clock.set_system_time(morning(4))
    return_to(home)
    expect(home.locator(f"{SECTION} [data-event='4']")).to_contain_text("Nhà văn hóa")
    expect(home.locator(f"{SECTION} [data-duty]")).to_contain_text("Hôm nay")
    expect(home.locator(f"{SECTION} [data-campaign]")).to_have_count(0)
    home.clock.set_system_time(morning(5))
    return_to(home)
    expect(home.locator(SECTION)).to_be_hidden()


def test_buttons_stay_where_they_are_when_days_come(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    page.clock.set_system_time(morning())
    phone.open_fresh("/log/", page)
    expect(page.locator(SECTION)).to_be_hidden()
    places = page.locator("[data-place]")
    before = [each.bounding_box() for each in places.all()]
    ward.do(plan_days)
    phone.open_fresh("/log/", page)
    expect(page.locator(SECTION)).to_be_visible()
    assert [each.bounding_box() for each in places.all()] == before
