"""Attempts to sign in, and what they count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.database import in_transaction, writer
from app.month import now
from app.people.actions import Guess, count_guess
from app.people.guess_limits import Limits, limits_elsewhere
from app.people.models import SignInFailure
from tests.cast import PHONES
from tests.client import Visitor
from tests.logbook.test_races import at_once

PHONE = "+84" + PHONES["ana"][1:]


HOME, ELSEWHERE = "198.51.100.4", "203.0.113.7"


NEW_PASSWORD = "mot cau de nho khac"


At = Callable[..., Visitor]


def signed_in(answer: TestResponse) -> bool:
    return answer.headers.get("Location") == "/"


def attack(app: Flask, *addresses: str, phone: str = PHONE) -> None:
    """Guess from each address until it has to wait."""
    with app.app_context():
        for limits in [limits_elsewhere(phone, address) for address in addresses]:
            while not isinstance(count(limits), timedelta):
                pass


def count(limits: Limits) -> Guess | timedelta:
    """Count a guess, as is done before it is checked."""
    return in_transaction(lambda session: count_guess(session, limits, now()))


def failures(app: Flask) -> int:
    with app.app_context():
        return writer().scalar(sa.select(sa.func.count()).select_from(SignInFailure)) or 0


def counted(app: Flask, limits: Limits, times: int) -> int:
    """Count guesses at the same moment; return how many may be made."""

    def may_be_made() -> bool:
        with app.app_context():
            return not isinstance(count(limits), timedelta)

    return sum(at_once(*[may_be_made] * times))
