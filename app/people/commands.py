"""``flask user``: accounts from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale

from app.database import writer
from app.month import local_day, now
from app.names import NameParameter
from app.people.actions import (
    PhoneTakenError,
    add_user,
    end_user,
    give_password,
    note_everywhere,
    record_event,
    sign_everybody_out,
)
from app.people.audit_events import AuditEvent
from app.people.models import NAME_LENGTH, User
from app.people.password_rules import ADVICE, weakness_of
from app.people.passwords import MAX_LENGTH, MIN_LENGTH
from app.people.phones import national_phone, normalised_phone
from app.people.queries import user_by_phone, ward_of_number
from app.people.spellings import normalised
from app.permissions import Role, Scope
from app.places.models import Province, Team
from app.places.queries import ward_by_code

users = AppGroup("user", help="Accounts.")


@users.command("add")
@click.option("--phone", required=True, help="Phone number to sign in with.")
@click.option("--name", required=True, type=NameParameter(NAME_LENGTH), help="Full name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--ward", "ward_code", help="Official ward code, for all roles but province and admin.")
@click.option("--team", "team_id", type=int, help="Team id, for members and leaders.")
@click.option("--province", "province_code", help="Official province code, for the role province.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def add(
    phone: str,
    name: str,
    role: str,
    ward_code: str | None,
    team_id: int | None,
    province_code: str | None,
    password: str,
) -> None:
    """Add an account with its first post."""
    number = normalised_phone(phone)
    if number is None:
        raise click.BadParameter("not a phone number", param_hint="--phone")
    _refuse_weak(password, number)
    place = _place_of(Role(role), ward_code, team_id, province_code)
    at = now()
    try:
        user = add_user(writer(), phone=number, name=name, password=password, role=Role(role), place=place, now=at)
    except PhoneTakenError:
        raise click.ClickException("there is an account with this phone number") from None
    record_event(writer(), AuditEvent.PERSON_ADDED, at, None, place.ward_id, user=user.id, role=role)
    writer().commit()
    click.echo(f"Added {name}, {role}, signs in with {national_phone(number)}.")


@users.command("password")
@click.option("--phone", required=True, help="Phone number of the account.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def set_password(phone: str, password: str) -> None:
    """Give an account a new password, and sign it out everywhere."""
    user = _account(phone)
    _refuse_weak(password, user.phone)
    at = now()
    give_password(writer(), user.id, password, at)
    _note(AuditEvent.PASSWORD_CHANGED, at, user)
    writer().commit()
    click.echo(f"{user.name} has a new password, and is signed out everywhere.")


@users.command("end")
@click.option("--phone", required=True, help="Phone number of the account.")
def end(phone: str) -> None:
    """End an account: its posts end today, and nobody signs in with it any more."""
    user = _account(phone)
    at = now()
    _note(AuditEvent.PERSON_ENDED, at, user)
    end_user(writer(), user.id, local_day(at), at)
    writer().commit()
    click.echo(f"{user.name} can no longer sign in. What they logged stays.")


@users.command("sign-out-everybody")
def sign_out_everybody() -> None:
    """Sign all accounts out on all devices, as after a backup was put back by the tools of PostgreSQL."""
    at = now()
    devices = sign_everybody_out(writer(), at)
    note_everywhere(writer(), AuditEvent.EVERYBODY_SIGNED_OUT, at, devices=devices)
    writer().commit()
    click.echo(f"Everybody is signed out, on {devices} devices.")


def _account(phone: str) -> User:
    user = writer().scalar(user_by_phone(normalised_phone(phone) or ""))
    if user is None:
        raise click.BadParameter("no account has this number", param_hint="--phone")
    return user


def _refuse_weak(password: str, number: str) -> None:
    """Refuse what cannot be the password of whoever has a stored number, and say what to do."""
    length = len(normalised(password))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        raise click.BadParameter(f"at least {MIN_LENGTH} characters, at most {MAX_LENGTH}", param_hint="--password")
    if not password.isprintable():
        raise click.BadParameter("holds what nobody can type on a phone", param_hint="--password")
    if weakness := weakness_of(password, number):
        with force_locale("en"):
            raise click.BadParameter(str(ADVICE[weakness]), param_hint="--password")


def _note(event: AuditEvent, at: datetime, user: User) -> None:
    """Add a record about an account to the audit log of the ward where its holder has a post."""
    ward_id = writer().scalar(ward_of_number(user.phone, local_day(at)))
    record_event(writer(), event, at, None, ward_id, user=user.id)


def _place_of(role: Role, ward_code: str | None, team_id: int | None, province_code: str | None) -> Scope:
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


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(users)
