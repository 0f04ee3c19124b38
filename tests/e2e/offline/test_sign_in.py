"""Signing in needs a connection: without one the phone says so, in words of ours, and how the work goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.offline.cached_pages import prepare_whole, wait_for_pages
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import sign_in_by_page


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_signing_in_without_a_connection_is_explained(phone: Phone, path: str) -> None:
    page = prepare_whole(phone)
    phone.go_offline()
    phone.open(path, page)
    expect(page.locator("[data-for=sign-in]")).to_contain_text("Muốn đăng nhập thì phải có mạng")
    expect(page.locator("[data-for=page]")).to_be_hidden()
    expect(page.locator("#signed-in")).to_contain_text("Nguyễn Ví Dụ Ana")
    page.locator("#signed-in a").tap()
    expect(page.locator("#user-name")).to_contain_text("Ana")


def test_who_leaves_as_the_connection_returns_is_not_taken_back(phone: Phone) -> None:
    page = prepare_whole(phone)
    phone.go_offline()
    phone.open("/login", page)
    page.evaluate("""() => {
      addEventListener("beforeunload", () => { setTimeout(() => dispatchEvent(new Event("online"))); });
      history.back();
    }""")
    expect(page.locator("#user-name")).to_contain_text("Ana")


def test_page_of_signing_in_comes_with_the_connection(phone: Phone) -> None:
    page = wait_for_pages(sign_in_by_page(phone, "ana"))
    page.goto("/account")
    page.locator("#sign-out button").tap()
    page.wait_for_url("**/login")
    phone.go_offline()
    phone.open("/login", page)
    expect(page.locator("[data-for=sign-in]")).to_be_visible()
    expect(page.locator("#signed-in")).to_be_hidden()
    phone.go_online()
    expect(page.locator("#password")).to_be_visible()


def test_link_without_a_connection_offers_no_work(phone: Phone) -> None:
    page = prepare_whole(phone)
    phone.go_offline()
    phone.open("/invite/anything", page)
    expect(page.locator("[data-for=link]")).to_contain_text("Đường dẫn này chỉ mở được khi có mạng")
    expect(page.get_by_role("link", name="Thử lại")).to_be_visible()
