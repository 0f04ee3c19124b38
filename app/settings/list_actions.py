"""Actions on a line of any list of a ward: its name, its place in the order, bringing it back. They never commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.order import in_natural_order
from app.places.queries import lock_ward
from app.settings.ward_lists import (
    Listed,
    PlaceRefusal,
    PlaceRefusedError,
    WardList,
    has_ended,
    is_merged,
    is_split,
    refuse_taken_names,
    row_of_list,
    row_version,
    rows_of_list,
)
from app.text import identity_key
from app.versions import SaveOutcome


def locked_row(session: Session, which: WardList, ward_id: int, id: int) -> Listed:
    """Return a line of a list as it is now; others who change a list of the ward wait. Raises ``LookupError``."""
    lock_ward(session, ward_id)
    row = row_of_list(session, which, ward_id, id)
    if row is None:
        raise LookupError(which, id)
    return row


def rename(
    session: Session,
    which: WardList,
    ward_id: int,
    id: int,
    name: str,
    seen: str,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Give a line another name, and keep the one it had; ``seen`` is the version that the form showed.

    Raises :class:`PlaceRefusedError` where another line has the name.
    """
    row = locked_row(session, which, ward_id, id)
    if row.name == name:
        return SaveOutcome.UNCHANGED
    if row_version(row) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    renamed = [row.name, name]
    set_name(session, which, row, name, now)
    record_list_event(session, which, ward_id, actor_id, now, line=row.id, renamed=renamed)
    return SaveOutcome.SAVED


def set_name(session: Session, which: WardList, row: Listed, name: str, now: datetime) -> None:
    """Change the name of a line, unless another one has it. A correction of capitals or signs leaves no former name."""
    if identity_key(name) != identity_key(row.name):
        refuse_taken_names(session, which, row.ward_id, [name], local_day(now))
        is_back = identity_key(name) == identity_key(row.former_name)
        row.former_name = "" if is_back else row.name
    row.name = name


def put_beside(
    session: Session,
    which: WardList,
    ward_id: int,
    id: int,
    neighbour_id: int,
    *,
    is_before: bool,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Put a line right before or after another one; doing so twice is the same as once."""
    lock_ward(session, ward_id)
    rows = rows_of_list(session, which, ward_id)
    moved = next((row for row in rows if row.id == id), None)
    others = [row for row in rows if row.id != id]
    place = next((place for place, row in enumerate(others) if row.id == neighbour_id), None)
    if moved is None or place is None:
        raise LookupError(which, id, neighbour_id)
    others.insert(place if is_before else place + 1, moved)
    if others == rows:
        return SaveOutcome.UNCHANGED
    for position, row in enumerate(others, start=1):
        row.position = position
    record_list_event(session, which, ward_id, actor_id, now, line=id, order="by_hand")
    return SaveOutcome.SAVED


def order_naturally(
    session: Session, which: WardList, ward_id: int, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Order a list by its names, and forget the order by hand."""
    lock_ward(session, ward_id)
    rows = rows_of_list(session, which, ward_id)
    if not _forget_positions(rows):
        return SaveOutcome.UNCHANGED
    record_list_event(session, which, ward_id, actor_id, now, order="natural")
    return SaveOutcome.SAVED


def make_room(session: Session, which: WardList, ward_id: int) -> None:
    """Forget positions that say the same as the names, so that what is added next comes to its natural place."""
    rows = rows_of_list(session, which, ward_id)
    if rows == in_natural_order(rows):
        _forget_positions(rows)


def _forget_positions(rows: Iterable[Listed]) -> bool:
    ordered = [row for row in rows if row.position is not None]
    for row in ordered:
        row.position = None
    return bool(ordered)


def bring_back(
    session: Session, which: WardList, ward_id: int, id: int, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Bring an ended line back as if it had not ended; a team covers again what it covered.

    Raises :class:`PlaceRefusedError` where a line in use has its name by now, or it was merged into another area.
    """
    row = locked_row(session, which, ward_id, id)
    if is_merged(row):
        raise PlaceRefusedError(PlaceRefusal.MERGED, row.name)
    if is_split(row):
        raise PlaceRefusedError(PlaceRefusal.SPLIT, row.name)
    if row.valid_to is None:
        return SaveOutcome.UNCHANGED
    today = local_day(now)
    same = [each for each in rows_of_list(session, which, ward_id) if each.id != id and not has_ended(each, today)]
    if identity_key(row.name) in {identity_key(each.name) for each in same}:
        raise PlaceRefusedError(PlaceRefusal.NAME_TAKEN, row.name)
    row.valid_to = None
    record_list_event(session, which, ward_id, actor_id, now, line=id, brought_back=row.name)
    return SaveOutcome.SAVED


def record_list_event(
    session: Session, which: WardList, ward_id: int, actor_id: int | None, now: datetime, **detail: object
) -> None:
    """Add to the audit log what was changed in a list."""
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what=which.value, **detail)
