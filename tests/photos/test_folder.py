"""Photos whose bytes are in a folder instead of the database: sent, shown, moved, backed up and restored."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.config import Config, ConfigurationError
from app.database import in_transaction, reader
from app.photos import moving
from app.photos.folder import PhotoFolder, photo_folder
from app.photos.models import Photo, PhotoContent
from tests.client import Visitor
from tests.factories import make_entry
from tests.photos.steps import answer, make_picture, put
from tests.sync.steps import Sent
from tests.terminal import run

PICTURE = make_picture(800, 600)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Let the app store photos in a folder."""
    path = tmp_path / "photos"
    path.mkdir()
    _store_in(app, path)
    yield path
    _store_in(app, None)


def _store_in(app: Flask, path: Path | None) -> None:
    app.config["TUNG_NHA"] = replace(app.config["TUNG_NHA"], photo_folder=path)


def _send(ana: Visitor, entry: Sent, photo: UUID, content: bytes = PICTURE) -> tuple[int, str]:
    return answer(put(ana, entry, content, photo))


def _log_photos(ana: Visitor, number: int) -> list[UUID]:
    """Log entries with a photo each, and return the ids of the photos."""
    entries, photos = [make_entry() for _ in range(number)], [uuid4() for _ in range(number)]
    ana.sync(*entries)
    for place, (entry, photo) in enumerate(zip(entries, photos, strict=True)):
        assert _send(ana, entry, photo, make_picture(80 + place, 60)) == (200, "stored")
    return photos


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def _in_database(app: Flask) -> int:
    with app.app_context():
        return reader().scalars(sa.select(sa.func.count()).select_from(PhotoContent)).one()


def _shown(visitor: Visitor, photos: list[UUID]) -> list[tuple[bytes, bytes]]:
    answers = [(visitor.get(f"/photos/{photo}"), visitor.get(f"/photos/{photo}/preview")) for photo in photos]
    assert {each.status_code for both in answers for each in both} == {200}
    return [(whole.data, preview.data) for whole, preview in answers]


def test_photo_is_stored_in_the_folder_and_shown_from_it(app: Flask, ana: Visitor, folder: Path) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    assert _send(ana, entry, photo) == (200, "stored")
    assert _send(ana, entry, photo) == (200, "known")
    assert _send(ana, entry, photo, make_picture(90, 60)) == (409, "conflict")
    assert len(_files(folder)) == 2
    assert _in_database(app) == 0
    [(whole, preview)] = _shown(ana, [photo])
    assert len(whole) > len(preview)
    assert Visitor(app, "bruno").get(f"/photos/{photo}").status_code == 404
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_photo_is_stored_when_it_is_sent_again_after_a_full_disk(
    app: Flask, ana: Visitor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.photos.folder.sync_folder", fail)
    assert put(ana, entry, PICTURE, photo).status_code == 500
    monkeypatch.undo()
    assert not [name for name in _files(folder) if name.endswith(".partial")]
    with app.app_context():
        assert reader().scalars(sa.select(Photo.id)).all() == []
    assert _send(ana, entry, photo) == (200, "stored"), "the phone sends it again"
    assert len(_files(folder)) == 2


def test_photo_without_its_file_is_not_found_and_named(app: Flask, ana: Visitor, folder: Path) -> None:
    [photo] = _log_photos(ana, 1)
    assert run(app, "photos", "check") == (0, "All photos are there.\n")
    for path in folder.rglob("*.jpg"):
        path.unlink()
    assert ana.get(f"/photos/{photo}").status_code == 404
    status, output = run(app, "photos", "check")
    assert (status, str(photo) in output) == (1, True), output


@pytest.mark.parametrize("stops", [False, True])
def test_photos_are_moved_and_back(app: Flask, ana: Visitor, tmp_path: Path, stops: bool) -> None:
    """Broken off after any piece, all photos are still shown, and it goes on where it stood."""
    photos = _log_photos(ana, 5)
    before = _shown(ana, photos)
    path = tmp_path / "photos"
    path.mkdir()
    _store_in(app, path)
    assert _in_database(app) == 5
    for target, left in (("folder", 0), ("database", 5)):
        if stops:
            _move_one_piece(app, target)
            assert 0 < _in_database(app) < 5
            assert _shown(ana, photos) == before
        status, output = run(app, "photos", "move", target)
        assert status == 0, output
        assert _in_database(app) == left
        assert len(_files(path)) == 2 * (5 - left)
        assert _shown(ana, photos) == before
    _store_in(app, None)
    assert _shown(ana, photos) == before
    assert run(app, "photos", "move", "folder")[0] == 1, "no folder is set"


def _move_one_piece(app: Flask, target: str) -> None:
    move = moving.move_to_folder if target == "folder" else moving.move_to_database
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "_PIECE", 2)
        folder = photo_folder()
        assert folder is not None
        assert next(move(reader(), folder)) == 2


def test_move_that_ends_before_its_transaction_loses_nothing(app: Flask, ana: Visitor, folder: Path) -> None:
    _store_in(app, None)
    photos = _log_photos(ana, 3)
    before = _shown(ana, photos)
    _store_in(app, folder)

    def fail(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "_delete_content", fail)
        with pytest.raises(KeyboardInterrupt):
            list(moving.move_to_folder(reader(), PhotoFolder(folder)))
    assert _shown(ana, photos) == before
    assert run(app, "photos", "move", "folder")[0] == 0
    assert (_in_database(app), _shown(ana, photos)) == (0, before)


def test_transaction_that_is_tried_again_places_the_photo_once(app: Flask, folder: Path) -> None:
    key = moving.PhotoKey(1, uuid4(), "ab" * 32)
    with app.app_context(), PhotoFolder(folder).staged(b"whole", b"preview") as staged:
        for _ in range(2):
            in_transaction(lambda _session: staged.place(key))
    assert PhotoFolder(folder).has(key)


@pytest.mark.parametrize("text", ["photos", "/proc/nothing/photos"])
def test_folder_that_cannot_be_used_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ConfigurationError, match="PHOTO_FOLDER"):
        Config.from_environment({"SECRET_KEY": "x", "PHOTO_FOLDER": text})
