"""The bytes of photos as files in a folder, for wards whose database is to stay small.

A photo is two files, the picture and its preview. Their names hold the id of the photo and the digest of what the phone
sent, so that a name stands for the same bytes for ever: a file is written once and never changed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from flask import current_app

from app.config import Config

PARTIAL = ".partial"
"""The suffix of a file that is still being written."""


class PhotoSize(StrEnum):
    """The two sizes in which a photo is stored, and the suffixes of their files."""

    WHOLE = ".jpg"
    PREVIEW = "-preview.jpg"


class PhotoKey(NamedTuple):
    """What names the files of a photo."""

    ward_id: int
    id: UUID
    sent_digest: str


def photo_folder() -> PhotoFolder | None:
    """Return the folder of the running app, or ``None`` where photos are stored in the database."""
    config: Config = current_app.config["TUNG_NHA"]
    return PhotoFolder(config.photo_folder) if config.photo_folder else None


@dataclass(frozen=True, slots=True)
class PhotoFolder:
    """A folder of photos, with a folder for each ward in it."""

    path: Path

    def file_of(self, key: PhotoKey, size: PhotoSize) -> Path:
        """Return where a photo is, or would be."""
        # A folder with a hundred thousand files is slow to list, so each has one of 256 by its digest.
        return self.path / str(key.ward_id) / key.sent_digest[:2] / f"{key.id}-{key.sent_digest}{size}"

    def read(self, key: PhotoKey, size: PhotoSize) -> bytes | None:
        """Return the bytes of a photo, or ``None`` where it has no file."""
        try:
            return self.file_of(key, size).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, key: PhotoKey) -> bool:
        """Return whether both files of a photo are there."""
        return all(self.file_of(key, size).is_file() for size in PhotoSize)

    @contextmanager
    def staged(self, content: bytes, preview: bytes) -> Iterator[StagedPhoto]:
        """Write a photo to the disk without a name, which :meth:`StagedPhoto.place` gives; remove it if none does."""
        stem = f".{secrets.token_hex(16)}"
        files = {size: self.path / f"{stem}{size}{PARTIAL}" for size in PhotoSize}
        try:
            write_synced(files[PhotoSize.WHOLE], content)
            write_synced(files[PhotoSize.PREVIEW], preview)
            yield StagedPhoto(self, files)
        finally:
            for path in files.values():
                with suppress(FileNotFoundError):
                    path.unlink()

    def remove(self, key: PhotoKey) -> None:
        """Remove the files of a photo that is stored elsewhere."""
        for size in PhotoSize:
            with suppress(FileNotFoundError):
                self.file_of(key, size).unlink()


@dataclass(frozen=True, slots=True)
class StagedPhoto:
    """A photo on the disk that has no name yet."""

    folder: PhotoFolder
    files: dict[PhotoSize, Path]

    def place(self, key: PhotoKey) -> None:
        """Give the photo its name, so that it outlives a power cut. A transaction that is tried again does it again."""
        for size, path in self.files.items():
            target = self.folder.file_of(key, size)
            if path.exists():
                make_folder(target.parent, self.folder.path)
                path.replace(target)
                sync_folder(target.parent)


def write_synced(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, and wait until it stands on the disk."""
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def make_folder(folder: Path, top: Path) -> None:
    """Make a folder below ``top`` that only its owner may read, and wait until it stands on the disk."""
    missing = [each for each in (folder, *folder.parents) if each.is_relative_to(top) and not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder stand on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
