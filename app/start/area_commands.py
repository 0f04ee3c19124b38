"""``flask area merge``, ``split``, ``map``, ``undo`` and ``changes``: changing the areas of a ward."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from flask import Flask
from flask_babel import force_locale

from app.areas.area_map import AreaMap, read_area_map
from app.areas.changes import AreaMerge, AreaPart, AreaRefusal, AreaRefusedError, AreaSplit, ChangeOrder
from app.areas.counts import counts_of
from app.areas.merge_actions import merge_areas
from app.areas.split_area import split_whole_area, undo_area_change
from app.areas.split_choices import households_named, households_of_area
from app.areas.wording import change_refusal_words, map_error_words
from app.database import dump_json, in_transaction, reader
from app.month import FIRST_DAY, now
from app.names import NameParameter
from app.places.area_changes import changes_of_ward
from app.places.models import NAME_LENGTH
from app.places.queries import areas_of_ward
from app.settings.area_names import AreaNames
from app.settings.ward_lists import WardList, is_in_use, rows_of_list
from app.start.place_groups import areas, of_ward, ward_with
from app.start.place_rows import change_row, table

T = TypeVar("T")


def _known_day(_context: click.Context, _option: click.Parameter, first_day: datetime) -> datetime:
    """Refuse a first day of which not even the day before is known."""
    return first_day if first_day.date() > FIRST_DAY else _refuse(AreaRefusedError(AreaRefusal.DAY_TOO_EARLY))


_from = click.option(
    "--from",
    "first_day",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_known_day,
    help="First day of the new areas.",
)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@areas.command("merge")
@of_ward
@_from
@click.option("--name", type=NameParameter(NAME_LENGTH), help="Name of the new area.")
@click.option("--into", help="The one of the areas that goes on.")
@click.argument("names", nargs=-1, required=True)
def merge_command(code: str, first_day: datetime, name: str | None, into: str | None, names: tuple[str, ...]) -> None:
    """Merge the areas NAMES into a new one, or into one of them."""
    if bool(name) == bool(into):
        raise click.UsageError("give --name of a new area, or --into one that goes on")
    ward_id = ward_with(reader(), code).id
    goes_on = _area_named(ward_id, into, first_day.date()) if into else None
    ids = [_area_named(ward_id, each, first_day.date()) for each in names]
    every = list(dict.fromkeys([*ids, goes_on] if goes_on is not None else ids))
    merge = AreaMerge(every if len(set(ids)) == len(ids) else ids, name or "", goes_on)
    _print_made(_attempt(lambda: _merged(_order(ward_id, first_day), [merge])), first_day)


@areas.command("split")
@of_ward
@_from
@click.option("--part", "parts", type=(NameParameter(NAME_LENGTH), _file), multiple=True, help="A part and its list.")
@click.option("--rest", required=True, type=NameParameter(NAME_LENGTH), help="Name of the part with all others.")
@click.argument("name")
def split_command(code: str, first_day: datetime, parts: Sequence[tuple[str, Path]], rest: str, name: str) -> None:
    """Split the area NAME; each --part NAME FILE names a part and a list of its households, an address a line."""
    ward_id = ward_with(reader(), code).id
    area_id = _area_named(ward_id, name, first_day.date())
    households = households_of_area(reader(), ward_id, area_id, first_day.date())
    made, problems = [], []
    for part, file in parts:
        named = households_named(households, _text_of(file))
        problems += [f"{file.name}: not in the area: {label}" for label in named.unknown]
        problems += [f"{file.name}: several households: {label}" for label in named.ambiguous]
        made.append(AreaPart(part, named.found))
    if problems:
        raise click.ClickException("\n".join(problems))
    wanted = AreaSplit(area_id, [*made, AreaPart(rest)], remainder=len(made))
    _print_made(_attempt(lambda: split_whole_area(_order(ward_id, first_day), wanted)), first_day)


@areas.command("map")
@click.argument("file", type=_file)
@of_ward
@_from
@click.option("--dry-run", is_flag=True, help="Say what would become of which area, and change nothing.")
def map_command(file: Path, code: str, first_day: datetime, dry_run: bool) -> None:
    """Change the areas of a whole ward by the lines "old; old -> new" of FILE, or by two columns."""
    ward_id, day = ward_with(reader(), code).id, first_day.date()
    found = read_area_map(_text_of(file), areas_of_ward(reader(), ward_id), day)
    if found.errors:
        with force_locale("en"):
            raise click.ClickException("\n".join(map_error_words(error) for error in found.errors))
    _print_map(ward_id, found, day)
    if dry_run:
        click.echo("Nothing was changed.")
        return
    _print_made(_attempt(lambda: _merged(_order(ward_id, first_day), found.merges)), first_day)


@areas.command("undo")
@of_ward
@click.argument("number", type=click.IntRange(1, 2147483647))
def undo_command(code: str, number: int) -> None:
    """Take the change NUMBER of a ward back, while nothing stands on it."""
    ward_id = ward_with(reader(), code).id
    try:
        _attempt(lambda: undo_area_change(ward_id, number, None, now()))
    except LookupError:
        raise click.BadParameter("names no change of areas of this ward", param_hint="NUMBER") from None
    click.echo(f"Change {number} is taken back.")


@areas.command("changes")
@of_ward
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_changes(code: str, as_json: bool) -> None:
    """List what became of which area of a ward, the newest first."""
    rows = [change_row(change) for change in changes_of_ward(reader(), ward_with(reader(), code).id)]
    click.echo(dump_json(rows) if as_json else table(rows))


def _order(ward_id: int, first_day: datetime) -> ChangeOrder:
    return ChangeOrder(ward_id, first_day.date(), None, now())


def _merged(order: ChangeOrder, merges: Sequence[AreaMerge]) -> int:
    return in_transaction(lambda session: merge_areas(session, order, merges).number)


def _attempt(work: Callable[[], T]) -> T:
    try:
        return work()
    except AreaRefusedError as error:
        _refuse(error)


def _refuse(error: AreaRefusedError) -> NoReturn:
    with force_locale("en"):
        raise click.ClickException(change_refusal_words(error)) from None


def _area_named(ward_id: int, name: str, day: date) -> int:
    """Return the id of the area of this name in use before a day; ends the command where the ward has no such one."""
    before = day - timedelta(days=1)
    rows = [row for row in rows_of_list(reader(), WardList.AREAS, ward_id) if is_in_use(row, before)]
    found = AreaNames({row.id: row.name for row in rows}).every([name])
    if len(found) != 1:
        raise click.BadParameter(f"not in this ward, or not one: {name}", param_hint="NAME")
    return found.pop()


def _text_of(file: Path) -> str:
    """Return the lines of a text, or those of a table with a tab between cells."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(
            f"{file.name} is not text in UTF-8: save it so, or copy it into a new file"
        ) from None
    if file.suffix.lower() == ".csv":
        return "\n".join("\t".join(row) for row in csv.reader(text.splitlines()))
    return text


def _print_map(ward_id: int, found: AreaMap, day: date) -> None:
    names = {area.id: area.name for area in areas_of_ward(reader(), ward_id)}
    counts = counts_of(reader(), ward_id, [each.area_ids for each in found.merges], day)
    for each, count in zip(found.merges, counts, strict=True):
        new = each.name or names[each.goes_on or 0]
        old = "; ".join(names[id] for id in each.area_ids)
        teams = ", ".join(count.teams) or "no team"
        click.echo(
            f"{old} -> {new}: {count.households} households, {count.merchants} merchants, {count.entries} entries, "
            f"{teams} ({count.people} people)"
        )
    for name in found.renumbered:
        click.echo(f"Note: {name} of today and the new {name} are two areas.")
    if rest := [*found.untouched, *found.same]:
        click.echo(f"As before: {', '.join(names[id] for id in rest)}")


def _print_made(number: int, first_day: datetime) -> None:
    click.echo(f"Change {number} holds from {first_day.date()} on.")


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(areas)
