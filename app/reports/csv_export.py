"""The log of a month as CSV: streamed, one row per entry, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import orjson
from sqlalchemy.orm import Session

from app.catalogue.banks import bank_names
from app.csv_stream import CsvCells, heading
from app.json_types import JsonObject
from app.logbook.kinds import FIRST_COLUMNS, KINDS, LATER_COLUMNS
from app.logbook.kinds.common import OCCASION, Kind
from app.month import Month
from app.permissions import Holder
from app.reports.exported_entries import ExportedRow, NamesById, exported_entries, ward_names

_FURTHER, _LAST = LATER_COLUMNS[:3], LATER_COLUMNS[3:]
"""The columns of later kinds that came before the area of today, and after it: no column moves."""

COLUMNS = (
    "id",
    "kind",
    "status",
    "revision",
    "happened_on",
    "neighbourhood",
    "team",
    "member",
    "month",
    "received_at",
    "household",
    "merchant",
    *FIRST_COLUMNS,
    "flags",
    "note",
    "bank",
    *OCCASION,
    *_FURTHER,
    "neighbourhood_today",
    *_LAST,
)
_FILLED_BY_ALL = frozenset(COLUMNS) - {"kind", "month", *FIRST_COLUMNS, *LATER_COLUMNS}
"""The columns that an entry of any kind may fill with something of its own."""


def stream_entries_csv(session: Session, holder: Holder, month: Month) -> Iterator[str]:
    """Yield the entries of a month that ``holder`` may read, in pieces; memory does not grow with the month.

    The session is closed here, after the last row or when the client disconnects: the request has ended by then.
    """
    with session:
        lines = _Lines(ward_names(session, holder.place.ward_id or 0), month)
        yield heading(COLUMNS)
        for entries in exported_entries(session, holder, month):
            yield lines.of(entries)


class _KindLine(NamedTuple):
    """How the entries of a kind make a line: only the cells that it can fill have a place in the ``template``.

    ``first``, ``further`` and ``last`` are its fields in the order of the columns, with those of all kinds between.
    """

    template: str
    first: Sequence[str]
    further: Sequence[str]
    last: Sequence[str]
    completed: Callable[[JsonObject], JsonObject]

    @classmethod
    def of(cls, kind: type[Kind], month: Month) -> _KindLine:
        """Return the line of a kind in a month."""
        form = kind.form()
        first, further, last = (
            [name for name in columns if name in form] for columns in (FIRST_COLUMNS, _FURTHER, _LAST)
        )
        filled, same = {*_FILLED_BY_ALL, *first, *further, *last}, {"kind": kind.code, "month": str(month)}
        template = ",".join("%s" if name in filled else same.get(name, "") for name in COLUMNS) + "\r\n"
        return cls(template, first, further, last, kind.completed)


class _Lines:
    """Writes entries of a month as lines."""

    def __init__(self, names: NamesById, month: Month) -> None:
        self._cells = cells = CsvCells()
        self._areas = {id: cells[name] for id, name in names.areas.items()}
        self._areas_today = {id: cells[name] for id, name in names.areas_today.items()}
        self._teams = {id: cells[name] for id, name in names.teams.items()}
        self._people = {id: cells[name] for id, name in names.people.items()}
        self._kinds = {code: _KindLine.of(kind, month) for code, kind in KINDS.items()}

    def of(self, entries: Iterable[ExportedRow]) -> str:
        """Return some entries as lines."""
        cells, areas, teams, people, kinds = self._cells, self._areas, self._teams, self._people, self._kinds
        areas_today, banks, lines = self._areas_today, bank_names(), []
        # One loop without a call for each row: that would take a tenth of the time.
        for (
            id,
            kind,
            status,
            revision,
            day,
            area,
            team,
            member,
            came,
            flags,
            note,
            stored,
            *parties,
            place,
            event,
        ) in entries:
            template, first, further, last, completed = kinds[kind]
            fields = completed(orjson.loads(stored))
            line = template % (
                id,
                status,
                revision,
                _day_cell(day),
                areas.get(area, ""),
                teams.get(team, ""),
                people.get(member, ""),
                came,
                cells[parties[0]],
                cells[parties[1]],
                *[cells[" ".join(each) if each.__class__ is list else each] for each in map(fields.get, first)],
                _codes_cell(flags),
                cells[note],
                banks.get(fields.get("bank_bin", ""), ""),
                cells[event],
                cells[place],
                *[cells[fields.get(name)] for name in further],
                areas_today.get(area, ""),
                *[cells[fields.get(name)] for name in last],
            )
            lines.append(line)
        return "".join(lines)


@lru_cache(maxsize=1024)
def _codes_cell(flags: str) -> str:
    return " ".join(orjson.loads(flags))


_day_cell = lru_cache(maxsize=1024)(date.isoformat)
