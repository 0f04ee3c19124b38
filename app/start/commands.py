"""``flask prepare``, ``demo``, ``backup``, ``restore``, ``ward add``, ``team add``."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.backup.sqlite_copy import BackupError, back_up, own_name, remove_oldest
from app.backup.sqlite_copy import restore as put_back
from app.catalogue.actions import load_catalogue
from app.config import ROOT, Config
from app.database import in_transaction, reader, writer
from app.demo.demonstration import ACCOUNTS, PASSWORD, NotEmptyError, load_demonstration
from app.migrations import upgrade
from app.month import local_day, now, today
from app.names import NameParameter
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.people.models import User
from app.people.queries import has_demonstration_accounts
from app.places.actions import NameTakenError, UnknownAreasError, UnknownWardError, WardExistsError, add_team, add_ward
from app.places.models import NAME_LENGTH, NEIGHBOURHOOD_WORD, WORD_LENGTH, Ward
from app.places.official_list import official_units
from app.places.queries import ward_by_code

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
    if with_demo:
        if not reader().scalar(sa.select(sa.exists(sa.select(User.id)))):
            with suppress(NotEmptyError):  # Who prepares the same database at the same moment loaded it meanwhile.
                _load_demonstration(today(), 1)
            reader().rollback()  # Its snapshot is older than the accounts.
        if reader().scalar(has_demonstration_accounts()):
            _print_accounts()


@click.command("demo")
@click.option("--day", default=lambda: today().isoformat(), help="The day up to which there are entries, YYYY-MM-DD.")
@click.option("--seed", default=1, help="The same seed and day give the same demonstration.")
def demo(day: str, seed: int) -> None:
    """Load the demonstration: six units of published articles, with made-up people and entries."""
    try:
        last = datetime.strptime(day, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter("not a day", param_hint="--day") from None
    try:
        _load_demonstration(last, seed)
    except NotEmptyError:
        raise click.ClickException("The database is not empty; the demonstration needs one of its own.") from None
    _print_accounts()


def _load_demonstration(last: date, seed: int) -> None:
    number = in_transaction(lambda session: load_demonstration(session, last, random.Random(f"{seed} {last}")))
    click.echo(f"The demonstration is loaded. Entries: {number}.")


def _print_accounts() -> None:
    click.echo(f"Demonstration accounts, password {PASSWORD}:")
    for account in ACCOUNTS:
        click.echo(f"  {account.phone}  {account.role.value:<12} {account.where}")


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but so many of the backups that named themselves.")
def backup(target: Path | None, keep: int | None) -> None:
    """Copy the database into the new file TARGET, or under a dated name into the folder TARGET.

    Without TARGET the folder is instance/backups. The app may run meanwhile.
    """
    source, begin = _sqlite_file("pg_dump"), monotonic()
    if target is None:
        target = ROOT / "instance" / "backups"
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.is_dir():
        target /= own_name(now())
    try:
        made = back_up(writer(), source, target)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    seconds = monotonic() - begin
    click.echo(f"{made.path}: entries {made.entries}, {made.size / 1e6:.1f} MB, {seconds:.1f} s.")
    for path in remove_oldest(target.parent, keep) if keep else ():
        click.echo(f"Removed {path.name}.")
    if made.difference:
        raise click.ClickException(f"The backup is kept, but run `flask tally rebuild`: {made.difference}")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database, and sign everybody out. The service must be stopped."""
    database = _sqlite_file("pg_restore")
    try:
        restored = put_back(file, database, now())
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored {file}.")
    click.echo(f"Everybody is signed out, on {restored.devices} devices, and signs in anew.")
    click.echo("Passwords, and who may sign in, are as they were: change and end again what was changed since.")
    if restored.aside:
        click.echo(f"What stood there before is kept as {restored.aside}.")


def _sqlite_file(otherwise: str) -> Path:
    """Return where the database is, or say which tool of PostgreSQL does the same."""
    config: Config = current_app.config["TUNG_NHA"]
    url = sa.make_url(config.database_url)
    if url.get_backend_name() != "sqlite":
        raise click.ClickException(f"This database is PostgreSQL's: use {otherwise}, see docs/deploy.md.")
    return Path(url.database or "")


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
    for command in (prepare, demo, backup, restore, wards, teams):
        app.cli.add_command(command)
