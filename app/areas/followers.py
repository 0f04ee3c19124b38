"""What follows an area that others take the place of: the teams that cover it, and the targets of one that goes on.

Everything that is changed is written down, so that it can be put back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.checks import DAY
from app.areas.team_spans import CoverSpan, united
from app.places.models import TeamArea
from app.targets.models import Target

Stored = dict[str, Any]
"""A row of the areas that teams cover, as JSON."""


class Covers:
    """The rows that say which team covers which area, with what was changed of them."""

    def __init__(self, session: Session, area_ids: Collection[int]) -> None:
        """Read the rows of some areas; none of others is touched."""
        self._session = session
        query = sa.select(TeamArea).where(TeamArea.neighbourhood_id.in_(sorted(area_ids))).order_by(TeamArea.id)
        self._rows = session.scalars(query.execution_options(populate_existing=True)).all()
        self._before = {row.id: _stored(row) for row in self._rows}
        self._new: list[TeamArea] = []

    def spans_of(self, area_ids: Collection[int], first_day: date) -> dict[int, list[CoverSpan]]:
        """Return by team on which days from a day on it would cover any of some areas."""
        found: dict[int, list[CoverSpan]] = defaultdict(list)
        for row in self._rows:
            span = CoverSpan(row.valid_from, row.valid_to).on_or_after(first_day)
            if row.neighbourhood_id in area_ids and span is not None:
                found[row.team_id].append(span)
        return found

    def end(self, area_ids: Collection[int], first_day: date) -> None:
        """Let no team cover some areas from a day on."""
        for row in self._rows:
            if row.neighbourhood_id not in area_ids:
                continue
            if row.valid_from is not None and row.valid_from >= first_day:
                self._session.delete(row)
            elif row.valid_to is None or row.valid_to >= first_day:
                row.valid_to = first_day - DAY

    def add(self, area_id: int, spans: Mapping[int, Iterable[CoverSpan]]) -> None:
        """Let teams cover an area on some days, besides those on which they do already."""
        for team_id in sorted(spans):
            own = [row for row in self._rows if (row.team_id, row.neighbourhood_id) == (team_id, area_id)]
            of_own = [CoverSpan(row.valid_from, row.valid_to) for row in own]
            wanted = united([*of_own, *spans[team_id]])
            if wanted == united(of_own):
                continue
            by_first_day = {row.valid_from: row for row in own}
            for span in wanted:
                if row := by_first_day.get(span.first):
                    row.valid_to = span.last
                    own.remove(row)
                else:
                    new = TeamArea(team_id=team_id, neighbourhood_id=area_id, valid_from=span.first, valid_to=span.last)
                    self._new.append(new)
            for row in own:
                self._session.delete(row)
        self._session.add_all(self._new)

    def undo(self) -> Stored:
        """Write the changes, and return what putting the rows back needs."""
        self._session.flush()
        standing = {row.id: row for row in self._rows if not sa.inspect(row).was_deleted}
        changed = [
            before for id, before in self._before.items() if id not in standing or _stored(standing[id]) != before
        ]
        return {"before": changed, "added": [row.id for row in self._new]}


def put_covers_back(session: Session, undo: Mapping[str, Any], gone: Collection[int]) -> None:
    """Put the rows back as they were before a change; areas that are ``gone`` are covered by nobody."""
    before = {row["id"]: row for row in undo["before"]}
    touched = sa.or_(
        TeamArea.id.in_([*before, *undo["added"]]),
        TeamArea.neighbourhood_id.in_(sorted(gone)),
    )
    rows = {row.id: row for row in session.scalars(sa.select(TeamArea).where(touched))}
    for id, row in rows.items():
        if id in before:
            row.valid_from, row.valid_to = _day(before[id]["from"]), _day(before[id]["to"])
        else:
            session.delete(row)
    session.flush()
    for id, each in before.items():
        if id not in rows:
            session.add(
                TeamArea(
                    team_id=each["team"],
                    neighbourhood_id=each["area"],
                    valid_from=_day(each["from"]),
                    valid_to=_day(each["to"]),
                )
            )


def _stored(row: TeamArea) -> Stored:
    return {
        "id": row.id,
        "team": row.team_id,
        "area": row.neighbourhood_id,
        "from": row.valid_from.isoformat() if row.valid_from else None,
        "to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def mark_targets(session: Session, ward_id: int, area_id: int) -> list[int]:
    """Say of the targets of an area that goes on that they are those of a part of it; return the ids of these."""
    mine = Target.ward_id == ward_id, Target.neighbourhood_id == area_id, sa.not_(Target.before_merge)
    ids = list(session.scalars(sa.select(Target.id).where(*mine).order_by(Target.id)))
    _set_before_merge(session, ward_id, ids, before_merge=True)
    return ids


def unmark_targets(session: Session, ward_id: int, ids: Collection[int]) -> None:
    """Say of some targets, as far as they are still set, that they are those of the whole area."""
    _set_before_merge(session, ward_id, ids, before_merge=False)


def _set_before_merge(session: Session, ward_id: int, ids: Collection[int], *, before_merge: bool) -> None:
    if ids:
        mine = Target.ward_id == ward_id, Target.id.in_(list(ids))
        session.execute(sa.update(Target).where(*mine).values(before_merge=before_merge))
