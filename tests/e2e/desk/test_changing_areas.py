"""Merging two areas, splitting the one that came of it, and taking both back, by clicking."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.month import today
from tests.cast import AREA_1, AREA_2
from tests.households.steps import listed


def _look(page: Page, first_day: date) -> None:
    page.fill("#first_day", first_day.isoformat())
    page.locator(".long-form > .actions:last-child button").click()
    page.locator("[data-steps='1']").wait_for()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Lưu thay đổi này").click()
    page.locator("[data-change]").first.wait_for()


def test_two_are_merged_one_is_split_and_both_are_taken_back(desk: BrowserContext, app: Flask) -> None:
    listed(app, "Số 1, ngõ 2", "Số 3, ngõ 2", area=AREA_1)
    listed(app, "Số 1, ngõ 2", "Số 9, ngõ 7", area=AREA_2)
    page = desk.new_page()
    page.goto("/areas/")
    page.get_by_text("Gộp, tách").click()
    page.get_by_role("link", name="Gộp", exact=True).click()
    for name in ("Phố 1", "Phố 2"):
        page.get_by_label(name, exact=True).check()
    page.fill("#name", "Tổ dân phố 1")
    _look(page, today())
    expect(page.locator(".map-step")).to_contain_text("Phố 1 + Phố 2")
    expect(page.locator(".map-step dd").first).to_have_text("4")
    expect(page.locator(".map-preview .notice")).to_contain_text(": 1.")
    _save(page)

    page.goto("/areas/")
    page.get_by_text("Gộp, tách").click()
    page.get_by_role("link", name="Tách", exact=True).click()
    page.get_by_role("link", name="Tổ dân phố 1").click()
    page.fill("#name-0", "Tổ dân phố 1A")
    page.fill("#name-1", "Tổ dân phố 1B")
    page.get_by_label(re.compile("Ngõ 2")).select_option("0")
    _look(page, today() + timedelta(days=1))
    expect(page.locator(".map-step dd").first).to_have_text("3")
    page.fill("#name-1", "Tổ dân phố 1C")
    page.get_by_role("button", name="Lưu thay đổi này").click()
    expect(page.locator(".map-preview [role=alert]")).to_contain_text("Hãy xem lại")
    _save(page)

    expect(page.locator("[data-change]")).to_have_count(2)
    expect(page.locator("[data-change='1']")).to_contain_text("Không hoàn tác được nữa.")
    for number in (2, 1):
        page.locator(f"[data-change='{number}'] button").click()
        expect(page.locator(f"[data-change='{number}'] .undone")).to_be_visible()
    page.goto("/areas/")
    expect(page.locator("[data-in-use]")).to_have_attribute("data-in-use", "2")
