"""The audit log: a record of whatever a user may be asked about later, read by few, changed by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.database import writer
from app.month import Month
from app.people import audit
from app.people.audit_events import AuditEvent
from app.people.models import Device, User
from tests.cast import ADA, ANA, CARLA, EVA, PASSWORD, PHONES, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.people.audit_log.records import Visit, added, audit_records, shown, write
from tests.sync.import_steps import hand_in, written
from tests.terminal import run

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
    (line,) = audit_records(app)
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
    workbook = {"month": THIS, "format": "xlsx", "document": "entries"}
    with added(app, (AuditEvent.NAMES_EXPORTED, CARLA, WARD_A, workbook)):
        carla.get("/reports/entries.xlsx").close()
    with added(app, (AuditEvent.FIGURES_EXPORTED, EVA, WARD_A, {"month": THIS, "format": "xlsx"})):
        eva.get("/reports/month.xlsx?ward=16417").close()
    with added(app):
        assert carla.get("/reports/month.xlsx?ward=20305").status_code == 404


def test_the_file_of_a_phone_is_noted(app: Flask, carla: Visitor) -> None:
    imported = {"user": ANA, "entries": 2, "photos": 0}
    with added(app, (AuditEvent.FILE_IMPORTED, CARLA, WARD_A, imported)):
        assert hand_in(carla, written(make_entry(), make_entry())).status_code == 200
    with added(app):
        assert hand_in(carla, b"no file").status_code == 400


@contextmanager
def full_audit_log(app: Flask) -> Iterator[None]:
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


@pytest.mark.parametrize(
    "path", ["/overview/entries", "/reports/entries.csv", "/reports/entries.xlsx", "/reports/month.xlsx"]
)
def test_page_that_cannot_be_recorded_is_not_shown(app: Flask, ana: Visitor, carla: Visitor, path: str) -> None:
    ana.sync(make_entry(household=household(LABEL)))
    with full_audit_log(app):
        response = carla.http.get(path)
    assert response.status_code == 500
    assert LABEL.encode() not in response.data


@pytest.mark.parametrize("change", ["UPDATE journal_line SET detail = '{}'", "DELETE FROM journal_line"])
def test_the_database_refuses_to_change_or_remove_a_line(app: Flask, change: str) -> None:
    write(app, (AuditEvent.SIGNED_IN, ANA, WARD_A, {"device": "Android"}))
    with app.app_context(), pytest.raises(DBAPIError, match="the journal is only added to"):
        writer().execute(sa.text(change))
    (line,) = audit_records(app)
    assert line.detail == {"device": "Android"}


def test_audit_log_names_no_household(app: Flask, ana: Visitor, carla: Visitor) -> None:
    ana.sync(make_entry(household=household(LABEL)))
    carla.get("/overview/entries")
    carla.get("/reports/entries.csv").close()
    hand_in(carla, written(make_entry(household=household(LABEL))))
    assert len(shown(carla.get("/journal/"))) == 5
    assert LABEL not in carla.get("/journal/").text
    assert LABEL not in json.dumps([line.detail for line in audit_records(app)], ensure_ascii=False)
