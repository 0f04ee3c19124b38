"""Choosing some of many areas of a ward: folded, counted, and found by name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.places.models import Neighbourhood
from tests.actions import add_rows
from tests.cast import WARD_A
from tests.conftest import Databases, dispose, make_app
from tests.e2e.checks import assert_page_state
from tests.e2e.conftest import OpenBrowser
from tests.e2e.page_state import PageState

_AREAS = [f"Tổ dân phố {number}" for number in range(3, 90)]
_LONG = "Khu dân cư Nghĩa Thương – Trường Xuân (khu tập thể Nhà máy Thuốc lá cũ)"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Serve a ward with ninety areas."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    add_rows(app, *(Neighbourhood(ward_id=WARD_A, name=name) for name in [*_AREAS, _LONG]))
    dispose(app)
    return url


def test_chosen_areas_are_counted_above_their_folded_list(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", has_worker=False).new_page()
    page.goto("/campaigns/new")
    summary = page.locator(".choice-fold summary")
    expect(summary).to_have_text("Toàn phường. Bấm vào đây để chọn từng nơi.")
    expect(page.locator(".choice").first).to_be_hidden()
    summary.click()
    for name in _AREAS[:2]:
        page.get_by_label(name, exact=True).check()
    expect(summary).to_have_text("Đã chọn 2 trong 90. Bấm vào đây để xem hoặc sửa.")


def test_area_is_found_by_its_number_and_enter_saves_nothing(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", has_worker=False).new_page()
    page.goto("/campaigns/new")
    page.locator(".choice-fold summary").click()
    shown = page.locator(".choice:visible")
    search = page.get_by_label("Tìm theo tên hoặc số")
    search.fill("to 89")
    expect(shown).to_have_text(["Tổ dân phố 89"])
    search.press("Enter")
    page.get_by_label("Tổ dân phố 89").check()
    search.fill("100")
    expect(shown).to_have_count(0)
    expect(page.get_by_text("Không có nơi nào, tổ nào tên như vậy.")).to_be_visible()
    search.fill("")
    expect(shown).to_have_count(90)
    assert page.url.endswith("/campaigns/new")
    assert_page_state(page, PageState("campaign-new-ninety-areas", "/campaigns/new", "carla"))


@pytest.mark.parametrize(
    ("path", "line"), [("/areas/merge", "Chưa chọn nơi nào."), ("/teams/1", "Đã chọn 1 trong 90.")]
)
def test_form_with_ninety_areas_fits_two_screens(open_browser: OpenBrowser, path: str, line: str) -> None:
    page = open_browser("carla", has_worker=False).new_page()
    page.goto(path)
    height = page.evaluate("document.querySelector('.choice-fold').closest('form').clientHeight")
    assert height <= 2 * 740, height
    fold = page.locator(".choice-fold")
    expect(fold.locator("summary")).to_contain_text(line)
    fold.locator("summary").click()
    fold.get_by_label("Tìm theo tên hoặc số").fill("89")
    expect(fold.locator(".choice:visible")).to_have_text(["Tổ dân phố 89"])
    assert_page_state(page, PageState("form-of-ninety-areas", path, "carla"))
