"""What several commands about accounts share: their group, the options of a place, and the account behind a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app.database import writer
from app.people.models import User
from app.people.phones import new_phone, normalised_phone
from app.people.queries import user_by_phone
from app.permissions import Role, Scope
from app.places.models import Province, Team
from app.places.queries import ward_by_code

C = TypeVar("C", bound=Callable[..., object])

users = AppGroup("user", help="Accounts.")


def at_place(command: C) -> C:
    """Give a command the options that name the place of a role."""
    for option in (
        click.option("--province", "province_code", help="Official province code, for the role province."),
        click.option("--team", "team_id", type=int, help="Team id, for members and leaders."),
        click.option("--ward", "ward_code", help="Official ward code, for all roles but province and admin."),
    ):
        command = option(command)
    return command


def account_with(phone: str) -> User:
    """Return the account with a phone number, an ended one too, or end the command."""
    user = writer().scalar(user_by_phone(normalised_phone(phone) or ""))
    if user is None:
        raise click.BadParameter("no account has this number", param_hint="--phone")
    return user


def number_of(phone: str) -> str:
    """Return the number of a new account as it is stored, or end the command."""
    number = new_phone(phone)
    if number is None:
        raise click.BadParameter("a phone number has 10 digits, for example 0912345678", param_hint="--phone")
    return number


def place_of(role: Role, ward_code: str | None, team_id: int | None, province_code: str | None) -> Scope:
    """Return the place that a role needs, or say which option is missing."""
    _refuse_unused(role, {"--ward": ward_code, "--team": team_id, "--province": province_code})
    session = writer()
    if role is Role.ADMIN:
        return Scope()
    if role is Role.PROVINCE:
        newest = sa.select(Province.id).order_by(Province.list_version.desc()).limit(1)
        province_id = session.scalar(newest.where(Province.code == province_code))
        if province_id is None:
            raise click.BadParameter("names no province of this database", param_hint="--province")
        return Scope(province_id)
    ward = session.scalar(ward_by_code(ward_code or ""))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    if team_id is not None or role in {Role.MEMBER, Role.LEADER}:
        team = session.get(Team, team_id) if team_id is not None else None
        if team is None or team.ward_id != ward.id:
            raise click.BadParameter("names no team of this ward", param_hint="--team")
    return Scope(ward_id=ward.id, team_id=team_id)


def _refuse_unused(role: Role, given: Mapping[str, str | int | None]) -> None:
    """Refuse an option that a role has no use for, by its name: whoever gave it expects an effect of it."""
    used = {Role.ADMIN: [], Role.PROVINCE: ["--province"]}.get(role, ["--ward", "--team"])
    for option, value in given.items():
        if value is not None and option not in used:
            raise click.BadParameter(f"is not for the role {role}, which has no such place", param_hint=option)
