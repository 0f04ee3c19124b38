"""``flask import``: lists from Excel by the command line."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.database import reader
from app.imports.queries import imports_of
from app.month import local_day
from app.places.queries import ward_by_code

imports = AppGroup("import", help="Lists from Excel.")


@imports.command("list")
@click.option("--ward", "code", required=True, help="Official ward code.")
def list_imports(code: str) -> None:
    """List the imports of a ward, the newest first."""
    ward = reader().scalar(ward_by_code(code))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    for each, who in reader().execute(imports_of(ward.id)):
        cells = each.id, each.kind, each.state, local_day(each.uploaded_at), who or "server", each.file_name
        click.echo("  ".join(str(cell) for cell in cells))


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(imports)
