"""A ward of ninety areas and teams is set up and peopled, by clicking alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.cast import BO
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser

NUMBER = 90
AREAS = "\n".join(f"Khu phố {number}" for number in range(101, 101 + NUMBER))
TEAMS = "\n".join(f"Tổ cộng đồng {number}; Khu phố {number}" for number in range(101, 101 + NUMBER))
PEOPLE = "1\tLê Ví Dụ An\t0913000001\n2\tLê Ví Dụ Bình\t0913 000 002\nLê Ví Dụ Chi; 0913.000.003"
TEAM = "Tổ cộng đồng 123"


def _add(page: Page, which: str, lines: str) -> None:
    """Go to a list of the ward, and paste names into it."""
    page.goto("/account")
    page.locator("main a[href='/settings/']").click()
    page.locator(f"main a[href='/{which}/']").click()
    page.locator(f"main a[href^='/{which}/add']").first.click()
    page.fill("#lines", lines)
    page.locator("form.long-form button[type=submit]").click()
    page.locator("button[name=confirmed]").click()
    expect(page.locator("[data-line]")).to_have_count(NUMBER + 1)


def _open_person(page: Page, name: str) -> None:
    """Find a person by the last part of the name, without tones."""
    page.locator(".back-link a").click()
    page.fill("#text", name)
    page.locator(".search-line button").click()
    page.locator(".people a").first.click()


def test_a_ward_of_ninety_teams_is_set_up_and_looked_after(open_browser: OpenBrowser) -> None:
    page = open_browser("dora", size=DESK, has_worker=False).new_page()
    _add(page, "areas", AREAS)
    _add(page, "teams", TEAMS)

    # From the list of teams to those who are to be in one.
    page.get_by_role("link", name=TEAM, exact=True).click()
    page.locator("a[href^='/people/invite/many']").click()
    expect(page.locator("#team option:checked")).to_have_text(TEAM)
    page.fill("#pasted", PEOPLE)
    page.locator("button[type=submit]:not([name])").click()
    page.locator("button[name=send]").click()
    expect(page.locator(".invitation-card svg.code")).to_have_count(3)
    expect(page.locator(".invitation-card").first).to_contain_text(TEAM)

    _open_person(page, "vi du bo")
    page.locator("#change-move").click()
    page.select_option("#team", label=TEAM)
    page.locator("form[action$='/post'] button").click()
    expect(page.locator(".lead")).to_contain_text(TEAM)

    page.locator("#change-end").click()
    page.locator("form[action$='/end'] button").click()
    expect(page.locator(".lead")).to_contain_text("Đã nghỉ")
    page.select_option("#team", label=TEAM)
    page.locator("form[action$='/restore'] button").click()
    expect(page.locator(".notice")).to_contain_text("đã trở lại")

    page.locator(".back-link a").click()
    page.locator(".people-search summary").click()
    page.select_option("#team", label=TEAM)
    page.locator(".people-search .filter-bar button").click()
    expect(page.locator(f"[data-person='{BO}']")).to_have_count(1)
    expect(page.locator("[data-state=invited]")).to_have_count(3)
