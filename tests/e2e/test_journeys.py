"""A volunteer's work from the first tap to the ward's figures, on a phone, in Vietnamese."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy.orm import Session

from app.database import in_transaction, writer
from app.logbook.actions import review
from app.logbook.recount import differences
from app.logbook.status import Action
from app.month import Month, now, today
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import CARLA, SINCE, TEAM_1, WARD_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.conftest import OpenBrowser
from tests.e2e.server import Site, fill_in_sign_in
from tests.factories import household, make_entry

MATES = ("Đỗ Ví Dụ Ánh", "Trần Ví Dụ Ân", "Lê Ví Dụ Bình", "Võ Ví Dụ Dũng", "Phạm Ví Dụ Đức", "Bùi Ví Dụ Yến")
"""Team mates in the order of a Vietnamese list: by given name, with Ă, Â and Đ after their plain letters."""

LANE = "Số 12 Đường Điện Biên Phủ"
COMMENT = "Số người chưa khớp với số phòng, mời xem lại giúp."


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return the cast's database with more team mates for Ana, entered in another order."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    with app.app_context():
        for number, name in enumerate(sorted(MATES, reverse=True)):
            _add_mate(writer(), f"+8490000{1201 + number}", name)
        writer().commit()
    assert Visitor(app, "ana").sync(make_entry(household=household(LANE)))[0]["outcome"] == "stored"
    dispose(app)
    return url


def _add_mate(session: Session, phone: str, name: str) -> None:
    user = User(phone=phone, name=name, password_hash="", created_at=now())
    session.add(user)
    session.flush()
    session.add(
        Membership(user_id=user.id, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE, valid_to=None)
    )


@dataclass
class Thumb:
    """Taps a page, and counts. Typing is no tap, but bringing up the keyboard is."""

    page: Page
    taps: int = field(default=0)

    def tap(self, target: str | Locator) -> None:
        """Tap what is seen."""
        locator = self.page.locator(target) if isinstance(target, str) else target
        locator.tap()
        self.taps += 1

    def type(self, target: str, text: str) -> None:
        """Tap a field and type."""
        self.tap(target)
        self.page.locator(target).press_sequentially(text)

    def choose(self, name: str, value: str) -> None:
        """Tap one of several answers, where its label stands."""
        control = self.page.locator(f"[name={name}][value={value}]")
        self.tap(self.page.locator("label", has=control))


def _log_visit(thumb: Thumb) -> None:
    thumb.type("[name=household]", "Số 7, ngõ 3")
    thumb.tap("[data-found] button")
    thumb.choose("topics", "vneid")


def _log_installation(thumb: Thumb) -> None:
    thumb.choose("service", "vneid_2")
    thumb.choose("outcome", "activated")
    thumb.choose("setting", "home")


def _log_training(thumb: Thumb) -> None:
    thumb.choose("topic", "scam_warning")
    thumb.type("[name=attendees]", "1450")
    thumb.type("[name=women]", "800")
    thumb.type("[name=elderly]", "310")
    thumb.type("[name=venue]", "Nhà văn hóa")
    thumb.tap("[data-field=minutes] [data-pick='90']")


def _log_merchant(thumb: Thumb) -> None:
    thumb.type("[name=merchant]", "Quầy mẫu 1")
    thumb.tap("[data-found] button")
    thumb.choose("methods", "vietqr")
    thumb.choose("qr_valid", "true")
    thumb.tap(thumb.page.locator("label", has=thumb.page.locator("[name=in_use]")))


@dataclass(frozen=True)
class Work:
    """One piece of work: how it is logged, in how few taps, and what must stand in the log."""

    kind: str
    log: Callable[[Thumb], None]
    most_taps: int
    row: dict[str, str]
    measure: str
    figure: int


WORK = (
    Work("visit", _log_visit, 5, {"household": "Số 7, ngõ 3", "met": "met", "people": "1"}, "visit.people", 1),
    Work("installation", _log_installation, 5, {"service": "vneid_2", "people": "1"}, "installation.people", 1),
    Work("merchant", _log_merchant, 8, {"merchant": "Quầy mẫu 1", "methods": "vietqr"}, "merchant", 1),
    Work("training", _log_training, 9, {"attendees": "1450", "women": "800"}, "training.attendees", 1450),
)


def _go_home(page: Page, path: str = "/log/") -> None:
    page.goto(path)
    page.locator("html[data-ready]").wait_for()


def _save(thumb: Thumb) -> str:
    """Tap the button; return the id that the ward's receipt names."""
    thumb.tap("button[type=submit].primary")
    return _receipt(thumb.page)


def _receipt(page: Page) -> str:
    receipt = page.locator("[data-receipt=stored]")
    receipt.wait_for()
    found = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert found
    return found


@dataclass(frozen=True)
class Figures:
    """What the ward sees: its page, its log and its workbook, at one moment."""

    shown: dict[str, int]
    rows: dict[str, dict[str, str]]
    workbook: list[int]

    def in_log(self, kind: str) -> int:
        """Return how many rows of a kind the log counts."""
        return sum(row["kind"] == kind and row["status"] != "void" for row in self.rows.values())


_SHOWN = """() => [...document.querySelectorAll("[data-measure]")].flatMap((row) => {
  const cell = row.matches("[data-period]") ? row : row.querySelector("[data-period]");
  return cell ? [[row.dataset.measure, Number(cell.dataset.period)]] : [];
})"""
"""What the page says of each measure, in the page's order; the ward's own totals stand first."""


def _figures(ward: BrowserContext) -> Figures:
    month = Month.current()
    page = ward.new_page()
    page.goto("/overview/")
    shown = dict(reversed(page.evaluate(_SHOWN)))
    page.close()
    log = ward.request.get(f"/reports/entries.csv?month={month}")
    assert log.ok
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(log.body().decode("utf-8-sig")))}
    workbook = ward.request.get(f"/reports/month.xlsx?month={month}")
    assert workbook.ok
    return Figures(shown, rows, _numbers(workbook.body()))


def _numbers(workbook: bytes) -> list[int]:
    """Return every whole number of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return sorted(cell for cell in cells if isinstance(cell, int) and not isinstance(cell, bool))


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.kind)
def test_work_is_logged_in_few_taps_and_shows_at_once(open_browser: OpenBrowser, work: Work) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    before = _figures(ward)
    _go_home(phone)
    thumb = Thumb(phone)
    thumb.tap(f'a[href="/log/{work.kind}"]')
    phone.locator("html[data-ready]").wait_for()
    work.log(thumb)
    id = _save(thumb)
    assert thumb.taps <= work.most_taps, f"{work.kind} took {thumb.taps} taps"

    _go_home(phone, "/log/mine")
    entry = phone.locator(f'[data-entry="{id}"]')
    expect(entry).to_have_attribute("data-status", "submitted")
    expect(entry).to_contain_text(f"{today():%d/%m/%Y}")

    after = _figures(ward)
    assert work.row.items() <= after.rows[id].items()
    assert after.rows[id]["happened_on"] == today().isoformat()
    assert after.in_log(work.kind) == before.in_log(work.kind) + 1
    assert after.shown[work.measure] == before.shown[work.measure] + work.figure
    assert after.workbook != before.workbook
    assert after.shown[work.measure] in after.workbook


def test_a_number_of_thousands_has_points(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _go_home(phone, "/log/training")
    _log_training(Thumb(phone))
    id = _save(Thumb(phone))
    _go_home(phone, "/log/mine")
    expect(phone.locator(f'[data-entry="{id}"]')).to_contain_text("1.450")


def test_a_visit_may_be_counted_without_a_name(open_browser: OpenBrowser) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    _go_home(phone)
    thumb = Thumb(phone)
    thumb.tap('a[href="/log/visit"]')
    phone.locator("html[data-ready]").wait_for()
    thumb.tap(phone.locator("label", has=phone.locator("[name=unnamed]")))
    id = _save(thumb)
    assert thumb.taps <= 3
    assert _figures(ward).rows[id]["household"] == ""


def test_the_search_needs_no_tones(open_browser: OpenBrowser) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    known = {row["household"] for row in _figures(ward).rows.values()}
    _go_home(phone, "/log/visit")
    thumb = Thumb(phone)
    thumb.type("[name=household]", "duong dien")
    expect(phone.locator("[data-found] button").first).to_contain_text(LANE)
    thumb.tap(phone.locator("[data-found] button").first)
    thumb.tap("button[type=submit].primary")
    # Somebody was there a moment ago.
    expect(phone.locator("#repeat")).to_contain_text(f"{today():%d/%m/%Y}")
    thumb.tap("#repeat button[value=save]")
    id = _receipt(phone)
    row = _figures(ward).rows[id]
    assert row["household"] == LANE
    assert LANE in known


def test_team_mates_stand_by_their_given_names(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _go_home(phone, "/log/visit")
    listed = [text.strip() for text in phone.locator("[data-field=companions] label.choice").all_inner_texts()]
    assert [name for name in listed if name in MATES] == list(MATES)


def _in_process(site: Site, work: Callable[[Any], Any]) -> Any:
    """Do something to the served database beside the server, as the review page does."""
    app = make_app(site.database)
    with app.app_context():
        result = in_transaction(work)
    dispose(app)
    return result


def test_what_comes_back_is_first_at_home_and_can_be_mended(open_browser: OpenBrowser, site: Site) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    _go_home(phone, "/log/visit")
    thumb = Thumb(phone)
    thumb.type("[name=household]", "Số 9, ngõ 4")
    thumb.tap("[data-found] button")
    id = _save(thumb)
    seen = {UUID(id): 1}
    done = _in_process(
        site,
        lambda session: review(session, WARD_A, seen, Action.RETURN, CARLA, now(), reason="people", comment=COMMENT),
    )
    assert done == {UUID(id): "done"}
    before = _figures(ward)
    assert before.rows[id]["status"] == "returned"

    _go_home(phone)
    returned = phone.locator(f'main [data-entry="{id}"]')
    expect(returned).to_contain_text(COMMENT)
    first_link = phone.locator('a[href="/log/visit"]').bounding_box()
    box = returned.bounding_box()
    assert box
    assert first_link
    assert box["y"] < first_link["y"], "what came back stands below what can be logged"
    returned.locator("a").tap()
    phone.locator("html[data-ready]").wait_for()
    expect(phone.locator("main")).to_contain_text(COMMENT)
    phone.locator("[data-field=people] [data-step='1']").tap()
    assert _save(Thumb(phone)) == id

    _go_home(phone, "/log/mine")
    expect(phone.locator(f'[data-entry="{id}"]')).to_have_attribute("data-status", "submitted")
    after = _figures(ward)
    assert {name: after.rows[id][name] for name in ("status", "revision", "people")} == {
        "status": "submitted",
        "revision": "2",
        "people": "2",
    }
    assert after.shown["visit"] == before.shown["visit"] == after.in_log("visit")
    assert after.shown["visit.people"] == before.shown["visit.people"] + 1
    assert _in_process(site, lambda session: list(differences(session))) == []
    _go_home(phone)
    expect(phone.locator(f'#returned [data-entry="{id}"]')).to_have_count(0)


def test_what_is_missing_is_said_at_its_field(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _go_home(phone, "/log/installation")
    phone.locator("button[type=submit].primary").tap()
    wrong = phone.locator("[aria-invalid=true]:visible").first
    wrong.wait_for()
    describing = wrong.evaluate(
        "(control) => control.closest('[aria-describedby]')?.getAttribute('aria-describedby') ?? ''"
    )
    texts = [phone.locator(f'[id="{id}"]').inner_text() for id in describing.split()]
    assert any(texts), "the failed field is not tied to what is wrong with it"
    assert phone.locator("[data-receipt=stored]").count() == 0


def test_signing_in_by_the_page_leads_to_work(open_browser: OpenBrowser, site: Site) -> None:
    phone = open_browser().new_page()
    fill_in_sign_in(phone, site.phones["ana"], site.password)
    phone.wait_for_url(re.compile("/(log|overview)/$"))
    expect(phone.locator("h1")).to_have_count(1)
