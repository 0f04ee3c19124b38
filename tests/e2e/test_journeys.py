"""The work of a member on the phone, from the first tap to the ward's figures, in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.database import in_transaction, writer
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now, today
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import CARLA, SINCE, TEAM_1, WARD_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.conftest import OpenBrowser
from tests.e2e.server import Site, fill_in_sign_in
from tests.e2e.tap_counter import TapCounter
from tests.e2e.ward_figures import ward_figures
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


def log_visit(taps: TapCounter) -> None:
    """Log a visit to a new household."""
    taps.type("[name=household]", "Số 7, ngõ 3")
    taps.tap("[data-found] button")
    taps.choose("topics", "vneid")


def log_installation(taps: TapCounter) -> None:
    """Log an installation of VNeID."""
    taps.choose("service", "vneid_2")
    taps.choose("outcome", "activated")
    taps.choose("setting", "home")


def log_training(taps: TapCounter) -> None:
    """Log a training with many attendees."""
    taps.choose("topics", "scam_warning")
    taps.type("[name=attendees]", "1450")
    taps.type("[name=women]", "800")
    taps.type("[name=elderly]", "310")
    taps.type("[name=venue]", "Nhà văn hóa")
    taps.tap("[data-field=minutes] [data-pick='90']")


def log_merchant(taps: TapCounter) -> None:
    """Log a merchant who takes VietQR."""
    taps.type("[name=merchant]", "Quầy mẫu 1")
    taps.tap("[data-found] button")
    taps.choose("methods", "vietqr")
    taps.choose("qr_valid", "true")
    taps.tap(taps.page.locator("label", has=taps.page.locator("[name=in_use]")))


def log_assistance(taps: TapCounter) -> None:
    """Log help with procedures for five people, of whom one needed somebody beside them."""
    taps.choose("procedure", "land")
    taps.tap("[data-field=people] [data-pick='5']")
    taps.choose("outcome", "guided")
    taps.tap("[data-field=needed_attendant] [data-step='1']")


@dataclass(frozen=True)
class Case:
    """A kind of entry: how it is logged, in how many taps at most, and what the ward then has of it."""

    kind: str
    log: Callable[[TapCounter], None]
    max_taps: int
    row: dict[str, str]
    measure: str
    figure: int


CASES = (
    Case("visit", log_visit, 5, {"household": "Số 7, ngõ 3", "met": "met", "people": "1"}, "visit.people", 1),
    Case("installation", log_installation, 5, {"service": "vneid_2", "people": "1"}, "installation.people", 1),
    Case("merchant", log_merchant, 8, {"merchant": "Quầy mẫu 1", "methods": "vietqr"}, "merchant", 1),
    Case("training", log_training, 9, {"attendees": "1450", "women": "800"}, "training.attendees", 1450),
    Case("assistance", log_assistance, 6, {"procedure": "land", "people": "5"}, "assistance.people", 5),
)


def _go_home(page: Page, path: str = "/log/") -> None:
    page.goto(path)
    page.locator("html[data-ready]").wait_for()


def _save(taps: TapCounter) -> str:
    """Tap the save button; return the id on the ward's receipt."""
    taps.tap("button[type=submit].primary")
    return _receipt(taps.page)


def _receipt(page: Page) -> str:
    receipt = page.locator("[data-receipt=stored]")
    receipt.wait_for()
    found = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert found
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_entry_is_logged_in_few_taps_and_shown_at_once(open_browser: OpenBrowser, case: Case) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    before = ward_figures(ward)
    _go_home(phone)
    taps = TapCounter(phone)
    taps.tap(f'a[href="/log/{case.kind}"]')
    phone.locator("html[data-ready]").wait_for()
    case.log(taps)
    id = _save(taps)
    assert taps.count <= case.max_taps, f"{case.kind} took {taps.count} taps"

    _go_home(phone, "/log/mine")
    entry = phone.locator(f'[data-entry="{id}"]')
    expect(entry).to_have_attribute("data-status", "submitted")
    expect(entry).to_contain_text(f"{today():%d/%m/%Y}")

    after = ward_figures(ward)
    assert case.row.items() <= after.rows[id].items()
    assert after.rows[id]["happened_on"] == today().isoformat()
    assert after.in_log(case.kind) == before.in_log(case.kind) + 1
    assert after.shown[case.measure] == before.shown[case.measure] + case.figure
    assert after.workbook != before.workbook
    assert after.shown[case.measure] in after.workbook


def test_number_of_thousands_has_points(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _go_home(phone, "/log/training")
    log_training(TapCounter(phone))
    phone.fill("[name=venue]", "Sân vận động")
    id = _save(TapCounter(phone))
    _go_home(phone, "/log/mine")
    expect(phone.locator(f'[data-entry="{id}"]')).to_contain_text("1.450")


def test_visit_may_be_counted_without_a_household(open_browser: OpenBrowser) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    _go_home(phone)
    taps = TapCounter(phone)
    taps.tap('a[href="/log/visit"]')
    phone.locator("html[data-ready]").wait_for()
    taps.tap(phone.locator("label", has=phone.locator("[name=unnamed]")))
    id = _save(taps)
    assert taps.count <= 3
    assert ward_figures(ward).rows[id]["household"] == ""


def test_household_search_needs_no_tones(open_browser: OpenBrowser) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    known = {row["household"] for row in ward_figures(ward).rows.values()}
    _go_home(phone, "/log/visit")
    taps = TapCounter(phone)
    taps.type("[name=household]", "duong dien")
    expect(phone.locator("[data-found] button").first).to_contain_text(LANE)
    taps.tap(phone.locator("[data-found] button").first)
    taps.tap("button[type=submit].primary")
    # Somebody was there a moment ago.
    expect(phone.locator("#repeat")).to_contain_text(f"{today():%d/%m/%Y}")
    taps.tap("#repeat button[value=save]")
    id = _receipt(phone)
    row = ward_figures(ward).rows[id]
    assert row["household"] == LANE
    assert LANE in known


def test_team_mates_are_sorted_by_given_name(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _go_home(phone, "/log/visit")
    listed = [text.strip() for text in phone.locator("[data-field=companions] label.choice").all_inner_texts()]
    assert [name for name in listed if name in MATES] == list(MATES)


def _in_process(site: Site, work: Callable[[Any], Any]) -> Any:
    """Change the served database from this process, as the review page does."""
    app = make_app(site.database)
    with app.app_context():
        result = in_transaction(work)
    dispose(app)
    return result


def test_returned_entry_is_two_taps_from_home_and_can_be_corrected(open_browser: OpenBrowser, site: Site) -> None:
    phone, ward = open_browser("ana").new_page(), open_browser("carla")
    _go_home(phone, "/log/visit")
    taps = TapCounter(phone)
    taps.type("[name=household]", "Số 9, ngõ 4")
    taps.tap("[data-found] button")
    id = _save(taps)
    seen = {UUID(id): 1}
    done = _in_process(
        site,
        lambda session: review(
            session, WARD_A, seen, DecisionNote(Action.RETURN, CARLA, now(), reason="people", comment=COMMENT)
        ),
    )
    assert done == {UUID(id): "done"}
    before = ward_figures(ward)
    assert before.rows[id]["status"] == "returned"

    _go_home(phone)
    taps = TapCounter(phone)
    taps.tap('[data-line="correct"] a')
    phone.locator("html[data-ready]").wait_for()
    returned = phone.locator(f'#entries [data-entry="{id}"]')
    expect(returned).to_contain_text(COMMENT)
    taps.tap(returned.locator("a"))
    assert taps.count == 2
    phone.locator("html[data-ready]").wait_for()
    expect(phone.locator("main")).to_contain_text(COMMENT)
    phone.locator("[data-field=people] [data-step='1']").tap()
    assert _save(TapCounter(phone)) == id

    _go_home(phone, "/log/mine")
    expect(phone.locator(f'[data-entry="{id}"]')).to_have_attribute("data-status", "submitted")
    after = ward_figures(ward)
    assert {name: after.rows[id][name] for name in ("status", "revision", "people")} == {
        "status": "submitted",
        "revision": "2",
        "people": "2",
    }
    assert after.shown["visit"] == before.shown["visit"] == after.in_log("visit")
    assert after.shown["visit.people"] == before.shown["visit.people"] + 1
    assert _in_process(site, lambda session: list(differences(session))) == []
    _go_home(phone)
    expect(phone.locator('[data-line="correct"]')).to_be_hidden()


def test_missing_answer_is_shown_at_its_field(open_browser: OpenBrowser) -> None:
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


def test_sign_in_page_leads_to_the_home_page(open_browser: OpenBrowser, site: Site) -> None:
    phone = open_browser().new_page()
    fill_in_sign_in(phone, site.phones["ana"], site.password)
    phone.wait_for_url(re.compile("/(log|overview)/$"))
    expect(phone.locator("h1")).to_have_count(1)
