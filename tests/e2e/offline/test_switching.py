"""Passing a phone on: the next one's number is filled in, and nothing of the one who leaves is lost or shown."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.cast import PHONES
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import SYNC, Phone, wait_for_worker
from tests.e2e.offline.phone_actions import log_entry, stored, wait_until
from tests.e2e.server import fill_in_sign_in

STORED_PEOPLE = "JSON.parse(localStorage.people ?? '[]').map(({ name }) => name.split(' ').pop())"
IS_ALL_KEPT = r"""async () => {
  const [, list] = (await (await fetch("/sw.js")).text()).match(/self\.KEPT=(.*);\n/);
  const { pages, files } = JSON.parse(list);
  const addresses = [...files, ...Object.values(pages).map(({ vi }) => vi)];
  return (await Promise.all(addresses.map((address) => caches.match(address)))).every(Boolean);
}"""


def _sign_in(phone: Phone, name: str, page: Page | None = None) -> Page:
    page = page or phone.context.new_page()
    fill_in_sign_in(page, phone.site.phones[name], phone.site.password)
    page.wait_for_url("**/log/")
    page.locator("html[data-fresh]").wait_for(state="attached")
    return page


def _enter_password(phone: Phone, page: Page) -> None:
    page.locator("#password").fill(phone.site.password)
    page.locator("#sign-in button[type=submit]").tap()
    page.wait_for_url("**/log/")
    page.locator("html[data-fresh]").wait_for(state="attached")


def _wait_for_all(phone: Phone, page: Page) -> None:
    """Wait until the phone has every page for when there is no connection."""
    wait_for_worker(page)
    phone.open_fresh("/log/", page)
    wait_until(page, lambda: bool(page.evaluate(IS_ALL_KEPT)))


def _expect_signed_out_here(page: Page) -> None:
    page.wait_for_url("**/login")
    expect(page.locator("#leaving")).to_contain_text("Đã đăng xuất trên máy này")
    expect(page.locator("#signed-in")).to_be_hidden()
    assert stored(page, "lists") == []


def test_next_persons_number_is_filled_in(quiet_phone: Phone) -> None:
    page = _sign_in(quiet_phone, "ana")
    page.locator("#switch").tap()
    page.wait_for_url("**/login")
    expect(page.locator("#phone")).to_have_value("")
    expect(page.locator(".people-here li")).to_have_count(1)
    page = _sign_in(quiet_phone, "leo", page)
    page.goto("/account")
    page.get_by_role("button", name="Đổi người").tap()
    page.wait_for_url("**/login")
    expect(page.locator("#phone")).to_have_value(PHONES["ana"])
    expect(page.locator("#password")).to_have_value("")
    _enter_password(quiet_phone, page)
    expect(page.locator("#user-name")).to_contain_text("Ana")


def test_person_is_chosen_and_removed_on_the_page_of_signing_in(quiet_phone: Phone) -> None:
    page = _sign_in(quiet_phone, "ana")
    for name in ("leo", "bruno"):
        page.locator("#switch").tap()
        page.wait_for_url("**/login")
        page = _sign_in(quiet_phone, name, page)
    page.locator("#switch").tap()
    page.wait_for_url("**/login")
    expect(page.locator("#phone")).to_have_value("")
    rows = page.locator(".people-here li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("09 … 02")
    assert PHONES["leo"] not in page.locator("main").inner_text()
    rows.filter(has_text="Leo").get_by_role("button", name="Bỏ").tap()
    expect(rows).to_have_count(2)
    assert sorted(page.evaluate(STORED_PEOPLE)) == ["Ana", "Bruno"]
    rows.filter(has_text="Ana").locator("[aria-pressed]").tap()
    expect(page.locator("#phone")).to_have_value(PHONES["ana"])
    expect(page.locator("#password")).to_be_focused()
    _enter_password(quiet_phone, page)
    expect(page.locator("#user-name")).to_contain_text("Ana")


def test_switching_sends_first_and_says_what_stays(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = _sign_in(phone, "ana")
    phone.add_fault(SYNC, answer_with(500))
    id = log_entry(phone, page, "Đổi người khi còn chờ")
    phone.open_fresh("/log/", page)
    page.locator("#switch").tap()
    expect(page.locator("dialog#unsent [data-unsent=waiting] strong")).to_have_text("1")
    page.locator("#unsent button[value=sign-out]").tap()
    page.wait_for_url("**/login")
    phone.remove_faults(SYNC)
    page = _sign_in(phone, "bruno", page)
    assert [copy["id"] for copy in stored(page)] == [id]
    page.locator("#switch").tap()
    page.wait_for_url("**/login")
    expect(page.locator("#phone")).to_have_value(PHONES["ana"])
    _enter_password(phone, page)
    wait_until(page, lambda: stored(page) == [])
    assert ward.rows()[id]["member"].endswith("Ana")


def test_signing_out_without_a_connection_is_made_up_for(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = _sign_in(phone, "ana")
    _wait_for_all(phone, page)
    page.goto("/account")
    phone.go_offline()
    page.locator("#sign-out .primary").tap()
    _expect_signed_out_here(page)
    phone.go_online()
    # The server still knows the session and leads to the work; that page sees to its end.
    expect(page.locator("#password")).to_be_visible()
    assert page.request.get("/api/v1/session").json()["user"] is None


def test_phone_is_passed_on_from_home_without_a_connection(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = _sign_in(phone, "ana")
    _wait_for_all(phone, page)
    phone.go_offline()
    phone.open("/log/", page)
    page.locator("#switch").tap()
    _expect_signed_out_here(page)
    assert page.evaluate(STORED_PEOPLE) == ["Ana"]
    phone.go_online()
    expect(page.locator("#password")).to_be_visible()
    assert page.request.get("/api/v1/session").json()["user"] is None


def test_phone_that_cannot_delete_or_read_says_so(quiet_phone: Phone) -> None:
    """Neither is the same as nothing: somebody else may see what is left, and what cannot be read may not be sent."""
    phone = quiet_phone
    page = _sign_in(phone, "ana")
    messages: list[str] = []
    page.on("dialog", lambda dialog: (messages.append(dialog.message), dialog.accept()))
    page.evaluate(
        """() => {
          const fail = () => { throw new DOMException("", "UnknownError"); };
          IDBObjectStore.prototype.delete = fail;
          IDBIndex.prototype.getAll = fail;
        }"""
    )
    page.locator("#switch").tap()
    expect(page.locator("#unread")).to_contain_text("Hiện không đọc được bộ nhớ của máy")
    expect(page.locator("#unsent-title")).to_be_hidden()
    page.locator("#unsent button[value=sign-out]").tap()
    page.wait_for_url("**/login")
    assert len(messages) == 1
    assert "máy không xóa được danh sách" in messages[0]
