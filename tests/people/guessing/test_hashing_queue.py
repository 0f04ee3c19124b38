"""Hashing passwords one at a time: who waits, and who is asked to try again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.people.guess_limits import limits_elsewhere
from app.people.guessing import is_right
from app.people.models import User
from app.people.passwords import HASHING
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.logbook.test_races import at_once
from tests.people.guessing.attempts import HOME, NEW_PASSWORD, PHONE, At, failures, signed_in


@contextmanager
def hashing_is_busy() -> Iterator[None]:
    """Let somebody hash, and so many wait that there is no place for another, but for who comes first."""
    with HASHING.alone():
        HASHING._waiting[False] += 1
        try:
            yield
        finally:
            HASHING._waiting[False] -= 1


def test_sign_in_beyond_the_queue_is_asked_to_try_again(app: Flask, at: At) -> None:
    stranger = at(HOME)
    stranger.get("/login")
    with hashing_is_busy():
        answer = stranger.post("/login?lang=en", phone=PHONES["ana"], password=PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert "Many people are signing in just now" in answer.text
    assert f'value="{PHONES["ana"]}"' in answer.text
    assert PASSWORD not in answer.text
    assert failures(app) == 0, "what was not looked at is no failure"
    assert signed_in(stranger.sign_in(PHONES["ana"], PASSWORD))


def test_a_known_device_has_a_place_of_its_own(app: Flask, at: At) -> None:
    device = at(HOME, known="ana")

    def sign_in_here() -> bool:
        return signed_in(device.sign_in(PHONES["ana"], PASSWORD))

    def hash_for_a_while() -> bool:
        with app.app_context(), hashing_is_busy():
            sleep(0.5)
            return True

    assert at_once(hash_for_a_while, sign_in_here) == [True, True]


@pytest.mark.parametrize(("known", "patient"), [(None, True), ("bruno", False)])
def test_with_somebody_elses_device_one_does_not_wait(app: Flask, at: At, known: str | None, patient: bool) -> None:
    """Its queue has one thread, which is for those whom their devices know."""
    visitor = at(HOME, known=known)
    visitor.get("/login")

    def hash_for_a_while() -> None:
        with HASHING.alone():
            sleep(1)

    def sign_in_here() -> bool:
        sleep(0.2)
        return signed_in(visitor.sign_in(PHONES["ana"], PASSWORD))

    assert at_once(hash_for_a_while, sign_in_here)[1] is patient


def test_a_crowd_keeps_nobody_from_changing_the_password(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")

    def change() -> int:
        return ana.post("/account/password", current=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD).status_code

    HASHING._waiting[False] += 1
    try:
        assert at_once(crowd_hashes, change)[1] == 302
    finally:
        HASHING._waiting[False] -= 1


def test_a_new_password_is_hashed_in_turn_too(app: Flask) -> None:
    ana = Visitor(app, "ana")
    with HASHING.alone():
        HASHING._waiting[True] += 1
        answer = ana.post("/account/password", current=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)
        HASHING._waiting[True] -= 1
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    with app.app_context():
        limits = limits_elsewhere(PHONE, HOME)
        stored = reader().scalar(sa.select(User.password_hash).where(User.id == ANA))
        assert is_right(reader(), limits, PASSWORD, stored, first=False), "nothing was changed"


def crowd_hashes() -> None:
    """Hash again and again for two seconds, as a crowd does that is never at its end."""
    end = monotonic() + 2
    while monotonic() < end:
        with HASHING.alone(waits=True):
            sleep(0.2)
