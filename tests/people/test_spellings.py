"""An accented password fits however a keyboard spells it: composed, decomposed, or as its hash was once made."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from app.database import reader, writer
from app.month import now
from app.people import passwords
from app.people.actions import renew_hash
from app.people.models import User
from app.people.passwords import MAX_LENGTH, hash_password, is_hashed_in_nfc, password_matches
from app.people.spellings import spellings
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.terminal import run

NFC = unicodedata.normalize("NFC", "một câu dễ nhớ hơn")
NFD = unicodedata.normalize("NFD", NFC)
# Half of it was pasted, say.
MIXED = NFC[:5] + unicodedata.normalize("NFD", NFC[5:])
cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash


def test_spellings_of_a_password_differ() -> None:
    assert len({NFC, NFD, MIXED}) == 3
    assert {unicodedata.normalize("NFC", each) for each in (NFC, NFD, MIXED)} == {NFC}


@pytest.mark.parametrize(("stored", "typed"), [*product((NFC, NFD), (NFC, NFD, MIXED))])
def test_a_hash_made_from_one_spelling_fits_all(stored: str, typed: str) -> None:
    assert password_matches(typed, cheap(stored))
    assert not password_matches(f"{typed}.", cheap(stored))


def test_a_hash_made_as_typed_fits_what_is_typed_again() -> None:
    assert password_matches(MIXED, cheap(MIXED))


def test_a_new_hash_is_of_nfc() -> None:
    assert is_hashed_in_nfc(NFD, hash_password(NFD))
    assert not is_hashed_in_nfc(NFC, cheap(NFD))
    assert is_hashed_in_nfc(PASSWORD, cheap(PASSWORD))


@pytest.mark.parametrize(("typed", "number"), [(PASSWORD, 1), ("", 1), (NFC, 2), (NFD, 2), (MIXED, 3)])
def test_nobodys_hash_is_compared_as_often_as_anybodys(
    typed: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock must not tell whether a number has an account."""
    compared: list[str] = []

    def count(stored_hash: str, spelling: str) -> bool:
        compared.append(spelling)
        return False

    monkeypatch.setattr(passwords, "_is_behind", count)
    for stored in (None, cheap("another one")):
        compared.clear()
        assert not password_matches(typed, stored)
        assert tuple(compared) == spellings(typed)
        assert len(compared) == number


def _store(app: Flask, password: str) -> None:
    with app.app_context():
        writer().execute(sa.update(User).where(User.id == ANA).values(password_hash=cheap(password)))
        writer().commit()


def _stored_hash(app: Flask) -> str:
    with app.app_context():
        return reader().scalars(sa.select(User.password_hash).where(User.id == ANA)).one()


@pytest.mark.parametrize(("stored", "typed"), [(NFD, NFC), (NFD, NFD), (NFC, NFD), (MIXED, MIXED)])
def test_old_hash_lets_in_and_is_replaced(app: Flask, stored: str, typed: str) -> None:
    _store(app, stored)
    assert Visitor(app).sign_in(PHONES["ana"], typed).headers.get("Location") == "/"
    assert is_hashed_in_nfc(NFC, _stored_hash(app))
    # Now every keyboard spells it right, and there is nothing more to make anew.
    once = _stored_hash(app)
    for each in (NFC, NFD, MIXED):
        assert Visitor(app).sign_in(PHONES["ana"], each).headers.get("Location") == "/"
    assert _stored_hash(app) == once


def test_failed_sign_in_replaces_no_hash(app: Flask) -> None:
    _store(app, NFD)
    before = _stored_hash(app)
    assert Visitor(app).sign_in(PHONES["ana"], f"{NFC}.").status_code == 422
    assert _stored_hash(app) == before


def test_a_password_changed_meanwhile_stays_changed(app: Flask) -> None:
    _store(app, NFD)
    with app.app_context():
        shown = _stored_hash(app)
    _store(app, "thay bằng câu khác")
    with app.app_context():
        renew_hash(writer(), ANA, shown, NFC, now())
        writer().commit()
    assert password_matches("thay bằng câu khác", _stored_hash(app))


def test_a_password_is_changed_in_any_spelling(sqlite_app: Flask) -> None:
    _store(sqlite_app, NFD)
    ana = Visitor(sqlite_app, "ana")
    same = ana.post("/account/password", current=NFC, new=NFD, again=NFD)
    assert same.status_code == 422, "it is the present one, in other characters"
    changed = ana.post("/account/password", current=NFC, new=f"{NFD} nữa", again=f"{NFC} nữa")
    assert changed.headers.get("Location") == "/account"
    for typed in (f"{NFC} nữa", unicodedata.normalize("NFD", f"{NFC} nữa")):
        assert Visitor(sqlite_app).sign_in(PHONES["ana"], typed).headers.get("Location") == "/"


def test_a_long_password_may_be_typed_with_its_marks_apart(sqlite_app: Flask) -> None:
    long = ("Ngõ nhỏ phố nhỏ, nhà tôi ở đó. " * 10)[:MAX_LENGTH].strip()
    decomposed = unicodedata.normalize("NFD", long)
    assert len(decomposed) > MAX_LENGTH
    changed = Visitor(sqlite_app, "ana").post("/account/password", current=PASSWORD, new=decomposed, again=decomposed)
    assert changed.headers.get("Location") == "/account"
    assert Visitor(sqlite_app).sign_in(PHONES["ana"], decomposed).headers.get("Location") == "/"


def test_the_command_line_hashes_in_nfc(app: Flask) -> None:
    status, output = run(app, "user", "password", "--phone", PHONES["ana"], "--password", NFD)
    assert status == 0, output
    assert is_hashed_in_nfc(NFC, _stored_hash(app))
    assert Visitor(app).sign_in(PHONES["ana"], NFC).headers.get("Location") == "/"
