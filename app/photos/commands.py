"""``flask photos``: where the bytes of photos are, moving them, and whether they are all there."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from app.database import reader
from app.photos.folder import PhotoFolder, photo_folder
from app.photos.moving import missing_photos, move_to_database, move_to_folder

photos = AppGroup("photos", help="The bytes of photos, in the database or in PHOTO_FOLDER.")


@photos.command("move")
@click.argument("target", type=click.Choice(["folder", "database"]))
def move(target: str) -> None:
    """Move all photos into PHOTO_FOLDER, or out of it into the database.

    It can be broken off and started again. Into the folder it may run beside the app; before moving into the database
    stop the service, and remove the setting after it.
    """
    folder, moved = _folder(), 0
    moving = move_to_folder if target == "folder" else move_to_database
    with click.progressbar(moving(reader(), folder), label="Moving", show_pos=True) as pieces:
        for number in pieces:
            moved += number
    click.echo(f"Moved {moved} photos.")
    _refuse_missing(folder)


@photos.command("check")
def check() -> None:
    """Look for photos whose bytes are neither in the database nor in PHOTO_FOLDER."""
    _refuse_missing(photo_folder())
    click.echo("All photos are there.")


def _folder() -> PhotoFolder:
    folder = photo_folder()
    if folder is None:
        raise click.ClickException("Set PHOTO_FOLDER to the folder of the photos first, see docs/deploy.md.")
    return folder


def _refuse_missing(folder: PhotoFolder | None) -> None:
    """End with an error that names photos of which there are no bytes."""
    missing = missing_photos(reader(), folder)
    if missing:
        where = folder.path if folder else "PHOTO_FOLDER, which is not set"
        names = ", ".join(f"{key.id} (ward {key.ward_id})" for key in missing[:5])
        raise click.ClickException(f"{len(missing)} photos are neither in the database nor in {where}: {names}")


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(photos)
