"""The ``flask`` commands as a whole: a database that cannot be used ends each with a sentence, not a traceback."""

from __future__ import annotations

from copy import copy

import click
import sqlalchemy as sa
from alembic.util import CommandError
from flask import current_app
from flask.cli import AppGroup

from app.config import Config
from app.database_errors import Fault, fault_of, reason_of
from app.migrations import MigrationError

_SENTENCES = {
    Fault.BUSY: "{database} is busy with something else ({reason}). Try again in a minute.",
    Fault.UNREACHABLE: "{database} does not answer ({reason}). Is the server running, and is DATABASE_URL right?",
    Fault.REFUSED: "{database} cannot be opened ({reason}). Check DATABASE_URL, and whose the file or the account is.",
    Fault.FULL: "The disk of {database} is full ({reason}). Make room on it, then do this again.",
    Fault.READ_ONLY: "{database} cannot be written ({reason}). Check whose file and folder it is, and the mount.",
    Fault.DAMAGED: "{database} is damaged, or is no database ({reason}). Put back a backup with `flask restore`.",
    Fault.DISK: "The disk of {database} fails ({reason}). Look at the system's log, and put back a backup.",
    Fault.SCHEMA: "{database} has not the tables of this version ({reason}). Run `flask prepare` first.",
}


class Commands(AppGroup):
    """All commands of the app, those of extensions too."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, which says in a sentence what is wrong with the database."""
        command = super().get_command(ctx, cmd_name)
        if command is None:
            return None
        explained = copy(command)
        vars(explained)["invoke"] = lambda context: _invoke(command, context)
        return explained


def _invoke(command: click.Command, ctx: click.Context) -> object:
    try:
        return command.invoke(ctx)
    except (MigrationError, CommandError) as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        sentence = _SENTENCES[fault].format(database=_name(), reason=reason_of(error))
        raise click.ClickException(sentence[0].upper() + sentence[1:]) from error


def _name() -> str:
    """Return how people know the database, without its password."""
    config: Config = current_app.config["TUNG_NHA"]
    url = sa.make_url(config.database_url)
    if url.get_backend_name() == "sqlite":
        return f"the database {url.database}"
    return f"the database {url.set(drivername='postgresql').render_as_string()}"
