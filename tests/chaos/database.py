"""A database that survives its server, with as many members as there are phones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from app.catalogue.actions import load_catalogue
from app.database import writer
from app.migrations import upgrade
from app.month import now
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import PASSWORD, SINCE, TEAM_1, WARD_A, add_cast
from tests.conftest import dispose, make_app
from tests.databases import PostgresServer

PHONES = 30
FIRST_ID = 201


@contextmanager
def durable_database(engine: str, folder: Path) -> Iterator[str]:
    """Give the address of a database with the cast and thirty more members, which loses nothing when it is killed."""
    if engine == "sqlite":
        yield _filled(f"sqlite:///{folder / 'log.sqlite3'}")
        return
    server = PostgresServer(durable=True)
    try:
        yield _filled(server.create("log"))
    finally:
        server.stop()


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """Give an app on a database, beside the server."""
    app = make_app(url)
    with app.app_context():
        yield app
    dispose(app)


def _filled(url: str) -> str:
    with app_on(url):
        upgrade()
        session = writer()
        load_catalogue(session)
        session.flush()
        add_cast(session)
        _add_members(session)
        session.commit()
    return url


def phone_number(number: int) -> str:
    """Return the phone number of one of the thirty members."""
    return f"09000002{number:02}"


def _add_members(session: Session) -> None:
    # A hash that is quickly checked: how long signing in takes is not the question here.
    password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for number in range(PHONES):
        id, phone = FIRST_ID + number, "+84" + phone_number(number)[1:]
        name = f"Nguyễn Ví Dụ Số {number + 1}"
        session.add(User(id=id, phone=phone, name=name, password_hash=password_hash, created_at=now()))
        session.flush()
        session.add(Membership(id=id, user_id=id, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE))
