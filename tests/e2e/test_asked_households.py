"""Drafts of forms that name a household, and forms that a link opens for one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.registry.models import Household
from tests.cast import AREA_1, AREA_2, MARKET_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.checks import assert_fits
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored
from tests.e2e.server import Site
from tests.e2e.similar_households import (
    CHOSEN,
    HANH,
    NUMBER_43,
    OTHER_AREA,
    SAVE,
    STALL,
    add_similar_households,
    leave_draft,
    open_form,
    open_page,
    sent_fields,
)
from tests.factories import household, make_entry


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return a database with households that are easily taken for each other."""
    return add_similar_households(databases)


def test_typed_text_of_a_draft_comes_back_as_text(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "43")
    leave_draft(page, "Còn dở")
    open_page(page)
    expect(page.locator("[data-start-anew]")).to_be_visible()
    expect(page.locator(CHOSEN)).to_be_hidden()
    expect(page.locator("[name=household]")).to_have_value("43")
    (draft,) = stored(page, "drafts")
    page.locator(SAVE).tap()
    expect(page.locator("#which h2")).to_have_text("Hộ mới “43”, hay Số 43, ngõ 3?")
    page.locator("#which .add-new").tap()
    assert sent_fields(page)["household"] == {"id": draft["values"]["household"]["id"], "label": "43"}


def test_new_household_of_a_draft_comes_back_as_chosen(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "bà Hạnh")
    page.locator("[data-found] .add-new").tap()
    leave_draft(page, "Còn dở")
    (draft,) = stored(page, "drafts")
    open_page(page)
    expect(page.locator(CHOSEN)).to_contain_text("bà Hạnh")
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"] == {"id": draft["values"]["household"]["id"], "label": "bà Hạnh"}


def test_link_opens_the_form_for_a_household(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser, f"/log/visit?household={OTHER_AREA}")
    expect(page.locator(CHOSEN)).to_contain_text("Số 8, hẻm Chùa")
    expect(page.locator("[name=neighbourhood]")).to_have_value(str(AREA_2))
    expect(page.locator("[name=met]").first).to_be_focused()
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"]["id"] == OTHER_AREA


def test_link_opens_the_form_for_a_merchant(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser, f"/log/merchant?merchant={STALL}")
    expect(page.locator(f"[data-field=merchant] {CHOSEN}")).to_contain_text("Quầy bà Hạnh")
    expect(page.locator("[name=place]")).to_have_value(str(MARKET_A))


def test_link_to_an_unlisted_household_is_explained(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser, "/log/visit?household=0199a000-0000-7000-8000-00000000ffff")
    expect(page.locator("[data-note]")).to_have_text(
        "Hộ này không còn trong danh sách. Hãy chọn hộ khác hoặc ghi hộ mới."
    )
    expect(page.locator("[name=household]")).to_be_visible()
    assert_fits(page)


def test_draft_of_another_household_stays_beside_the_asked_one(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "Số 9, ngõ 9")
    leave_draft(page, "Của số 9")
    open_page(page, f"/log/visit?household={HANH}")
    expect(page.locator(CHOSEN)).to_contain_text("Hộ bà Hạnh")
    expect(page.locator("[name=note]")).to_have_value("")
    expect(page.locator("#message")).to_contain_text("Số 9, ngõ 9")
    leave_draft(page, "Của bà Hạnh")
    open_page(page, f"/log/visit?household={HANH}")
    expect(page.locator("[name=note]")).to_have_value("Của bà Hạnh")
    open_page(page, f"/log/visit?household={NUMBER_43}")
    page.locator("[data-other-draft]").tap()
    page.locator("[data-start-anew]").wait_for()
    expect(page.locator("[name=note]")).to_have_value("Của bà Hạnh")
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"]["id"] == HANH
    open_page(page)
    expect(page.locator("[name=note]")).to_have_value("Của số 9")
    expect(page.locator("[name=household]")).to_have_value("Số 9, ngõ 9")


def choose_own_area(page: Page) -> Any:
    """Choose the first area, whichever the work before was in, and return its field."""
    area = page.locator("[name=neighbourhood]")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    area.select_option(str(AREA_1))
    return area


def test_area_of_a_household_goes_with_it(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    area = choose_own_area(page)
    before = area.input_value()
    page.fill("[name=household]", "so 8 hem chua")
    page.locator(f"[data-id='{OTHER_AREA}']").tap()
    expect(area).to_have_value(str(AREA_2))
    page.locator("[data-change]").tap()
    expect(area).to_have_value(before)


def test_area_that_was_chosen_since_stays(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser)
    area = choose_own_area(page)
    page.fill("[name=household]", "so 8 hem chua")
    page.locator(f"[data-id='{OTHER_AREA}']").tap()
    values = [one.get_attribute("value") for one in area.locator("option").all()]
    other = next(one for one in values if one and one not in (str(AREA_2), area.input_value()))
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    area.select_option(other)
    page.locator("[data-change]").tap()
    expect(area).to_have_value(other)


def _name_another_root(session: Session) -> None:
    """Merge the household that a phone has in a draft into another one, as the ward's pages do."""
    session.execute(sa.update(Household).where(Household.id == UUID(OTHER_AREA)).values(merged_into_id=UUID(HANH)))


def test_merged_household_of_a_draft_is_sent_with_its_id(open_browser: OpenBrowser, site: Site) -> None:
    page = open_form(open_browser)
    page.fill("[name=household]", "so 8 hem chua")
    page.locator(f"[data-id='{OTHER_AREA}']").tap()
    leave_draft(page, "Còn dở")
    app = make_app(site.database)
    with app.app_context():
        in_transaction(_name_another_root)
    dispose(app)
    open_page(page)
    expect(page.locator(CHOSEN)).to_contain_text("Số 8, hẻm Chùa")
    page.locator(SAVE).tap()
    assert sent_fields(page)["household"] == {"id": OTHER_AREA, "label": "Số 8, hẻm Chùa"}
    # It is offered no more, although an own entry names it.
    open_page(page)
    page.fill("[name=household]", "so 8 hem chua")
    expect(page.locator("[data-found] [data-id]")).to_have_count(0)


def test_households_that_arrive_are_offered_while_nothing_is_written(open_browser: OpenBrowser, site: Site) -> None:
    page = open_form(open_browser)
    label = "Số 3, hẻm Vừa Thêm"
    app = make_app(site.database)
    assert Visitor(app, "bruno").sync(make_entry(neighbourhood=AREA_2, household=household(label)))
    dispose(app)
    page.reload()
    page.locator("html[data-fresh]").wait_for(state="attached")
    page.fill("[name=household]", "hem vua them")
    expect(page.locator("[data-found] [data-id]")).to_contain_text(label)


def test_draft_that_names_another_household_now_is_not_resumed_for_the_asked_one(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser, f"/log/visit?household={HANH}")
    page.locator("[data-change]").tap()
    page.fill("[name=household]", "Số 43, ngõ 3")
    page.locator(f"[data-id='{NUMBER_43}']").tap()
    leave_draft(page, "Của số 43")
    open_page(page, f"/log/visit?household={HANH}")
    expect(page.locator(CHOSEN)).to_contain_text("Hộ bà Hạnh")
    expect(page.locator("[name=note]")).to_have_value("")
    open_page(page, f"/log/visit?household={NUMBER_43}")
    expect(page.locator("[name=note]")).to_have_value("Của số 43")
