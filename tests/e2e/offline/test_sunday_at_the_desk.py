"""A Sunday near the people: duty at the desk, two phones without a line, a kill of phone and server; all of it once."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from unicodedata import normalize

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.events.actions import add_event
from app.events.changes import EventFacts
from app.events.duty_actions import DutyKey, DutyOutcome, answer, ask
from app.events.models import DutyAnswer
from app.events.shift_actions import ShiftFacts, ShiftOutcome, add_shift
from app.month import Month, now, today
from app.months.presence_actions import confirm_own_presence
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.report_settings import ANNEXES, Rates, ReportSettings
from tests.cast import ANA, BRUNO, CARLA, LEO, MARKET_A, PASSWORD, PHONES, WARD_A
from tests.conftest import Databases
from tests.e2e.offline.conftest import NewPhone, Row
from tests.e2e.offline.conftest import Ward as WardLog
from tests.e2e.offline.counting_actions import count, counted, end_shift, open_desk, prepare_desk, total
from tests.e2e.offline.phone import Phone, PhoneOnDisk
from tests.e2e.offline.phone_actions import expect_waiting, log_entry, stored, wait_until
from tests.e2e.server import Site
from tests.served import Server

TITLE = "Ngày Chủ nhật gần Dân"
SHIFTS = [(time(4 * number), time(4 * number + 3, 59)) for number in range(6)]
ON_DUTY = {ANA: 1, BRUNO: 1, LEO: 2, CARLA: 3}
BY_ANA = {"residence": 17, "certification": 12, "identity": 9}
BY_BRUNO = {"residence": 8, "land": 11, "tax": 6}
PEOPLE = Counter(BY_ANA) + Counter(BY_BRUNO)


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Serve a database of the cast by a server that can be killed."""
    database = databases.fresh("sqlite")
    with Server(database, tmp_path_factory.mktemp("sunday") / "log", ["--workers", "1"]) as running:
        yield running, database


@pytest.fixture(scope="module")
def site(server: tuple[Server, str]) -> Site:
    """Return the app as that server serves it."""
    running, database = server
    return Site(running.port, database, PHONES, PASSWORD)


def _set_up(session: Session) -> int:
    """Let the ward have set up its day yesterday, with six shifts; four people said that they come."""
    yesterday = now() - timedelta(days=1)
    store_settings(session.get_one(Ward, WARD_A), report=ReportSettings(annexes=ANNEXES, rates=Rates(per_day=50_000)))
    facts = EventFacts("near_people", TITLE, MARKET_A, "", today(), None, "", time(), time(23, 59), 60, "", frozenset())
    id = add_event(session, WARD_A, facts, CARLA, yesterday).event_id
    for begins, ends in SHIFTS:
        added = add_shift(session, WARD_A, id, ShiftFacts(begins, ends, 2), CARLA, yesterday)
        assert added is ShiftOutcome.DONE
    for member, shift in ON_DUTY.items():
        assert ask(session, WARD_A, id, today(), shift, [member], CARLA, yesterday).number == 1
        key = DutyKey(WARD_A, id, today(), shift, member)
        assert answer(session, key, DutyAnswer.YES, yesterday) is DutyOutcome.DONE
    return id


def _confirm(session: Session, id: int) -> None:
    """Let those on duty say that they are there."""
    for member, shift in ON_DUTY.items():
        key = DutyKey(WARD_A, id, today(), shift, member)
        assert confirm_own_presence(session, key, now()) is DutyOutcome.DONE


def _at_the_event(phone: Phone) -> None:
    """Open the desk without a line: the event is chosen by itself."""
    page = open_desk(phone)
    expect(page.locator("#shift [data-summary]")).to_contain_text(TITLE)
    page.close()


def test_a_sunday_stands_once_everywhere(
    server: tuple[Server, str], phone_on_disk: PhoneOnDisk, new_phone: NewPhone, ward: WardLog
) -> None:
    id = ward.do(_set_up)
    ward.do(lambda session: _confirm(session, id))
    one, other = phone_on_disk, new_phone(in_background=False)
    first, second = prepare_desk(one), prepare_desk(other, "bruno")
    for phone in (one, other):
        phone.go_offline()
        _at_the_event(phone)

    first = open_desk(one, first)
    for group, people in BY_ANA.items():
        count(first, group, people // 2)
    one.kill()
    one.start_again(is_online=False)
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
    running, _database = server
    other.go_online()
    wait_until(second, lambda: bool(other.sent))
    running.kill()
    one.sign_in("ana")
    one.go_online()
    running.start()
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
