"""The whole nation, to measure its busiest hour: every ward with a team and its people, who share one password."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from flask import Flask, Response, session
from flask_wtf.csrf import generate_csrf

from app.database import table_of, writer
from app.month import now
from app.people.actions import sign_in
from app.people.models import Membership, User
from app.people.new_session import begin_session
from app.people.passwords import hash_password
from app.permissions import Role
from app.places.models import Neighbourhood, Province, Team, TeamArea, Ward
from app.registry.models import Household
from tests.bench.load import HOST, USER_AGENT, Phone
from tests.bench.province import PASSWORD, SINCE, Author, HouseholdOfArea, Rows, household_row, made_up_households

PROVINCES, WARDS, ACCOUNTS = 34, 3_321, 20_000
HOUSEHOLDS = 20  # of each ward
_FIRST_NUMBER = 910_000_000
_AT_ONCE = 500  # devices of a transaction


def build_nation() -> list[Author]:
    """Fill an empty database with the nation; return its members, neighbours in the list being of different wards."""
    rows: Rows = {model: [] for model in (Province, Ward, Neighbourhood, Team, TeamArea, User, Membership, Household)}
    listed = {"list_version": "2025-07-01"}
    for id in range(1, PROVINCES + 1):
        rows[Province].append({"id": id, "code": f"{id:02}", "name": f"Tỉnh Đo Đếm {id}", **listed})
    households = {ward: list(made_up_households(ward, HOUSEHOLDS)) for ward in range(1, WARDS + 1)}
    for ward, own in households.items():
        name, place = f"Phường Đo Đếm {ward}", {"id": ward, "province_id": ward % PROVINCES + 1, **listed}
        rows[Ward].append(place | {"code": f"{10_000 + ward}", "name": name, "official_name": name, "settings": {}})
        rows[Neighbourhood].append({"id": ward, "ward_id": ward, "name": "Tổ dân phố 1", "is_whole_ward": False})
        rows[Team].append({"id": ward, "ward_id": ward, "name": "Tổ công nghệ số cộng đồng 1"})
        rows[TeamArea].append({"team_id": ward, "neighbourhood_id": ward})
        rows[Household] += (household_row(ward, ward, each) for each in own)
    authors = list(_people(rows, households))
    for model, of_model in rows.items():
        writer().execute(sa.insert(table_of(model)), of_model)
    return authors


def _people(rows: Rows, households: dict[int, list[HouseholdOfArea]]) -> Iterator[Author]:
    account = {"password_hash": hash_password(PASSWORD), "is_demonstration": False, "created_at": now()}
    for id in range(1, ACCOUNTS + 1):
        ward = (id - 1) % WARDS + 1
        number = _FIRST_NUMBER + id
        rows[User].append({"id": id, "phone": f"+84{number}", "name": f"Nguyễn Ví Dụ {id}", **account})
        post = {"ward_id": ward, "team_id": ward, "province_id": None}
        rows[Membership].append({"user_id": id, "role": Role.MEMBER, "valid_from": SINCE, **post})
        mates = [mate for mate in (id - WARDS, id + WARDS) if 0 < mate <= ACCOUNTS]
        yield Author(id, f"0{number}", mates, {ward: households[ward]})


def sessions(app: Flask, authors: Sequence[Author]) -> list[Phone]:
    """Sign authors in by the app's own action, without a password; return what their phones send."""
    return [
        phone
        for start in range(0, len(authors), _AT_ONCE)
        for phone in _sessions(app, authors[start : start + _AT_ONCE])
    ]


def _sessions(app: Flask, authors: Sequence[Author]) -> Iterator[Phone]:
    at = now()
    with app.app_context():
        password_hash = writer().scalars(sa.select(User.password_hash).limit(1)).one()
        devices = [sign_in(writer(), author.user_id, password_hash, "Android", at) for author in authors]
        writer().commit()
    # The session knows the browser that began it, and is signed anew for another.
    of_phone = {"headers": {"User-Agent": USER_AGENT}, "environ_base": {"REMOTE_ADDR": HOST}}
    for author, device in zip(authors, devices, strict=True):
        assert device is not None
        with app.test_request_context("/login", **of_phone):
            response = begin_session(Response(), device, author.phone, password_hash, at)
            token = generate_csrf()
            app.session_interface.save_session(app, session, response)
        yield Phone("; ".join(each.split(";")[0] for each in response.headers.getlist("Set-Cookie")), token)
