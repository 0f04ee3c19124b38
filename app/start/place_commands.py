"""``flask ward``, ``area`` and ``team``: adding and listing them from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import click
from flask import Flask
from sqlalchemy.orm import Session

from app.database import dump_json, in_transaction, reader, writer
from app.month import local_day, now, today
from app.names import NameParameter
from app.places.actions import (
    NameTakenError,
    UnknownWardError,
    WardExistsError,
    add_ward,
)
from app.places.area_successors import NEVER
from app.places.models import NAME_LENGTH, NEIGHBOURHOOD_WORD, WORD_LENGTH, Ward
from app.places.official_list import official_units
from app.places.queries import areas_of_ward, covered_areas, lock_ward, teams_of_ward
from app.settings.area_actions import add_areas
from app.settings.team_actions import NewTeam, add_teams
from app.settings.ward_lists import (
    PlaceRefusal,
    PlaceRefusedError,
    WardList,
    is_in_use,
    rows_of_list,
)
from app.start.actions import begin_setup
from app.start.place_groups import areas, of_ward, teams, ward_with, wards
from app.start.place_rows import Row, area_row, table, team_row
from app.start.ward_list import ward_list
from app.text import identity_key

_EVERY_WARD = 100_000


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
        begin_setup(session, ward, len(neighbourhoods), None, now())
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
@of_ward
@click.option("--name", required=True, type=NameParameter(NAME_LENGTH), help="Name of the team.")
@click.argument("neighbourhoods", nargs=-1, type=NameParameter(NAME_LENGTH))
def add_team_command(code: str, name: str, neighbourhoods: tuple[str, ...]) -> None:
    """Add a team that covers NEIGHBOURHOODS, given by name."""
    ward_id, at = ward_with(writer(), code).id, now()
    lock_ward(writer(), ward_id)  # An area that is named here cannot end before the team covers it.
    wanted = NewTeam(name, _ids_of_areas(writer(), ward_id, neighbourhoods, local_day(at)))
    try:
        (team,) = add_teams(writer(), ward_id, [wanted], local_day(at), None, at)
    except PlaceRefusedError as error:
        if error.refusal is PlaceRefusal.NAME_OF_ENDED:
            raise click.ClickException(f"the team {name} has ended: bring it back, or rename it first") from None
        raise click.ClickException(f"the ward has a team {name} already") from None
    writer().commit()
    click.echo(f"Added {team.name}, number {team.id}.")


def _ids_of_areas(session: Session, ward_id: int, names: Sequence[str], day: date) -> list[int]:
    """Return the ids of the areas in use of these names, each once; ends the command where the ward has no such one."""
    rows = [row for row in rows_of_list(session, WardList.AREAS, ward_id) if is_in_use(row, day)]
    found = {name: [row.id for row in rows if identity_key(row.name) == identity_key(name)] for name in names}
    if unknown := [name for name, ids in found.items() if len(ids) != 1]:
        raise click.BadParameter(f"not in this ward: {', '.join(unknown)}", param_hint="NEIGHBOURHOODS")
    return sorted({ids[0] for ids in found.values()})


@wards.command("list")
@click.option("--ward", "code", help="Official ward code: only this ward.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_wards(code: str | None, as_json: bool) -> None:
    """List wards with how many areas, teams and people each has today."""
    lines = ward_list(reader(), "", today(), most=_EVERY_WARD).lines
    _print([line._asdict() for line in lines if code in {None, line.code}], as_json)


@areas.command("add")
@of_ward
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of the areas, if they are new.")
@click.argument("names", nargs=-1, required=True, type=NameParameter(NAME_LENGTH))
def add_areas_command(code: str, since: datetime | None, names: tuple[str, ...]) -> None:
    """Add areas with these NAMES to a ward."""
    ward_id, first_day = ward_with(writer(), code).id, since.date() if since else None
    try:
        add_areas(writer(), ward_id, names, first_day, None, now())
    except PlaceRefusedError as error:
        raise click.BadParameter(f"the ward has an area of this name: {error.name}", param_hint="NAMES") from None
    writer().commit()
    click.echo(f"Added {len(names)}: {', '.join(names)}.")


@areas.command("list")
@of_ward
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_areas(code: str, as_json: bool) -> None:
    """List the areas of a ward in their order, ended ones too."""
    every = areas_of_ward(reader(), ward_with(reader(), code).id)
    _print([area_row(area) for area in every if area.valid_to != NEVER], as_json)


@teams.command("list")
@of_ward
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_teams(code: str, as_json: bool) -> None:
    """List the teams of a ward in their order with the areas that each covers today, ended teams too."""
    ward_id = ward_with(reader(), code).id
    names = {area.id: area.name for area in areas_of_ward(reader(), ward_id)}
    covered = {tuple(row) for row in reader().execute(covered_areas(ward_id, today()))}
    rows = [
        team_row(team, [name for id, name in names.items() if (team.id, id) in covered])
        for team in teams_of_ward(reader(), ward_id)
    ]
    _print(rows, as_json)


def _print(rows: Sequence[Row], as_json: bool) -> None:
    click.echo(dump_json(rows) if as_json else table(rows))


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    for command in (wards, areas, teams):
        app.cli.add_command(command)
