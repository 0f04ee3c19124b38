"""Which entries each user reads: those of the own team or ward."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.month import Month, now, today
from app.people.queries import actor_of
from tests import cast
from tests.cast import AREA_1, AREA_2, AREA_B, PHONES, TEAM_1, TEAM_2, TEAM_B, WARD_A, WARD_B

READABLE = {
    "ana": {"of ana"},
    "bruno": {"of bruno"},
    "leo": {"of ana", "of nina", "of moved, then"},
    "carla": {"of ana", "of bruno", "of nina", "of moved, then", "of carla"},
    "vera": {"of ana", "of bruno", "of nina", "of moved, then", "of carla"},
    "dora": {"of bo", "of moved, now"},
    "bo": {"of bo"},
    "eva": set(),
    "ada": set(),
    "moved": {"of moved, now"},
    "nina": set(),
}
"""The entries that each user reads. A user who changed wards reads those that they log in the new one."""

WRITTEN = (
    ("of ana", WARD_A, AREA_1, TEAM_1, cast.ANA),
    ("of bruno", WARD_A, AREA_2, TEAM_2, cast.BRUNO),
    ("of nina", WARD_A, AREA_1, TEAM_1, cast.NINA),
    ("of moved, then", WARD_A, AREA_1, TEAM_1, cast.MOVED),
    ("of carla", WARD_A, AREA_2, None, cast.CARLA),
    ("of bo", WARD_B, AREA_B, TEAM_B, cast.BO),
    ("of moved, now", WARD_B, AREA_B, TEAM_B, cast.MOVED),
)


def _entry(number: int, note: str, ward: int, area: int, team: int | None, member: int) -> Entry:
    common: dict[str, Any] = {"status": Status.SUBMITTED, "revision": 1, "digest": "-", "moves": 1, "form": 1}
    return Entry(
        id=UUID(int=number),
        kind="visit",
        ward_id=ward,
        neighbourhood_id=area,
        team_id=team,
        member_id=member,
        happened_on=today(),
        month=str(Month.current()),
        received_at=now(),
        note=note,
        flags=[],
        fields={"met": "met", "people": 1, "topics": [], "barrier": "none", "household": None},
        **common,
    )


def test_every_role_reads_the_expected_entries(app: Flask) -> None:
    ids = {name: id for id, name in enumerate(PHONES, start=1)}
    with app.app_context():
        writer().add_all(_entry(number, *written) for number, written in enumerate(WRITTEN))
        writer().commit()
        for name, notes in READABLE.items():
            actor = actor_of(reader(), ids[name], today())
            assert actor is not None
            assert set(reader().scalars(sa.select(Entry.note).where(visible_to(actor)))) == notes, name
