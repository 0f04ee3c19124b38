"""Taking in the file of a phone that can no longer send: entries and photos of a member, by a coordinator.

The entries go the way of a batch from the phone, so that the phone, should it come back to life, finds
every one of them known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.logbook.receipt_rules import ReceiptCode, ReceiptOutcome, Verdict
from app.logbook.stored_entries import stored_entries
from app.logbook.wording import wording_of
from app.people.actor import Actor
from app.people.audit import record_now
from app.people.audit_events import AuditEvent
from app.people.queries import actor_even_if_ended
from app.photos.actions import PhotoOutcome
from app.photos.receive import receive_photo
from app.reading import reading_connection
from app.sync.batch import receive
from app.sync.envelope import MOST_ENTRIES, Receipt, receipt
from app.sync.import_result import Imported, named_entries, photo_counts, photo_refusals
from app.sync.waiting_file import UnusableFileError, WaitingFile, id_of, read_photo

NOT_OF_THE_WARD = _l("The member whose phone wrote this file has no post in your ward and never had one.")
ELSEWHERE = _l("This entry is with another ward, whose coordinator takes it in from the same file.")

_ELSEWHERE = Verdict(ReceiptOutcome.REFUSED, ReceiptCode.OTHER_WARD, {"id": [ELSEWHERE]})


def import_file(reader: Session, coordinator: Actor, file: WaitingFile, now: datetime) -> Imported:
    """Take in what of ``file`` is the coordinator's ward's, a batch at a time; each is stored before the next.

    After an interruption the same file is taken in again: what is stored is known. Raises
    :class:`UnusableFileError` when the file's member never had a post in the ward.
    """
    ward_id = coordinator.place.ward_id
    assert ward_id is not None
    author = actor_even_if_ended(reader, file.member_id, coordinator.today)
    if author is None or ward_id not in author.wards:
        raise UnusableFileError(NOT_OF_THE_WARD)
    # Nothing that they have elsewhere is changed from here.
    member = replace(author, posts=tuple(post for post in author.posts if post.ward_id == ward_id))
    others = set(author.wards) - {ward_id}
    contents = {"entries": len(file.entries), "photos": len(file.photos)}
    record_now(reader, AuditEvent.FILE_IMPORTED, now, coordinator, ward_id, user=member.id, **contents)
    receipts: list[tuple[object, Receipt]] = []
    for start in range(0, len(file.entries), MOST_ENTRIES):
        items = file.entries[start : start + MOST_ENTRIES]
        elsewhere = _ids_elsewhere(reader, member, others, items)
        receipts += _import_batch(reader, member, items, elsewhere, now, coordinator.id)
    photos = list(_import_photos(reader, member, file.photos, now))
    return Imported(
        member.name,
        coordinator.name,
        now,
        file.exported_at,
        named_entries(wording_of(reader, ward_id), receipts, photos),
        photo_counts(photos),
        photo_refusals(photos),
    )


def _import_batch(
    reader: Session,
    member: Actor,
    items: Sequence[object],
    elsewhere: Collection[UUID | None],
    now: datetime,
    submitted_by_id: int,
) -> list[tuple[object, Receipt]]:
    """Store what may be stored of a batch; return each of its items with its receipt, in order."""
    own = [item for item in items if id_of(item) not in elsewhere]
    # A batch is read from a snapshot of its own, and the reader goes on from one that comes after.
    reader.rollback()
    receipts = iter(receive(reading_connection(), member, own, now, submitted_by_id=submitted_by_id))
    return [(item, receipt(item, "", _ELSEWHERE) if id_of(item) in elsewhere else next(receipts)) for item in items]


def _ids_elsewhere(
    reader: Session, member: Actor, others: Collection[int], items: Sequence[object]
) -> set[UUID | None]:
    """Return which ids of a batch are entries that the member has in one of the ``others``, their other wards."""
    ids = {id for item in items if (id := id_of(item)) is not None}
    if not others:
        return set()
    stored = stored_entries(reader.connection(), sorted(others), ids, member.id)
    return {id for id, entry in stored.items() if entry.member_id == member.id}


def _import_photos(
    reader: Session, member: Actor, items: Sequence[object], now: datetime
) -> Iterator[tuple[PhotoOutcome, object]]:
    for item in items:
        photo = read_photo(item)
        if photo is None:
            yield PhotoOutcome.UNREADABLE, item
        else:
            received = receive_photo(reader, member, photo.entry_id, photo.id, photo.content, now, waits=True)
            yield received.outcome, item
