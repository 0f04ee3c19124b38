"""Whether a photo is taken, and keeping it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from app.database import insert_rows
from app.logbook.flagging import raise_flag
from app.logbook.flags import PHOTO_AGAIN
from app.logbook.status import Status
from app.photos.folder import PhotoKey, StagedPhoto
from app.photos.image import Picture
from app.photos.models import Photo, PhotoContent
from app.photos.queries import number_of_photos, own_entry, photos_under, same_photo

MOST_PHOTOS = 5
"""The limit of photos of an entry."""


class PhotoOutcome(StrEnum):
    """The outcome of a photo, in its receipt."""

    STORED = "stored"
    KNOWN = "known"
    UNKNOWN_ENTRY = "unknown_entry"
    GONE = "gone"
    CONFLICT = "conflict"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as it came: its sender and entry, its id, and the digest of its bytes."""

    sender_id: int
    wards: Sequence[int]
    entry_id: UUID
    id: UUID
    digest: str


def check_photo(session: Session, sent: SentPhoto, *, lock: bool = False) -> tuple[PhotoOutcome, int | None]:
    """Return the outcome of a photo that can be read, and the ward of its entry.

    With ``lock`` the entry stays as it is until the transaction ends, and nobody else adds photos to it.
    """
    query = own_entry(sent.wards, sent.entry_id, sent.sender_id)
    entry = session.execute(query.with_for_update(key_share=True) if lock else query).first()
    if entry is None:
        return PhotoOutcome.UNKNOWN_ENTRY, None
    return _check_photo_of(session, sent, entry.ward_id, entry.status), entry.ward_id


def _check_photo_of(session: Session, sent: SentPhoto, ward_id: int, status: Status) -> PhotoOutcome:
    if status == Status.VOID:
        return PhotoOutcome.GONE
    stored = session.execute(photos_under(sent.wards, sent.id)).all()
    if (ward_id, sent.entry_id, sent.digest) in map(tuple, stored):
        return PhotoOutcome.KNOWN
    if stored:
        return PhotoOutcome.CONFLICT
    if session.scalars(number_of_photos(ward_id, sent.entry_id)).one() >= MOST_PHOTOS:
        return PhotoOutcome.TOO_MANY
    return PhotoOutcome.STORED


def keep_photo(
    session: Session, sent: SentPhoto, picture: Picture, now: datetime, staged: StagedPhoto | None = None
) -> PhotoOutcome:
    """Store ``picture`` if it still may be stored; return the outcome.

    Its bytes go into the database, unless they are ``staged`` in the folder already. Its entry is flagged when the same
    picture was sent for another one.
    """
    outcome, ward_id = check_photo(session, sent, lock=True)
    if outcome is PhotoOutcome.STORED and ward_id is not None:
        if session.scalars(same_photo(ward_id, sent.digest, sent.entry_id)).one():
            raise_flag(session.connection(), ward_id, sent.entry_id, PHOTO_AGAIN)
        photo = {
            "ward_id": ward_id,
            "id": sent.id,
            "entry_id": sent.entry_id,
            "member_id": sent.sender_id,
            "sent_digest": sent.digest,
            "width": picture.width,
            "height": picture.height,
            "received_at": now,
        }
        insert_rows(session.connection(), Photo, [photo])
        if staged:
            staged.place(PhotoKey(ward_id, sent.id, sent.digest))
        else:
            insert_rows(
                session.connection(), PhotoContent, [content_row(ward_id, sent.id, picture.content, picture.preview)]
            )
    return outcome


def content_row(ward_id: int, photo_id: UUID, content: bytes, preview: bytes) -> dict[str, object]:
    """Return the row of :class:`PhotoContent` that holds the bytes of a photo."""
    return {"ward_id": ward_id, "photo_id": photo_id, "preview": preview, "content": content}
