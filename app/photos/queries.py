"""Queries of photos. A user who may see an entry may see its photos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.logbook.models import Entry
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.permissions import Holder
from app.photos.folder import PhotoSize
from app.photos.models import Photo, PhotoContent


class EntryPhoto(NamedTuple):
    """A photo of an entry, with its size in pixels: a row of :func:`photos_of`."""

    id: UUID
    entry_id: UUID
    width: int
    height: int


def own_entry(wards: Sequence[int], entry_id: UUID, member_id: int) -> sa.Select[int, Status]:
    """Select ward and status of an entry that a person logged in any of ``wards``."""
    return sa.select(Entry.ward_id, Entry.status).where(
        Entry.ward_id.in_(wards), Entry.id == entry_id, Entry.member_id == member_id
    )


def photos_under(wards: Sequence[int], photo_id: UUID) -> sa.Select[int, UUID, str]:
    """Select the photos with an id in any of ``wards``."""
    return sa.select(Photo.ward_id, Photo.entry_id, Photo.sent_digest).where(
        Photo.ward_id.in_(wards), Photo.id == photo_id
    )


def same_photo(ward_id: int, digest: str, entry_id: UUID) -> sa.Select[bool]:
    """Select whether another entry of a ward, one that counts, has a photo of the very same bytes."""
    is_of_entry = sa.and_(Entry.ward_id == Photo.ward_id, Entry.id == Photo.entry_id)
    same = (
        sa.select(Photo.id)
        .join(Entry, is_of_entry)
        .where(
            Photo.ward_id == ward_id,
            Photo.sent_digest == digest,
            Photo.entry_id != entry_id,
            Entry.status != Status.VOID,
        )
    )
    return sa.select(same.exists())


def number_of_photos(ward_id: int, entry_id: UUID) -> sa.Select[int]:
    """Select how many photos an entry has."""
    return sa.select(sa.func.count()).where(Photo.ward_id == ward_id, Photo.entry_id == entry_id)


def photos_of(ward_id: int, entry_ids: Iterable[UUID]) -> sa.Select[UUID, UUID, int, int]:
    """Select the photos of some entries of a ward, in the order in which their phone made them."""
    return (
        sa.select(Photo.id, Photo.entry_id, Photo.width, Photo.height)
        .where(Photo.ward_id == ward_id, Photo.entry_id.in_(list(entry_ids)))
        .order_by(Photo.id)
    )


def picture_of(holder: Holder, photo_id: UUID, size: PhotoSize) -> sa.Select[int, UUID, str, bytes | None]:
    """Select what names the files of a photo that ``holder`` may see, with its bytes if the database has them."""
    content = PhotoContent.content if size is PhotoSize.WHOLE else PhotoContent.preview
    is_its_content = sa.and_(Photo.ward_id == PhotoContent.ward_id, Photo.id == PhotoContent.photo_id)
    is_of_entry = sa.and_(Entry.ward_id == Photo.ward_id, Entry.id == Photo.entry_id)
    return (
        sa.select(Photo.ward_id, Photo.id, Photo.sent_digest, content)
        .join(Entry, is_of_entry)
        .outerjoin(PhotoContent, is_its_content)
        .where(visible_to(holder), Photo.ward_id == holder.place.ward_id, Photo.id == photo_id)
    )
