"""The list of households is cleaned with a thumb: doubles one after the other, an address, a list to print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenBrowser


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward whose households were logged three times, each time as new ones."""
    return filled_database


def test_a_leader_merges_doubles_and_takes_one_merge_back(open_browser: OpenBrowser) -> None:
    page = open_browser("leo", has_worker=False).new_page()
    page.goto("/account")
    page.locator("main a[href='/households/']").tap()
    page.locator("a[href='/households/doubles']").tap()
    before = int(page.locator("[data-total]").get_attribute("data-total") or "")
    kept = page.locator(".pair-side").first.get_attribute("data-party")
    page.locator(".pair-side button").first.tap()
    expect(page.locator(".notice")).to_contain_text("Đã gộp")
    assert int(page.locator("[data-total]").get_attribute("data-total") or "") < before
    page.locator(".notice button").tap()
    expect(page.locator(".notice")).to_contain_text("lại là hai dòng")
    expect(page.locator(f"[data-party='{kept}']")).to_have_count(1)
    page.locator("form[action$='/apart'] button").tap()
    expect(page.locator(".notice")).to_contain_text("không hỏi lại")
    page.goto("/households/doubles")
    assert int(page.locator("[data-total]").get_attribute("data-total") or "") == before - 1


def test_a_household_gets_another_address_and_goes(open_browser: OpenBrowser) -> None:
    page = open_browser("leo", has_worker=False).new_page()
    page.goto("/households/?text=ngo+8")
    page.locator(".parties a").first.tap()
    page.fill("#label", "Số 70, ngõ 80")
    page.locator(".party-form button").tap()
    expect(page.locator("h1")).to_have_text("Số 70, ngõ 80")
    page.locator("main summary").tap()
    page.locator("form[action$='/retire'] button").tap()
    expect(page.locator("form[action$='/bring-back'] button")).to_be_visible()
    page.goto("/households/?state=retired")
    expect(page.locator(".parties a")).to_have_text(["Số 70, ngõ 80"])


def test_a_walking_list_is_printed_a_page_for_each_lane(open_browser: OpenBrowser, tmp_path: Path) -> None:
    page = open_browser("leo", has_worker=False).new_page()
    page.goto("/households/walking")
    sheets = page.locator(".walking-sheet").count()
    assert sheets > 1
    # The page's own rule for the paper says A4 and numbers the pages; the choice above is not printed.
    path = tmp_path / "walking.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert path.read_bytes().count(b"/Type /Page\n") == sheets
    page.emulate_media(media="print")
    expect(page.locator(".walking-choice")).to_be_hidden()


@pytest.mark.parametrize("path", ["/households/", "/merchants/"])
def test_the_list_begins_on_the_first_screen_and_says_what_it_counts(open_browser: OpenBrowser, path: str) -> None:
    page = open_browser("carla", has_worker=False).new_page()
    page.goto(path)
    assert page.locator(".parties li").first.bounding_box()["y"] < 400
    words = "hộ" if path == "/households/" else "điểm bán"
    expect(page.locator("[data-total]")).to_contain_text(words)
    page.locator("main summary").tap()
    page.locator("#area").select_option(index=1)
    page.locator(".filter-bar button").tap()
    expect(page).to_have_url(re.compile("area="))
