"""Loading the demonstration from the command line, and printing its accounts."""

from __future__ import annotations

import random
from datetime import date

import click

from app.database import in_transaction
from app.demo.accounts import ACCOUNTS, PASSWORD
from app.demo.demonstration import load_demonstration


def load_and_report(last: date, seed: int) -> None:
    """Load the demonstration with entries up to the day ``last`` and print their number.

    Raises :class:`app.demo.demonstration.NotEmptyError` where the database holds anything already.
    """
    number = in_transaction(lambda session: load_demonstration(session, last, random.Random(f"{seed} {last}")))
    click.echo(f"The demonstration is loaded. Entries: {number}.")


def print_accounts() -> None:
    """Print the phone, role and place of each demonstration account, and their password."""
    click.echo(f"Demonstration accounts, password {PASSWORD}:")
    for account in ACCOUNTS:
        click.echo(f"  {account.phone}  {account.role.value:<12} {account.where}")
