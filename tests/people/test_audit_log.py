"""The journal: a line for whatever somebody may be asked about later, read by few, changed by nobody."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.access import access_to
from app.database import writer
from app.month import Month, now
from app.people import audit
from app.people.actions import record_event
from app.people.audit import page_names
from app.people.audit_events import GROUPS, AuditEvent
from app.people.audit_log import PAGE
from app.people.models import AuditRecord, Device, User
from app.people.wording import GROUP_NAMES
from app.permissions import Permission
from tests.cast import ADA, ANA, CARLA, DORA, EVA, PASSWORD, PHONES, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.sync.test_waiting_import import hand_in, written
from tests.terminal import run

Visit = Callable[..., Visitor]
THIS = str(Month.current())
LABEL = "Số 5, ngõ Bí Mật"
FULL = {
    "sqlite": (
        "CREATE TRIGGER journal_full BEFORE INSERT ON journal_line BEGIN SELECT RAISE(ABORT, 'full'); END",
        "DROP TRIGGER journal_full",
    ),
    "postgresql": (
        "ALTER TABLE journal_line ADD CONSTRAINT journal_full CHECK (false) NOT VALID",
        "ALTER TABLE journal_line DROP CONSTRAINT journal_full",
    ),
}
"""How a database is brought to take no more lines, and to take them again."""


@pytest.fixture
def visitor(app: Flask) -> Visit:
    """Return who signs in by the page, as this is noted."""

    def open_app(name: str | None = None) -> Visitor:
        visitor = Visitor(app)
        if name:
            visitor.sign_in(PHONES[name], PASSWORD)
        return visitor

    return open_app


@pytest.fixture
def ana(visitor: Visit) -> Visitor:
    """A member who signed in by the page."""
    return visitor("ana")


@pytest.fixture
def carla(visitor: Visit) -> Visitor:
    """A coordinator who signed in by the page."""
    return visitor("carla")


def journal(app: Flask, *, since: int = 0) -> list[AuditRecord]:
    """Return the lines after the line ``since``, the oldest first."""
    with app.app_context():
        return list(writer().scalars(sa.select(AuditRecord).where(AuditRecord.id > since).order_by(AuditRecord.id)))


@contextmanager
def added(app: Flask, *expected: tuple[AuditEvent, int | None, int | None, dict[str, Any]]) -> Iterator[None]:
    """Assert that the block leaves just these lines: (event, actor, ward, detail), of this moment."""
    last = max((line.id for line in journal(app)), default=0)
    before = now() - timedelta(milliseconds=1)
    yield
    lines = journal(app, since=last)
    assert [(line.event, line.actor_id, line.ward_id, line.detail) for line in lines] == list(expected)
    assert all(before <= line.at <= now() for line in lines)


def write(app: Flask, *lines: tuple[AuditEvent, int | None, int | None, dict[str, Any]], at: Any = None) -> None:
    with app.app_context():
        for event, actor_id, ward_id, detail in lines:
            record_event(writer(), event, at or now(), actor_id, ward_id, **detail)
        writer().commit()


def shown(page: Any) -> list[int]:
    """Return the ids of the lines that a page shows."""
    assert page.status_code == 200
    return [int(id) for id in re.findall(r'data-line="(\d+)"', page.text)]


def rows(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    """Return the lines of the journal's file."""
    response = visitor.get(f"/journal/journal.csv{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    text = response.data.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def test_signing_in_and_out_is_noted(app: Flask, visitor: Visit) -> None:
    with added(app, (AuditEvent.SIGNED_IN, ANA, WARD_A, {"device": "?"})):
        ana = visitor("ana")
    with added(app, (AuditEvent.SIGNED_OUT, ANA, WARD_A, {})):
        ana.post("/logout")
    with added(app, (AuditEvent.SIGNED_IN, ADA, None, {"device": "?"})):
        visitor("ada")


def test_a_failed_sign_in_is_noted_by_the_last_digits_alone(app: Flask, visitor: Visit) -> None:
    stranger = visitor()
    with added(app, (AuditEvent.SIGN_IN_FAILED, None, WARD_A, {"phone": "101"})):
        assert stranger.sign_in(PHONES["ana"], "wrong").status_code == 422
    with added(app, (AuditEvent.SIGN_IN_FAILED, None, None, {"phone": "999"})):
        assert stranger.sign_in("0900000999", "wrong").status_code == 422
    with added(app):
        assert stranger.sign_in("hello", "wrong").status_code == 422


def test_devices_and_passwords_are_noted(app: Flask, visitor: Visit) -> None:
    visitor("ana")
    ana = visitor("ana")
    with ana.http.session_transaction() as session:
        own = session["_user_id"]
    with app.app_context():
        devices = writer().scalars(sa.select(Device.id).where(Device.user_id == ANA))
        (other,) = [each for each in devices if str(each) != own]
    with added(app, (AuditEvent.DEVICE_REVOKED, ANA, WARD_A, {})):
        ana.post(f"/account/devices/{other}/revoke")
    with added(app):
        assert ana.post(f"/account/devices/{other}/revoke").status_code == 404
    new = "mot cau khac han"
    with added(app, (AuditEvent.PASSWORD_CHANGE_FAILED, ANA, WARD_A, {})):
        ana.post("/account/password", current="wrong", new=new, again=new)
    with added(app, (AuditEvent.PASSWORD_CHANGED, ANA, WARD_A, {})):
        ana.post("/account/password", current=PASSWORD, new=new, again=new)


def test_accounts_from_the_command_line_are_noted(app: Flask) -> None:
    phone, typed = "0900000999", f"{PASSWORD}\n{PASSWORD}\n"
    new = ("--phone", phone, "--name", "Nguyễn Ví Dụ Mới", "--role", "viewer", "--ward", "16417")
    assert run(app, "user", "add", *new, typed=typed)[0] == 0
    with app.app_context():
        id = writer().scalars(sa.select(User.id).where(User.phone == "+84900000999")).one()
    (line,) = journal(app)
    detail = {"user": id, "role": "viewer"}
    assert (line.event, line.actor_id, line.ward_id, line.detail) == (AuditEvent.PERSON_ADDED, None, WARD_A, detail)
    with added(app, (AuditEvent.PASSWORD_CHANGED, None, WARD_A, {"user": id})):
        assert run(app, "user", "password", "--phone", phone, typed=typed)[0] == 0
    with added(app, (AuditEvent.PERSON_ENDED, None, WARD_A, {"user": id})):
        assert run(app, "user", "end", "--phone", phone)[0] == 0
    with added(app):
        assert run(app, "user", "add", *new[:1], PHONES["ana"], *new[2:], typed=typed)[0] == 1


def test_a_list_of_names_is_noted_once_a_minute(
    app: Flask, visitor: Visit, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with added(app):
        carla.get("/overview/entries")
    ana.sync(make_entry(household=household(LABEL)))
    seen = {"page": "overview.entries", "month": THIS, "number": 1, "entries": 1}
    with added(app, (AuditEvent.NAMES_SEEN, CARLA, WARD_A, seen)):
        carla.get("/overview/entries")
        carla.get("/overview/entries")
    with added(app, (AuditEvent.NAMES_SEEN, CARLA, WARD_A, {**seen, "kind": "visit"})):
        carla.get("/overview/entries?kind=visit")
    with added(app, (AuditEvent.NAMES_SEEN, ANA, WARD_A, seen)):
        ana.get("/overview/entries")
    monkeypatch.setattr(audit, "DEDUPLICATE_WITHIN", timedelta(0))
    with added(app, (AuditEvent.NAMES_SEEN, CARLA, WARD_A, seen)):
        carla.get("/overview/entries")


def test_files_that_leave_are_noted_each_time(app: Flask, visitor: Visit, ana: Visitor, carla: Visitor) -> None:
    ana.sync(make_entry(household=household(LABEL)))
    eva = visitor("eva")
    line = (AuditEvent.NAMES_EXPORTED, CARLA, WARD_A, {"month": THIS, "format": "csv"})
    with added(app, line, line):
        for _ in range(2):
            assert LABEL in carla.get("/reports/entries.csv").text
    with added(app, (AuditEvent.FIGURES_EXPORTED, EVA, WARD_A, {"month": THIS, "format": "xlsx"})):
        eva.get("/reports/month.xlsx?ward=16417").close()
    with added(app):
        assert carla.get("/reports/month.xlsx?ward=20305").status_code == 404


def test_the_file_of_a_phone_is_noted(app: Flask, carla: Visitor) -> None:
    brought = {"user": ANA, "entries": 2, "photos": 0}
    with added(app, (AuditEvent.FILE_IMPORTED, CARLA, WARD_A, brought)):
        assert hand_in(carla, written(make_entry(), make_entry())).status_code == 200
    with added(app):
        assert hand_in(carla, b"no file").status_code == 400


@contextmanager
def full_journal(app: Flask) -> Iterator[None]:
    """Let the database take no more lines to the end of the block."""
    with app.app_context():
        fill, empty = FULL[writer().get_bind().dialect.name]
    _say(app, fill)
    yield
    _say(app, empty)


def _say(app: Flask, statement: str) -> None:
    with app.app_context():
        writer().execute(sa.text(statement))
        writer().commit()


@pytest.mark.parametrize("path", ["/overview/entries", "/reports/entries.csv", "/reports/month.xlsx"])
def test_page_that_cannot_be_recorded_is_not_shown(app: Flask, ana: Visitor, carla: Visitor, path: str) -> None:
    ana.sync(make_entry(household=household(LABEL)))
    with full_journal(app):
        response = carla.http.get(path)
    assert response.status_code == 500
    assert LABEL.encode() not in response.data


@pytest.mark.parametrize("change", ["UPDATE journal_line SET detail = '{}'", "DELETE FROM journal_line"])
def test_the_database_refuses_to_change_or_remove_a_line(app: Flask, change: str) -> None:
    write(app, (AuditEvent.SIGNED_IN, ANA, WARD_A, {"device": "Android"}))
    with app.app_context(), pytest.raises(DBAPIError, match="the journal is only added to"):
        writer().execute(sa.text(change))
    (line,) = journal(app)
    assert line.detail == {"device": "Android"}


def test_a_coordinator_reads_the_own_ward_and_an_administrator_all(app: Flask, visitor: Visit) -> None:
    carla, dora, ada = visitor("carla"), visitor("dora"), visitor("ada")
    of_a, of_b, of_none = journal(app)
    assert shown(carla.get("/journal/")) == [of_a.id]
    assert shown(dora.get("/journal/")) == [of_b.id]
    everything = ada.get("/journal/")
    assert shown(everything) == [of_none.id, of_b.id, of_a.id]
    assert "Phường An Khê" in everything.text
    assert [row["person_id"] for row in rows(carla)] == [str(CARLA)]
    assert [row["person_id"] for row in rows(dora)] == [str(DORA)]
    assert [row["ward"] for row in rows(ada)] == ["", "Phường An Khê", "Phường Quảng Thắng"]
    # The journal does not tell of its own reading.
    assert len(journal(app)) == 3


def test_lines_are_chosen_by_what_who_and_when(app: Flask, carla: Visitor) -> None:
    (own,) = journal(app)
    noon = datetime.fromisoformat("2026-03-05T12:00:00+07:00")
    for days, event in enumerate(AuditEvent):
        detail = {"phone": "101", "page": "overview.entries", "user": ANA}
        write(app, (event, ANA, WARD_A, detail), at=noon + timedelta(days=days))
    lines = [line.id for line in journal(app, since=own.id)]
    assert shown(carla.get("/journal/")) == [own.id, *reversed(lines)]
    assert shown(carla.get(f"/journal/?person={CARLA}")) == [own.id]
    assert shown(carla.get("/journal/?from=2026-03-06&to=2026-03-07")) == [lines[2], lines[1]]
    assert shown(carla.get("/journal/?to=2026-03-05")) == [lines[0]]
    by_group = [shown(carla.get(f"/journal/?group={group}&person={ANA}")) for group in GROUP_NAMES]
    assert sorted(id for ids in by_group for id in ids) == lines
    assert len(rows(carla, f"?group=accounts&person={ANA}")) == len(GROUPS["accounts"])


def test_a_day_begins_at_midnight_in_viet_nam(app: Flask, carla: Visitor) -> None:
    (own,) = journal(app)
    for hour in ("2026-03-04T16:59:59+00:00", "2026-03-04T17:00:00+00:00", "2026-03-05T16:59:59+00:00"):
        write(app, (AuditEvent.SIGNED_OUT, ANA, WARD_A, {}), at=datetime.fromisoformat(hour))
    _, first, last = (line.id for line in journal(app, since=own.id))
    assert shown(carla.get("/journal/?from=2026-03-05&to=2026-03-05")) == [last, first]


def test_older_lines_follow_page_by_page(app: Flask, carla: Visitor) -> None:
    (own,) = journal(app)
    same_moment = now() - timedelta(days=1)
    write(app, *[(AuditEvent.SIGNED_OUT, ANA, WARD_A, {})] * (2 * PAGE), at=same_moment)
    write(app, (AuditEvent.SIGNED_OUT, DORA, WARD_B, {}), at=same_moment)
    seen: list[int] = []
    path: str | None = "/journal/"
    sizes = []
    while path:
        page = carla.get(path)
        sizes.append(len(shown(page)))
        seen += shown(page)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = older[1].replace("&amp;", "&") if older else None
    assert sizes == [PAGE, PAGE, 1]
    foreign = journal(app)[-1].id
    assert seen == [own.id, *range(foreign - 1, own.id, -1)]
    assert carla.get(f"/journal/?before={foreign}").status_code == 404
    assert len(rows(carla)) == 2 * PAGE + 1


def test_the_journal_names_no_household(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ana.sync(make_entry(household=household(LABEL)))
    carla.get("/overview/entries")
    carla.get("/reports/entries.csv").close()
    hand_in(carla, written(make_entry(household=household(LABEL))))
    assert len(shown(carla.get("/journal/"))) == 5
    assert LABEL not in carla.get("/journal/").text
    assert LABEL not in json.dumps([line.detail for line in journal(app)], ensure_ascii=False)


def test_a_line_is_a_sentence(app: Flask, visitor: Visit, carla: Visitor) -> None:
    write(
        app,
        (AuditEvent.PERSON_ADDED, None, WARD_A, {"user": ANA, "role": "member"}),
        (AuditEvent.MONTH_CLOSED, CARLA, WARD_A, {"month": "2026-03", "edition": 1, "approved": 1200}),
        (AuditEvent.SIGN_IN_FAILED, None, WARD_A, {"phone": "101"}),
        (AuditEvent.MONTH_REOPENED, CARLA, WARD_A, {"month": "2026-03", "reason": "=1+1"}),
    )
    told = [(row["person"], row["what"]) for row in rows(carla, "?lang=en")]
    assert told[:4] == [
        ("Nguyễn Ví Dụ Carla", "reopened the month · month 03/2026 · reason: =1+1"),
        ("Unknown", "failed to sign in with the number that ends in 101"),
        ("Nguyễn Ví Dụ Carla", "closed the month · month 03/2026 · edition 1 · 1,200 approved with it"),
        ("Server administrator", "added the account of Nguyễn Ví Dụ Ana · Team member"),
    ]
    assert rows(carla, "?lang=en")[0]["at"].endswith("+07:00")


def test_a_name_in_the_file_is_no_formula(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        writer().get_one(User, CARLA).name = "=HYPERLINK(1)"
        writer().commit()
    assert [row["person"] for row in rows(carla)] == ["'=HYPERLINK(1)"]


def test_link_to_the_audit_log_needs_its_permission(app: Flask, visitor: Visit) -> None:
    for name, reads in (("ana", False), ("leo", False), ("vera", False), ("carla", True), ("ada", True)):
        assert ('href="/journal/"' in visitor(name).get("/account").text) is reads


def test_codes_of_pages_that_older_versions_noted_have_a_name(sqlite_app: Flask) -> None:
    noted = {"overview.entries", "reports.read", "review.queue", "review.sample", "review.returned", "review.entry"}
    assert noted <= page_names(sqlite_app).keys()


def test_a_code_of_a_page_has_one_name(sqlite_app: Flask) -> None:
    pages = [view.audited_page for view in sqlite_app.view_functions.values() if hasattr(view, "audited_page")]
    assert len({(page.code, str(page.name)) for page in pages}) == len({page.code for page in pages})


def test_pages_that_show_names_ask_for_a_permission(sqlite_app: Flask) -> None:
    for endpoint, view in sqlite_app.view_functions.items():
        assert not hasattr(view, "audited_page") or isinstance(access_to(sqlite_app, endpoint), Permission), endpoint
