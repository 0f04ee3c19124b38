"""The same merchant or session twice on a day is asked about before it is saved."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.month import today
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import fill_in_merchant, fill_in_training

SAVE = "#entry button[type=submit]"
DIALOG = "#repeat"


def _open(page: Page, kind: str) -> None:
    page.goto(f"/log/{kind}")
    page.locator("html[data-ready]").wait_for()


def _save(page: Page) -> None:
    page.locator(SAVE).tap()
    page.locator("[data-receipt=stored]").wait_for()


def test_same_merchant_on_a_day_is_asked_about_once(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    _open(page, "merchant")
    fill_in_merchant(page, "Quầy hai lần")
    _save(page)
    _open(page, "merchant")
    page.fill("[name=merchant]", "quay hai lan")
    page.locator("[data-found] button", has_text="Quầy hai lần").tap()
    page.locator(SAVE).tap()
    expect(page.locator(f"{DIALOG} h2")).to_have_text("Lại là điểm bán này?")
    expect(page.locator(f"{DIALOG} [data-summary]")).to_contain_text("Quầy hai lần")
    page.locator(f"{DIALOG} button[value=back]").tap()
    expect(page.locator("#entry")).to_be_visible()
    page.locator(SAVE).tap()
    page.locator(f"{DIALOG} button[value=save]").tap()
    page.locator("[data-receipt=stored]").wait_for()


def test_same_session_is_asked_about_and_another_hall_is_not(open_browser: OpenBrowser) -> None:
    page = open_browser("bruno").new_page()
    _open(page, "training")
    fill_in_training(page, "Nhà văn hóa")
    _save(page)
    _open(page, "training")
    fill_in_training(page, "nha van hoa")
    page.locator(SAVE).tap()
    expect(page.locator(f"{DIALOG} h2")).to_have_text("Lại là buổi này?")
    expect(page.locator(f"{DIALOG} [data-summary]")).to_contain_text("lừa đảo")
    page.locator(f"{DIALOG} button[value=back]").tap()
    page.fill("[name=venue]", "Sân chợ")
    _save(page)


def test_correction_of_a_session_is_not_asked_about(open_browser: OpenBrowser) -> None:
    page = open_browser("leo").new_page()
    _open(page, "training")
    fill_in_training(page, "Hội trường")
    _save(page)
    id = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    page.goto(f"/log/training?id={id}")
    page.locator("html[data-ready]").wait_for()
    page.fill("[name=attendees]", "25")
    _save(page)
    expect(page.locator("[data-receipt=stored]")).to_contain_text(re.compile(f"25.*{today():%d/%m/%Y}"))
