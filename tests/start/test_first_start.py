"""``/start/<token>``: from a link to a ward with its first coordinator, who is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.month import Month, now
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, Membership, User
from app.people.passwords import HASHING
from app.periods import Span
from app.permissions import Role
from app.places.models import Neighbourhood, Ward
from app.start.link_actions import issue_link
from app.start.models import StartLink
from tests.client import Visitor, form_token
from tests.start.steps import number_of_users
from tests.terminal import run

AN_KHE = "20305"
WORDS = {
    "area": "tổ dân phố",
    "area_short": "",
    "team": "other",
    "team_own": "Tổ chuyển đổi số",
    "team_short": "Tổ CĐS",
}
OFFICER = {"name": " Nguyễn  Ví Dụ ", "phone": "0900 000 201", "password": "ba con meo den", "again": "ba con meo den"}
NO_LINK = "Đường dẫn này không dùng được"


def issued(app: Flask) -> str:
    """Return the address of a new link."""
    with app.app_context():
        link = in_transaction(lambda session: issue_link(session, now()))
    assert link
    return f"/start/{link.token}"


def with_ward(address: str, code: str = AN_KHE, **words: str) -> str:
    """Return the address of the last step."""
    return f"{address}?{urlencode({'ward': code, **WORDS, **words})}"


def set_up(visitor: Visitor, address: str, **officer: str) -> tuple[int, str]:
    """Send the last step as a browser does; return the status, and the page or where it leads."""
    page = visitor.get(address)
    if page.status_code != 200:
        return page.status_code, page.text
    visitor.token = form_token(page.text)
    answer = visitor.post(address, **{**OFFICER, **officer})
    return answer.status_code, answer.headers.get("Location") or answer.text


def test_a_link_makes_a_ward_and_its_coordinator_who_is_signed_in(empty_app: Flask) -> None:
    address, visitor = issued(empty_app), Visitor(empty_app)
    assert set_up(visitor, with_ward(address)) == (302, "/")
    assert visitor.session()["user"]["role"] == "coordinator"
    assert visitor.http.get("/overview/").status_code == 200
    with empty_app.app_context():
        ward = reader().scalars(sa.select(Ward)).one()
        assert (ward.code, ward.name, ward.province.name) == (AN_KHE, "Phường An Khê", "Thành phố Đà Nẵng")
        words = ward.neighbourhood_word, ward.neighbourhood_short, ward.team_word, ward.team_short
        assert words == ("tổ dân phố", "TDP", "Tổ chuyển đổi số", "Tổ CĐS")
        assert ward.settings.is_being_set_up
        areas = reader().execute(sa.select(Neighbourhood.name, Neighbourhood.is_whole_ward))
        assert [tuple(area) for area in areas] == [("Toàn phường", True)]
        user = reader().scalars(sa.select(User)).one()
        assert (user.name, user.phone) == ("Nguyễn Ví Dụ", "+84900000201")
        post = reader().scalars(sa.select(Membership)).one()
        assert (post.role, post.ward_id, post.province_id, post.valid_to) == (Role.COORDINATOR, ward.id, None, None)
        written = sa.select(AuditRecord.event, AuditRecord.actor_id, AuditRecord.ward_id).order_by(AuditRecord.id)
        lines = reader().execute(written)
        events = (AuditEvent.SETTINGS_CHANGED, AuditEvent.PERSON_ADDED, AuditEvent.SIGNED_IN)
        assert [tuple(line) for line in lines] == [(event, user.id, ward.id) for event in events]
        assert reader().scalar(sa.select(sa.func.count()).select_from(StartLink)) == 0
    for each in (visitor, Visitor(empty_app)):
        for path in (address, with_ward(address)):
            answer = each.get(path)
            assert (answer.status_code, NO_LINK in answer.text) == (404, True), "going back leads nowhere"
    assert Visitor(empty_app).sign_in("0900000201", OFFICER["password"]).headers["Location"] == "/"


@pytest.mark.one_engine
def test_each_step_keeps_what_was_chosen(empty_app: Flask) -> None:
    address, visitor = issued(empty_app), Visitor(empty_app)
    page = visitor.get(address).text
    assert "Bước 1 trên 3" in page
    page = visitor.get(f"{address}?q=hoa+phat&province=").text
    assert all(words in page for words in ("Phường An Khê", "Phường Hòa Phát, Quận Cẩm Lệ", 'value="hoa phat"'))
    assert f"?ward={AN_KHE}&amp;q=hoa+phat" in page
    page = visitor.get(f"{address}?ward={AN_KHE}&q=hoa+phat").text
    assert "Bước 2 trên 3" in page
    assert f'href="{address}?q=hoa+phat"' in page, "one goes back to what was found"
    assert 'checked id="area-0"' in page
    assert 'data-longest="24" id="area_short" name="area_short" type="text" value=""' in page, "TDP fits no other word"
    page = visitor.get(with_ward(address)).text
    assert "Bước 3 trên 3" in page
    assert "Tổ chuyển đổi số (Tổ CĐS)" in page
    page = visitor.get(f"{with_ward(address)}&change=words").text
    assert "Bước 2 trên 3" in page
    assert 'value="Tổ chuyển đổi số"' in page


@pytest.mark.one_engine
def test_words_that_cannot_be_used_have_an_error_beside_them(empty_app: Flask) -> None:
    address = issued(empty_app)
    for words, error in (
        ({"area": "other"}, "Hãy ghi từ mà địa phương dùng."),
        ({"area": "other", "area_own": "x" * 41}, "Viết nhiều nhất"),
        ({"area": ""}, "Hãy chọn một mục."),
        ({"area": "x"}, ""),
        ({"team_own": "\u200b"}, "Hãy ghi từ mà địa phương dùng."),
        ({"team_short": "x" * 25}, "Viết nhiều nhất"),
        ({"team_own": "Tổ 0912 345 678"}, ""),
    ):
        page = Visitor(empty_app).get(with_ward(address, **words)).text
        assert all(each in page for each in ("Bước 2 trên 3", 'role="alert"', error)), words


@pytest.mark.one_engine
def test_an_officer_that_cannot_be_stored_is_an_error_and_typed_words_stay(empty_app: Flask) -> None:
    address = with_ward(issued(empty_app))
    for officer, error in (
        ({"name": ""}, "Hãy nhập họ và tên."),
        ({"name": "\u200b"}, "Hãy nhập họ và tên."),
        ({"name": "x" * 121}, "Viết nhiều nhất"),
        ({"phone": "xin chào"}, "Số điện thoại phải đủ 10 số, ví dụ 0912 345 678."),
        ({"phone": "090000020"}, "Số điện thoại phải đủ 10 số"),
        ({"phone": ""}, "Hãy nhập số điện thoại."),
        ({"password": "ngan", "again": "ngan"}, "ít nhất 10 ký tự"),
        ({"password": "0900000201", "again": "0900000201"}, "Số điện thoại"),
        ({"again": "ba con meo trang"}, "Hai lần nhập mật khẩu không giống nhau."),
    ):
        status, page = set_up(Visitor(empty_app), address, **officer)
        assert (status, error.lower() in page.lower()) == (422, True), officer
        assert f'value="{officer.get("name", "Nguyễn Ví Dụ").strip(chr(0x200B))}"' in page
        assert OFFICER["password"] not in page
    assert number_of_users(empty_app) == 0


@pytest.mark.one_engine
def test_a_crowd_of_hashes_loses_nothing(empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HASHING, "_timeout", 0.01)
    address, visitor = issued(empty_app), Visitor(empty_app)
    with HASHING.alone():
        status, page = set_up(visitor, with_ward(address))
    assert (status, 'value="0900 000 201"' in page) == (429, True)
    assert set_up(visitor, with_ward(address)) == (302, "/")


@pytest.mark.parametrize("late", [False, True])
def test_of_two_who_finish_at_once_one_wins(empty_app: Flask, late: bool) -> None:
    """Both filled the form in; the other reads that the link is used up, and no second ward or account is there."""
    address, answers, start = issued(empty_app), [], Barrier(2)
    visitors = [Visitor(empty_app) for _ in range(2)]
    for visitor in visitors:
        visitor.token = form_token(visitor.get(with_ward(address)).text)

    def finish(number: int) -> None:
        start.wait()
        code, phone = (AN_KHE, "16417")[number], f"090000020{number}"
        answer = visitors[number].post(with_ward(address, code), **{**OFFICER, "phone": phone})
        answers.append((answer.status_code, NO_LINK in answer.text))

    threads = [Thread(target=finish, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
        if late:
            start.wait()
            thread.join()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(302, False), (404, True)]
    assert number_of_users(empty_app) == 1
    with empty_app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Ward)) == 1


def _is_late(app: Flask) -> None:
    with app.app_context():
        writer().execute(sa.update(StartLink).values(created_at=now() - timedelta(minutes=61)))
        writer().commit()


def _has_accounts(app: Flask) -> None:
    typed = f"{OFFICER['password']}\n" * 2
    assert run(app, "user", "add", "--role", "admin", "--phone", "0900000202", "--name", "Ví Dụ", typed=typed)[0] == 0


@pytest.mark.one_engine
@pytest.mark.parametrize("happens", [_is_late, _has_accounts, issued])
def test_a_form_that_was_open_when_the_link_ended_changes_nothing(
    empty_app: Flask, happens: Callable[[Flask], object]
) -> None:
    address, visitor = with_ward(issued(empty_app)), Visitor(empty_app)
    visitor.token = form_token(visitor.get(address).text)
    happens(empty_app)
    before = number_of_users(empty_app)
    answer = visitor.post(address, **OFFICER)
    assert (answer.status_code, NO_LINK in answer.text) == (404, True)
    assert number_of_users(empty_app) == before
    with empty_app.app_context():
        assert reader().scalars(sa.select(Ward)).all() == []


@pytest.mark.one_engine
def test_without_a_link_there_is_no_page(empty_app: Flask) -> None:
    for path in (
        "/start/",
        "/start/x",
        with_ward("/start/x"),
        f"/start/{'x' * 3000}",
        "/start/%00",
        "/start/%ED%B3%BF",
    ):
        assert Visitor(empty_app).http.get(path).status_code == 404, path
    visitor = Visitor(empty_app)
    assert visitor.post(with_ward("/start/x"), **OFFICER).status_code == 404


def test_a_ward_that_an_operator_added_is_offered_and_kept(ward_app: Flask) -> None:
    address, visitor = issued(ward_app), Visitor(ward_app)
    assert "Phường Đông Quang" in visitor.get(address).text
    page = visitor.get(f"{address}?ward=16417").text
    assert 'value="phố"' in page, "its own word is what the form begins with"
    assert set_up(visitor, with_ward(address, "16417", team="Tổ công nghệ số", team_short=""))[0] == 302
    with ward_app.app_context():
        ward = reader().scalars(sa.select(Ward)).one()
        assert (ward.team_word, ward.team_short) == ("Tổ công nghệ số", "Tổ CNS")
        assert reader().scalar(sa.select(sa.func.count()).select_from(Neighbourhood)) == 3


@pytest.mark.one_engine
def test_pages_of_a_link_name_their_origin_to_forms(empty_app: Flask) -> None:
    address = issued(empty_app)
    for path in (address, f"{address}?ward={AN_KHE}", with_ward(address), "/start/x"):
        answer = Visitor(empty_app).get(path)
        assert '<meta name="referrer" content="strict-origin">' in answer.text
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_ward_begins_with_calendar_months_where_nothing_else_was_chosen(empty_app: Flask) -> None:
    address = issued(empty_app)
    page = Visitor(empty_app).get(f"{address}?ward={AN_KHE}").text
    assert re.search(r'<input[^>]*checked[^>]*name="first_day"[^>]*value="1"', page)
    assert set_up(Visitor(empty_app), with_ward(address))[0] == 302
    with empty_app.app_context():
        assert reader().scalars(sa.select(Ward)).one().settings.period_rules == ()


def test_a_ward_may_begin_with_periods_from_the_15th(empty_app: Flask) -> None:
    address = issued(empty_app)
    page = Visitor(empty_app).get(with_ward(address, first_day="7"))
    assert 'id="first_day-error"' in page.text
    page = Visitor(empty_app).get(with_ward(address, first_day="15"))
    assert "first_day=15" in page.text, "the step before can be gone back to"
    assert set_up(Visitor(empty_app), with_ward(address, first_day="15"))[0] == 302
    with empty_app.app_context():
        periods = reader().scalars(sa.select(Ward)).one().settings.periods
        assert periods.span(Month(2026, 11)) == Span(date(2026, 10, 15), date(2026, 11, 14))
        assert periods.first_of_year(Month(2026, 3)) == date(2025, 12, 15)
