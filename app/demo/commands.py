"""``flask demo``."""

from __future__ import annotations

from datetime import datetime

import click
from flask import Flask

from app.demo.days import newest_last_day
from app.demo.demonstration import NotEmptyError
from app.demo.loading import load_and_report, print_accounts
from app.month import now


@click.command("demo")
@click.option(
    "--day",
    default=lambda: newest_last_day(now()).isoformat(),
    help="The day up to which there are entries, YYYY-MM-DD.",
)
@click.option("--seed", default=1, help="The same seed and day give the same demonstration.")
def demo(day: str, seed: int) -> None:
    """Load the demonstration: six units of published articles, with made-up people and entries."""
    try:
        last = datetime.strptime(day, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter("not a day", param_hint="--day") from None
    try:
        load_and_report(last, seed)
    except NotEmptyError:
        raise click.ClickException("The database is not empty; the demonstration needs one of its own.") from None
    print_accounts()


def init_app(app: Flask) -> None:
    """Register the command on ``app``."""
    app.cli.add_command(demo)
