"""The accounts of the demonstration."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.demo.accounts import ACCOUNTS, PASSWORD
from app.demo.units import UNITS
from app.people.models import Membership, User
from app.permissions import Role
from tests.client import Visitor
from tests.demo.steps import count

SIGN_IN = [
    ("0900000011", "member", "20305", "Tổ CNSCĐ và Đề án 06 số 11"),
    ("0900000012", "member", "20305", "Tổ CNSCĐ và Đề án 06 số 12"),
    ("0900000010", "leader", "20305", "Tổ CNSCĐ và Đề án 06 số 11"),
    ("0900000001", "coordinator", "20305", None),
    ("0900000004", "viewer", "20305", None),
    ("0900000002", "coordinator", "16417", None),
    ("0900000003", "province", None, None),
    ("0900000000", "admin", None, None),
]
"""The accounts that `make run` prints, with the unit of each."""


@pytest.mark.parametrize(("phone", "role", "ward", "team"), SIGN_IN)
def test_printed_accounts_sign_in(
    demonstration: Flask, phone: str, role: str, ward: str | None, team: str | None
) -> None:
    visitor = Visitor(demonstration)
    assert visitor.sign_in(phone, "tung-nha-2026").headers["Location"] == "/"
    user = visitor.session()["user"]
    assert (user["role"], user["ward"] and user["ward"]["code"], user["team"] and user["team"]["name"]) == (
        role,
        ward,
        team,
    )
    assert visitor.http.get("/", follow_redirects=True).status_code == 200


def test_printed_accounts_are_known_and_made_up(demonstration: Flask) -> None:
    assert {account.phone for account in ACCOUNTS} == {phone for phone, *_ in SIGN_IN}
    assert PASSWORD == "tung-nha-2026"
    with demonstration.app_context():
        assert count(User, sa.not_(User.is_demonstration)) == 0
        names = set(reader().scalars(sa.select(User.name)))
        assert all(any(word in name for word in ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Làm Mẫu")) for name in names)
        phones = set(reader().scalars(sa.select(User.phone)))
        assert all(phone.startswith("+849000") for phone in phones), "a made-up number that could be somebody's"
        assert count(Membership, Membership.role == Role.COORDINATOR) == len(UNITS)
