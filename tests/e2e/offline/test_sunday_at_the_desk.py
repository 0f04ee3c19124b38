"""A Sunday near the people: duty at the desk, two phones without a line, a kill of phone and server; all of it once."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import time
from unicodedata import normalize

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.month import Month, today
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import ANNEXES, Rates, ReportSettings
from tests.cast import ANA, BRUNO, CARLA, LEO, PASSWORD, PHONES, WARD_A
from tests.conftest import Databases
from tests.e2e.clocked_server import ServerClock
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.cached_pages import prepare_whole
from tests.e2e.offline.conftest import NewPhone, Row
from tests.e2e.offline.conftest import Ward as WardLog
from tests.e2e.offline.counting_actions import count, counted, end_shift, open_desk, total
from tests.e2e.offline.event_ward import morning
from tests.e2e.offline.phone import Phone, PhoneOnDisk
from tests.e2e.offline.phone_actions import expect_waiting, log_entry, stored, wait_until
from tests.e2e.roster_actions import (
    PlannedEvent,
    add_event,
    add_shifts,
    answer_yes,
    ask_for_duty,
    confirm_presence,
)
from tests.e2e.server import Site
from tests.served import Server

TITLE = "Ngày Chủ nhật gần Dân"
PLANNED = PlannedEvent(TITLE, TITLE, "Chợ Quảng Thắng", today(), time(7, 30), time(16, 30), 60)
FIRST_SHIFT = time(7, 30), time(9)
SHIFTS = ["07:30–09:00", "09:00–10:30", "10:30–12:00", "12:00–13:30", "13:30–15:00", "15:00–16:30"]
ON_DUTY = {ANA: 1, BRUNO: 1, LEO: 2, CARLA: 3}
ASKED_BY = {"leo": (ANA, LEO), "carla": (BRUNO, CARLA)}
"""A leader asks the own team and the coordinator the others; each confirms whom they asked."""

BY_ANA = {"residence": 17, "certification": 12, "identity": 9}
BY_BRUNO = {"residence": 8, "land": 11, "tax": 6}
PEOPLE = Counter(BY_ANA) + Counter(BY_BRUNO)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> ServerClock:
    """Return the clock of the served app, on the evening before."""
    clock = ServerClock(tmp_path_factory.mktemp("clock") / "time")
    clock.set(morning(-1, hour=19))
    return clock


@pytest.fixture(scope="module")
def server(databases: Databases, clock: ServerClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a database of the cast by a server that can be killed."""
    options = ["--workers", "1", "--target", "tests.e2e.clocked_server:served"]
    log = tmp_path_factory.mktemp("sunday") / "log"
    with clock.environment(), Server(databases.fresh("sqlite"), log, options) as running:
        yield running


@pytest.fixture(scope="module")
def site(server: Server) -> Site:
    """Return the app as that server serves it."""
    return Site(server.port, server.environ["DATABASE_URL"], PHONES, PASSWORD)


def _pay_by_day(session: Session) -> None:
    """Let the ward pay for each day."""
    store_settings(session.get_one(Ward, WARD_A), report=ReportSettings(annexes=ANNEXES, rates=Rates(per_day=50_000)))


def _plan(pages: Mapping[str, Page]) -> int:
    """Let the coordinator plan the day with its six shifts, and the four be asked for it and say yes."""
    id = add_event(pages["carla"], PLANNED)
    assert add_shifts(pages["carla"], id, FIRST_SHIFT, 2, len(SHIFTS)) == SHIFTS
    for name, asked in ASKED_BY.items():
        for member in asked:
            ask_for_duty(pages[name], id, today(), ON_DUTY[member], member)
    for page in pages.values():
        answer_yes(page, id)
    return id


def _confirm(pages: Mapping[str, Page], id: int) -> None:
    """Let those who asked confirm that the four are there."""
    for name, asked in ASKED_BY.items():
        for member in asked:
            confirm_presence(pages[name], id, today(), ON_DUTY[member], member)


def _at_the_event(phone: Phone) -> None:
    """Open the desk without a line: the event is chosen by itself."""
    page = open_desk(phone)
    expect(page.locator("#shift [data-summary]")).to_contain_text(TITLE)
    page.close()


def test_a_sunday_stands_once_everywhere(
    server: Server,
    clock: ServerClock,
    open_browser: OpenBrowser,
    phone_on_disk: PhoneOnDisk,
    new_phone: NewPhone,
    ward: WardLog,
) -> None:
    ward.do(_pay_by_day)
    one, other = phone_on_disk, new_phone(in_background=False)
    pages = {name: open_browser(name, has_worker=False).new_page() for name in ASKED_BY}
    for name, phone in (("ana", one), ("bruno", other)):
        phone.sign_in(name)
        pages[name] = phone.context.new_page()
    id = _plan(pages)

    clock.set(morning())
    _confirm(pages, id)
    for phone in (one, other):
        phone.context.clock.set_system_time(morning())
    first, second = prepare_whole(one), prepare_whole(other, "bruno")
    for phone in (one, other):
        phone.go_offline()
        _at_the_event(phone)

    first = open_desk(one, first)
    for group, people in BY_ANA.items():
        count(first, group, people // 2)
    one.kill()
    one.start_again(is_online=False)
    one.context.clock.set_system_time(morning())
    first = open_desk(one)
    for group, people in BY_ANA.items():
        count(first, group, people - people // 2)
    second = open_desk(other, second)
    for group, people in BY_BRUNO.items():
        count(second, group, people)
    assert (counted(first), counted(second)) == (BY_ANA, BY_BRUNO)
    assert total(first) + total(second) == 63
    for page in (first, second):
        end_shift(page)
    log_entry(one, first, "Kích hoạt tại quầy", "installation")

    # One phone has sent when the server dies, and nobody knows what of it has arrived.
    other.go_online()
    wait_until(second, lambda: bool(other.sent))
    server.kill()
    one.sign_in("ana")
    one.go_online()
    server.start()
    for phone, page in ((one, first), (other, second)):
        phone.open("/log/", page)
        # The phone may send by itself before that, and the button is gone.
        page.evaluate("document.querySelector('#status-bar [data-send]')?.click()")
        _wait_until_sent(page)
        expect_waiting(page, 0)

    _assert_in_log(ward.rows())
    _assert_in_reports(ward)
    _assert_at_the_event(ward, id)


def _wait_until_sent(page: Page) -> None:
    wait_until(page, lambda: stored(page) == [])


def _assert_in_log(rows: dict[str, Row]) -> None:
    """Assert that everybody stands in the log once, at the event."""
    helped = [row for row in rows.values() if row["kind"] == "assistance"]
    people: Counter[str] = Counter()
    for row in helped:
        people[row["procedure"]] += int(row["people"])
    assert people == PEOPLE
    assert sum(people.values()) == 63
    assert len(helped) == len(BY_ANA) + len(BY_BRUNO)
    assert {row["event"] for row in helped} == {TITLE}
    assert sorted(row["kind"] for row in rows.values() if row not in helped) == ["installation"]


def _assert_in_reports(ward: WardLog) -> None:
    """Assert that figures, letter, workbooks, attendance and payment say the same, once."""
    for path in ("/reports/read", "/reports/month.docx"):
        text = _read(ward, path)
        assert "Đã hỗ trợ 63 lượt người làm thủ tục hành chính" in text, path
        assert "Lượt người được hỗ trợ làm thủ tục lượt người 63 63" in text, path
        assert "có 4 người thuộc 2 tổ tham gia với tổng số 4 ngày công" in text, path
        assert "Tài khoản định danh điện tử: trong tháng 1 người" in text, path
    assert "Lượt người được hỗ trợ làm thủ tục lượt người 63 63" in _read(ward, "/reports/month.xlsx")
    assert re.search(r"hỗ trợ làm thủ tục\D* 63\b", _read(ward, "/overview/")), "the ward page"
    paid = _read(ward, "/reports/payment.docx")
    for name in ("Ana", "Bruno", "Leo", "Carla"):
        assert len(re.findall(rf"Nguyễn Ví Dụ {name} .{{0,60}}? 1 50\.000 50\.000", paid)) == 1, name
    assert "Tổng 4 200.000 Bằng chữ: Hai trăm nghìn đồng." in paid
    listed = re.findall(r"Chợ Quảng Thắng (\d+) Tự nộp có hướng dẫn", _read(ward, "/reports/entries.xlsx"))
    assert sum(map(int, listed)) == 63


def _assert_at_the_event(ward: WardLog, id: int) -> None:
    """Assert that the event's page, that of its date and its report have everybody once."""
    for path in (f"/calendar/{id}", f"/calendar/{id}/{today()}", f"/calendar/{id}/report.docx"):
        text = _read(ward, path)
        assert re.search(r"Lượt người được phục vụ\D* 64\b", text) or path.endswith("docx"), path
        assert re.search(r"Lượt người được hỗ trợ làm thủ tục\D* 63\b", text), path
        assert re.search(r"giúp cài, dùng ứng dụng\D* 1\b", text), path


def _read(ward: WardLog, path: str) -> str:
    """Return what a page or a file of this month says, in one line."""
    body = ward.fetch(f"{path}?month={Month.current()}&lang=vi").body()
    if path.endswith("docx"):
        parts = [each.text or "" for each in docx.Document(io.BytesIO(body)).element.iter() if each.tag.endswith("}t")]
    elif path.endswith("xlsx"):
        sheets = list(load_workbook(io.BytesIO(body)))
        cells = (cell for sheet in sheets for line in sheet.iter_rows(values_only=True) for cell in line)
        parts = [str(cell) for cell in cells if cell is not None]
    else:
        parts = [html.unescape(re.sub(r"<[^>]+>", " ", body.decode()))]
    return re.sub(r"\s+", " ", normalize("NFC", " ".join(parts)))
