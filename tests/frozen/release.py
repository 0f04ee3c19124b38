"""What a version is asked for on the ward of release 0.1; what that release said lies in ``tests/data``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.month import ZONE
from app.months.edition_text import digest_of
from app.months.models import MonthEdition
from tests.frozen import phone_scenario
from tests.frozen.dump import FOLDER
from tests.frozen.prints import printed
from tests.frozen.transcript import ORIGIN, Player, answer_of

TODAY = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)
"""The instant at which the ward was frozen, and at which everything here is asked."""


def read(name: str) -> Any:
    """Return a file of the frozen release."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def editions(app: Flask) -> dict[str, dict[str, str]]:
    """Return the digest of every closed month's editions, as it is kept and as its figures give it."""
    with app.app_context():
        rows = reader().scalars(sa.select(MonthEdition).order_by(MonthEdition.month, MonthEdition.number))
        return {f"{row.month} {row.number}": {"kept": row.digest, "of figures": digest_of(row.figures)} for row in rows}


def prints(app: Flask) -> dict[str, Any]:
    """Return what the coordinator reads in every report, by its address."""
    phone, password = read("people.json")["carla"]
    client = app.test_client()
    form = {"phone": phone, "password": password, "csrf_token": client.get("/api/v1/session").json["csrf"]}  # type: ignore[index]
    assert client.post("/login", data=form, headers={"Origin": ORIGIN}).status_code == 302
    return dict(printed(client.get))


def transcript(app: Flask) -> dict[str, Any]:
    """Send every request of the transcript; return each, by its number and what it asks for, with its answer."""
    player, exchanges = Player(app), read("transcript.json")
    return {
        name: {"request": exchange["request"], "answer": answer_of(player.play(exchange["request"]))}
        for name, exchange in exchanges.items()
    }


def phone(app: Flask) -> dict[str, Any]:
    """Use the old phone for a day; return what it shows after each step."""
    return dict(phone_scenario.play(app, read("people.json")))


SUBJECTS: Mapping[str, Callable[[Flask], Any]] = {
    "editions": editions,
    "prints": prints,
    "transcript": transcript,
    "phone": phone,
}
"""What is compared, by the name of its file; each is asked on a ward of its own."""
