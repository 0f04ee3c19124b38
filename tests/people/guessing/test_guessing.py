"""Guessing at passwords is slow, and keeps nobody out: not on their own device, and elsewhere not for over a minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.month import now
from app.people.actions import give_password, take_back
from app.people.actor import SENDING_GRACE
from app.people.audit_events import AuditEvent
from app.people.guess_limits import WINDOW, Limits, limits_elsewhere, limits_on_device
from app.people.models import AuditRecord, SignInFailure, User
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.frozen.clock import Clock, stopped
from tests.logbook.race_steps import at_once
from tests.people.guessing.attempts import (
    ELSEWHERE,
    HOME,
    NEW_PASSWORD,
    PHONE,
    At,
    attack,
    count,
    counted,
    failures,
    signed_in,
)

MINUTE = timedelta(minutes=1)


# Who gets in.


def test_a_known_device_gets_in_at_once_whoever_guesses(app: Flask, at: At, clock: Clock) -> None:
    device = at(HOME, known="ana")
    attack(app, HOME, *(f"203.0.113.{number}" for number in range(10)))
    assert signed_in(device.sign_in(PHONES["ana"], PASSWORD))


def test_a_new_device_gets_in_within_a_minute_behind_the_same_address(app: Flask, at: At, clock: Clock) -> None:
    attack(app, HOME)
    answer = at(HOME).sign_in(PHONES["ana"], PASSWORD)
    assert answer.status_code == 429
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 60
    clock.set(clock.now() + timedelta(seconds=seconds))
    assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))


def test_a_new_device_gets_in_at_once_while_ten_addresses_guess(app: Flask, at: At, clock: Clock) -> None:
    for _ in range(3):
        attack(app, *(f"203.0.113.{number}" for number in range(10)))
        assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))
        clock.set(clock.now() + MINUTE)


def test_users_behind_a_guessers_address_wait_at_most_a_minute(app: Flask, at: At, clock: Clock) -> None:
    with app.app_context():
        for number in range(200):
            count(limits_elsewhere(f"+849111{number:05}", HOME))
    known = at(ELSEWHERE, known="bruno")
    known.http.environ_base["REMOTE_ADDR"] = HOME
    assert signed_in(known.sign_in(PHONES["bruno"], PASSWORD))
    assert at(HOME).sign_in(PHONES["ana"], PASSWORD).status_code == 429
    clock.set(clock.now() + MINUTE)
    assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))


def test_the_number_is_the_same_however_it_is_written(app: Flask, at: At) -> None:
    attack(app, HOME)
    assert at(HOME).sign_in("+84 900 000 101", PASSWORD).status_code == 429
    assert signed_in(at(HOME).sign_in(PHONES["leo"], PASSWORD))


def test_an_address_of_ipv6_is_its_network(app: Flask, at: At) -> None:
    attack(app, "2001:db8:1:2::1")
    assert at("2001:db8:1:2::2").sign_in(PHONES["ana"], PASSWORD).status_code == 429
    assert signed_in(at("2001:db8:1:3::1").sign_in(PHONES["ana"], PASSWORD))


# A known device.


def test_guesses_on_a_known_device_count_on_it_alone(app: Flask, at: At, clock: Clock) -> None:
    device = at(HOME, known="ana")
    assert [device.sign_in(PHONES["ana"], "wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    assert device.sign_in(PHONES["ana"], PASSWORD).status_code == 429
    assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))
    clock.set(clock.now() + MINUTE)
    assert signed_in(device.sign_in(PHONES["ana"], PASSWORD))


def test_a_copied_cookie_gives_no_more_guesses(app: Flask, at: At, clock: Clock) -> None:
    cookie = at(HOME, known="ana").http.get_cookie("known-device")
    assert cookie is not None
    statuses = []
    for number in range(8):
        thief = at(f"203.0.113.{number}")
        thief.http.set_cookie("known-device", cookie.value)
        statuses.append(thief.sign_in(PHONES["ana"], "wrong").status_code)
    assert statuses == [422] * 5 + [429] * 3
    forger = at(ELSEWHERE)
    forger.http.set_cookie("known-device", "x" + cookie.value)
    assert forger.sign_in(PHONES["ana"], "wrong").status_code == 422, "a stranger as any other"


def test_a_shared_phone_knows_each_of_its_people(app: Flask, at: At, clock: Clock) -> None:
    device = at(HOME, known="ana")
    assert signed_in(device.sign_in(PHONES["bruno"], PASSWORD))
    device.post("/logout")
    attack(app, HOME)
    attack(app, HOME, phone="+84" + PHONES["bruno"][1:])
    assert signed_in(device.sign_in(PHONES["ana"], PASSWORD))
    device.post("/logout")
    assert signed_in(device.sign_in(PHONES["bruno"], PASSWORD))


def test_a_new_password_is_known_where_it_was_chosen_alone(app: Flask, at: At, clock: Clock) -> None:
    other, device = at(HOME, known="ana"), at(HOME, known="ana")
    device.sign_in(PHONES["ana"], PASSWORD)
    assert device.post("/account/password", current=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD).status_code == 302
    device.post("/logout")
    attack(app, HOME)
    assert other.sign_in(PHONES["ana"], NEW_PASSWORD).status_code == 429
    assert signed_in(device.sign_in(PHONES["ana"], NEW_PASSWORD))


def test_a_password_from_the_command_line_is_known_nowhere(app: Flask, at: At, clock: Clock) -> None:
    device = at(HOME, known="ana")
    with app.app_context():
        give_password(writer(), ANA, NEW_PASSWORD, now())
        writer().commit()
    attack(app, HOME)
    assert device.sign_in(PHONES["ana"], NEW_PASSWORD).status_code == 429


def test_an_ended_account_is_nobodys_on_a_known_device_too(app: Flask, at: At) -> None:
    device = at(HOME, known="ana")
    with app.app_context():
        gone = now() - SENDING_GRACE - timedelta(days=1)
        writer().execute(sa.update(User).where(User.id == ANA).values(ended_at=gone))
        writer().commit()
    assert device.sign_in(PHONES["ana"], PASSWORD).status_code == 422


# Counting.


@pytest.mark.parametrize(("limits", "most"), [(limits_elsewhere(PHONE, HOME), 5), (limits_on_device("x", PHONE), 5)])
def test_of_many_counted_at_once_no_more_than_the_limit_may_be_made(app: Flask, limits: Limits, most: int) -> None:
    assert counted(app, limits, 64) == most
    assert failures(app) == most * len(limits.keys)


def test_of_many_sent_at_once_no_more_than_the_limit_are_checked(app: Flask, at: At) -> None:
    def sending(visitor: Visitor) -> Callable[[], int]:
        token = visitor.session()["csrf"]
        return lambda: visitor.post("/login", phone=PHONES["ana"], password="wrong", csrf_token=token).status_code

    statuses = Counter(at_once(*[sending(at(HOME)) for _ in range(24)]))
    assert statuses.keys() <= {422, 429}
    assert 1 <= statuses[422] <= 5


def test_a_right_password_takes_its_own_guess_back_and_the_slips_before(app: Flask, at: At) -> None:
    for _ in range(3):
        visitor = at(HOME)
        assert [visitor.sign_in(PHONES["ana"], "wrong").status_code for _ in range(3)] == [422] * 3
        assert signed_in(visitor.sign_in(PHONES["ana"], PASSWORD))
    for _ in range(10):
        assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))
    with app.app_context():
        _, number, network = limits_elsewhere(PHONE, HOME).keys
        kept = Counter(writer().scalars(sa.select(SignInFailure.key)))
    assert kept == {number: 9, network: 9}, "what was wrong still counts for the number and for the address"


def test_a_right_password_elsewhere_leaves_what_was_guessed_here(app: Flask, at: At, clock: Clock) -> None:
    attack(app, ELSEWHERE)
    assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))
    assert at(ELSEWHERE).sign_in(PHONES["ana"], PASSWORD).status_code == 429


@pytest.mark.parametrize("ahead", [timedelta(seconds=30), timedelta(hours=3), timedelta(days=4000)])
def test_failures_of_a_wrong_clock_count_as_now(app: Flask, at: At, ahead: timedelta) -> None:
    with stopped(now()) as clock:
        present = clock.now()
        clock.set(present + ahead)
        attack(app, HOME)
        clock.set(present)
        assert at(HOME).sign_in(PHONES["ana"], PASSWORD).status_code == 429
        clock.set(present + MINUTE)
        assert signed_in(at(HOME).sign_in(PHONES["ana"], PASSWORD))


def test_old_failures_are_removed(app: Flask, at: At, clock: Clock) -> None:
    attack(app, HOME)
    assert failures(app) == 15
    clock.set(clock.now() + WINDOW)
    at(ELSEWHERE).sign_in(PHONES["bruno"], "wrong")
    assert failures(app) == 3


def test_taking_back_twice_takes_nothing_more(app: Flask) -> None:
    limits, other = limits_elsewhere(PHONE, HOME), limits_elsewhere(PHONE, ELSEWHERE)
    with app.app_context():
        guess = count(limits)
        assert not isinstance(guess, timedelta)
        count(other)
        for _ in range(2):
            in_transaction(lambda session: take_back(session, guess))
    assert failures(app) == 3


# Hashing.


# One's own password.


def test_wrong_present_passwords_are_counted_and_noted(app: Flask, clock: Clock) -> None:
    ana, other = Visitor(app, "ana"), Visitor(app, "ana")
    form = {"new": NEW_PASSWORD, "again": NEW_PASSWORD}
    statuses = [ana.post("/account/password", current="wrong", **form).status_code for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    answer = ana.post("/account/password", current=PASSWORD, **form)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    with app.app_context():
        lines = writer().scalars(sa.select(AuditRecord).order_by(AuditRecord.id)).all()
    assert [(line.event, line.actor_id, line.detail) for line in lines] == [
        (AuditEvent.PASSWORD_CHANGE_FAILED, ANA, {})
    ] * 5
    assert "nhập sai mật khẩu hiện tại" in Visitor(app, "carla").get("/journal/").text
    assert other.post("/account/password", current="wrong", **form).status_code == 422, "it counts on the device alone"
    clock.set(clock.now() + MINUTE)
    assert ana.post("/account/password", current=PASSWORD, **form).status_code == 302
