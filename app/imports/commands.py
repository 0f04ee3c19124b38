"""``flask import``: lists from Excel by the command line."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.database import in_transaction, reader
from app.imports.apply_actions import PartOutcome
from app.imports.choices import ListChoices, RowCounts
from app.imports.command_columns import ColumnsParameter
from app.imports.import_steps import apply_next, kind_of, loaded_again, plan_import, store_list, stored_sheet, undo_next
from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode
from app.imports.models import Import
from app.imports.new_list import NewList
from app.imports.plan_actions import choose_columns, discard
from app.imports.plan_page import wrong_rows_of
from app.imports.queries import imports_of, numbered_import
from app.imports.reading import FileRefusedError, read_file
from app.imports.recognition import with_columns
from app.imports.retention import delete_overdue_cells
from app.imports.undo_actions import StandsOnImportError
from app.month import local_day, now, today
from app.people.authority import OPERATOR
from app.places.models import Ward
from app.places.queries import ward_by_code

imports = AppGroup("import", help="Lists from Excel: one command for each kind of list.")


@imports.command("list")
@click.option("--ward", "code", required=True, help="Official ward code.")
def list_imports(code: str) -> None:
    """List the imports of a ward, the newest first."""
    for each, who in reader().execute(imports_of(_ward_with(code).id)):
        cells = each.id, each.kind, each.state, local_day(each.uploaded_at), who or "server", each.file_name
        click.echo("  ".join(str(cell) for cell in cells))


@imports.command("undo")
@click.argument("number", type=click.IntRange(1, 2147483647))
def undo_import(number: int) -> None:
    """Take the import NUMBER back, while nothing stands on it."""
    imported = reader().scalar(numbered_import(number))
    if imported is None or imported.kind not in KINDS:
        raise click.BadParameter("names no import", param_hint="NUMBER")
    outcome = PartOutcome.DONE
    while outcome is PartOutcome.DONE:
        try:
            outcome = undo_next(reader(), imported, OPERATOR, now(), imported.version)
        except StandsOnImportError as error:
            raise click.ClickException("\n".join(str(reason) for reason in error.reasons)) from None
        imported = loaded_again(reader(), imported.ward_id, number)
    if outcome is not PartOutcome.FINISHED:
        raise click.ClickException(f"import {number} is {imported.state}: there is nothing to take back")
    click.echo(f"Import {number} is taken back.")


@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ward", "code", required=True, help="Official ward code.")
@click.option("--dry-run", is_flag=True, help="Say what each row would do, and change nothing.")
@click.option("--skip-wrong", is_flag=True, help="Apply the right rows although others are wrong.")
@click.option("--given-by", default="server", show_default=True, help="Who gave the list.")
@click.option("--given-on", type=click.DateTime(["%Y-%m-%d"]), help="On which day; today if missing.")
@click.option("--purpose", default="", help="What for.")
@click.option("--columns", "chosen", type=ColumnsParameter(), help="What columns hold, as A=name,C=count.")
@click.pass_context
def import_list(
    ctx: click.Context,
    file: Path,
    code: str,
    dry_run: bool,
    skip_wrong: bool,
    given_by: str,
    given_on: datetime | None,
    purpose: str,
    chosen: dict[int, str] | None,
) -> None:
    """Bring in the list FILE: try it out, say what each row would do, and apply it."""
    kind = KINDS[ListCode(ctx.info_name or "")]
    day = given_on.date() if given_on else today()
    digest = sha256(file.read_bytes()).hexdigest()
    new = NewList(kind.code, file.name[-200:], digest, given_by[:300], day, purpose[:300])
    imported = _planned(_stored(file, new, _ward_with(code)), chosen)
    counts = RowCounts.parse(imported.counts)
    _print_plan(imported, counts)
    if dry_run or not counts.to_apply or (counts.wrong and not skip_wrong):
        _give_up(imported)
    else:
        _apply(imported)
    ctx.exit(1 if counts.wrong and not skip_wrong else 0)


def _stored(file: Path, new: NewList, ward: Ward) -> Import:
    """Read a file, and store its list."""
    delete_overdue_cells(reader(), now())
    try:
        sheets = read_file(file, file.name)
    except FileRefusedError as error:
        raise click.ClickException(str(error.message)) from error
    return store_list(reader(), ward.id, new, sheets, None, now())


def _planned(imported: Import, chosen: dict[int, str] | None) -> Import:
    """Plan a list with the columns that were recognised, or chosen; ends the command where one is missing."""
    ward_id, import_id, kind = imported.ward_id, imported.id, kind_of(imported)
    choices = ListChoices.from_json(imported.choices)
    if chosen is not None:
        sheet = stored_sheet(reader(), imported, choices.sheet)
        choices = choices.with_columns(with_columns(sheet, kind, choices.columns, chosen))
        seen = imported.version
        reader().rollback()
        in_transaction(lambda session: choose_columns(session, ward_id, import_id, seen, choices))
        imported = loaded_again(reader(), ward_id, import_id)
    missing = [str(column.label) for column in choices.columns.missing(kind)]
    unclear = [choices.columns.headings.get(place, str(place + 1)) for place in choices.columns.unclear_days]
    if missing or unclear:
        _give_up(imported)
        problems = [f"no column for: {', '.join(missing)}"] * bool(missing)
        problems += [f"day or month first? {', '.join(unclear)}"] * bool(unclear)
        raise click.ClickException("; ".join(problems))
    plan_import(reader(), imported, OPERATOR, now())
    return loaded_again(reader(), ward_id, import_id)


def _print_plan(imported: Import, counts: RowCounts) -> None:
    click.echo(
        f"Import {imported.id}: new {counts.new}, changed {counts.changed}, same {counts.same}, wrong {counts.wrong}."
    )
    for row in wrong_rows_of(reader(), imported):
        click.echo(f"  row {row.number}: {row.problem}")


def _give_up(imported: Import) -> None:
    ward_id, import_id, seen = imported.ward_id, imported.id, imported.version
    reader().rollback()
    in_transaction(lambda session: discard(session, ward_id, import_id, seen))
    click.echo("Nothing is applied.")


def _apply(imported: Import) -> None:
    """Apply a list to its end; what was changed in the ward meanwhile is looked at once more."""
    ward_id, import_id = imported.ward_id, imported.id
    outcome = PartOutcome.DONE
    while outcome in {PartOutcome.DONE, PartOutcome.PLANNED_AGAIN}:
        outcome = apply_next(reader(), imported, OPERATOR, now(), imported.version)
        imported = loaded_again(reader(), ward_id, import_id)
    if outcome is not PartOutcome.FINISHED:
        raise click.ClickException(f"import {import_id} is {imported.state} by now")
    counts = RowCounts.parse(imported.counts)
    click.echo(f"Import {import_id} is applied: new {counts.done_new}, changed {counts.done_changed}.")


def _ward_with(code: str) -> Ward:
    ward = reader().scalar(ward_by_code(code))
    if ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    return ward


for _code in KINDS:
    imports.command(_code.value, short_help=f"Bring in a list of {_code.value.replace('_', ' ')}.")(import_list)


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(imports)
