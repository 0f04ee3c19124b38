"""Accounts of the demonstration: those that are printed for everybody, and made-up people.

All people are made up, and their names say so.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from app.month import ZONE
from app.people.actions import first_post
from app.people.models import User
from app.people.passwords import hash_password
from app.people.phones import normalised_phone
from app.permissions import Role, Scope

PASSWORD = "tung-nha-2026"  # noqa: S105  Everybody may know it: real use refuses these accounts.
SINCE = date(2020, 1, 1)
"""The day from which everybody has their post."""

NOWHERE = Scope()
"""The place of an administrator, who belongs to no ward."""

_FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Võ", "Bùi", "Đỗ", "Ngô")
_MADE_UP_NAMES = ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Làm Mẫu")
_FIRST_NUMBER = 1000


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


class AccountMaker:
    """Makes accounts: those that are printed, and others with names that say they are made up."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        self._session = session
        self._rng = rng
        self._hash = hash_password(PASSWORD)
        self._number = _FIRST_NUMBER

    def add(self, role: Role, phone: str | None = None, place: Scope = NOWHERE) -> int:
        """Add an account with a post at a place; return its id."""
        self._number += 1
        number = normalised_phone(phone or f"090001{self._number}")
        assert number is not None
        name = f"{self._rng.choice(_FAMILY_NAMES)} {self._rng.choice(_MADE_UP_NAMES)} {self._number - _FIRST_NUMBER}"
        user = User(
            phone=number,
            name=name,
            password_hash=self._hash,
            is_demonstration=True,
            created_at=datetime.combine(SINCE, time(8), ZONE),
        )
        self._session.add(user)
        self._session.flush()
        self._session.add(first_post(user.id, role, place, SINCE))
        return user.id

    def add_admin(self) -> None:
        """Add the administrator."""
        self.add(Role.ADMIN, next(a.phone for a in ACCOUNTS if a.role is Role.ADMIN))
