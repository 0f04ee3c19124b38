"""A province to measure in: a large ward of 90 teams, eight of ten teams each, and what their people log."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import table_of
from app.month import now
from app.people.models import Membership, User
from app.people.passwords import hash_password
from app.permissions import Role
from app.places.models import Neighbourhood, Province, Team, TeamArea, Ward
from app.registry.addresses import label_columns
from app.registry.models import Household
from tests.factories import FIELDS

PASSWORD = "mot cau de do"
SINCE = date(2024, 1, 1)
PROVINCE, LARGE_WARD = 1, 1
TEAMS = {LARGE_WARD: 90, **dict.fromkeys(range(2, 10), 10)}
"""How many teams each ward has, every one with a neighbourhood of its own."""

PEOPLE_PER_TEAM = 3
HOUSEHOLDS_PER_AREA = 84
HOUSEHOLDS_OF_LAST_TEAM = 500
"""The large ward's last team has this many; all its teams together have about 8,000."""

_SHARES = {"visit": 70, "installation": 20, "merchant": 5, "training": 5}
_SERVICES = ("vneid_2", "health_record", "public_service_account", "payment_account", "social_security")
_OUTCOMES = ("installed", "activated", "self_sufficient", "declined")
_TOPICS = ("vneid", "public_services", "health_book", "cashless", "scam_warning")

HouseholdOfArea = tuple[str, str]
"""The id and the label of a household."""

Rows = dict[Any, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Author:
    """Who logs, and where: the doors of the own neighbourhood and of the next one."""

    user_id: int
    phone: str
    mates: Sequence[int]
    households: Mapping[int, Sequence[HouseholdOfArea]]


@dataclass(frozen=True, slots=True)
class Users:
    """The users in whose name is measured: authors by ward, and those who read."""

    authors: Mapping[int, Sequence[Author]]
    coordinator_phone: str
    province_phone: str

    def clients(self, number: int) -> list[Author]:
        """Return authors of different teams, every other one of the large ward, the rest of all others."""
        large, *others = ([*authors[::PEOPLE_PER_TEAM]] for authors in self.authors.values())
        small = [author for same_number in zip(*others, strict=True) for author in same_number]
        return [(small, large)[position % 2][position] for position in range(number)]


def build(session: Session) -> Users:
    """Fill an empty database with places, people and households."""
    rows, users = rows_and_users()
    password_hash = hash_password(PASSWORD)
    rows[User] = [row | {"password_hash": password_hash} for row in rows[User]]
    for model, own in rows.items():
        session.execute(sa.insert(table_of(model)), own)
    return users


def rows_and_users() -> tuple[Rows, Users]:
    """Return places, people and households, in the order in which they can be inserted. Nobody's name is anybody's.

    The accounts have no password's hash yet.
    """
    rows: Rows = {model: [] for model in (Province, Ward, Neighbourhood, Team, TeamArea, User, Membership, Household)}
    rows[Province].append({"id": PROVINCE, "code": "38", "list_version": "2025-07-01", "name": "Tỉnh Đo Đếm"})
    authors = {ward: _add_ward(rows, ward) for ward in TEAMS}
    _, coordinator = _add_person(rows, Role.COORDINATOR, ward_id=LARGE_WARD)
    _, province = _add_person(rows, Role.PROVINCE, province_id=PROVINCE)
    return rows, Users(authors, coordinator, province)


def _add_ward(rows: Rows, ward: int) -> list[Author]:
    name = f"Phường Đo Đếm {ward}"
    place = {"id": ward, "province_id": PROVINCE, "code": f"{16000 + ward}", "list_version": "2025-07-01"}
    rows[Ward].append(place | {"name": name, "official_name": name, "settings": {}})
    first = len(rows[Neighbourhood]) + 1
    areas = range(first, first + TEAMS[ward])
    households = {}
    for number, area in enumerate(areas, start=1):
        place = {"id": area, "ward_id": ward, "name": f"Tổ dân phố {number}", "is_whole_ward": False}
        rows[Neighbourhood].append(place)
        households[area] = list(
            made_up_households(area, HOUSEHOLDS_OF_LAST_TEAM if number == 90 else HOUSEHOLDS_PER_AREA)
        )
        rows[Household] += (household_row(ward, area, household_of_area) for household_of_area in households[area])
    rows[Neighbourhood].append({"id": areas.stop, "ward_id": ward, "name": "Toàn phường", "is_whole_ward": True})
    return [author for area in areas for author in _add_team(rows, ward, area, households)]


def _add_team(
    rows: Rows, ward: int, area: int, households: Mapping[int, Sequence[HouseholdOfArea]]
) -> Iterator[Author]:
    team = len(rows[Team]) + 1
    rows[Team].append({"id": team, "ward_id": ward, "name": f"Tổ công nghệ số cộng đồng {team}"})
    rows[TeamArea].append({"team_id": team, "neighbourhood_id": area})
    reached = {each: households[each] for each in (area, area + 1 if area + 1 in households else area - 1)}
    members = [_add_person(rows, Role.MEMBER, ward_id=ward, team_id=team) for _ in range(PEOPLE_PER_TEAM)]
    for id, phone in members:
        yield Author(id, phone, [mate for mate, _ in members if mate != id], reached)


def _add_person(rows: Rows, role: Role, **place: int) -> tuple[int, str]:
    id = len(rows[User]) + 1
    account = {"is_demonstration": False, "created_at": now()}
    rows[User].append({"id": id, "phone": f"+84{900001000 + id}", "name": f"Nguyễn Ví Dụ {id}", **account})
    nowhere = dict.fromkeys(("province_id", "ward_id", "team_id"))
    rows[Membership].append({"user_id": id, "role": role, "valid_from": SINCE, **nowhere, **place})
    return id, f"0{900001000 + id}"


def made_up_households(area: int, number: int) -> Iterator[HouseholdOfArea]:
    """Yield so many households of an area, the same each time."""
    rng = random.Random(area)
    for each in range(number):
        id = UUID(int=rng.getrandbits(128), version=4)
        yield str(id), f"Số {each * 2 + 1}, ngõ {rng.randint(1, 60)}, đường {rng.randint(1, 40)}"


def household_row(ward: int, area: int, household_of_area: HouseholdOfArea) -> dict[str, Any]:
    """Return the row of a household that stands in its ward's list."""
    id, label = household_of_area
    return {
        "ward_id": ward,
        "id": UUID(id),
        "neighbourhood_id": area,
        "label": label,
        **label_columns(label),
        "is_listed": True,
        "created_at": now(),
    }


def work_of(author: Author, size: int, last_day: date, rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield kind and fields of what one phone sends: two days' work, of one month, in two neighbourhoods."""
    mate = {"companions": [rng.choice(author.mates)]} if rng.random() < 0.25 else {}
    days = [last_day.isoformat(), max(last_day - timedelta(days=1), last_day.replace(day=1)).isoformat()]
    areas = list(author.households)
    for kind in rng.choices(list(_SHARES), list(_SHARES.values()), k=size):
        area = rng.choice(areas)
        common = {"happened_on": rng.choice(days), "neighbourhood": area, **mate}
        yield kind, {**FIELDS[kind], **_varied(kind, author.households[area], rng), **common}


def named_visits(author: Author, size: int, last_day: date, rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield kind and fields of the commonest work of all, visits to households that are known."""
    for area in rng.choices(list(author.households), k=size):
        id, label = rng.choice(author.households[area])
        place = {"happened_on": last_day.isoformat(), "neighbourhood": area, "household": {"id": id, "label": label}}
        yield "visit", {**FIELDS["visit"], **place}


def _varied(kind: str, households: Sequence[HouseholdOfArea], rng: random.Random) -> dict[str, Any]:
    """Return what differs from one entry of a kind to the next."""
    if kind == "visit":
        id, label = rng.choice(households)
        named = {"id": id, "label": label} if rng.random() < 0.9 else None
        return {"household": named, "people": rng.randint(1, 4), "topics": rng.sample(_TOPICS, rng.randint(1, 2))}
    if kind == "installation":
        return {"service": rng.choice(_SERVICES), "outcome": rng.choice(_OUTCOMES), "people": rng.randint(1, 3)}
    if kind == "merchant":
        number = rng.randrange(20)
        id = str(UUID(int=UUID(households[number][0]).int ^ 1))
        return {"merchant": {"id": id, "name": f"Quầy hàng mẫu {number}"}, "in_use": rng.random() < 0.6}
    return {"topic": rng.choice(_TOPICS), "attendees": rng.randint(30, 60)}
