"""Photos of a folder are copied beside a backup, once, and come back with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from app.backup.photo_copy import copy_new, photos_beside
from tests.client import Visitor
from tests.conftest import dispose
from tests.factories import make_entry
from tests.photos.steps import make_picture, put
from tests.terminal import run


@pytest.fixture
def folder(sqlite_app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Let the app store photos in a folder."""
    path = tmp_path / "photos"
    path.mkdir()
    before = sqlite_app.config["TUNG_NHA"]
    sqlite_app.config["TUNG_NHA"] = replace(before, photo_folder=path)
    yield path
    sqlite_app.config["TUNG_NHA"] = before


def _send_photo(ana: Visitor, width: int) -> str:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    assert put(ana, entry, make_picture(width, 60), photo).status_code == 200
    return f"/photos/{photo}"


def _names(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_photos_are_copied_once_and_come_back(sqlite_app: Flask, folder: Path, target: Path) -> None:
    ana = Visitor(sqlite_app, "ana")
    photos = [_send_photo(ana, 80)]
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "2 new files" in output) == (0, True), output
    photos.append(_send_photo(ana, 81))
    later = target.with_name("later.sqlite3")
    status, output = run(sqlite_app, "backup", str(later))
    assert (status, "2 new files" in output) == (0, True), output
    assert _names(photos_beside(later)) == _names(folder)
    shown = [ana.get(photo).data for photo in photos]
    for path in folder.rglob("*.jpg"):
        path.unlink()
    dispose(sqlite_app)
    status, output = run(sqlite_app, "restore", str(later))
    assert (status, "4 files of photos were put back" in output) == (0, True), output
    assert run(sqlite_app, "prepare")[0] == 0
    assert run(sqlite_app, "photos", "check")[0] == 0
    again = Visitor(sqlite_app, "ana")
    assert [again.get(photo).data for photo in photos] == shown


def test_backup_with_photos_is_not_restored_without_a_folder(sqlite_app: Flask, folder: Path, target: Path) -> None:
    _send_photo(Visitor(sqlite_app, "ana"), 80)
    assert run(sqlite_app, "backup", str(target))[0] == 0
    sqlite_app.config["TUNG_NHA"] = replace(sqlite_app.config["TUNG_NHA"], photo_folder=None)
    dispose(sqlite_app)
    status, output = run(sqlite_app, "restore", str(target))
    assert (status, "PHOTO_FOLDER" in output) == (1, True), output


def test_half_a_file_is_never_taken_for_a_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, goal = tmp_path / "photos", tmp_path / "copies"
    (source / "1" / "ab").mkdir(parents=True)
    for name in ("one.jpg", "two.jpg"):
        (source / "1" / "ab" / name).write_bytes(b"picture")
    (source / ".staged.jpg.partial").write_bytes(b"half")

    def write_half(path: Path, content: bytes) -> None:
        path.write_bytes(content[:3])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.backup.photo_copy.write_synced", write_half)
        with pytest.raises(OSError, match="No space"):
            copy_new(source, goal)
    assert _names(goal) == set()
    assert copy_new(source, goal) == 2
    assert copy_new(source, goal) == 0
    assert _names(goal) == {Path("1/ab/one.jpg"), Path("1/ab/two.jpg")}
