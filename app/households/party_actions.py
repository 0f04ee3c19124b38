"""Changes of one household or merchant: its label and area, and whether it is still there. They never commit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.households.party_tables import PartyRecord, PartyTable, called_of, label_of, place_of
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.registry.actions import touch_areas
from app.registry.addresses import search_keys
from app.registry.models import Household, Merge, PartyKind
from app.registry.state_actions import count_states
from app.text import fold
from app.versions import SaveOutcome, version_token


class PartyValues(NamedTuple):
    """What can be changed: ``called`` of households alone, ``place_id`` of merchants alone."""

    label: str
    area_id: int
    called: str = ""
    place_id: int | None = None


class PartyChange(NamedTuple):
    """Who changes what when, having seen which version."""

    ward_id: int
    id: UUID
    seen: str
    actor_id: int
    at: datetime


def values_of(party: PartyRecord) -> PartyValues:
    """Return what is stored of a household or merchant."""
    return PartyValues(label_of(party), party.neighbourhood_id, called_of(party), place_of(party))


def party_version(party: PartyRecord) -> str:
    """Return the version of what a page shows of a household or merchant."""
    merged_into = party.merged_into_id and party.merged_into_id.hex
    return version_token(values_of(party), party.retired_at, merged_into)


def locked_party(session: Session, table: PartyTable, ward_id: int, id: UUID) -> PartyRecord:
    """Return a household or merchant as it is now; others who change the list of the ward wait.

    Raises ``LookupError`` where there is none.
    """
    lock_ward(session, ward_id)
    party = table.get(session, ward_id, id)
    if party is None:
        raise LookupError(table.kind, id)
    return party


def change_party(session: Session, table: PartyTable, change: PartyChange, values: PartyValues) -> SaveOutcome:
    """Give a household or merchant another label, area, name beside the address, or place.

    One that was merged stays as it is, for the merge to be taken back; the one that stays is changed instead.
    """
    party = locked_party(session, table, change.ward_id, change.id)
    before = values_of(party)
    if party.merged_into_id is not None:
        return SaveOutcome.CHANGED_MEANWHILE
    if before == values:
        return SaveOutcome.UNCHANGED
    if party_version(party) != change.seen:
        return SaveOutcome.CHANGED_MEANWHILE
    set_label(party, values.label)
    party.neighbourhood_id = values.area_id
    if isinstance(party, Household):
        party.called = values.called
        if not values.called:
            _forget_called(session, party)
    else:
        party.place_id = values.place_id
    _follow(session, party, {before.area_id, values.area_id})
    names = [name for name, old, new in zip(values._fields, before, values, strict=True) if old != new]
    record_change(session, AuditEvent.HOUSEHOLD_CHANGED, table, change, changed_parts=names)
    return SaveOutcome.SAVED


def _forget_called(session: Session, party: Household) -> None:
    """Empty the names that merges into a household keep for their undoing: who empties its name means these, too."""
    merges = Merge.ward_id == party.ward_id, Merge.kind == PartyKind.HOUSEHOLD, Merge.kept_id == party.id
    session.execute(sa.update(Merge).where(*merges).values(called=""))


def set_label(party: PartyRecord, label: str) -> None:
    """Set the label of a household or merchant with all that is made of it."""
    if isinstance(party, Household):
        party.label = label
    else:
        party.name = label
    party.folded = fold(label)
    party.identity_key, party.search_words, party.similar_key = search_keys(label)


def retire(session: Session, table: PartyTable, change: PartyChange) -> SaveOutcome:
    """Offer a household or merchant that is no longer there to nobody; its entries stay."""
    return _set_retired(session, table, change, AuditEvent.HOUSEHOLD_RETIRED, change.at)


def bring_back(session: Session, table: PartyTable, change: PartyChange) -> SaveOutcome:
    """Offer a retired household or merchant again."""
    return _set_retired(session, table, change, AuditEvent.HOUSEHOLD_RESTORED, None)


def _set_retired(
    session: Session, table: PartyTable, change: PartyChange, event: AuditEvent, retired_at: datetime | None
) -> SaveOutcome:
    party = locked_party(session, table, change.ward_id, change.id)
    if party.merged_into_id is not None:
        return SaveOutcome.CHANGED_MEANWHILE
    if (party.retired_at is None) == (retired_at is None):
        return SaveOutcome.UNCHANGED
    if party_version(party) != change.seen:
        return SaveOutcome.CHANGED_MEANWHILE
    party.retired_at = retired_at
    _follow(session, party, {party.neighbourhood_id})
    record_change(session, event, table, change)
    return SaveOutcome.SAVED


def _follow(session: Session, party: PartyRecord, area_ids: Collection[int]) -> None:
    """Write the row, whose lock it takes, and let counters and the phones of some areas follow."""
    session.flush()
    if isinstance(party, Household):
        count_states(session.connection(), party.ward_id, [party.id])
    touch_areas(session.connection(), party.ward_id, area_ids)


def record_change(
    session: Session, event: AuditEvent, table: PartyTable, change: PartyChange, **detail: object
) -> None:
    """Add to the audit log what was done to which household or merchant, without its label."""
    about = {"party": table.kind.value, "id": str(change.id), **detail}
    record_event(session, event, change.at, change.actor_id, change.ward_id, **about)
