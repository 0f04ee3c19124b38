"""What the ward returns while it is corrected on the phone: its author reads why before it is submitted again."""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from tests.cast import CARLA, WARD_A
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import (
    choose,
    click,
    entry_row,
    expect_waiting,
    log_entry,
    press_save,
    save,
    stored,
    wait_until,
)

REASON = "Hôm đó gặp mấy người?"
MEANWHILE = "trong lúc anh/chị đang sửa"


def _return(ward: Ward, id: str) -> None:
    def act(session: Session) -> object:
        note = DecisionNote(Action.RETURN, CARLA, now(), reason="people", comment=REASON)
        return review(session, WARD_A, {UUID(id): 1}, note)

    assert ward.do(act) == {UUID(id): "done"}


def _correct_offline(phone: Phone, page: Page, ward: Ward, label: str) -> str:
    """Correct an entry offline that the ward returns meanwhile; return its id."""
    id = log_entry(phone, page, label, state="stored")
    phone.go_offline()
    phone.open(f"/log/visit?id={id}", page)
    page.locator("#entry").wait_for()
    page.fill("[name=note]", "Nhà có thêm cháu nhỏ")
    assert save(page, "waiting") == id
    _return(ward, id)
    return id


def _conditions(phone: Phone) -> list[object]:
    """Return the ``if_submitted`` of each revision that was sent, in order, without what was sent twice."""
    sent = {(one["id"], one["revision"]): one.get("if_submitted") for batch in phone.sent for one in batch}
    return list(sent.values())


def _stands(ward: Ward, id: str) -> tuple[str, str, str, str]:
    row = ward.rows()[id]
    return row["status"], row["revision"], row["people"], row["note"]


def _reason(page: Page) -> Locator:
    return page.locator("#return-reason")


def test_reason_is_read_before_a_correction_made_offline_is_sent_again(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = _correct_offline(phone, page, ward, "Số 66, ngõ 9")
    phone.open("/log/", page)
    phone.go_online()
    line = page.locator('[data-line="correct"] a')
    expect(line).to_have_text("Cần sửa: 1")
    assert _stands(ward, id) == ("returned", "1", "1", "")
    line.tap()
    row = entry_row(page, id)
    expect(row).to_have_attribute("data-status", "refused")
    expect(row.locator(".reason")).to_contain_text(MEANWHILE)
    expect(row.locator(".reason")).to_contain_text(REASON)
    phone.go_offline()
    row.get_by_role("link", name="Sửa").tap()
    page.locator("#entry").wait_for()
    expect(_reason(page)).to_contain_text(MEANWHILE)
    expect(_reason(page)).to_contain_text(REASON)
    expect(page.locator("[name=note]")).to_have_value("Nhà có thêm cháu nhỏ")
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "waiting") == id
    # Changed once more before the first answer is sent: the reason is still answered.
    phone.open(f"/log/visit?id={id}", page)
    page.locator("#entry").wait_for()
    expect(_reason(page)).to_contain_text(REASON)
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "waiting") == id
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    expect_waiting(page, 0)
    assert _stands(ward, id) == ("submitted", "4", "3", "Nhà có thêm cháu nhỏ")
    assert _conditions(phone) == [None, True, None]


def test_open_form_shows_the_reason_and_is_sent_again(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = _correct_offline(phone, page, ward, "Số 67, ngõ 9")
    phone.go_online()
    expect(page.locator("#entry")).to_be_visible()
    expect(_reason(page)).to_contain_text(REASON)
    expect(_reason(page)).to_be_in_viewport()
    expect(page.locator("[name=note]")).to_have_value("Nhà có thêm cháu nhỏ")
    assert _stands(ward, id) == ("returned", "1", "1", "")
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "stored") == id
    assert _stands(ward, id) == ("submitted", "3", "2", "Nhà có thêm cháu nhỏ")
    assert _conditions(phone) == [None, True, None]


def test_correction_of_what_is_known_as_returned_is_sent_at_once(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = log_entry(phone, page, "Số 62, ngõ 9", state="stored")
    _return(ward, id)
    phone.open_fresh("/log/mine", page)
    phone.go_offline()
    phone.open(f"/log/visit?id={id}", page)
    expect(_reason(page)).to_contain_text(REASON)
    expect(_reason(page)).not_to_contain_text(MEANWHILE)
    page.locator("[data-field=people] [data-step='1']").tap()
    assert save(page, "waiting") == id
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert _stands(ward, id) == ("submitted", "2", "2", "")
    assert _conditions(phone) == [None, None]


def test_reason_that_comes_while_the_form_is_open_is_shown_before_it_is_saved(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = log_entry(phone, page, "Số 63, ngõ 9", state="stored")
    phone.open_fresh(f"/log/visit?id={id}", page)
    page.locator("#entry").wait_for()
    page.fill("[name=note]", "Đang viết dở")
    wait_until(page, lambda: len(stored(page, "drafts")) == 1)
    _return(ward, id)
    # What another page sends brings the news to all.
    bar = page.locator("#status-bar")
    to_correct = int(bar.get_attribute("data-correct") or 0)
    other = phone.context.new_page()
    log_entry(phone, other, "Số 69, ngõ 9", state="stored")
    expect(bar).to_have_attribute("data-correct", str(to_correct + 1))
    phone.open_fresh("/log/mine", other)
    expect(entry_row(other, id)).to_have_attribute("data-status", "returned")
    other.close()
    expect(_reason(page)).to_be_hidden()
    press_save(page)
    expect(_reason(page)).to_contain_text(REASON)
    expect(_reason(page)).to_be_in_viewport()
    assert stored(page) == []
    assert save(page, "stored") == id
    assert _stands(ward, id) == ("submitted", "2", "1", "Đang viết dở")


def test_reason_that_comes_before_anything_is_written_is_shown_at_once(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = log_entry(phone, page, "Số 64, ngõ 9", state="stored")
    _return(ward, id)
    phone.open_fresh(f"/log/visit?id={id}", page)
    expect(_reason(page)).to_contain_text(REASON)
    choose(page, "met", "declined")
    assert save(page, "stored") == id
    assert _conditions(phone) == [None, None]


def test_change_of_what_was_returned_meanwhile_can_be_dropped(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = _correct_offline(phone, page, ward, "Số 68, ngõ 9")
    phone.open("/log/mine", page)
    phone.go_online()
    row = entry_row(page, id)
    expect(row.locator(".reason")).to_contain_text(REASON)
    click(row.locator("button.danger"))
    expect(page.locator("#discard-change")).to_be_visible()
    page.locator("#discard button[value=discard]").tap()
    expect(row).to_have_attribute("data-status", "returned")
    assert stored(page) == []
    assert _stands(ward, id) == ("returned", "1", "1", "")


def test_withdrawal_of_what_was_returned_meanwhile_goes_through(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = log_entry(phone, page, "Số 65, ngõ 9", state="stored")
    phone.go_offline()
    phone.open("/log/mine", page)
    entry_row(page, id).locator("button.danger").tap()
    page.locator("#withdraw button[value=withdraw]").tap()
    expect_waiting(page, 1)
    _return(ward, id)
    phone.go_online()
    expect_waiting(page, 0)
    assert ward.rows()[id]["status"] == "void"
