"""What the phone's home says of the days ahead with no network: events of today, the next duty, campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.events.models import Campaign, CampaignArea, Duty, DutyAnswer, Event, EventDate, EventShift, EventTeam
from app.month import now, today
from tests.cast import ANA, AREA_1, MARKET_A, PASSWORD, PHONES, TEAM_2, WARD_A
from tests.conftest import Databases
from tests.e2e.clocked_server import ServerClock
from tests.e2e.conftest import site_with
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import return_to
from tests.e2e.server import Site, served

VIETNAM = timezone(timedelta(hours=7))
SECTION = "#days-ahead"


def morning(days: int = 0, hour: int = 8) -> datetime:
    """Return an hour of a day, by the ward's clock."""
    return datetime.combine(today() + timedelta(days=days), time(hour), VIETNAM)


def _event(id: int, days: int, title: str, **values: object) -> Event:
    times = {"starts_at": time(7, 30), "ends_at": time(11), "made_at": now()}
    day = today() + timedelta(days=days)
    return Event(id=id, ward_id=WARD_A, type_code="other", title=title, first_day=day, **times, **values)


def _plan(session: Session) -> None:
    """Plan an event of today at the market, one of others, one that is called off, a duty in four days, a campaign."""
    session.add_all(
        [
            _event(1, 0, "Ngày Chủ nhật gần Dân", place_id=MARKET_A),
            _event(2, 0, "Ngày của tổ khác"),
            _event(3, 0, "Chợ không dùng tiền mặt", venue="Chợ đêm"),
            _event(4, 4, "Trực điểm dịch vụ công", venue="Nhà văn hóa"),
        ]
    )
    campaign = {"ward_id": WARD_A, "name": "Ra quân", "first_day": today(), "made_at": now()}
    session.add(Campaign(id=1, last_day=today() + timedelta(days=1), **campaign))
    session.flush()
    session.add_all(
        [
            EventTeam(event_id=2, team_id=TEAM_2),
            EventDate(event_id=3, day=today(), is_called_off=True, reason="mưa bão", changed_at=now()),
            EventShift(event_id=4, number=1, starts_at=time(7, 30), ends_at=time(9), needed=1),
            Duty(
                ward_id=WARD_A,
                event_id=4,
                day=today() + timedelta(days=4),
                shift=1,
                member_id=ANA,
                asked_at=now(),
                answer=DutyAnswer.YES,
            ),
            CampaignArea(campaign_id=1, neighbourhood_id=AREA_1),
        ]
    )


@pytest.fixture(scope="module")
def clocked_site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app on this morning, whatever the hour is."""
    clock = ServerClock(tmp_path_factory.mktemp("clock") / "time")
    clock.set(morning())
    log = tmp_path_factory.mktemp("server") / "log"
    target = "--target", "tests.e2e.clocked_server:served"
    with clock.environment(), served(databases.fresh("sqlite"), PHONES, PASSWORD, log, *target) as site:
        yield site


@pytest.fixture
def site(clocked_site: Site, cast_database: str) -> Site:
    """Return the served app, with a database of this test's own."""
    return site_with(clocked_site, cast_database)


@pytest.fixture
def home(phone: Phone, ward: Ward) -> Page:
    """Return the home of a phone that has been offline since this morning."""
    ward.do(_plan)
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
    ward.do(_plan)
    phone.open_fresh("/log/", page)
    expect(page.locator(SECTION)).to_be_visible()
    assert [each.bounding_box() for each in places.all()] == before
