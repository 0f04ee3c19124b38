"""A ward of An Khê's size comes in from four workbooks by clicking."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.an_khe_lists import AREAS, HOUSEHOLDS, PEOPLE, write_workbook
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser

_LONG = 60_000  # ms


def _bring_in(page: Page, kind: str, path: Path, rows: int) -> None:
    """Send a workbook, try it out and apply it; ``rows`` are new or changed then."""
    page.goto("/imports/")
    page.locator(f"[data-kind={kind}] a", has_text="Nhập").click()
    page.set_input_files("#file", path)
    page.fill("#given_by", "Công an phường An Khê")
    page.get_by_role("button", name="Đọc danh sách").click()
    page.get_by_role("button", name="Chạy thử danh sách").click(timeout=_LONG)
    counts = page.locator(".row-counts")
    expect(counts).to_have_attribute("data-wrong", "0", timeout=_LONG)
    found = int(counts.get_attribute("data-new") or 0) + int(counts.get_attribute("data-changed") or 0)
    assert found == rows, page.inner_text("main")
    page.locator("form[data-continues] button.primary").click()
    expect(page.locator("[data-state=applied]")).to_have_attribute("data-done", str(rows), timeout=_LONG)


def test_a_ward_comes_in_from_four_workbooks(open_browser: OpenBrowser, tmp_path: Path) -> None:
    page = open_browser("dora", size=DESK, has_worker=False).new_page()
    for kind, rows in (
        ("neighbourhoods", AREAS),
        ("teams", AREAS),
        ("people", PEOPLE),
        ("households", HOUSEHOLDS),
    ):
        _bring_in(page, kind, write_workbook(kind, tmp_path), rows)
    page.goto("/areas/")
    expect(page.locator("[data-in-use]")).to_have_attribute("data-in-use", str(AREAS))
    page.goto("/people/invitations")
    expect(page.locator("main")).to_contain_text("Ví Dụ")
    page.goto("/households/?text=tran+cao+van")
    expect(page.locator("main")).to_contain_text("đường Trần Cao Vân")

    page.goto("/imports/")
    page.locator("[data-import] a").first.click()
    page.locator("#undo").click()
    page.get_by_role("button", name="Hoàn lại danh sách", exact=True).click()
    expect(page.locator("[data-state=undone]")).to_be_visible(timeout=_LONG)
    page.goto("/households/?text=tran+cao+van")
    expect(page.locator("main")).not_to_contain_text("đường Trần Cao Vân")
