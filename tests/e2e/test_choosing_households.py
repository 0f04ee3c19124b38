"""Which household or merchant an entry is about: what is typed never picks another one than exactly that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import AREA_1, AREA_2
from tests.conftest import Databases
from tests.e2e.checks import assert_sound
from tests.e2e.conftest import OpenBrowser
from tests.e2e.similar_households import (
    CHOSEN,
    HANH,
    LANE_HOUSES,
    NUMBER_43,
    NUMBER_51_IN_2,
    OTHER_AREA,
    ROWS,
    SAVE,
    STALL,
    add_similar_households,
    open_form,
    sent_fields,
)
from tests.e2e.tap_counter import TapCounter
from tests.e2e.ward_figures import ward_figures


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return a database with households that are easily taken for each other."""
    return add_similar_households(databases)


def _area(page: Page, area: int) -> None:
    page.locator("[name=neighbourhood]").select_option(str(area))


def test_text_with_other_tones_is_asked_about(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "Hộ bà Hành")
    page.press("[name=household]", "Enter")
    expect(page.locator(CHOSEN)).to_be_hidden()
    page.locator(SAVE).tap()
    expect(page.locator("#which h2")).to_have_text("Hộ mới “Hộ bà Hành”, hay Hộ bà Hạnh?")
    assert_sound(page)
    page.locator("#which .add-new").tap()
    sent = sent_fields(page)["household"]
    assert sent["label"] == "Hộ bà Hành"
    assert sent["id"] != HANH


def test_close_household_is_one_tap_after_save(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "43")
    page.locator(SAVE).tap()
    expect(page.locator("#which h2")).to_have_text("Hộ mới “43”, hay Số 43, ngõ 3?")
    page.locator("#which button", has_text="Xem lại").tap()
    expect(page.locator("#which")).to_be_hidden()
    expect(page.locator("[name=household]")).to_have_value("43")
    page.locator(SAVE).tap()
    page.locator("#which [data-value='0'], #which button[value='0']").tap()
    assert sent_fields(page)["household"] == {"id": NUMBER_43, "label": "Số 43, ngõ 3"}


@pytest.mark.parametrize("typed", ["hộ bà  HẠNH", "Hộ bà Hạnh."])
def test_same_text_is_the_same_household(open_browser: OpenBrowser, typed: str) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", typed)
    expect(page.locator("[data-found] [aria-current]")).to_contain_text("Hộ bà Hạnh")
    expect(page.locator("[data-found] .add-new")).to_have_count(0)
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"] == {"id": HANH, "label": "Hộ bà Hạnh"}


def test_new_household_with_nothing_close_is_saved_without_a_question(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "Số 700, ngõ Mới")
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"]["label"] == "Số 700, ngõ Mới"


def test_row_for_a_new_household_is_the_answer(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "Hạnh")
    page.locator("[data-found] .add-new").tap()
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"]["label"] == "Hạnh"


def test_equal_labels_show_their_areas_and_set_it(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    _area(page, AREA_1)
    page.fill("[name=household]", "so 51 ngo 1")
    rows = page.locator("[data-found] [data-id]")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Phố 1")
    expect(rows.nth(1)).to_contain_text("Phố 2")
    _area(page, AREA_2)
    expect(rows.nth(0)).to_contain_text("Phố 2")
    _area(page, AREA_1)
    rows.nth(1).tap()
    expect(page.locator("[name=neighbourhood]")).to_have_value(str(AREA_2))
    expect(page.locator("[data-note]")).to_have_text("Hộ này ở Phố 2: đã chuyển khu vực sang Phố 2.")
    page.locator(SAVE).tap()
    sent = sent_fields(page)
    assert (sent["household"]["id"], sent["neighbourhood"]) == (NUMBER_51_IN_2, AREA_2)


def test_area_decides_what_a_typed_text_names(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    _area(page, AREA_1)
    page.fill("[name=household]", "Số 8, hẻm Chùa")
    page.locator(SAVE).tap()
    expect(page.locator("#which")).to_contain_text("Phố 2")
    expect(page.locator("#which [data-hint]")).to_contain_text("khu vực cũng đổi theo")
    page.keyboard.press("Escape")
    _area(page, AREA_2)
    expect(page.locator("[data-found] [aria-current]")).to_have_count(1)
    page.locator(SAVE).tap()
    sent = sent_fields(page)
    assert (sent["household"]["id"], sent["neighbourhood"]) == (OTHER_AREA, AREA_2)


def test_lane_lists_all_its_households_in_order(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    _area(page, AREA_1)
    page.fill("[name=household]", "ngõ 9")
    expect(page.locator("[data-found] [data-id]")).to_have_count(5)
    page.locator("[data-lane]", has_text=f"Xem tất cả {LANE_HOUSES} hộ trong ngõ 9").tap()
    labels = page.locator("[data-found] [data-id]").evaluate_all("(rows) => rows.map((row) => row.firstChild.data)")
    assert labels == [f"Số {number}, ngõ 9" for number in range(1, LANE_HOUSES + 1)]
    assert page.locator("[data-found]").evaluate("(list) => list.scrollHeight > list.clientHeight")
    assert_sound(page)
    page.locator("[data-found] [data-id]").nth(17).tap()
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"]["label"] == "Số 18, ngõ 9"


def test_rows_that_are_cut_off_are_counted_and_opened(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "số")
    hidden = page.locator("[data-found] .more")
    expect(hidden).to_contain_text("Xem thêm")
    before = page.locator(ROWS).count()
    hidden.tap()
    assert page.locator(ROWS).count() > before
    expect(page.locator("[data-found] [data-id]").nth(5)).to_be_focused()


def test_arrows_go_through_the_rows(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "so 1 ngo 9")
    page.press("[name=household]", "ArrowDown")
    expect(page.locator(ROWS).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=household]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(CHOSEN)).to_contain_text("Số 1, ngõ 9")


def test_merchants_are_asked_about_as_households_are(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser, "/log/merchant")
    page.fill("[name=merchant]", "quay ba hanh")
    page.press("[name=merchant]", "Enter")
    expect(page.locator(f"[data-field=merchant] {CHOSEN}")).to_be_hidden()
    page.locator("[name=methods][value=vietqr]").check()
    page.locator("[name=qr_valid][value=true]").check()
    page.locator(SAVE).tap()
    expect(page.locator("#which h2")).to_have_text("Điểm bán mới “quay ba hanh”, hay Quầy bà Hạnh?")
    page.locator("#which button[value='0']").tap()
    assert sent_fields(page)["merchant"] == {"id": STALL, "name": "Quầy bà Hạnh"}


@pytest.mark.parametrize(("typed", "max_taps"), [("", 3), ("Số 800, ngõ 88", 4), ("43", 4)])
def test_household_is_logged_in_few_taps(open_browser: OpenBrowser, typed: str, max_taps: int) -> None:
    page = open_form(open_browser, "/log/")
    before = len(ward_figures(page.context).rows)
    taps = TapCounter(page)
    taps.tap('a[href="/log/visit"]')
    page.locator("html[data-ready]").wait_for()
    if typed:
        taps.type("[name=household]", typed)
    else:
        taps.tap(page.locator(ROWS).first)
    taps.tap(SAVE)
    page.locator("#which[open], #repeat[open], [data-receipt=stored]").first.wait_for()
    if page.locator("#which[open]").count():
        taps.tap("#which button[value='0']")
    # Other tests have just logged a visit there.
    sent_fields(page)
    assert taps.count <= max_taps
    assert len(ward_figures(page.context).rows) == before + 1
