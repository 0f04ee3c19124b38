"""Merging two households or merchants that are one, taking it back, and setting two apart. They never commit.

Entries keep the id that they were written with. What is merged names the one that stays, also what was merged into it
before, so that readers resolve an id in one step.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import insert_ignore
from app.households.party_actions import party_version
from app.households.party_tables import PartyRecord, PartyTable
from app.households.queries import merge_of
from app.logbook.party_summaries import refresh_households, refresh_merchants
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.registry.models import Household, Merge, NotDouble


class MergeRefusal(StrEnum):
    """Why two were not merged, set apart, or a merge not taken back."""

    SAME = "same"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CHOSEN_RETIRED = "chosen_retired"
    MERGED_SINCE = "merged_since"


class Pair(NamedTuple):
    """Two of a ward, with the versions that were looked at, and who decides on them when."""

    ward_id: int
    kept_id: UUID
    other_id: UUID
    seen: tuple[str, str]
    actor_id: int
    at: datetime


def merge(session: Session, table: PartyTable, pair: Pair) -> Merge | MergeRefusal:
    """Merge the other one of a pair into the one that is kept; doing so twice is the same as once."""
    if pair.kept_id == pair.other_id:
        return MergeRefusal.SAME
    kept, other = _locked_pair(session, table, pair)
    if other.merged_into_id == kept.id and (done := _standing_merge(session, table, pair)):
        return done
    if (party_version(kept), party_version(other)) != pair.seen or kept.merged_into_id or other.merged_into_id:
        return MergeRefusal.CHANGED_MEANWHILE
    if kept.retired_at is not None:
        return MergeRefusal.CHOSEN_RETIRED
    moved = _ids_merged_into(session, table, pair.ward_id, other.id)
    _point(session, table, pair.ward_id, [other.id, *moved], kept.id)
    made = Merge(
        ward_id=pair.ward_id,
        kind=table.kind,
        kept_id=kept.id,
        merged_id=other.id,
        moved_ids=[str(id) for id in moved],
        merged_at=pair.at,
        merged_by_id=pair.actor_id,
    )
    _hand_over_called(made, kept, other)
    session.add(made)
    session.flush()
    _refresh(session, table, (kept, other))
    _record(session, AuditEvent.HOUSEHOLD_MERGED, table, pair)
    return made


def undo_merge(
    session: Session, table: PartyTable, ward_id: int, merge_id: int, actor_id: int, at: datetime
) -> Merge | MergeRefusal:
    """Take a merge back, so that both stand as before it; raises ``LookupError`` where the ward has no such merge.

    Refused where the one that was kept was merged into another one since. Taking back twice is the same as once.
    """
    lock_ward(session, ward_id)
    made = session.scalar(merge_of(ward_id, merge_id).execution_options(populate_existing=True))
    if made is None or made.kind is not table.kind:
        raise LookupError(merge_id)
    if made.undone_at is not None:
        return made
    pair = Pair(ward_id, made.kept_id, made.merged_id, ("", ""), actor_id, at)
    kept, other = _locked_pair(session, table, pair)
    if kept.merged_into_id is not None:
        return MergeRefusal.MERGED_SINCE
    _point(session, table, ward_id, [other.id], None)
    _point(session, table, ward_id, [UUID(id) for id in made.moved_ids], other.id)
    made.undone_at, made.undone_by_id = at, actor_id
    _hand_back_called(made, kept, other)
    session.flush()
    _refresh(session, table, (kept, other))
    _record(session, AuditEvent.HOUSEHOLD_MERGE_UNDONE, table, pair)
    return made


def _hand_over_called(made: Merge, kept: PartyRecord, other: PartyRecord) -> None:
    """Give what neighbours call the merged household to the one that stays, if that has no such name.

    The merged one keeps none: entries that name it set the name of the one that stays, and nobody could empty its own.
    """
    if isinstance(kept, Household) and isinstance(other, Household):
        made.called, made.called_moved = other.called, bool(other.called and not kept.called)
        kept.called, other.called = kept.called or other.called, ""


def _hand_back_called(made: Merge, kept: PartyRecord, other: PartyRecord) -> None:
    """Give the merged household its name back, unless that was emptied since."""
    if isinstance(kept, Household) and isinstance(other, Household):
        if not made.called_moved or kept.called:
            other.called = made.called
        if made.called_moved and kept.called == made.called:
            kept.called = ""
        made.called, made.called_moved = "", False


def set_apart(session: Session, table: PartyTable, pair: Pair) -> MergeRefusal | None:
    """Keep that the two of a pair are two, so that they are offered no more; return why not, if so."""
    if pair.kept_id == pair.other_id:
        return MergeRefusal.SAME
    kept, other = _locked_pair(session, table, pair)
    if (party_version(kept), party_version(other)) != pair.seen:
        return MergeRefusal.CHANGED_MEANWHILE
    first_id, second_id = sorted((pair.kept_id, pair.other_id))
    row = {
        "ward_id": pair.ward_id,
        "first_id": first_id,
        "second_id": second_id,
        "set_apart_at": pair.at,
        "set_apart_by_id": pair.actor_id,
    }
    insert_ignore(session.connection(), NotDouble, [row])
    _record(session, AuditEvent.HOUSEHOLDS_SET_APART, table, pair)
    return None


def _locked_pair(session: Session, table: PartyTable, pair: Pair) -> tuple[PartyRecord, PartyRecord]:
    """Return both as they are now; others who change the list of the ward wait. Raises ``LookupError``.

    Entries that come in about either wait as well, so that what is known of the one that stays holds them all.
    """
    lock_ward(session, pair.ward_id)
    ids = pair.kept_id, pair.other_id
    found = {party.id: party for party in table.among(session, pair.ward_id, ids, locks=True)}
    if len(found) != len(ids):
        raise LookupError(table.kind, ids)
    return found[pair.kept_id], found[pair.other_id]


def _standing_merge(session: Session, table: PartyTable, pair: Pair) -> Merge | None:
    query = sa.select(Merge).where(
        Merge.ward_id == pair.ward_id,
        Merge.kind == table.kind,
        Merge.kept_id == pair.kept_id,
        Merge.merged_id == pair.other_id,
        Merge.undone_at.is_(None),
    )
    found: Merge | None = session.scalar(query)
    return found


def _ids_merged_into(session: Session, table: PartyTable, ward_id: int, id: UUID) -> list[UUID]:
    model = table.model
    query = sa.select(model.id).where(model.ward_id == ward_id, model.merged_into_id == id).order_by(model.id)
    return list(session.scalars(query))


def _point(session: Session, table: PartyTable, ward_id: int, ids: Collection[UUID], root_id: UUID | None) -> None:
    """Let some name the one that they are merged into, or none."""
    model = table.model
    if ids:
        mine = model.ward_id == ward_id, model.id.in_(list(ids))
        session.execute(sa.update(model).where(*mine).values(merged_into_id=root_id))


def _refresh(session: Session, table: PartyTable, pair: tuple[PartyRecord, PartyRecord]) -> None:
    """Recount what the entries say of both; phones of their areas fetch them at their next refresh."""
    refresh = refresh_households if table.is_of_households else refresh_merchants
    refresh(session.connection(), pair[0].ward_id, [party.id for party in pair])


def _record(session: Session, event: AuditEvent, table: PartyTable, pair: Pair) -> None:
    about = {"party": table.kind.value, "id": str(pair.kept_id), "other": str(pair.other_id)}
    record_event(session, event, pair.at, pair.actor_id, pair.ward_id, **about)
