"""From an empty database to the first visit in an afternoon, by clicking alone, in Vietnamese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import Databases, dispose, make_app
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser
from tests.e2e.ward_figures import ward_figures
from tests.terminal import run

OFFICER, MEMBER = ("Nguyễn Ví Dụ An", "0900 000 501"), ("Trần Ví Dụ Bình", "0900 000 502")
AREAS = "\n".join(f"Tổ dân phố {number}" for number in range(1, 13))
HOUSEHOLD = "Số 7, ngõ 3"


@pytest.fixture(scope="module")
def prepared(databases: Databases) -> tuple[str, str]:
    """Return the address of a database that a start for real use found empty, and the link that it printed."""
    url = databases.fresh("sqlite", empty=True)
    app = make_app(url, "https://tungnha.example.vn")
    found = re.search(r"https://tungnha\.example\.vn(/start/\S+)", run(app, "prepare", "--real")[1])
    dispose(app)
    assert found
    return url, found[1]


@pytest.fixture(scope="module")
def database(prepared: tuple[str, str]) -> str:
    """Serve the empty database."""
    return prepared[0]


def _set_the_ward_up(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("#q").press_sequentially("an khe da nang")
    page.locator("[data-code='20305'] a").click()
    page.locator("[name=area][value='tổ dân phố']").check()
    page.get_by_role("button", name="Tiếp tục").click()
    for name, value in (("name", OFFICER[0]), ("phone", OFFICER[1])):
        page.locator(f"[name={name}]").fill(value)
    for name in ("password", "again"):
        page.locator(f"[name={name}]").fill("ba con meo den")
    page.get_by_role("button", name="Lập phường, xã").click()


def _open_step(page: Page, name: str) -> None:
    """Go home by the mark in the page's head, and open a step of the list there."""
    page.locator("a.brand").click()
    page.get_by_role("link", name=f"Mở: {name}", exact=True).click()


def _expect_saved(page: Page) -> None:
    expect(page.locator(".notice[role=status]").first).to_be_visible()


def _is_done(page: Page, name: str) -> None:
    page.locator("a.brand").click()
    expect(page.locator(".setup li.done b").get_by_text(name, exact=True)).to_be_visible()


def _add_areas_and_teams(page: Page) -> None:
    _open_step(page, "Tổ dân phố")
    page.locator(".actions a.primary").click()
    page.locator("textarea[name=lines]:visible").fill(AREAS)
    page.locator("main form button[type=submit]").click()
    page.locator("[name=confirmed]").click()
    _expect_saved(page)
    _is_done(page, "Tổ dân phố")
    _open_step(page, "Tổ công nghệ số cộng đồng")
    page.locator(".actions form button").click()
    _expect_saved(page)
    _is_done(page, "Mỗi tổ phụ trách nơi nào")


def _invite(page: Page) -> str:
    """Invite a member of the first team; return the address that stands in the message to send."""
    _open_step(page, "Tổ viên và tổ trưởng")
    page.locator("a[href^='/people/invite']").first.click()
    page.locator("[name=name]").fill(MEMBER[0])
    page.locator("[name=phone]").fill(MEMBER[1])
    page.locator("[name=team]").select_option(index=1)
    page.locator("main form button[type=submit]").click()
    found = re.search(r"/invite/\S+", page.locator("textarea[id^=message]").input_value())
    assert found
    page.get_by_role("link", name="Việc còn lại").click()
    expect(page.locator(".setup")).to_contain_text("đã nhận lời mời: 0 trên 1")
    return found[0]


def _accept(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main")).to_contain_text(MEMBER[0])
    page.locator("[data-fills]").click()
    page.locator("main form button[type=submit]").click()


def _log_a_visit(page: Page) -> None:
    page.locator("html[data-ready]").wait_for()
    page.locator('a[href="/log/visit"]').click()
    page.locator("html[data-ready]").wait_for()
    page.locator("[name=household]").fill(HOUSEHOLD)
    page.locator("[data-found] button").click()
    page.locator("label", has=page.locator("[name=topics][value=vneid]")).click()
    page.locator("button[type=submit].primary").click()
    page.locator("[data-receipt=stored]").wait_for()


def test_an_officer_and_a_member_get_from_nothing_to_the_first_visit(
    open_browser: OpenBrowser, prepared: tuple[str, str]
) -> None:
    office: BrowserContext = open_browser(size=DESK)
    officer, member = office.new_page(), open_browser().new_page()
    _set_the_ward_up(officer, prepared[1])
    expect(officer.locator(".setup li")).to_have_count(12)
    expect(officer.locator(".setup li.done")).to_have_count(0)
    _add_areas_and_teams(officer)
    _accept(member, _invite(officer))
    _log_a_visit(member)
    _is_done(officer, "Bản ghi đầu tiên")
    assert ward_figures(office).shown["visit"] == 1
    officer.locator("a.button[href^='/overview/entries']").click()
    expect(officer.locator("main")).to_contain_text(HOUSEHOLD)
    expect(officer.locator("main")).to_contain_text(MEMBER[0])
