"""The member's card: on the phone without a network, and gone when its owner has no post any more."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import expect

from app.places.models import Ward as WardRow
from tests.cast import WARD_A
from tests.e2e.offline.cached_pages import prepare_whole, wait_for_pages
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import sign_in_by_page

CARD = "/log/card"
FORTY_DAYS = 40 * 86_400_000


def _give_number(ward: Ward, number: str) -> None:
    statement = sa.update(WardRow).where(WardRow.id == WARD_A).values(contact_phone=number)
    ward.do(lambda session: session.execute(statement))


def test_card_and_help_open_without_a_network(phone: Phone, ward: Ward) -> None:
    _give_number(ward, "+842363650000")
    prepare_whole(phone)
    phone.go_offline()
    page = phone.open(CARD)
    expect(page.locator("#card-name")).to_have_text("Nguyễn Ví Dụ Ana")
    expect(page.locator("#card")).to_contain_text("Không bao giờ hỏi mật khẩu, OTP, số tài khoản.")
    expect(page.locator(".card-phone a")).to_have_attribute("href", "tel:02363650000")
    expect(page.get_by_text("Ai chưa tin thì mời gọi phường")).to_be_visible()
    page.get_by_role("link", name="Trợ giúp").click()
    page.locator("summary", has_text="Quên mật khẩu").click()
    expect(page.get_by_text("Mọi máy khác của anh/chị sẽ bị đăng xuất.")).to_be_visible()


def test_card_is_not_shown_for_ever(phone: Phone, ward: Ward) -> None:
    _give_number(ward, "")
    page = prepare_whole(phone)
    phone.go_offline()
    page = phone.open(CARD, page)
    expect(page.locator("#card")).to_be_visible()
    expect(page.get_by_text("Ai chưa tin thì mời gọi phường")).to_be_hidden()  # The ward has no number to call.
    page.clock.set_fixed_time(page.evaluate("Date.now()") / 1000 + FORTY_DAYS / 1000)
    page.reload()
    expect(page.locator("#no-card")).to_be_visible()
    expect(page.locator("#card")).to_be_hidden()


def test_card_is_gone_when_the_ward_knows_its_owner_no_more(phone: Phone) -> None:
    page = prepare_whole(phone)
    phone.lose_session()
    page = phone.open_fresh(CARD, page)
    expect(page.locator("#no-card")).to_be_visible()
    phone.go_offline()
    page = phone.open(CARD, page)
    expect(page.locator("#card")).to_be_hidden()


def test_card_is_gone_after_signing_out(phone: Phone) -> None:
    page = wait_for_pages(sign_in_by_page(phone, "ana"))
    page.goto("/account")
    page.locator("#sign-out button").click()
    page.wait_for_url("**/login")
    phone.go_offline()
    page = phone.open(CARD, page)
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#card-name")).to_have_text("")
