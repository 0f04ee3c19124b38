"""A password can be shown while it is typed, and is hidden again when it is sent."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from tests.cast import PASSWORD, PHONES
from tests.e2e.chromium import PHONE, context_options
from tests.e2e.conftest import OpenBrowser
from tests.e2e.server import Site

TARGET = 48  # pixels
# Runs after the page's own script has heard of it.
_NOTE_SUBMIT = """HTMLFormElement.prototype.submit = () => {};
document.querySelector("main form").addEventListener("submit", (event) => {
  event.preventDefault();
  window.sent = [...event.target.querySelectorAll("[autocomplete$=password]")].map(({ type }) => type);
})"""


def _button(page: Page, field: str) -> Locator:
    return page.locator(f"button[aria-controls={field}]")


def test_password_is_shown_and_hidden_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/login")
    password, button = page.locator("#password"), _button(page, "password")
    expect(button).to_have_accessible_name("Hiện mật khẩu (Mật khẩu)")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TARGET
    password.fill(PASSWORD)
    for kind, pressed in (("text", "true"), ("password", "false"), ("text", "true")):
        button.tap()
        expect(password).to_have_attribute("type", kind)
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(password).to_have_value(PASSWORD)
    assert page.url.endswith("/login"), "nothing is sent by it"
    # By the keyboard, too; in the field Enter still sends.
    button.press("Space")
    expect(password).to_have_attribute("type", "password")
    button.press("Enter")
    expect(password).to_have_attribute("type", "text")
    page.locator("#phone").fill(PHONES["ana"])
    password.press("Enter")
    page.wait_for_url("**/log/")


def test_password_is_hidden_when_it_is_sent(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/login")
    page.evaluate(_NOTE_SUBMIT)
    _button(page, "password").tap()
    page.locator("#password").press("Enter")
    assert page.evaluate("window.sent") == ["password"]


def test_password_fields_are_shown_one_by_one(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    page.goto("/account/password")
    page.evaluate(_NOTE_SUBMIT)
    _button(page, "new").tap()
    kinds = [page.locator(f"#{field}").get_attribute("type") for field in ("current", "new", "again")]
    assert kinds == ["password", "text", "password"]
    page.locator("#new").press("Enter")
    assert page.evaluate("window.sent") == ["password"] * 3


def test_password_button_is_hidden_without_scripts(
    new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site
) -> None:
    context = new_context(base_url=site.url, java_script_enabled=False, **context_options(playwright, PHONE))
    page = context.new_page()
    page.goto("/login")
    expect(page.locator("#password")).to_be_visible()
    expect(_button(page, "password")).to_be_hidden()
