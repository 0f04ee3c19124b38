"""Lists of populations: how many households, residents or firms there are, of the ward and of its areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.imports.list_areas import ListAreas
from app.imports.list_kind import (
    ImportChange,
    ListCode,
    ListOrigin,
    ListRow,
    OutdatedPlanError,
    PlannedRow,
    RowVerdict,
)
from app.imports.population_rows import (
    POPULATION_COLUMNS,
    PopulationFigure,
    PopulationKey,
    PopulationReader,
    ReadPopulations,
)
from app.json_types import JsonObject, Message
from app.localisation import number
from app.month import local_day
from app.overview.populations import days_of_merging
from app.places.area_successors import successors_of
from app.places.models import SOURCE_LENGTH, Population, Ward
from app.places.queries import lock_ward, unordered_areas_of_ward


class _Stored(NamedTuple):
    id: int
    figure: PopulationFigure


class PopulationList:
    """A list of populations."""

    code = ListCode.POPULATIONS
    name: Message = _l("Populations")
    columns = POPULATION_COLUMNS
    at_once = 1000

    def planner(self, session: Session, origin: ListOrigin) -> _Planner:
        """Return what plans the rows, having read the ward's areas and figures."""
        reader = _reader(session, origin)
        return _Planner(reader, {key: stored.figure for key, stored in _stored(session, origin.ward_id).items()})

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Enter each figure in place of the one of the same day, group and place; raises :class:`OutdatedPlanError`."""
        lock_ward(session, origin.ward_id)
        names = _reader(session, origin).areas.names
        stored = _stored(session, origin.ward_id)
        created, changed = [], []
        for row in rows:
            for planned in row.values.get("figures", ()):
                key, new, seen = _key_of(planned), _figure_of(planned["new"]), _figure_of(planned["seen"])
                current = stored.get(key)
                if current is not None and current.figure == new:
                    continue
                is_known = key.area_id is None or key.area_id in names
                if new is None or not is_known or (current and current.figure) != seen:
                    raise OutdatedPlanError(row.number)
                if current is None:
                    created.append(_added(session, origin.ward_id, key, new))
                else:
                    _set(session, current.id, new)
                    changed.append({"id": current.id, "before": current.figure, "after": new})
        return ImportChange(created, changed)

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return a sentence where figures of the list were changed or taken away since."""
        stored = {each.id: each.figure for each in _stored(session, ward_id).values()}
        expected = [(each["id"], each["after"]) for change in changes for each in (*change.created, *change.changed)]
        count = sum(stored.get(id) != _figure_of(figure) for id, figure in expected)
        if not count:
            return []
        words = ngettext(
            "Somebody has changed %(number)s figure of this list since.",
            "Somebody has changed %(number)s figures of this list since.",
            count,
            number=number(count),
        )
        return [str(words)]

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Remove the figures that a part has added, and put those back that it replaced."""
        lock_ward(session, origin.ward_id)
        if self.standing_on(session, origin.ward_id, [change]):
            raise OutdatedPlanError(0)
        for each in change.changed:
            before = _figure_of(each["before"])
            if before is not None:
                _set(session, each["id"], before)
        mine = Population.ward_id == origin.ward_id, Population.id.in_([each["id"] for each in change.created])
        session.execute(sa.delete(Population).where(*mine))


class _Planner:
    """Plans rows, each of which may hold figures of several groups."""

    def __init__(self, reader: PopulationReader, stored: Mapping[PopulationKey, PopulationFigure]) -> None:
        self._reader, self._stored = reader, stored
        self._rows: dict[PopulationKey, tuple[int, PopulationFigure]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do."""
        try:
            read = self._reader.read(row)
            problem = self._repeats(row.number, read)
        except ValueError as error:
            return PlannedRow(row.number, RowVerdict.WRONG, {}, str(error))
        figures = [
            {"group": key.group, "area": key.area_id, "as_of": key.as_of.isoformat(), "new": new, "seen": seen}
            for key, new in read.figures.items()
            if (seen := self._stored.get(key)) != new and self._rows[key][0] == row.number
        ]
        if not figures:
            return PlannedRow(row.number, RowVerdict.SAME, {}, " ".join(filter(None, (problem, read.note))))
        changes = [_change(*each) for key, new in read.figures.items() if (each := (self._stored.get(key), new))[0]]
        sentences = " ".join(filter(None, (*changes, problem, read.note)))
        verdict = RowVerdict.CHANGED if any(changes) else RowVerdict.NEW
        return PlannedRow(row.number, verdict, {"figures": figures}, sentences)

    def _repeats(self, row_number: int, read: ReadPopulations) -> str:
        """Return a sentence for a row that repeats an earlier one; raises ``ValueError`` for another figure."""
        repeated = {key: self._rows[key] for key in read.figures if key in self._rows}
        for key, (first, figure) in repeated.items():
            if figure != read.figures[key]:
                words = _(
                    "Another figure for the same place and day is in row %(number)s. Leave one of the two.",
                    number=first,
                )
                raise ValueError(words)
        self._rows |= {key: (row_number, new) for key, new in read.figures.items() if key not in repeated}
        first_rows = {first for first, _figure in repeated.values()}
        return str(_("The same as row %(number)s.", number=min(first_rows))) if first_rows else ""


def _change(before: PopulationFigure | None, after: PopulationFigure) -> str:
    if before is None or before == after:
        return ""
    values = {"before": number(before.figure), "after": number(after.figure)}
    if before.figure != after.figure:
        return str(_("From %(before)s to %(after)s.", **values))
    return str(_("Still %(after)s, but with another source.", **values))


def _reader(session: Session, origin: ListOrigin) -> PopulationReader:
    every, today = unordered_areas_of_ward(session.connection(), origin.ward_id), local_day(origin.at)
    ward = session.get_one(Ward, origin.ward_id)
    whole = {area.id: area.name for area in every if area.is_whole_ward}
    names = dict(enumerate([*whole.values(), ward.name, ward.official_name], start=1))
    return PopulationReader(
        ListAreas(session, origin.ward_id, today),
        names,
        days_of_merging(every, successors_of(every, today)),
        today,
        origin.given_on,
        origin.given_by[:SOURCE_LENGTH],
    )


def _stored(session: Session, ward_id: int) -> dict[PopulationKey, _Stored]:
    """Return the figures of a ward; of two of one day the later one counts, as on the page."""
    query = (
        sa.select(
            Population.id,
            Population.group,
            Population.neighbourhood_id,
            Population.as_of,
            Population.figure,
            Population.source,
        )
        .where(Population.ward_id == ward_id)
        .order_by(Population.id)
    )
    return {
        PopulationKey(group, area_id, as_of): _Stored(id, PopulationFigure(figure, source))
        for id, group, area_id, as_of, figure, source in session.execute(query)
    }


def _key_of(planned: JsonObject) -> PopulationKey:
    return PopulationKey(planned["group"], planned["area"], date.fromisoformat(planned["as_of"]))


def _figure_of(stored: Sequence[object] | None) -> PopulationFigure | None:
    """Return the figure that was stored as JSON: a named tuple is a list there."""
    if stored is None:
        return None
    figure, source = stored
    return PopulationFigure(int(str(figure)), str(source))


def _added(session: Session, ward_id: int, key: PopulationKey, new: PopulationFigure) -> JsonObject:
    row = Population(
        ward_id=ward_id,
        neighbourhood_id=key.area_id,
        group=key.group,
        figure=new.figure,
        as_of=key.as_of,
        source=new.source,
    )
    session.add(row)
    session.flush()
    return {"id": row.id, "after": new}


def _set(session: Session, id: int, figure: PopulationFigure) -> None:
    values = {"figure": figure.figure, "source": figure.source}
    session.execute(sa.update(Population).where(Population.id == id).values(**values))
