"""What each row of a list of households or merchants would do: the planner that both kinds share."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.households.party_actions import PartyValues
from app.households.party_tables import PartyTable
from app.imports.known_parties import KnownParties, KnownParty, key_hash
from app.imports.list_areas import ListAreas
from app.imports.list_kind import ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.stored_parties import StoredParty, mark_of
from app.json_types import JsonObject
from app.json_values import read_text
from app.registry.addresses import SearchKeys, search_keys
from app.registry.models import LABEL_LENGTH
from app.text import fold
from app.uuid7 import uuids7


class ReadParty(NamedTuple):
    """What a row says of a household or merchant, and a sentence about what of it is not stored."""

    values: PartyValues
    note: str = ""


class PartyPlanner:
    """Plans the rows of a list of households or merchants.

    ``read`` understands a row, and raises ``ValueError`` with a sentence where it cannot. New ones get their ids here,
    so that a plan that is applied twice adds nothing twice.
    """

    def __init__(
        self,
        session: Session,
        origin: ListOrigin,
        table: PartyTable,
        areas: ListAreas,
        read: Callable[[ListRow], ReadParty],
    ) -> None:
        self._table, self._read = table, read
        self._known = KnownParties(session, table, origin.ward_id, areas)
        self._ids = uuids7(origin.at)
        self._rows: dict[int, int] = {}
        self._more: dict[int, tuple[str, int | None]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do. One that repeats an earlier one is the same, or wrong where it says more."""
        try:
            values, note = self._read(row)
            keys = search_keys(read_text(values.label, LABEL_LENGTH))
            problem = self._repeats(row.number, values, keys)
        except ValueError as error:
            return PlannedRow(row.number, RowVerdict.WRONG, {}, str(error))
        known = self._known.find(values.area_id, keys.identity)
        if problem:
            return PlannedRow(row.number, RowVerdict.SAME, {}, problem)
        if known is None:
            return self._new(row.number, values, keys, note)
        return self._changed(row.number, known, values, note)

    def _repeats(self, number: int, values: PartyValues, keys: SearchKeys) -> str:
        """Return a sentence for a row that repeats an earlier one; raises ``ValueError`` where it says more."""
        key = key_hash(values.area_id, keys.identity)
        first = self._rows.setdefault(key, number)
        more = values.called, values.place_id
        if first == number:
            if any(more):
                self._more[key] = more
            return ""
        if any(own and own != other for own, other in zip(more, self._more.get(key, ("", None)), strict=True)):
            words = _(
                "Row %(number)s is the same one, and says something else of it. Leave one of the two.", number=first
            )
            raise ValueError(words)
        return str(_("The same as row %(number)s.", number=first))

    def _new(self, number: int, values: PartyValues, keys: SearchKeys, note: str) -> PlannedRow:
        similar = self._known.similar_to(values.area_id, keys)
        if similar:
            note = _joined(note, _("Nearly the same as “%(name)s”, which the ward has already.", name=similar))
        party = StoredParty(next(self._ids), values.area_id, values.label, values.called, values.place_id)
        planned = {
            "id": party.id.hex,
            "mark": mark_of(party),
            "area": values.area_id,
            "label": values.label,
            "folded": fold(values.label),
            "identity_key": keys.identity,
            "search_words": keys.words,
            "similar_key": keys.similar,
        }
        return PlannedRow(number, RowVerdict.NEW, {**planned, **_more(values)}, note)

    def _changed(self, number: int, known: KnownParty, values: PartyValues, note: str) -> PlannedRow:
        if known.place_id is not None and values.place_id not in (None, known.place_id):
            words = _(
                "“%(name)s” stands at another market or street already. If they are two, add the number of the stall.",
                name=values.label,
            )
            return PlannedRow(number, RowVerdict.WRONG, {}, str(words))
        called = "" if known.called else values.called
        place_id = None if known.place_id is not None else values.place_id
        is_noted = not known.is_listed and not known.is_hidden
        more = _more(PartyValues("", 0, called, place_id))
        change: JsonObject = {"back": known.is_hidden, **({"listed": True} if is_noted else {}), **more}
        if not any(change.values()):
            return PlannedRow(number, RowVerdict.SAME, {}, note)
        words = [_("It was no longer offered, and will be again.")] if known.is_hidden else []
        words += [_("The ward has it from entries; that it stands in a list is noted.")] if is_noted else []
        words += [_("What neighbours call it is added.")] if called else []
        words += [_("The market or street is added.")] if place_id else []
        return PlannedRow(number, RowVerdict.CHANGED, {"id": known.id.hex, **change}, _joined(*map(str, words), note))


def _more(values: PartyValues) -> JsonObject:
    """Return what is stored beside the label and the area, where it is something."""
    more = {"called": values.called, "place_id": values.place_id}
    return {name: value for name, value in more.items() if value}


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, map(str, sentences)))
