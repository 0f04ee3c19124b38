"""Changes at the ward while the phone is offline: returned and approved entries, closed months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.areas.changes import AreaMerge, ChangeOrder
from app.areas.merge_actions import merge_areas
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import Month, now, today
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import SESSION, Phone
from tests.e2e.offline.phone_actions import (
    add_person,
    entry_row,
    expect_waiting,
    fill_in_visit,
    log_entry,
    save,
    send_in_background,
    stored,
)

COMMENT = "Số người chưa khớp, mời xem lại giúp."


def _review(ward: Ward, id: str, action: Action, **why: str) -> None:
    def act(session: Session) -> object:
        return review(session, WARD_A, {UUID(id): 1}, DecisionNote(action, CARLA, now(), **why))

    assert ward.do(act) == {UUID(id): "done"}


def test_entry_returned_meanwhile_is_shown_and_corrected(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = log_entry(phone, page, "Bị trả lại khi mất sóng", state="stored")
    phone.go_offline()
    _review(ward, id, Action.RETURN, reason="people", comment=COMMENT)
    phone.open("/log/", page)
    expect(page.locator('[data-line="correct"]')).to_be_hidden()
    phone.go_online()
    phone.open_fresh("/log/", page)
    line = page.locator('[data-line="correct"] a')
    expect(line).to_have_text("Cần sửa: 1")
    phone.go_offline()
    line.tap()
    returned = page.locator(f'#entries [data-entry="{id}"]')
    expect(returned).to_contain_text(COMMENT)
    returned.locator("a").tap()
    page.locator("#entry").wait_for()
    expect(page.locator("#return-reason")).to_contain_text(COMMENT)
    add_person(phone, page, id)
    rows = ward.rows()
    assert set(rows) == {id}
    assert (rows[id]["status"], rows[id]["revision"], rows[id]["people"]) == ("submitted", "2", "2")


def test_correction_of_an_entry_approved_meanwhile_can_be_discarded(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = log_entry(phone, page, "Được duyệt khi mất sóng", state="stored")
    phone.go_offline()
    phone.open(f"/log/visit?id={id}", page)
    page.locator("#entry").wait_for()
    page.fill("[name=note]", "Sửa quá muộn")
    assert save(page, "waiting") == id
    _review(ward, id, Action.APPROVE)
    phone.go_online()
    conflict = page.locator("[data-state=bad]")
    expect(conflict).to_contain_text("đã duyệt")
    conflict.locator("a[href='/log/mine']").tap()
    row = entry_row(page, id)
    expect(row).to_have_attribute("data-status", "refused")
    expect(row.locator(".reason")).to_contain_text("đã duyệt")
    expect(page.locator("#status-bar")).to_have_attribute("data-level", "warning")
    page.locator("html[data-fresh]").wait_for(state="attached")
    row.locator("button.danger").tap()
    page.locator("#discard button[value=discard]").tap()
    expect(row).to_have_attribute("data-status", "approved")
    assert stored(page) == []
    rows = ward.rows()
    assert set(rows) == {id}
    assert (rows[id]["status"], rows[id]["revision"], rows[id]["note"]) == ("approved", "1", "")


@pytest.fixture
def closing(ward: Ward) -> Iterator[Callable[[], Month]]:
    """Return what closes last month, until the test ends."""
    yield from _closing(ward, Month.current().previous())


@pytest.fixture
def closing_early(ward: Ward) -> Iterator[Callable[[], Month]]:
    """Return what closes the present month, until the test ends."""
    yield from _closing(ward, Month.current())


def _closing(ward: Ward, month: Month) -> Iterator[Callable[[], Month]]:
    def close() -> Month:
        ward.do(lambda session: close_month(session, WARD_A, str(month), CARLA, now()))
        return month

    yield close
    ward.do(lambda session: reopen_month(session, WARD_A, str(month)))


def test_entry_of_a_month_closed_meanwhile_counts_in_the_open_one(
    quiet_phone: Phone, ward: Ward, closing: Callable[[], Month]
) -> None:
    phone, closed = quiet_phone, Month.current().previous()
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Tháng đã chốt khi mất sóng")
    page.fill("[name=happened_on]", closed.last.isoformat())
    expect(page.locator("#closed-month")).to_be_hidden()
    id = save(page, "waiting")
    closing()
    phone.go_online()
    expect(page.locator("#entry")).to_be_visible()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("#closed-month")).to_contain_text(f"{Month.current().first:%m/%Y}")
    assert ward.rows() == {}
    assert save(page, "stored") == id
    expect_waiting(page, 0)
    rows = ward.rows()
    assert set(rows) == {id}
    assert (rows[id]["happened_on"], rows[id]["month"]) == (closed.last.isoformat(), str(Month.current()))


def test_entry_of_a_running_month_closed_meanwhile_counts_in_the_next_one(
    quiet_phone: Phone, ward: Ward, closing_early: Callable[[], Month]
) -> None:
    phone, following = quiet_phone, Month.current().next()
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Tháng đang chạy đã chốt sớm")
    id = save(page, "waiting")
    closing_early()
    phone.go_online()
    expect(page.locator("#closed-month")).to_contain_text(f"{following.first:%m/%Y}")
    assert save(page, "stored") == id
    expect(page.locator("#receipt")).to_contain_text(f"{following.first:%m/%Y}")
    row = ward.rows(following)[id]
    assert (row["happened_on"], row["month"]) == (today().isoformat(), str(following))


def test_refusal_received_by_the_worker_is_shown_in_full(
    phone: Phone, ward: Ward, closing: Callable[[], Month]
) -> None:
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Tháng đã chốt, máy tự gửi")
    page.fill("[name=happened_on]", Month.current().previous().last.isoformat())
    id = save(page, "waiting")
    closing()
    # The page meets a fault where the worker meets none.
    phone.add_fault(
        SESSION, lambda route: route.continue_() if route.request.service_worker else route.abort(), times=2
    )
    phone.go_online()
    send_in_background(phone, page)
    expect(page.locator("#entry")).to_be_visible()
    expect(page.locator("#closed-month")).to_be_visible()
    assert save(page, "stored") == id
    assert set(ward.rows()) == {id}


def test_entry_omitted_from_a_closed_month_is_replaced_once(
    phone: Phone, ward: Ward, closing: Callable[[], Month]
) -> None:
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bị trả lại rồi tháng chốt")
    last = Month.current().previous().last.isoformat()
    page.fill("[name=happened_on]", last)
    id = save(page, "stored")
    _review(ward, id, Action.RETURN, reason="unclear", comment=COMMENT)
    closing()
    phone.open_fresh("/log/", page)
    expect(page.locator('[data-line="correct"]')).to_be_hidden()
    phone.open_fresh("/log/mine", page)
    row = entry_row(page, id)
    # Nobody is asked to mend what can no longer be mended, and nobody wonders why it does not count.
    expect(row).to_have_attribute("data-status", "void")
    expect(row.locator(".reason")).to_have_text(f"chưa rõ: {COMMENT}")
    expect(row).to_contain_text("Tháng đã chốt")
    row.locator(".actions a").tap()
    page.locator("#entry").wait_for()
    expect(page.locator("#return-reason")).to_contain_text(COMMENT)
    expect(page.locator("#closed-month")).to_contain_text(f"{Month.current().first:%m/%Y}")
    sent_again = save(page, "stored")
    assert sent_again != id
    rows = ward.rows()
    assert set(rows) == {sent_again}
    assert (rows[sent_again]["happened_on"], rows[sent_again]["month"]) == (last, str(Month.current()))
    phone.open_fresh("/log/mine", page)
    expect(entry_row(page, id)).to_have_attribute("data-status", "void")
    expect(entry_row(page, id).locator(".actions")).to_have_count(0)


def test_work_that_was_logged_again_is_not_logged_twice_without_a_question(
    phone: Phone, ward: Ward, closing: Callable[[], Month]
) -> None:
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bấm Quay lại sau khi ghi lại")
    page.fill("[name=happened_on]", Month.current().previous().last.isoformat())
    id = save(page, "stored")
    closing()
    phone.open_fresh(f"/log/visit?again={id}", page)
    page.locator("#entry").wait_for()
    logged_again = save(page, "stored")
    # As by Back, a bookmark or the history.
    phone.open_fresh(f"/log/visit?again={id}", page)
    expect(page.locator("#message")).to_contain_text("đã được ghi lại")
    expect(page.locator("#entry")).to_be_hidden()
    expect(page.locator(f"a[href='/log/visit?id={logged_again}']")).to_be_visible()
    page.locator("[data-log-twice]").tap()
    page.locator("#entry").wait_for()
    twice = save(page, "stored")
    assert set(ward.rows()) == {logged_again, twice}


def test_entry_is_replaced_in_one_tab_only(phone: Phone, ward: Ward, closing: Callable[[], Month]) -> None:
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Ghi lại ở hai thẻ")
    page.fill("[name=happened_on]", Month.current().previous().last.isoformat())
    id = save(page, "stored")
    closing()
    phone.open_fresh(f"/log/visit?again={id}", page)
    page.locator("#entry").wait_for()
    second = phone.open_fresh(f"/log/visit?again={id}")
    expect(second.locator("#message")).to_contain_text("đang mở ở một thẻ khác")
    expect(second.locator("#entry")).to_be_hidden()


def test_unknown_entry_is_explained_to_who_is_signed_out(phone: Phone) -> None:
    page = phone.prepare()
    phone.lose_session()
    phone.open_fresh("/log/visit?id=01900000-0000-7000-8000-000000000001", page)
    expect(page.locator("#message")).to_contain_text("Đăng nhập")
    expect(page.locator("#message a[href='/login']")).to_be_visible()


@pytest.fixture
def merging(ward: Ward) -> Callable[[], None]:
    """Return what merges the areas of the ward from today on. It stays so: this is the last test of the module."""

    def merge() -> None:
        order = ChangeOrder(WARD_A, today(), CARLA, now())
        wanted = [AreaMerge([AREA_1, AREA_2], "Khu phố Mới")]
        ward.do(lambda session: merge_areas(session, order, wanted).number)

    return merge


def test_entry_and_draft_of_areas_merged_meanwhile_are_taken_in(
    quiet_phone: Phone, ward: Ward, merging: Callable[[], None]
) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    waiting = log_entry(phone, page, "Trước khi gộp")
    phone.open("/log/visit", page)
    fill_in_visit(page, "Viết dở khi gộp")
    page.locator("[name=note]").fill("đang viết")
    merging()
    phone.go_online()
    expect_waiting(page, 0)
    phone.open_fresh("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("đang viết")
    drafted = save(page, "stored")
    rows = ward.rows()
    assert set(rows) == {waiting, drafted}
    assert {row["status"] for row in rows.values()} == {"submitted"}
