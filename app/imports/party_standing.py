"""What stands on households or merchants that a list brought in, so that they cannot be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.households.party_tables import PartyTable
from app.imports.list_kind import ImportChange
from app.imports.stored_parties import StoredParty, mark_of, parties_with
from app.json_types import JsonObject, Message
from app.localisation import number
from app.logbook.models import Entry
from app.registry.models import Merge, NotDouble

ONLY_LISTED = "only_listed"
"""Marks a change by which a household or merchant stands in a list, and nothing else: nothing stands on that."""

_AT_ONCE = 500


def standing_sentences(
    session: Session,
    table: PartyTable,
    ward_id: int,
    changes: Iterable[ImportChange],
    stored: Sequence[StoredParty] | None = None,
) -> Sequence[Message]:
    """Return a sentence for each sort of thing that stands on what ``changes`` did.

    ``stored`` are what they did as it is stored now, where it was read before.
    """
    found = _Standing(session, table, ward_id)
    for change in changes:
        found.look_at(change, stored)
    return found.sentences()


class _Standing:
    """The ids on which something stands, by what it is."""

    def __init__(self, session: Session, table: PartyTable, ward_id: int) -> None:
        self._connection, self._table, self._ward_id = session.connection(), table, ward_id
        self._named: set[UUID] = set()
        self._decided: set[UUID] = set()
        self._changed: set[UUID] = set()
        self._in_decisions = self._read_decisions()

    def _read_decisions(self) -> set[UUID]:
        """Return all that stand in a merge, or that somebody found to be two; of a ward these are few."""
        merges = sa.select(Merge.kept_id, Merge.merged_id).where(
            Merge.ward_id == self._ward_id, Merge.kind == self._table.kind, Merge.undone_at.is_(None)
        )
        apart = sa.select(NotDouble.first_id, NotDouble.second_id).where(NotDouble.ward_id == self._ward_id)
        return {id for query in (merges, apart) for pair in self._connection.execute(query) for id in pair}

    def look_at(self, change: ImportChange, stored: Sequence[StoredParty] | None) -> None:
        """Add what stands on a part of an import."""
        everything: Sequence[JsonObject] = [
            each for each in (*change.created, *change.changed) if ONLY_LISTED not in each
        ]
        marks = {UUID(hex=each["id"]): each["mark"] for each in everything}
        since = {UUID(hex=each["id"]): datetime.fromisoformat(each["at"]) for each in everything if "at" in each}
        ids = sorted(marks)
        for start in range(0, len(ids), _AT_ONCE):
            self._named |= self._in_entries(ids[start : start + _AT_ONCE], since)
        self._decided |= marks.keys() & self._in_decisions
        parties = parties_with(self._connection, self._table, self._ward_id, ids) if stored is None else stored
        compared = (party for party in parties if party.id in marks)
        self._changed |= {party.id for party in compared if mark_of(party) != marks[party.id]}

    def _in_entries(self, ids: Collection[UUID], since: dict[UUID, datetime]) -> set[UUID]:
        """Return those that entries name, void ones too; of those that were there before, entries that came later."""
        column = self._table.entry_column
        last = (
            sa.select(column, sa.func.max(Entry.received_at))
            .where(Entry.ward_id == self._ward_id, column.in_(list(ids)))
            .group_by(column)
        )
        return {
            id for id, at in self._connection.execute(last) if id is not None and (id not in since or at > since[id])
        }

    def sentences(self) -> list[Message]:
        """Return a sentence for each sort of thing."""
        found: list[Message] = []
        if self._named:
            found.append(self._entries(len(self._named)))
        if self._decided:
            found.append(_decisions(len(self._decided)))
        if by_hand := self._changed - self._decided:
            found.append(_by_hand(len(by_hand)))
        return found

    def _entries(self, count: int) -> Message:
        if self._table.is_of_households:
            words = ngettext(
                "Entries name %(number)s household of this list.",
                "Entries name %(number)s households of this list.",
                count,
                number=number(count),
            )
        else:
            words = ngettext(
                "Entries name %(number)s stall or firm of this list.",
                "Entries name %(number)s stalls or firms of this list.",
                count,
                number=number(count),
            )
        return str(words)


def _decisions(count: int) -> Message:
    words = ngettext(
        "Of %(number)s line of this list somebody decided whether it is the same as another one.",
        "Of %(number)s lines of this list somebody decided whether they are the same as others.",
        count,
        number=number(count),
    )
    return str(words)


def _by_hand(count: int) -> Message:
    words = ngettext(
        "Somebody has changed %(number)s line of this list since.",
        "Somebody has changed %(number)s lines of this list since.",
        count,
        number=number(count),
    )
    return str(words)
