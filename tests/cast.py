"""The fixed cast of the tests: who they are is said here once, and every test database knows them.

Ward A (Quảng Thắng) has two teams with a neighbourhood each; ward B (An Khê) is another province's.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.month import now, today
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Place, PlaceType, Province, Team, TeamArea, Ward

PASSWORD = "mot cau de nho"
SINCE = date(2024, 1, 1)

PROVINCE_A, PROVINCE_B = 1, 2
WARD_A, WARD_B, WARD_C = 1, 2, 3
"""Ward C is of province A too, so that the province page has two."""

AREA_1, AREA_2, ALL_OF_A, AREA_B, ALL_OF_B, AREA_C = 1, 2, 3, 4, 5, 6
TEAM_1, TEAM_2, TEAM_B = 1, 2, 3
MARKET_A, MARKET_B = 1, 2

ANA, BRUNO, LEO, CARLA, VERA, DORA, BO, EVA, ADA, NINA, MOVED = range(1, 12)

AT_ANY_HOUR = {"flags": {"at_night": {"on": False}, "in_a_rush": {"on": False}}}
"""The settings of the wards. Tests run at night too, and log much in a short time: only some ask about that."""

PHONES = {
    "ana": "0900000101",  # member of team 1
    "bruno": "0900000102",  # member of team 2
    "leo": "0900000103",  # leader of team 1
    "carla": "0900000104",  # coordinator of ward A
    "vera": "0900000105",  # viewer of ward A
    "dora": "0900000106",  # coordinator of ward B
    "bo": "0900000107",  # member of team B
    "eva": "0900000108",  # province A
    "ada": "0900000109",  # admin
    "nina": "0900000110",  # nothing at present
    "moved": "0900000111",  # was in team 1 until ten days ago, is in team B since
}

USER_IDS = {name: id for id, name in enumerate(PHONES, start=1)}


def add_cast(session: Session) -> None:
    """Fill an empty database with the places and people that the tests know by heart."""
    for id, code, name in ((PROVINCE_A, "38", "Tỉnh Thanh Hóa"), (PROVINCE_B, "48", "Thành phố Đà Nẵng")):
        session.add(Province(id=id, code=code, list_version="2025-07-01", name=name))
    session.flush()
    for id, province, code, name, official in (
        (WARD_A, PROVINCE_A, "16417", "Phường Quảng Thắng", "Phường Đông Quang"),
        (WARD_B, PROVINCE_B, "20305", "Phường An Khê", "Phường An Khê"),
        (WARD_C, PROVINCE_A, "14812", "Phường Bỉm Sơn", "Phường Bỉm Sơn"),
    ):
        session.add(
            Ward(
                id=id,
                province_id=province,
                code=code,
                list_version="2025-07-01",
                name=name,
                official_name=official,
                stored_settings=AT_ANY_HOUR,
            )
        )
    session.flush()
    for id, ward, name, whole in (
        (AREA_1, WARD_A, "Phố 1", False),
        (AREA_2, WARD_A, "Phố 2", False),
        (ALL_OF_A, WARD_A, "Toàn phường", True),
        (AREA_B, WARD_B, "Tổ dân phố 1", False),
        (ALL_OF_B, WARD_B, "Toàn phường", True),
        (AREA_C, WARD_C, "Khu phố 1", False),
    ):
        session.add(Neighbourhood(id=id, ward_id=ward, name=name, is_whole_ward=whole))
    for id, ward, name in ((TEAM_1, WARD_A, "Tổ 1"), (TEAM_2, WARD_A, "Tổ 2"), (TEAM_B, WARD_B, "Tổ số 11")):
        session.add(Team(id=id, ward_id=ward, name=name))
    session.flush()
    for team, area in ((TEAM_1, AREA_1), (TEAM_2, AREA_2), (TEAM_B, AREA_B)):
        session.add(TeamArea(team_id=team, neighbourhood_id=area))
    session.add(Place(id=MARKET_A, ward_id=WARD_A, type=PlaceType.MARKET, name="Chợ Quảng Thắng"))
    session.add(Place(id=MARKET_B, ward_id=WARD_B, type=PlaceType.MARKET, name="Chợ Tân An"))
    _add_people(session)
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Ids given by hand leave the sequences behind.
        for table in ("province", "ward", "neighbourhood", "team", "place", "user", "membership"):
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            session.execute(sa.text(f'SELECT setval({sequence}, max(id)) FROM "{table}"'))


def _add_people(session: Session) -> None:
    # A hash says itself what it cost; hundreds of tests sign in, so theirs are cheap.
    password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for id, (name, phone) in enumerate(PHONES.items(), start=1):
        session.add(
            User(
                id=id,
                phone="+84" + phone[1:],
                name=f"Nguyễn Ví Dụ {name.capitalize()}",
                password_hash=password_hash,
                created_at=now(),
            )
        )
    session.flush()
    moved_on = today() - timedelta(days=10)
    for user, role, place, first, last in (
        (ANA, Role.MEMBER, {"ward_id": WARD_A, "team_id": TEAM_1}, SINCE, None),
        (BRUNO, Role.MEMBER, {"ward_id": WARD_A, "team_id": TEAM_2}, SINCE, None),
        (LEO, Role.LEADER, {"ward_id": WARD_A, "team_id": TEAM_1}, SINCE, None),
        (CARLA, Role.COORDINATOR, {"ward_id": WARD_A}, SINCE, None),
        (VERA, Role.VIEWER, {"ward_id": WARD_A}, SINCE, None),
        (DORA, Role.COORDINATOR, {"ward_id": WARD_B}, SINCE, None),
        (BO, Role.MEMBER, {"ward_id": WARD_B, "team_id": TEAM_B}, SINCE, None),
        (EVA, Role.PROVINCE, {"province_id": PROVINCE_A}, SINCE, None),
        (ADA, Role.ADMIN, {}, SINCE, None),
        (NINA, Role.MEMBER, {"ward_id": WARD_A, "team_id": TEAM_1}, SINCE, date(2024, 12, 31)),
        (MOVED, Role.MEMBER, {"ward_id": WARD_A, "team_id": TEAM_1}, SINCE, moved_on),
        (MOVED, Role.MEMBER, {"ward_id": WARD_B, "team_id": TEAM_B}, moved_on + timedelta(days=1), None),
    ):
        session.add(Membership(user_id=user, role=role, valid_from=first, valid_to=last, **place))
