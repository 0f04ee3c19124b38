"""``flask ward``, ``area`` and ``team``: adding and listing them from the command line."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.database import in_transaction, writer
from app.month import local_day, now
from app.names import NameParameter
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import (
    NameTakenError,
    UnknownAreasError,
    UnknownWardError,
    WardExistsError,
    add_team,
    add_ward,
    store_settings,
)
from app.places.models import NAME_LENGTH, NEIGHBOURHOOD_WORD, WORD_LENGTH, Ward
from app.places.official_list import official_units
from app.places.queries import ward_by_code

wards = AppGroup("ward", help="Wards.")
teams = AppGroup("team", help="Teams.")


@wards.command("add")
@click.argument("code")
@click.argument("neighbourhoods", nargs=-1, type=NameParameter(NAME_LENGTH))
@click.option(
    "--word", default=NEIGHBOURHOOD_WORD, type=NameParameter(WORD_LENGTH), help="What a neighbourhood is called here."
)
def add_ward_command(code: str, neighbourhoods: tuple[str, ...], word: str) -> None:
    """Add the ward with an official CODE, and the names of its NEIGHBOURHOODS."""

    def add(session: Session) -> Ward:
        ward = add_ward(session, code, neighbourhoods, neighbourhood_word=word)
        store_settings(ward, is_being_set_up=True)
        record_event(session, AuditEvent.SETTINGS_CHANGED, now(), None, ward.id, what="ward", areas=len(neighbourhoods))
        return ward

    try:
        ward = in_transaction(add)  # Tried once more where somebody else added the ward or its province meanwhile.
    except UnknownWardError:
        raise click.BadParameter("is not in the official list of 2025-07-01", param_hint="CODE") from None
    except WardExistsError:
        raise click.ClickException("this ward is there already") from None
    except NameTakenError as error:
        raise click.BadParameter(f"two areas are called {error}", param_hint="NEIGHBOURHOODS") from None
    click.echo(f"Added {ward.name} ({official_units()[code].province_name}).")


@teams.command("add")
@click.option("--ward", "code", required=True, help="Official ward code.")
@click.option("--name", required=True, type=NameParameter(NAME_LENGTH), help="Name of the team.")
@click.argument("neighbourhoods", nargs=-1, type=NameParameter(NAME_LENGTH))
def add_team_command(code: str, name: str, neighbourhoods: tuple[str, ...]) -> None:
    """Add a team that covers NEIGHBOURHOODS, given by name."""
    ward = writer().scalar(ward_by_code(code))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    at = now()
    try:
        team = add_team(writer(), ward.id, name, neighbourhoods, local_day(at))
    except NameTakenError:
        raise click.ClickException(f"the ward has a team {name} already") from None
    except UnknownAreasError as error:
        names = ", ".join(error.names)
        raise click.BadParameter(f"not in this ward: {names}", param_hint="NEIGHBOURHOODS") from None
    record_event(writer(), AuditEvent.SETTINGS_CHANGED, at, None, ward.id, what="teams", team=team.id)
    writer().commit()
    click.echo(f"Added {team.name}, number {team.id}.")


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    for command in (wards, teams):
        app.cli.add_command(command)
