"""``flask prepare``: the database, and the link of a first start."""

from __future__ import annotations

from contextlib import suppress

import click
from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.catalogue.actions import load_catalogue
from app.config import Config
from app.database import in_transaction, reader, writer
from app.demo.days import newest_last_day
from app.demo.demonstration import NotEmptyError
from app.demo.loading import load_and_report, print_accounts
from app.imports.retention import delete_overdue_cells
from app.localisation import moment
from app.migrations import upgrade
from app.month import now
from app.people.queries import has_accounts, has_demonstration_accounts
from app.replica import LateReplicaError, refuse_late_replica
from app.start.link_actions import IssuedLink, issue_link


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
    if config.read_url:
        _refuse_late_replica()
    in_transaction(load_catalogue)
    delete_overdue_cells(reader(), now())
    if for_real_use and reader().scalar(has_demonstration_accounts()):
        raise click.ClickException("This database holds the demonstration accounts, whose password everybody knows.")
    if for_real_use and (link := in_transaction(lambda session: issue_link(session, now()))):
        _print_link(f"{config.public_origin}/start/{link.token}", link)
    if with_demo:
        if not reader().scalar(has_accounts()):
            with suppress(NotEmptyError):  # Who prepares the same database at the same moment loaded it meanwhile.
                load_and_report(newest_last_day(now()), 1)
            reader().rollback()  # Its snapshot is older than the accounts.
        if reader().scalar(has_demonstration_accounts()):
            print_accounts()


def _refuse_late_replica() -> None:
    try:
        refuse_late_replica(writer().connection())
    except LateReplicaError as error:
        raise click.ClickException(str(error)) from error
    finally:
        writer().rollback()


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


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(prepare)
