"""What happens to an account between the check of its password, which takes long, and what the password was for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, writer
from app.month import now
from app.people import account_views, actions, credentials_check
from app.people.actor import SENDING_GRACE
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, User
from app.people.passwords import password_matches
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor

GIVEN = "mot cau cua quan tri"
OWN = "mot cau cua chinh toi"
Happening = Callable[[Session], None]


def reset(session: Session) -> None:
    """Do what `flask user password` does."""
    actions.give_password(session, ANA, GIVEN, now())


def end(session: Session) -> None:
    """Let the account have ended so long ago that nobody signs in with it."""
    gone = now() - SENDING_GRACE - timedelta(days=1)
    session.execute(sa.update(User).where(User.id == ANA).values(ended_at=gone))


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Happening], None]:
    """Let something happen to the account each time after a password was checked."""
    check = credentials_check.is_right

    def meanwhile(happening: Happening) -> None:
        def check_and_happen(*arguments: object, **options: object) -> bool:
            right = check(*arguments, **options)  # type: ignore[arg-type]
            in_transaction(happening)
            return right

        for module in (credentials_check, account_views):
            monkeypatch.setattr(module, "is_right", check_and_happen)

    return meanwhile


def events(app: Flask) -> list[str]:
    with app.app_context():
        return list(writer().scalars(sa.select(AuditRecord.event).order_by(AuditRecord.id)))


def stored_hash(app: Flask) -> str:
    with app.app_context():
        return writer().scalars(sa.select(User.password_hash).where(User.id == ANA)).one()


@pytest.mark.parametrize("happening", [reset, end])
def test_password_that_was_just_replaced_signs_nobody_in(
    app: Flask, meanwhile: Callable[[Happening], None], happening: Happening
) -> None:
    ana = Visitor(app)
    meanwhile(happening)
    answer = ana.sign_in(PHONES["ana"], PASSWORD)
    assert answer.status_code == 422
    assert ana.http.get_cookie("known-device") is None, "it knows no password that was never typed on it"
    assert ana.get("/account").headers["Location"] == "/login"
    assert events(app) == [AuditEvent.SIGN_IN_FAILED]


@pytest.mark.parametrize("happening", [reset, end])
def test_a_password_given_meanwhile_is_not_replaced(
    app: Flask, meanwhile: Callable[[Happening], None], happening: Happening
) -> None:
    ana = Visitor(app, "ana")
    meanwhile(happening)
    answer = ana.post("/account/password?lang=en", current=PASSWORD, new=OWN, again=OWN)
    assert (answer.status_code, "This is not your present password." in answer.text) == (422, True)
    assert password_matches(GIVEN if happening is reset else PASSWORD, stored_hash(app))
    assert ana.http.get_cookie("known-device") is None
    assert events(app) == [AuditEvent.PASSWORD_CHANGE_FAILED]
