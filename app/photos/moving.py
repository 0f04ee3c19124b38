"""Moving the bytes of photos between the database and the folder, in pieces: broken off, it goes on where it stood.

A photo is removed from where it was only once it stands on the disk where it goes to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import in_transaction, insert_ignore
from app.photos.actions import content_row
from app.photos.folder import PhotoFolder, PhotoKey, PhotoSize
from app.photos.models import Photo, PhotoContent
from app.places.models import Ward

_PIECE = 20
"""The number of photos that are in memory at once: some ten megabytes."""

_IS_ITS_CONTENT = sa.and_(Photo.ward_id == PhotoContent.ward_id, Photo.id == PhotoContent.photo_id)


def move_to_folder(reader: Session, folder: PhotoFolder) -> Iterator[int]:
    """Move all photos of the database into ``folder``; yield the number of those of each piece."""
    for ward_id in _wards(reader):
        while pictures := _in_database(reader, ward_id):
            reader.rollback()
            for key, (content, preview) in pictures.items():
                with folder.staged(content, preview) as staged:
                    staged.place(key)
            ids = [key.id for key in pictures]
            in_transaction(partial(_delete_content, ward_id=ward_id, ids=ids))
            yield len(pictures)


def move_to_database(reader: Session, folder: PhotoFolder) -> Iterator[int]:
    """Move all photos of ``folder`` into the database; yield the number of those of each piece.

    Those that it does not have are passed over; :func:`missing_photos` names them.
    """
    for ward_id in _wards(reader):
        keys = [key for key in _outside(reader, ward_id) if folder.has(key)]
        reader.rollback()
        for start in range(0, len(keys), _PIECE):
            piece = keys[start : start + _PIECE]
            rows = [_row_of(folder, key) for key in piece]
            in_transaction(partial(_insert_content, rows=rows))
            for key in piece:
                folder.remove(key)
            yield len(piece)


def missing_photos(reader: Session, folder: PhotoFolder | None) -> list[PhotoKey]:
    """Return the photos whose bytes are neither in the database nor in ``folder``."""
    return [
        key for ward_id in _wards(reader) for key in _outside(reader, ward_id) if folder is None or not folder.has(key)
    ]


def _wards(reader: Session) -> Sequence[int]:
    return reader.scalars(sa.select(Ward.id).order_by(Ward.id)).all()


def _in_database(reader: Session, ward_id: int) -> dict[PhotoKey, tuple[bytes, bytes]]:
    """Return some photos of a ward whose bytes are in the database, each with the picture and its preview."""
    query = (
        sa.select(Photo.id, Photo.sent_digest, PhotoContent.content, PhotoContent.preview)
        .join(PhotoContent, _IS_ITS_CONTENT)
        .where(Photo.ward_id == ward_id)
        .order_by(Photo.id)
        .limit(_PIECE)
    )
    return {PhotoKey(ward_id, row.id, row.sent_digest): (row.content, row.preview) for row in reader.execute(query)}


def _outside(reader: Session, ward_id: int) -> Sequence[PhotoKey]:
    """Return the photos of a ward whose bytes are not in the database."""
    query = (
        sa.select(Photo.ward_id, Photo.id, Photo.sent_digest)
        .outerjoin(PhotoContent, _IS_ITS_CONTENT)
        .where(Photo.ward_id == ward_id, PhotoContent.photo_id.is_(None))
        .order_by(Photo.id)
    )
    return [PhotoKey(*row) for row in reader.execute(query)]


def _delete_content(session: Session, ward_id: int, ids: Sequence[UUID]) -> None:
    session.execute(sa.delete(PhotoContent).where(PhotoContent.ward_id == ward_id, PhotoContent.photo_id.in_(ids)))


def _insert_content(session: Session, rows: list[dict[str, object]]) -> None:
    insert_ignore(session.connection(), PhotoContent, rows)


def _row_of(folder: PhotoFolder, key: PhotoKey) -> dict[str, object]:
    content, preview = (folder.file_of(key, size).read_bytes() for size in (PhotoSize.WHOLE, PhotoSize.PREVIEW))
    return content_row(key.ward_id, key.id, content, preview)
