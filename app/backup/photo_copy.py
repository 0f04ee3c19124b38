"""Copying the files of photos beside a backup, and back: what is there already is not copied again.

The files never change, so the backups of many days share one folder, and each copies only what is new.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from app.photos.folder import PARTIAL, make_folder, sync_folder, write_synced

FOLDER = "tung-nha-photos"
"""The name of the folder beside backups."""


def photos_beside(backup: Path) -> Path:
    """Return the folder with the photos of a backup."""
    return backup.parent / FOLDER


def copy_new(source: Path, target: Path) -> int:
    """Copy the files below ``source`` that are not yet below ``target``; return their number.

    A file gets its name only once it stands on the disk. Raises :class:`OSError`.
    """
    copied = 0
    for path in sorted(source.glob("*/*/*.jpg")):
        goal = target / path.relative_to(source)
        if goal.exists():
            continue
        make_folder(goal.parent, target.parent)
        partial = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}{PARTIAL}")
        try:
            write_synced(partial, path.read_bytes())
            partial.replace(goal)
        finally:
            with suppress(FileNotFoundError):
                partial.unlink()
        sync_folder(goal.parent)
        copied += 1
    return copied
