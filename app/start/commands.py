"""``flask prepare``, ``ward add`` and ``team add``."""

from __future__ import annotations

from contextlib import suppress

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import in_transaction, reader, writer
from app.demo.demonstration import NotEmptyError
from app.demo.loading import load_and_report, print_accounts
from app.localisation import moment
from app.migrations import upgrade
from app.month import local_day, now, today
from app.names import NameParameter
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.people.queries import has_accounts, has_demonstration_accounts
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
from app.start.link_actions import IssuedLink, issue_link

wards = AppGroup("ward", help="Wards.")
teams = AppGroup("team", help="Teams.")


@click.command("prepare")
@click.option("--demo", "with_demo", is_flag=True, help="Load the demonstration into an empty database.")
@click.option("--real", "for_real_use", is_flag=True, help="Refuse to go on when this is not fit for real use.")
def prepare(with_demo: bool, for_real_use: bool) -> None:
    """Bring the database to the newest schema and catalogue."""
    config: Config = current_app.config["TUNG_NHA"]
    if for_real_use and config.public_origin is None:
        raise click.ClickException(
            "Set PUBLIC_ORIGIN to the address people use, for example https://tungnha.example.vn"
        )
    upgrade()
    in_transaction(load_catalogue)
    if for_real_use and reader().scalar(has_demonstration_accounts()):
        raise click.ClickException("This database holds the demonstration accounts, whose password everybody knows.")
    if for_real_use and (link := in_transaction(lambda session: issue_link(session, now()))):
        _print_link(f"{config.public_origin}/start/{link.token}", link)
    if with_demo:
        if not reader().scalar(has_accounts()):
            with suppress(NotEmptyError):  # Who prepares the same database at the same moment loaded it meanwhile.
                load_and_report(today(), 1)
            reader().rollback()  # Its snapshot is older than the accounts.
        if reader().scalar(has_demonstration_accounts()):
            print_accounts()


def _print_link(address: str, link: IssuedLink) -> None:
    """Print the link of the first start, on standard output alone, as the officer and as the operator read it."""
    for language in ("vi", "en"):
        with force_locale(language):
            click.echo(
                _(
                    "Nobody has an account yet. Open this address to set up the first ward and its coordinator. "
                    "It works once, until %(moment)s; after that, or when the page says that the link is no good, "
                    "start again, which prints a new one:",
                    moment=moment(link.valid_until),
                )
            )
    click.echo(f"\n    {address}\n")


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
    for command in (prepare, wards, teams):
        app.cli.add_command(command)
