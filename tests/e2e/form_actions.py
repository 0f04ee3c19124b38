"""What is done on a form of the phone, or on the list of what was logged, before it is checked or pictured."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e import offline_actions
from tests.e2e.page_actions import LONG_TITLE
from tests.e2e.ward_data import LONG_HOUSEHOLD, LONG_NOTE


def save_empty_form(page: Page) -> None:
    """Save a form of the phone as it is, empty."""
    offline_actions.send_form(page)
    page.locator("#errors").wait_for()


def fill_in_visit(page: Page) -> None:
    """Fill in a visit with long texts."""
    page.locator("[name=household]").fill(LONG_HOUSEHOLD)
    page.locator("[data-found] button").last.click()
    for control in ("[name=topics]", "[name=also]", "[name=companions]"):
        if page.locator(control).count():
            page.locator("label", has=page.locator(control)).first.click()
    page.locator("[name=note]").fill(LONG_NOTE)


def fill_in_training(page: Page) -> None:
    """Fill in a training of three topics, with long texts."""
    for label in page.locator("label", has=page.locator("[name=topics]")).all()[:3]:
        label.click()
    for name, text in (("attendees", "1450"), ("women", "800"), ("title", LONG_TITLE), ("venue", LONG_TITLE)):
        page.locator(f"[name={name}]").fill(text)


def fill_in_installation(page: Page) -> None:
    """Fill in an installation."""
    for name in ("service", "outcome", "setting"):
        page.locator("label", has=page.locator(f"[name={name}]")).first.click()


def fill_in_merchant(page: Page) -> None:
    """Fill in a merchant with a long name."""
    page.locator("[name=merchant]").fill(LONG_TITLE)
    page.locator("[data-found] button").last.click()
    for name in ("methods", "in_use", "e_invoice"):
        page.locator("label", has=page.locator(f"[name={name}]")).first.click()


def search_household(page: Page) -> None:
    """Type into the search for a household."""
    page.locator("[name=household]").press_sequentially("so")
    page.locator("[data-found] button").first.wait_for()


def save_refused_visit(page: Page) -> None:
    """Save a visit whose note the ward refuses."""
    fill_in_visit(page)
    page.locator("[name=note]").fill("Căn cước 001099012345")
    offline_actions.send_form(page)
    page.locator("#errors").wait_for()


def save_visit(page: Page) -> None:
    """Save a visit that the ward stores."""
    fill_in_visit(page)
    page.locator("[name=note]").fill("")
    offline_actions.send_form(page)
    page.locator("[data-receipt=stored]").wait_for()


def start_withdrawal(page: Page) -> None:
    """Open the question before an entry is withdrawn."""
    page.locator("[data-entry] button.danger").first.click()
    page.locator("dialog[open]").wait_for()


def open_returned_entry(page: Page) -> None:
    """Open an entry that was returned, to correct it."""
    page.locator('[data-line="correct"] a').click()
    page.locator("#entries [data-status=returned] a").first.click()
    page.wait_for_url("**/log/*?id=*")
    page.locator("html[data-ready]").wait_for()
