"""An entry that names what is hidden or has ended meanwhile keeps it when its author corrects it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.database import writer
from app.month import today
from app.places.models import Neighbourhood, Place, Ward
from tests.actions import add_rows
from tests.cast import AREA_1, AREA_2, MARKET_A, WARD_A
from tests.conftest import Databases, dispose, make_app
from tests.e2e.conftest import OpenBrowser
from tests.e2e.server import Site
from tests.own_services import own_service

OWN = own_service().code
SAVE = "button[type=submit].primary"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Serve the cast's ward with a service of its own."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    add_rows(app, own_service())
    dispose(app)
    return url


def _hide_and_end(site: Site) -> None:
    """Hide the ward's topics but one, and end its own service, its market and the area of the team."""
    app = make_app(site.database)
    add_rows(app, own_service(ended_on=today()))
    with app.app_context():
        yesterday = today() - timedelta(days=1)
        ward = writer().get_one(Ward, WARD_A)
        ward.stored_settings = {**ward.stored_settings, "topics": {"order": [], "hidden": ["vneid", "feedback"]}}
        writer().get_one(Place, MARKET_A).valid_to = yesterday
        area = writer().get_one(Neighbourhood, AREA_1)
        area.valid_to, area.merged_into_id = yesterday, AREA_2
        writer().commit()
    dispose(app)


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-fresh]").wait_for()


def _save(page: Page) -> str:
    page.locator(SAVE).tap()
    receipt = page.locator("[data-receipt=stored]")
    receipt.wait_for()
    return receipt.locator("[data-entry]").first.get_attribute("data-entry") or ""


def _entry(context: BrowserContext, id: str) -> Any:
    """Return an entry as the ward has it."""
    entries = context.request.get("/api/v1/mine").json()["entries"]
    return next(entry for entry in entries if entry["id"] == id)


def test_corrected_entry_keeps_what_is_hidden_or_has_ended(open_browser: OpenBrowser, site: Site) -> None:
    phone = open_browser("ana")
    page = phone.new_page()
    _open(page, "/log/installation")
    codes = page.locator("[name=service]").evaluate_all("inputs => inputs.map((input) => input.value)")
    assert codes[-1] == OWN, "what the ward adds stands last"
    page.locator(f"[name=service][value={OWN}]").check()
    expect(page.locator("[name=outcome]:visible")).to_have_count(3)
    page.locator("[name=outcome][value=activated]").check()
    helped = _save(page)
    _open(page, "/log/installation")
    again = page.locator("[name=service]").evaluate_all("inputs => inputs.map((input) => input.value)")
    assert again == codes, "the order does not follow what is used"
    _open(page, "/log/training")
    page.locator("[name=topics][value=feedback]").check()
    page.fill("[name=attendees]", "20")
    trained = _save(page)
    _open(page, "/log/merchant")
    page.fill("[name=merchant]", "Quầy 12")
    page.locator("[data-found] .add-new").tap()
    page.locator("[name=methods][value=vietqr]").check()
    page.select_option("[name=place]", str(MARKET_A))
    sold = _save(page)
    _open(page, "/log/visit")
    page.fill("[name=household]", "Số 9, ngõ 1")
    page.locator("[data-found] .add-new").tap()
    page.locator("[name=topics][value=vneid]").check()
    page.locator("[name=topics][value=scam_warning]").check()
    visited = _save(page)

    _hide_and_end(site)
    _open(page, "/log/mine")
    expect(page.locator("#entries")).to_contain_text("Camera an ninh")
    _open(page, "/log/installation")
    expect(page.locator(f"[name=service][value={OWN}]")).to_have_count(0)

    _open(page, f"/log/installation?id={helped}")
    expect(page.locator(f"[name=service][value={OWN}]")).to_be_checked()
    expect(page.locator("[name=outcome]:visible")).to_have_count(3)
    expect(page.locator("[name=neighbourhood] option:checked")).to_have_text("Phố 1")
    page.fill("[name=people]", "4")
    _save(page)
    entry = _entry(phone, helped)
    assert entry["revision"] == 2
    assert (entry["fields"]["service"], entry["fields"]["people"], entry["fields"]["neighbourhood"]) == (OWN, 4, AREA_1)

    _open(page, f"/log/training?id={trained}")
    expect(page.locator("[name=topics][value=feedback]")).to_be_checked()
    page.fill("[name=attendees]", "21")
    _save(page)
    assert _entry(phone, trained)["fields"]["topic"] == "feedback"

    _open(page, f"/log/merchant?id={sold}")
    expect(page.locator("[name=place] option:checked")).to_have_text("Chợ Quảng Thắng")
    _save(page)
    assert _entry(phone, sold)["fields"]["place"] == MARKET_A

    _open(page, f"/log/visit?id={visited}")
    expect(page.locator("[name=topics][value=vneid]")).to_be_checked()
    page.locator("[name=topics][value=vneid]").uncheck()
    _save(page)
    assert _entry(phone, visited)["fields"]["topics"] == ["scam_warning"]
