"""What somebody does with the old phone on one day, and what it shows after each step, whatever server it meets."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from tests.frozen.phone import pages
from tests.frozen.phone.forms import correct, log, withdraw
from tests.frozen.phone.outbox import Outbox
from tests.frozen.transcript import ORIGIN

Shown = tuple[str, dict[str, Any]]


def sign_in(phone: Outbox, number: str, password: str) -> None:
    """Sign in on the phone's browser."""
    form = {"phone": number, "password": password, "csrf_token": phone.session()["csrf"]}
    assert phone.http.post("/login", data=form, headers={"Origin": ORIGIN}).status_code == 302


def play(app: Flask, given: Mapping[str, Any]) -> Iterator[Shown]:
    """Yield what the phone shows after each step. ``given`` holds who signs in, and entries of the ward."""
    phone, ids = Outbox(app, number=9), given["entries"]
    phone.open()
    yield "signed out", {"trouble": phone.trouble}
    sign_in(phone, *given["ana"])
    phone.open()
    yield "opened", {"home": pages.home(phone), "mine": pages.mine(phone), "forms": pages.choices(phone)}
    yield from _log(phone)
    yield from _mend(phone, ids, b64decode(given["photo"]))
    yield from _fail(phone, ids)
    yield from _meet_another(phone, given)


def _log(phone: Outbox) -> Iterator[Shown]:
    """Log work of all four kinds, some of it with no line, and some of a month that is closed."""
    visited = phone.lists["bootstrap"]["households"][0]
    household = {"id": visited["id"], "label": visited["label"]}
    log(phone, "visit", {"vneid_2": {}, "health_record": {"people": 2}}, household=household, people=2)
    log(phone, "installation", service="vneid_1", outcome="installed", note="Ở chợ")
    yield "sent", {"home": pages.home(phone)}
    phone.is_offline = True
    log(phone, "training", topic="vneid", attendees=14, women=9, started_at="19:30", minutes=60, title="Buổi ví dụ")
    log(phone, "merchant", merchant={"id": phone.new_id(), "name": "Sạp mới"}, methods=["vietqr"], qr_valid=False)
    log(phone, "visit", household=None, met="absent", people=0, happened_on="2026-09-20")
    yield "no line", {"home": pages.home(phone), "mine": pages.mine(phone), "file": phone.waiting_file()}
    phone.is_offline = False
    phone.deliver(again=True)
    yield "a line again", {"home": pages.home(phone), "mine": pages.mine(phone)}


def _mend(phone: Outbox, ids: Mapping[str, str], photo: bytes) -> Iterator[Shown]:
    """Correct what was returned and what was refused, withdraw, and bring photos."""
    correct(phone, ids["returned"], people=4)
    wrong = log(phone, "visit", household=None, people=51, note="0380 9900 1234")
    yield "refused", {"home": pages.home(phone), "mine": pages.mine(phone)}
    correct(phone, wrong, people=5, note="Năm người")
    withdraw(phone, ids["submitted"])
    with_photo = phone.new_id()
    phone.keep_photo(with_photo, photo)
    phone.keep_photo(with_photo, b"no picture")
    log(phone, "visit", id=with_photo, household=None, people=1)
    yield "mended", {"home": pages.home(phone), "mine": pages.mine(phone)}


def _fail(phone: Outbox, ids: Mapping[str, str]) -> Iterator[Shown]:
    """Change on the phone what the ward has decided on meanwhile: conflicts, of which a void one is logged anew."""
    for name in ("approved", "void"):
        found = next(one for one in phone.lists["mine"]["entries"] if one["id"] == ids[name])
        changed = {
            "id": found["id"],
            "kind": found["kind"],
            "revision": found["revision"] + 1,
            "fields": found["fields"],
        }
        phone.save([{**changed, "recorded_at": "2026-11-19T08:00:00.000Z", "form": 1}])
    yield "in conflict", {"home": pages.home(phone), "mine": pages.mine(phone)}
    correct(phone, ids["void"], outcome="installed")
    yield "logged anew", {"mine": pages.mine(phone), "left": sorted(phone.copies)}


def _meet_another(phone: Outbox, given: Mapping[str, Any]) -> Iterator[Shown]:
    """Somebody else signs in on this phone; what waits is not sent under another's name."""
    phone.is_offline = True
    log(phone, "visit", household=None, people=1)
    phone.is_offline = False
    sign_in(phone, *given["bruno"])
    phone.deliver()
    yield "somebody else", {"trouble": phone.trouble, "home": pages.home(phone)}
    other = Outbox(phone.app, number=10)
    sign_in(other, *given["bruno"])
    other.open()
    yield "the other's phone", {"home": pages.home(other), "mine": pages.mine(other), "forms": pages.choices(other)}
    correct(other, given["entries"]["left out"], people=5)
    yield "left out, logged anew", {"mine": pages.mine(other)}
