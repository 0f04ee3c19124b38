"""``flask user``: accounts from the command line."""

from __future__ import annotations

from datetime import datetime

import click
from flask import Flask
from flask_babel import force_locale

from app.database import writer
from app.month import local_day, now
from app.names import NameParameter
from app.people.actions import (
    PhoneTakenError,
    add_user,
    give_password,
    note_everywhere,
    record_event,
    sign_everybody_out,
)
from app.people.audit_events import AuditEvent
from app.people.command_parameters import account_with, at_place, number_of, place_of, users
from app.people.models import NAME_LENGTH, User
from app.people.password_rules import ADVICE, weakness_of
from app.people.passwords import MAX_LENGTH, MIN_LENGTH
from app.people.phones import national_phone
from app.people.queries import ward_of_number
from app.people.spellings import normalised
from app.permissions import Role


@users.command("add")
@click.option("--phone", required=True, help="Phone number to sign in with.")
@click.option("--name", required=True, type=NameParameter(NAME_LENGTH), help="Full name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@at_place
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
    number = number_of(phone)
    _refuse_weak(password, number, name)
    place = place_of(Role(role), ward_code, team_id, province_code)
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
    user = account_with(phone)
    _refuse_weak(password, user.phone, user.name)
    at = now()
    give_password(writer(), user.id, password, at)
    _note(AuditEvent.PASSWORD_CHANGED, at, user)
    writer().commit()
    click.echo(f"{user.name} has a new password, and is signed out everywhere.")


@users.command("sign-out-everybody")
def sign_out_everybody() -> None:
    """Sign all accounts out on all devices, as after a backup was put back by the tools of PostgreSQL."""
    at = now()
    devices = sign_everybody_out(writer(), at)
    note_everywhere(writer(), AuditEvent.EVERYBODY_SIGNED_OUT, at, devices=devices)
    writer().commit()
    click.echo(f"Everybody is signed out, on {devices} devices.")


def _refuse_weak(password: str, number: str, owner: str) -> None:
    """Refuse what cannot be the password of ``owner``, who has a stored number, and say what to do."""
    length = len(normalised(password))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        raise click.BadParameter(f"at least {MIN_LENGTH} characters, at most {MAX_LENGTH}", param_hint="--password")
    if not password.isprintable():
        raise click.BadParameter("holds what nobody can type on a phone", param_hint="--password")
    if weakness := weakness_of(password, number, owner):
        with force_locale("en"):
            raise click.BadParameter(str(ADVICE[weakness]), param_hint="--password")


def _note(event: AuditEvent, at: datetime, user: User) -> None:
    """Add a record about an account to the audit log of the ward where its holder has a post."""
    ward_id = writer().scalar(ward_of_number(user.phone, local_day(at)))
    record_event(writer(), event, at, None, ward_id, user=user.id)


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(users)
