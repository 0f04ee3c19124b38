"""``flask backup``, ``restore`` and ``copy-to``."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.backup.database_copy import CopyError, copy_database
from app.backup.photo_copy import copy_new, photos_beside
from app.backup.sqlite_copy import BackupError, back_up, own_name, remove_oldest
from app.backup.sqlite_copy import restore as put_back
from app.config import ROOT, Config, database_url
from app.database import reader, writer
from app.month import now
from app.photos.folder import PhotoFolder, photo_folder


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but so many of the backups that named themselves.")
def backup(target: Path | None, keep: int | None) -> None:
    """Copy the database into the new file TARGET, or under a dated name into the folder TARGET.

    Without TARGET the folder is instance/backups. The app may run meanwhile. Photos of PHOTO_FOLDER are copied into the
    folder tung-nha-photos beside it, which all backups there share.
    """
    source, begin = _sqlite_file("pg_dump"), monotonic()
    if target is None:
        target = ROOT / "instance" / "backups"
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if target.is_dir():
        target /= own_name(now())
    folder = photo_folder()
    try:
        # Most are copied before, the few that come meanwhile after it: a copy of the database never names more.
        photos = _copy_photos(folder, target)
        made = back_up(writer(), source, target)
        photos += _copy_photos(folder, target)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    seconds = monotonic() - begin
    click.echo(f"{made.path}: entries {made.entries}, {made.size / 1e6:.1f} MB, {seconds:.1f} s.")
    if folder:
        click.echo(f"{photos_beside(target)}: {photos} new files of photos.")
    for path in remove_oldest(target.parent, keep) if keep else ():
        click.echo(f"Removed {path.name}.")
    if made.difference:
        raise click.ClickException(f"The backup is kept, but run `flask tally rebuild`: {made.difference}")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database, and sign everybody out. The service must be stopped."""
    database, folder = _sqlite_file("pg_restore"), photo_folder()
    if folder is None and photos_beside(file).exists():
        raise click.ClickException("Photos lie beside this backup: set PHOTO_FOLDER to where they are to be put.")
    try:
        photos = copy_new(photos_beside(file), folder.path) if folder else 0
        restored = put_back(file, database, now())
    except OSError as error:
        raise click.ClickException(f"The photos beside {file} were not copied: {error.strerror}.") from error
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored {file}.")
    if folder:
        click.echo(f"{folder.path}: {photos} files of photos were put back. `flask photos check` looks for others.")
    click.echo(f"Everybody is signed out, on {restored.devices} devices, and signs in anew.")
    click.echo("Passwords, and who may sign in, are as they were: change and end again what was changed since.")
    if restored.aside:
        click.echo(f"What stood there before is kept as {restored.aside}.")


def _copy_photos(folder: PhotoFolder | None, target: Path) -> int:
    if folder is None:
        return 0
    try:
        return copy_new(folder.path, photos_beside(target))
    except OSError as error:
        raise BackupError(f"No backup was made: photos were not copied: {error.strerror}.") from error


@click.command("copy-to")
@click.argument("url")
def copy_to(url: str) -> None:
    """Copy everything into the database at URL, SQLite's or PostgreSQL's, which was prepared and holds nothing.

    Stop the service first: what comes in after the beginning is not copied. The copy is there as a whole or not at all.
    """
    if not url:
        raise click.BadParameter("name a database, as DATABASE_URL does", param_hint="URL")
    begin, counts = monotonic(), dict[str, int]()

    def report(table: str, rows: int) -> None:
        counts[table] = rows
        click.echo(f"{table}: {rows}")

    try:
        copy_database(reader().connection(), database_url(url, ROOT / "instance"), report)
    except CopyError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Copied {sum(counts.values())} rows of {len(counts)} tables in {monotonic() - begin:.1f} s. "
        "All were read back and compared, and the counters equal a recount of the entries."
    )
    click.echo("Now set DATABASE_URL to the copy, keep SECRET_KEY, and start the service.")


def _sqlite_file(otherwise: str) -> Path:
    """Return where the database is, or say which tool of PostgreSQL does the same."""
    config: Config = current_app.config["TUNG_NHA"]
    url = sa.make_url(config.database_url)
    if url.get_backend_name() != "sqlite":
        raise click.ClickException(f"This database is PostgreSQL's: use {otherwise}, see docs/deploy.md.")
    return Path(url.database or "")


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(copy_to)
