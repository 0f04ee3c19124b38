"""The demonstration: the six units of published articles, with their figures, and made-up people and work.

Units stand under the names they had when the articles were written, with today's ward and code beside
them. All people are made up, and their names say so. Entries go through the same door as those of a
phone, so that everything that is shown was validated, counted and reviewed.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.demo.report import ShownTeam, add_report
from app.demo.work import DayOfWork, WardWork
from app.logbook.intake import Intake
from app.logbook.models import Entry
from app.logbook.record_actions import record
from app.logbook.review_actions import review
from app.logbook.rules import Arrival
from app.logbook.status import Action, Status
from app.month import ZONE, Month
from app.months.actions import close
from app.people.models import Membership, User
from app.people.passwords import hash_password
from app.people.phones import normalised_phone
from app.people.queries import actor_of
from app.permissions import Role
from app.places.actions import add_ward
from app.places.models import (
    NEIGHBOURHOOD_WORD,
    TEAM_WORD,
    Neighbourhood,
    Place,
    PlaceType,
    Population,
    Team,
    TeamArea,
    Ward,
)
from app.sync.envelope import digest_of

PASSWORD = "tung-nha-2026"  # noqa: S105  Everybody may know it: real use refuses these accounts.
SINCE = date(2020, 1, 1)
MONTHS = 3
_FILE = Path(__file__).parent / "data" / "published_figures.csv"
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Võ", "Bùi", "Đỗ", "Ngô")
_MADE_UP = ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Làm Mẫu")


class NotEmptyError(Exception):
    """The database holds something already."""


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account that is printed for everybody to use."""

    phone: str
    role: Role
    where: str
    unit: str = ""
    team: int | None = None


ACCOUNTS = (
    Account("0900000011", Role.MEMBER, "Phường An Khê, tổ số 11", "An Khê", 11),
    Account("0900000012", Role.MEMBER, "Phường An Khê, tổ số 12", "An Khê", 12),
    Account("0900000010", Role.LEADER, "Phường An Khê, tổ số 11", "An Khê", 11),
    Account("0900000001", Role.COORDINATOR, "Phường An Khê", "An Khê"),
    Account("0900000004", Role.VIEWER, "Phường An Khê", "An Khê"),
    Account("0900000002", Role.COORDINATOR, "Phường Quảng Thắng (nay là Phường Đông Quang)", "Quảng Thắng"),
    Account("0900000003", Role.PROVINCE, "Tỉnh Thanh Hóa: Quảng Thắng, Lam Sơn", "Quảng Thắng"),
    Account("0900000000", Role.ADMIN, "–"),
)
_ARTICLES = {
    "000": "Bài báo “Dấu ấn ở Quảng Thắng”, 12/2023",
    "001": "Bài báo về chính quyền số ở thị xã Bỉm Sơn, đầu năm 2025",
    "002": "Bài báo về Tổ công nghệ số phường Hiệp Tân, không ghi ngày",
    "003": "Bài báo về chuyển đổi số cấp xã ở tỉnh Bắc Kạn, 02/04/2024",
    "004": "Bài báo “Chuyển đổi số ở một phường ngoại ô Đà Nẵng”, 14/09/2024",
}


_SERVICES: Mapping[str, int] = {
    "vneid_2": 6,
    "vneid_1": 1,
    "health_record": 2,
    "public_service_account": 5,
    "payment_account": 3,
    "digital_signature": 3,
    "social_security": 2,
    "provincial_app": 2,
    "etax_mobile": 1,
    "field_feedback": 1,
    "digital_literacy": 1,
    "telehealth": 1,
    "e_invoice": 1,
    "marketplace": 1,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of an article: its name then, its code today, and how it is divided.

    ``services`` are the services its teams help with here, weighed; ``pace`` is how many entries a team
    makes on a working day, on average.
    """

    key: str
    name: str
    code: str
    areas: Sequence[str]
    teams: int
    neighbourhood_word: str
    team_name: str
    pace: float
    note: str = ""
    team_word: str = TEAM_WORD
    places: Sequence[tuple[PlaceType, str]] = ()
    services: Mapping[str, int] = field(default_factory=lambda: dict(_SERVICES))


def _numbered(word: str, number: int) -> list[str]:
    return [f"{word} {each}" for each in range(1, number + 1)]


UNITS = (
    Unit(
        "Quảng Thắng",
        "Phường Quảng Thắng",
        "16417",
        _numbered("Phố", 8),
        8,
        "phố",
        "Tổ công nghệ số cộng đồng phố {}",
        0.7,
        note="Tên và số liệu công bố của năm 2023.",
        places=[(PlaceType.MARKET, "Chợ Quảng Thắng")],
    ),
    Unit(
        "Lam Sơn",
        "Phường Lam Sơn",
        "14812",
        _numbered("Khu phố", 6),
        6,
        "khu phố",
        "Tổ công nghệ số cộng đồng khu phố {}",
        0.6,
        note="Tên của năm 2024, thuộc thị xã Bỉm Sơn. Số khu phố ở đây là ví dụ.",
    ),
    Unit(
        "Hiệp Tân",
        "Phường Hiệp Tân",
        "27028",
        _numbered("Khu phố", 5),
        1,
        "khu phố",
        "Tổ công nghệ số phường",
        2.0,
        note="Bài báo không nói là phường Hiệp Tân nào; ở đây lấy phường đã thành Phường Phú Thạnh.",
        team_word="Tổ công nghệ số phường",
    ),
    Unit(
        "Sông Cầu",
        "Phường Sông Cầu",
        "01843",
        _numbered("Tổ", 20),
        20,
        NEIGHBOURHOOD_WORD,
        "Tổ công nghệ số cộng đồng tổ {}",
        0.35,
        note="Tên và số liệu công bố của năm 2024.",
        places=[(PlaceType.STREET, "Tuyến phố văn minh, không dùng tiền mặt")],
    ),
    Unit(
        "Như Cố",
        "Xã Như Cố",
        "02086",
        _numbered("Thôn", 11),
        11,
        "thôn",
        "Tổ công nghệ số cộng đồng thôn {}",
        0.35,
        note="Tên và số liệu công bố của năm 2024.",
    ),
    Unit(
        "An Khê",
        "Phường An Khê",
        "20305",
        _numbered("Tổ dân phố", 90),
        90,
        NEIGHBOURHOOD_WORD,
        "Tổ CNSCĐ và Đề án 06 số {}",
        0.7,
        note="Số liệu công bố của năm 2024, trước khi nhập với Hòa Phát và Hòa An. Số tổ dân phố ở đây là ví dụ.",
        team_word="Tổ CNSCĐ và Đề án 06",
        places=[(PlaceType.MARKET, "Chợ Tân An"), (PlaceType.MARKET, "Chợ Thuận An")],
    ),
)


def load_demonstration(session: Session, day: date, rng: random.Random) -> int:
    """Load the demonstration up to ``day``; return the number of entries. Raises :class:`NotEmptyError`."""
    if session.scalar(sa.select(sa.or_(sa.exists(sa.select(User.id)), sa.exists(sa.select(Ward.id))))):
        raise NotEmptyError
    people = _People(session, rng)
    loaded: list[WardWork] = []
    for unit in UNITS:
        ward = add_ward(
            session,
            unit.code,
            unit.areas,
            name=unit.name,
            neighbourhood_word=unit.neighbourhood_word,
            team_word=unit.team_word,
            note=unit.note,
        )
        loaded.append(_add_unit(session, unit, ward, people, day))
    people.add_admin()
    _add_published_figures(session)
    session.flush()
    for work in loaded:
        _record_work(session, work, day, rng)
        _review_work(session, work, day, rng)
    return session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0


class _People:
    """Makes accounts: those that are printed, and others with names that say they are made up."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        self._session = session
        self._rng = rng
        self._hash = hash_password(PASSWORD)
        self._next = 1000

    def add(
        self,
        role: Role,
        phone: str | None = None,
        *,
        province_id: int | None = None,
        ward_id: int | None = None,
        team_id: int | None = None,
    ) -> int:
        """Add an account with a post; return its id."""
        self._next += 1
        number = normalised_phone(phone or f"090001{self._next}")
        assert number is not None
        name = f"{self._rng.choice(_FAMILIES)} {self._rng.choice(_MADE_UP)} {self._next - 1000}"
        user = User(
            phone=number,
            name=name,
            password_hash=self._hash,
            is_demonstration=True,
            created_at=datetime.combine(SINCE, time(8), ZONE),
        )
        self._session.add(user)
        self._session.flush()
        self._session.add(
            Membership(
                user_id=user.id, role=role, valid_from=SINCE, province_id=province_id, ward_id=ward_id, team_id=team_id
            )
        )
        return user.id

    def add_admin(self) -> None:
        """Add the administrator."""
        self.add(Role.ADMIN, next(a.phone for a in ACCOUNTS if a.role is Role.ADMIN))


def _add_unit(session: Session, unit: Unit, ward: Ward, people: _People, day: date) -> WardWork:
    """Add a unit's teams, people and places; return what its work is made from."""
    areas = list(
        session.scalars(sa.select(Neighbourhood.id).where(Neighbourhood.ward_id == ward.id).order_by(Neighbourhood.id))
    )
    *areas, whole_ward = areas
    accounts = [a for a in ACCOUNTS if a.unit == unit.key]
    coordinator = 0
    for account in accounts:
        if account.role is Role.COORDINATOR:
            coordinator = people.add(Role.COORDINATOR, account.phone, ward_id=ward.id)
        elif account.role is Role.VIEWER:
            people.add(Role.VIEWER, account.phone, ward_id=ward.id)
        elif account.role is Role.PROVINCE:
            people.add(Role.PROVINCE, account.phone, province_id=ward.province_id)
    coordinator = coordinator or people.add(Role.COORDINATOR, ward_id=ward.id)
    teams, shown_members, shown_teams = [], [], []
    for number in range(1, unit.teams + 1):
        team = Team(ward_id=ward.id, name=unit.team_name.format(number))
        session.add(team)
        session.flush()
        covered = areas if unit.teams == 1 else [areas[number - 1]]
        session.add_all(TeamArea(team_id=team.id, neighbourhood_id=area) for area in covered)
        phones = {a.role: a.phone for a in accounts if a.team == number}
        ids = {"ward_id": ward.id, "team_id": team.id}
        leader = people.add(Role.LEADER, phones.get(Role.LEADER), **ids)
        members = [people.add(Role.MEMBER, phones.get(Role.MEMBER), **ids), people.add(Role.MEMBER, None, **ids)]
        teams.append((covered, [leader, *members]))
        shown_members += members[:1] if Role.MEMBER in phones else []
        shown_teams += [ShownTeam(team.id, covered[0], leader)] if Role.LEADER in phones else []
    places = [Place(ward_id=ward.id, type=type, name=name) for type, name in unit.places]
    session.add_all(places)
    session.flush()
    for shown in shown_teams:
        add_report(session, ward, shown, Month.of(day), coordinator, _morning(day))
    return WardWork(
        ward_id=ward.id,
        coordinator_id=coordinator,
        teams=teams,
        whole_ward=whole_ward,
        places=[place.id for place in places],
        services=unit.services,
        area_word=unit.neighbourhood_word,
        pace=unit.pace,
        shown_members=shown_members,
    )


def _add_published_figures(session: Session) -> None:
    """Add what the articles print as baselines, and their denominators as populations."""
    codes = {unit.name: unit.code for unit in UNITS}
    ward_ids = {row.code: row.id for row in session.execute(sa.select(Ward.id, Ward.code))}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ward_id = ward_ids[row["ward_code_now"] or codes[row["unit_then"]]]
            as_of = None if row["as_of"] == "undated" else Month.parse(row["as_of"]).last
            denominator = int(row["denominator"]) if row["denominator"] else None
            source = _ARTICLES[row["article"][:3]]
            session.add(
                Baseline(
                    ward_id=ward_id,
                    indicator_code=row["indicator"],
                    unit_then=row["unit_then"],
                    as_of=as_of,
                    numerator=int(row["numerator"]) if row["numerator"] else None,
                    bound=Bound(row["bound"] or "="),
                    denominator=denominator,
                    published_percent=row["published_percent"],
                    source=source,
                    note=row["note"],
                )
            )
            if denominator and row["denominator_group"] and as_of:
                group = row["denominator_group"]
                session.add(Population(ward_id=ward_id, group=group, figure=denominator, as_of=as_of, source=source))


def _record_work(session: Session, work: WardWork, last: date, rng: random.Random) -> None:
    first = _first_day(last)
    for day in _days(first, last):
        for batch in work.day(day, rng):
            _record_batch(session, batch)


def _record_batch(session: Session, batch: DayOfWork) -> None:
    actor = actor_of(session, batch.member_id, batch.sent_at.astimezone(ZONE).date())
    assert actor is not None
    intake = Intake(session, actor, batch.sent_at, [fields for *_, fields in batch.entries])
    arrivals = []
    for id, kind, recorded_at, fields in batch.entries:
        row, errors = intake.read(kind, fields)
        assert not errors, (kind, fields, {name: [str(e) for e in each] for name, each in errors.items()})
        row |= {"form": 1, "recorded_at": recorded_at + batch.clock_ahead}
        arrivals.append(Arrival(id, kind, 1, digest_of(fields), False, {}, row))
    record(session, actor.id, actor.wards, intake.flagged(arrivals, batch.clock_ahead), batch.sent_at)


_WORDS = {
    Action.APPROVE: ("", ""),
    Action.RETURN: ("unclear", "Nội dung chưa khớp với sổ của tổ, mời xem lại giúp."),
    Action.VOID: ("duplicate", "Trùng với bản ghi khác trong ngày."),
}


def _review_work(session: Session, work: WardWork, last: date, rng: random.Random) -> None:
    """Review the entries of a ward as a coordinator would have by ``last``, and close the oldest month."""
    oldest, current = Month.of(_first_day(last)), Month.of(last)
    query = sa.select(Entry.id, Entry.month, Entry.happened_on, Entry.member_id).where(
        Entry.ward_id == work.ward_id, Entry.status == Status.SUBMITTED
    )
    chosen: dict[Action, dict[UUID, int]] = {Action.APPROVE: {}, Action.RETURN: {}, Action.VOID: {}}
    latest: dict[int, UUID] = {}
    days: dict[UUID, date] = {}
    for row in session.execute(query.order_by(Entry.id)):
        days[row.id] = row.happened_on
        if row.month != str(oldest):
            latest[row.member_id] = row.id
        is_old = row.happened_on <= last - timedelta(days=10)
        dice = rng.random()
        if row.month == str(oldest) or (is_old and dice < 0.9):
            chosen[Action.VOID if dice < 0.01 else Action.APPROVE][row.id] = 1
        elif dice < 0.03:
            chosen[Action.RETURN][row.id] = 1
        elif row.month != str(current) or dice > 0.6:
            chosen[Action.APPROVE][row.id] = 1
    # Whoever opens the demonstration's phones sees what comes back, too.
    for id in (latest[member] for member in work.shown_members if member in latest):
        chosen[Action.APPROVE].pop(id, None)
        chosen[Action.VOID].pop(id, None)
        chosen[Action.RETURN][id] = 1
    for action, seen in chosen.items():
        _decide(session, work, action, {id: days[id] for id in seen}, last)
    if oldest != current:
        close(session, work.ward_id, oldest, work.coordinator_id, _morning(last))


def _decide(session: Session, work: WardWork, action: Action, days: Mapping[UUID, date], last: date) -> None:
    """Decide on entries, given with the day of their work, two days after it or on the last day."""
    looked_at: dict[date, dict[UUID, int]] = defaultdict(dict)
    for id, day in days.items():
        looked_at[min(day + timedelta(days=2), last)][id] = 1
    reason, comment = _WORDS[action]
    for day, seen in sorted(looked_at.items()):
        at = _morning(day)
        review(session, work.ward_id, seen, action, work.coordinator_id, at, reason=reason, comment=comment)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(7), ZONE).astimezone(UTC)


def _first_day(last: date) -> date:
    month = Month.of(last)
    for _ in range(MONTHS - 1):
        month = month.previous()
    return month.first


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
