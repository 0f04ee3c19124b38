"""One photo in, one receipt out: from the endpoint of the phone and from an imported file alike."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.database import in_transaction
from app.people.actor import Actor
from app.photos.actions import PhotoOutcome, SentPhoto, check_photo, keep_photo
from app.photos.folder import photo_folder
from app.photos.image import UnreadableImageError, prepare


@dataclass(frozen=True, slots=True)
class PhotoReceipt:
    """The outcome of a photo, and the SHA-256 of the bytes as they came, in hex."""

    outcome: PhotoOutcome
    digest: str


def receive_photo(
    reader: Session,
    actor: Actor,
    entry_id: UUID,
    photo_id: UUID,
    content: bytes,
    now: datetime,
    *,
    waits: bool = False,
) -> PhotoReceipt:
    """Store a photo of one of the actor's own entries in one transaction, if it may be stored.

    All that costs time without needing the write lock, above all reading the picture, happens before it is taken.
    Raises :class:`app.one_at_a_time.BusyError` when others are being read, unless it ``waits`` for them.
    """
    digest = hashlib.sha256(content).hexdigest()
    sent = SentPhoto(actor.id, actor.wards, entry_id, photo_id, digest)
    outcome, _ = check_photo(reader, sent)
    # The snapshot is given back, so that the log can be checkpointed past it.
    reader.rollback()
    if outcome is not PhotoOutcome.STORED:
        return PhotoReceipt(outcome, digest)
    try:
        picture = prepare(content, waits=waits)
    except UnreadableImageError:
        return PhotoReceipt(PhotoOutcome.UNREADABLE, digest)
    folder = photo_folder()
    with folder.staged(picture.content, picture.preview) if folder else nullcontext() as staged:
        return PhotoReceipt(in_transaction(lambda session: keep_photo(session, sent, picture, now, staged)), digest)
