"""Hashing passwords one at a time: who waits, and who is asked to try again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import reader
from app.people.guess_limits import limits_elsewhere
from app.people.guessing import is_right
from app.people.models import User
from app.people.passwords import HASHING
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.people.guessing.attempts import HOME, NEW_PASSWORD, PHONE, At, failures, signed_in

TIMEOUT = 20  # seconds, for a machine that has much else to do


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@contextmanager
def hashing_is_busy() -> Iterator[None]:
    """Let somebody hash, and so many wait that there is no place for another, but for who comes first."""
    with HASHING.alone(waits=True):
        HASHING._waiting[False] += 1
        try:
            yield
        finally:
            HASHING._waiting[False] -= 1


def wait_until_waiting(answer: Future[TestResponse], *, first: bool) -> None:
    """Return when a request waits for its turn to hash, or is answered without."""
    deadline = monotonic() + TIMEOUT
    while not (answer.done() or HASHING._waiting[first]):
        assert monotonic() < deadline, "it neither waits nor is answered"
        sleep(0.01)


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


def test_a_known_device_has_a_place_of_its_own(at: At, pool: ThreadPoolExecutor) -> None:
    device = at(HOME, known="ana")
    with hashing_is_busy():
        answer = pool.submit(device.sign_in, PHONES["ana"], PASSWORD)
        wait_until_waiting(answer, first=True)
        assert not answer.done()
    assert signed_in(answer.result(TIMEOUT))


@pytest.mark.parametrize(("known", "patient"), [(None, True), ("bruno", False)])
def test_with_somebody_elses_device_one_does_not_wait(
    at: At, pool: ThreadPoolExecutor, known: str | None, patient: bool
) -> None:
    """Its queue has one thread, which is for those whom their devices know."""
    visitor = at(HOME, known=known)
    visitor.get("/login")
    with HASHING.alone():
        answer = pool.submit(visitor.sign_in, PHONES["ana"], PASSWORD)
        wait_until_waiting(answer, first=False)
        assert answer.done() is not patient
    assert signed_in(answer.result(TIMEOUT)) is patient


def test_a_crowd_keeps_nobody_from_changing_the_password(sqlite_app: Flask, pool: ThreadPoolExecutor) -> None:
    """A crowd is never at its end: who has hashed makes room for the next of them."""
    ana = Visitor(sqlite_app, "ana")
    with hashing_is_busy():
        answer = pool.submit(ana.post, "/account/password", current=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)
        wait_until_waiting(answer, first=True)
    while not answer.done():
        with hashing_is_busy():
            wait_until_waiting(answer, first=True)
    assert answer.result().status_code == 302


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
