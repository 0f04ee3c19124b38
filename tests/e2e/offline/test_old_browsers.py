"""What browsers lack that came out before Safari 15.4, and phones of people still have."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import log_entry, stored, wait_for_script, wait_until
from tests.e2e.offline.test_switching import IS_ALL_KEPT

NO_DIALOGS = """
delete HTMLDialogElement.prototype.showModal;
delete HTMLDialogElement.prototype.close;
delete globalThis.HTMLDialogElement;
"""


def test_question_is_asked_and_answered_without_dialogs(quiet_phone: Phone) -> None:
    phone = quiet_phone
    phone.context.add_init_script(NO_DIALOGS)
    phone.prepare()
    page = phone.open_fresh()
    wait_until(page, lambda: bool(page.evaluate(IS_ALL_KEPT)))
    phone.go_offline()
    id = log_entry(phone, page, "Chưa gửi")
    phone.open("/log/", page)
    wait_for_script(page, "() => 'showModal' in document.createElement('dialog')")
    question = page.locator("#unsent")
    expect(question).to_be_hidden()
    page.locator("#switch").tap()
    expect(question).to_be_visible()
    question.locator("[value=stay]").tap()
    expect(question).to_be_hidden()
    assert page.url.endswith("/log/")
    page.locator("#switch").tap()
    question.locator("[value=sign-out]").tap()
    page.wait_for_url("**/login")
    assert [copy["id"] for copy in stored(page)] == [id]
