"""``flask tally``: prove the counters and the summaries of households and merchants, or mend them."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.database import reader, writer
from app.logbook.recount import differences, rebuild

tally = AppGroup("tally", help="What is counted of the entries, and kept for pages and reports.")


@tally.command("verify")
def verify() -> None:
    """Recount all entries and fail on the first counter or summary that differs."""
    first = next(differences(reader()), None)
    if first is not None:
        raise click.ClickException(first)
    click.echo("All counters equal a recount.")


@tally.command("rebuild")
def mend() -> None:
    """Replace all counters and summaries by a recount."""
    rebuild(writer())
    writer().commit()
    click.echo("The counters are rebuilt.")


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(tally)
