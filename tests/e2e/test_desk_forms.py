"""Every form of the desk keeps what is written into it, and days stand in words beside their fields."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from app.month import Month
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser

FORMS = {
    "words of the report": f"/reports/months/{Month.current().previous()}/words",
    "settings of the report": "/settings/report",
    "names": "/settings/names",
    "targets": "/settings/targets",
    "population": "/settings/populations/households",
    "published figure": "/settings/published/eid_account",
    "opening figures": "/settings/opening",
    "figures of offices": "/settings/offices",
    "flags": "/settings/flags",
    "criteria": "/settings/households",
    "own service": "/settings/services/new",
    "areas": "/areas/add",
    "team": "/teams/1",
    "place": "/places/add",
    "invitation": "/people/invite",
    "list of people": "/people/invite/many",
    "house numbers": "/imports/house-numbers",
}
_TEXTS = (
    "main form[method=post] :is(input[type=text], input[type=number], input[type=tel], input:not([type]), textarea)"
)


def _bring_back(page: Page) -> None:
    page.locator(".draft-notice").get_by_role("button", name="Lấy lại").click()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_desk_keeps_what_is_written(open_browser: OpenBrowser, form: str) -> None:
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto(FORMS[form])
    field = page.locator(_TEXTS).locator("visible=true").first
    before = field.input_value()
    field.fill("12")
    page.goto("/account")
    page.goto(FORMS[form])
    assert field.input_value() == before
    _bring_back(page)
    expect(field).to_have_value("12")


def test_days_stand_in_words_beside_their_fields(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/settings/opening")
    field, words = page.locator("input[type=date]").first, page.locator(".day-words").first
    expect(words).to_have_text("")
    field.fill("2026-03-12")
    expect(words).to_have_text("Thứ Năm, ngày 12 tháng 3 năm 2026")
    assert "-day" in (field.get_attribute("aria-describedby") or "")
    page.goto("/account")
    page.goto("/settings/opening")
    _bring_back(page)
    expect(words).to_have_text("Thứ Năm, ngày 12 tháng 3 năm 2026")
    page.goto("/review/?first=2026-12-03")
    expect(page.locator(".day-words", has_text="Thứ Năm, ngày 3 tháng 12 năm 2026")).to_have_count(1)


@pytest.mark.parametrize(
    ("form", "name", "longest"), [("words of the report", "causes", 4000), ("settings of the report", "basis", 500)]
)
def test_texts_are_pasted_whole_and_counted(open_browser: OpenBrowser, form: str, name: str, longest: int) -> None:
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto(FORMS[form])
    field = page.locator(f"textarea[name={name}]")
    counter = page.locator(f"[data-counts={name}]")
    field.fill("đ" * (longest // 2))
    expect(counter).to_have_count(0)
    field.fill("đ" * (longest - 40))
    expect(counter).to_have_text("còn 40 chữ")
    field.fill("")
    _paste(page, field, "đ" * (longest + 12))
    expect(field).to_have_value("đ" * (longest + 12))
    expect(counter).to_contain_text("bớt 12 chữ")
    page.locator("main form[method=post] button.primary").first.click()
    expect(page.locator(f"#{name}-error")).to_contain_text("bớt 12 chữ")
    expect(page.locator(f"textarea[name={name}]")).to_have_value("đ" * (longest + 12))


def test_no_control_of_the_desk_cuts_what_is_pasted(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    for path in FORMS.values():
        page.goto(path)
        cut = page.locator("main form[method=post] [maxlength]")
        assert cut.evaluate_all("all => all.map(({ name }) => name)") == [], path


def _paste(page: Page, field: Locator, text: str) -> None:
    """Paste as somebody does: unlike ``fill`` that obeys a longest length."""
    field.focus()
    page.keyboard.insert_text(text)
