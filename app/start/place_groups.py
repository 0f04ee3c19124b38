"""What the commands of wards, areas and teams share: their groups, the option of the ward, and finding it."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.places.models import Ward
from app.places.queries import ward_by_code

wards = AppGroup("ward", help="Wards.")
areas = AppGroup("area", help="Areas of a ward.")
teams = AppGroup("team", help="Teams.")

of_ward = click.option("--ward", "code", required=True, help="Official ward code.")


def ward_with(session: Session, code: str) -> Ward:
    """Return the ward with an official code; ends the command where the database has none."""
    ward = session.scalar(ward_by_code(code))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    return ward
