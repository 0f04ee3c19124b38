"""The roster: how long the server takes over the people of a very large ward, and over what its phones load first."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import table_of, writer
from app.logbook.models import Entry
from app.month import now
from app.people.models import Device, Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Team
from tests.bench.province import LARGE_WARD, PASSWORD, SINCE
from tests.bench.reading import print_timed, timed
from tests.bench.report import Budget, Report
from tests.bench.store import Store, fill
from tests.client import Visitor

PEOPLE, AREAS, ENTRIES = 5_000, 500, 20_000
FIRST_ID = 100_000
BUDGET, BUDGET_OF_BOOTSTRAP = Budget(most=200), Budget(most=100)
PATHS = {
    "everybody, first page": "/people/",
    "everybody, last page": f"/people/?page={PEOPLE // 50}",
    "search: a name without tones": "/people/?text=nguyen thi lan",
    "search: a team": "/people/?text=cong dong 7",
    "search: digits of a number": "/people/?text=0901234",
    "search: nobody": "/people/?text=khong co ai",
    "of a team": "/people/?team=7",
    "of a role": "/people/?role=member",
    "silent this month": "/people/?state=silent",
    "not signed in yet": "/people/?state=waiting",
    "ended": "/people/?state=ended",
}
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh", "Quang", "Thị Thu", "Thị Kim", "Xuân", "Đình")
_GIVEN = ("An", "Ánh", "Bình", "Chi", "Dũng", "Đạt", "Hà", "Hòa", "Hùng", "Lan", "Liên", "Mai", "Nam", "Oanh", "Phúc")


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Fill a ward with people and areas, and open the pages that list and find them."""
    people, areas = (PEOPLE // 10, AREAS // 10) if quick else (PEOPLE, AREAS)
    fill(store, ENTRIES // 10 if quick else ENTRIES)
    with store.app.app_context():
        add_people(writer(), people, areas)
        writer().commit()
    if store.engine == "postgresql":
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    report.section(f"Roster, {store.engine}, {people:,} people and {areas:,} areas in the ward, server time")
    coordinator, member = Visitor(store.app), Visitor(store.app)
    coordinator.sign_in(store.users.coordinator_phone, PASSWORD)
    member.sign_in(store.users.authors[LARGE_WARD][0].phone, PASSWORD)
    for name, path in PATHS.items():
        if not quick or "page=" not in path:
            print_timed(report, name, timed(store, coordinator, path, 200), BUDGET)
    of_team = timed(store, member, "/api/v1/bootstrap", 200)
    print_timed(report, "bootstrap of a team", of_team, BUDGET_OF_BOOTSTRAP)


def add_people(session: Session, number: int, areas: int) -> None:
    """Add people with made-up names and areas to the large ward, and let the people be who logged its entries."""
    rng = random.Random(number)
    teams = session.scalars(sa.select(Team.id).where(Team.ward_id == LARGE_WARD)).all()
    ids = range(FIRST_ID, FIRST_ID + number)
    session.execute(sa.insert(table_of(User)), [_user(id, rng) for id in ids])
    session.execute(sa.insert(table_of(Membership)), [{"id": id} | _membership(id, rng.choice(teams)) for id in ids])
    session.execute(sa.insert(table_of(Device)), [_device(id, rng) for id in ids if id % 10])
    area_rows = [
        {"id": id, "ward_id": LARGE_WARD, "name": f"Khu phố thêm {id}", "is_whole_ward": False}
        for id in range(FIRST_ID, FIRST_ID + areas)
    ]
    session.execute(sa.insert(table_of(Neighbourhood)), area_rows)
    entry = table_of(Entry)
    own = entry.c.ward_id == LARGE_WARD
    entries = session.scalars(sa.select(entry.c.id).where(own)).all()
    session.connection().execute(
        sa.update(entry).where(own, entry.c.id == sa.bindparam("_id")).values(member_id=sa.bindparam("_member")),
        [{"_id": each, "_member": rng.choice(ids[: number // 2])} for each in entries],
    )


def _user(id: int, rng: random.Random) -> dict[str, Any]:
    name = f"{rng.choice(_FAMILIES)} {rng.choice(_MIDDLES)} {rng.choice(_GIVEN)}"
    account = {"password_hash": "-", "is_demonstration": False, "created_at": now()}
    return {"id": id, "phone": f"+84{910_000_000 + 37 * id}", "name": name, **account}


def _membership(id: int, team: int) -> dict[str, Any]:
    last = SINCE + timedelta(days=100) if id % 25 == 0 else None
    post = {"role": Role.LEADER if id % 60 == 0 else Role.MEMBER, "valid_from": SINCE, "valid_to": last}
    return {"user_id": id, "province_id": None, "ward_id": LARGE_WARD, "team_id": team, **post}


def _device(id: int, rng: random.Random) -> dict[str, Any]:
    used = now() - timedelta(days=rng.randrange(90))
    return {"id": UUID(int=id), "user_id": id, "label": "Điện thoại", "created_at": used, "last_seen_at": used}
