"""Applying and undoing lists of households or merchants: what both kinds share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_rows, table_of
from app.households.party_tables import PartyTable
from app.imports.known_parties import parties_named
from app.imports.list_areas import ListAreas
from app.imports.list_kind import (
    ImportChange,
    KindColumn,
    ListCode,
    ListOrigin,
    OutdatedPlanError,
    PlannedRow,
    Planner,
    RowVerdict,
)
from app.imports.party_standing import ONLY_LISTED, standing_sentences
from app.imports.stored_parties import StoredParty, locked_parties, mark_of
from app.json_types import JsonObject, Message
from app.month import local_day
from app.places.queries import lock_ward
from app.registry.actions import touch_areas
from app.registry.state_actions import count_states

_IDS_AT_ONCE = 500


class PartyListKind:
    """A list of households or merchants: how it is applied and undone."""

    code: ListCode
    name: Message
    columns: Sequence[KindColumn]
    table: PartyTable
    at_once = 1500

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows."""
        raise NotImplementedError

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Add the new ones, and change the others; raises :class:`OutdatedPlanError`."""
        lock_ward(session, origin.ward_id)
        areas = ListAreas(session, origin.ward_id, local_day(origin.at))
        new = self._still_new(session, origin, areas, [row for row in rows if row.verdict is RowVerdict.NEW])
        changed = _Changes(session.connection(), self.table, origin)
        changed.read([row for row in rows if row.verdict is RowVerdict.CHANGED])
        insert_rows(session.connection(), self.table.model, [self._row(origin, row.values) for row in new])
        changed.write()
        touch_areas(session.connection(), origin.ward_id, {row.values["area"] for row in new} | changed.areas)
        return ImportChange([{"id": row.values["id"], "mark": row.values["mark"]} for row in new], changed.done)

    def _still_new(
        self, session: Session, origin: ListOrigin, areas: ListAreas, rows: Iterable[PlannedRow]
    ) -> list[PlannedRow]:
        """Return the rows that nobody has added since they were planned, in the order of their keys."""
        by_area: dict[int, dict[str, PlannedRow]] = defaultdict(dict)
        for row in rows:
            by_area[row.values["area"]][row.values["identity_key"]] = row
        new: list[PlannedRow] = []
        for area_id, of_area in by_area.items():
            if area_id not in areas.names:
                raise OutdatedPlanError(min(row.number for row in of_area.values()))
            found = parties_named(session, self.table, origin.ward_id, areas.together_with(area_id), of_area.keys())
            for identity, row in of_area.items():
                if identity not in found:
                    new.append(row)
                elif found[identity].is_hidden:
                    raise OutdatedPlanError(row.number)
        return sorted(new, key=lambda row: str(row.values["id"]))

    def _row(self, origin: ListOrigin, values: JsonObject) -> dict[str, object]:
        is_household = self.table.is_of_households
        return {
            "ward_id": origin.ward_id,
            "id": UUID(hex=values["id"]),
            "neighbourhood_id": values["area"],
            "label" if is_household else "name": values["label"],
            "folded": values["folded"],
            "identity_key": values["identity_key"],
            "search_words": values["search_words"],
            "similar_key": values["similar_key"],
            "called" if is_household else "place_id": values.get("called", "")
            if is_household
            else values.get("place_id"),
            "is_listed": True,
            "created_at": origin.at,
        }

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return what stands on an import: entries, merges, pairs that are two, and changes by hand."""
        return standing_sentences(session, self.table, ward_id, changes)

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Remove what a part has added, and give back to the others what they had; raises :class:`OutdatedPlanError`.

        What is removed is locked first, so that no entry about it comes in while it is looked at.
        """
        lock_ward(session, origin.ward_id)
        connection, model = session.connection(), self.table.model
        ids = [UUID(hex=each["id"]) for each in (*change.created, *change.changed)]
        parties = locked_parties(connection, self.table, origin.ward_id, ids)
        if standing_sentences(session, self.table, origin.ward_id, [change], parties):
            raise OutdatedPlanError(0)
        created = [UUID(hex=each["id"]) for each in change.created]
        for start in range(0, len(created), _IDS_AT_ONCE):
            part = created[start : start + _IDS_AT_ONCE]
            # Of one that an entry named, and names no more, there is a summary that says so.
            summary = sa.delete(self.table.summary).where(self.table.summary.ward_id == origin.ward_id)
            connection.execute(summary.where(self.table.summary_id.in_(part)))
            connection.execute(sa.delete(model).where(model.ward_id == origin.ward_id, model.id.in_(part)))
        _give_back(connection, self.table, origin.ward_id, change.changed)
        touch_areas(connection, origin.ward_id, {party.area_id for party in parties})


class _Changes:
    """Changes of households or merchants that the ward has: read under their locks, and written together."""

    def __init__(self, connection: Connection, table: PartyTable, origin: ListOrigin) -> None:
        self._connection, self._table, self._origin = connection, table, origin
        self._rows: list[dict[str, object]] = []
        self._offered_again: list[UUID] = []
        self.areas: set[int] = set()
        self.done: list[JsonObject] = []

    def read(self, rows: Collection[PlannedRow]) -> None:
        """Read what the rows would change as it is now; raises :class:`OutdatedPlanError` where one is gone."""
        ids = [UUID(hex=row.values["id"]) for row in rows]
        found = {party.id: party for party in locked_parties(self._connection, self._table, self._origin.ward_id, ids)}
        for row in rows:
            party = found.get(UUID(hex=row.values["id"]))
            if party is None or party.is_merged:
                raise OutdatedPlanError(row.number)
            self._change(party, row.values)

    def _change(self, party: StoredParty, values: JsonObject) -> None:
        """Note a change of what has not become so meanwhile; nobody's text is written over."""
        back = bool(values["back"]) and not (party.is_listed and party.retired_at is None)
        after = party._replace(
            is_listed=party.is_listed or back or bool(values.get("listed")),
            retired_at=None if back else party.retired_at,
            called=party.called or values.get("called", ""),
            place_id=values.get("place_id") if party.place_id is None else party.place_id,
        )
        if after == party:
            return
        self._rows.append(_changing(self._table, after))
        if not _is_only_listed(party, after):
            self.areas.add(party.area_id)
        self._offered_again += [party.id] if back else []
        self.done.append(_before(party, after, self._origin.at))

    def write(self) -> None:
        """Write the changes, and let the counters of states follow."""
        _update(self._connection, self._table, self._origin.ward_id, self._rows)
        if self._table.is_of_households:
            count_states(self._connection, self._origin.ward_id, self._offered_again)


def _is_only_listed(before: StoredParty, after: StoredParty) -> bool:
    """Return whether all that changes is that it stands in a list, of which nobody sees anything."""
    return before == after._replace(is_listed=before.is_listed)


def _before(party: StoredParty, after: StoredParty, at: datetime) -> JsonObject:
    """Return what undoing a change needs: of texts only whether they were added, since these are personal."""
    if _is_only_listed(party, after):
        return {"id": party.id.hex, ONLY_LISTED: True}
    return {
        "id": party.id.hex,
        "mark": mark_of(after),
        "at": at.isoformat(),
        "is_listed": party.is_listed,
        "retired_at": party.retired_at and party.retired_at.isoformat(),
        "adds_called": after.called != party.called,
        "adds_place": after.place_id != party.place_id,
    }


def _give_back(connection: Connection, table: PartyTable, ward_id: int, changed: Sequence[JsonObject]) -> None:
    ids = [UUID(hex=each["id"]) for each in changed]
    found = {party.id: party for party in locked_parties(connection, table, ward_id, ids)}
    rows = []
    for each in changed:
        party = found[UUID(hex=each["id"])]
        if ONLY_LISTED in each:
            rows.append(_changing(table, party._replace(is_listed=False)))
            continue
        retired_at = datetime.fromisoformat(each["retired_at"]) if each["retired_at"] else None
        before = party._replace(
            is_listed=each["is_listed"],
            retired_at=retired_at,
            called="" if each["adds_called"] else party.called,
            place_id=None if each["adds_place"] else party.place_id,
        )
        rows.append(_changing(table, before))
    _update(connection, table, ward_id, rows)
    if table.is_of_households:
        count_states(connection, ward_id, ids)


def _changing(table: PartyTable, party: StoredParty) -> dict[str, object]:
    """Return the parameters of the statement that stores what a list may change of a household or merchant."""
    own: tuple[str, object] = ("called", party.called) if table.is_of_households else ("place_id", party.place_id)
    return {
        "party": party.id,
        "new_is_listed": party.is_listed,
        "new_retired_at": party.retired_at,
        f"new_{own[0]}": own[1],
    }


def _update(connection: Connection, table: PartyTable, ward_id: int, rows: Sequence[dict[str, object]]) -> None:
    """Run one statement for all ``rows``, whose locks this transaction has."""
    model = table_of(table.model)
    if not rows:
        return
    names = [name.removeprefix("new_") for name in rows[0] if name != "party"]
    statement = (
        sa.update(model)
        .where(model.c.ward_id == ward_id, model.c.id == sa.bindparam("party", type_=model.c.id.type))
        .values({name: sa.bindparam(f"new_{name}", type_=model.c[name].type) for name in names})
    )
    connection.execute(statement, sorted(rows, key=lambda row: str(row["party"])))
