"""Lists of a month's activities: the entries of the kinds that a report lists one by one, without personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.json_fields import NumberField
from app.logbook.kinds import KINDS
from app.logbook.queries import closed_months, counted_of_kind
from app.logbook.wording import Wording
from app.month import Month
from app.months.edition import ActivityRows
from app.permissions import Holder
from app.places.models import Ward
from app.places.queries import neighbourhoods_of, teams_of
from app.reports.document import Cell

ROWS_AT_ONCE = 500
COMMON_COLUMNS = 3
"""The number of columns before those of a kind: day, area and team."""


@dataclass(frozen=True, slots=True)
class ActivityList:
    """The entries of one kind, one a row. ``sums`` are the positions of the columns of numbers."""

    kind: str
    name: str
    headings: list[str]
    sums: list[int]
    rows: list[list[Cell]]


def activity_list(listed: ActivityRows, wording: Wording, neighbourhood_word: str) -> ActivityList:
    """Return entries with the values of their fields in the reader's language.

    A closed month may list a kind or a field that no longer exists: then its code and its values are shown.
    """
    kind = KINDS.get(listed.kind)
    controls = {control.short_name: control for control in kind.form()} if kind else {}
    is_number = [isinstance(controls.get(column), NumberField) for column in listed.columns]
    cells = [
        _number_cell
        if number
        else _value_formatter(wording, listed.kind, column)
        if column in controls
        else _stored_value
        for column, number in zip(listed.columns, is_number, strict=True)
    ]
    return ActivityList(
        kind=listed.kind,
        name=str(kind.name) if kind else listed.kind,
        headings=[
            _("Day"),
            neighbourhood_word.capitalize(),
            _("Team"),
            *(wording.heading(listed.kind, column) if column in controls else column for column in listed.columns),
        ],
        sums=[position for position, number in enumerate(is_number, start=COMMON_COLUMNS) if number],
        rows=[
            [
                *map(_common_cell, row[:COMMON_COLUMNS]),
                *(cell(value) for cell, value in zip(cells, row[COMMON_COLUMNS:], strict=True)),
            ]
            for row in listed.rows
        ],
    )


def own_activities(session: Session, holder: Holder, ward: Ward, month: Month) -> Iterator[ActivityRows]:
    """Yield, by kind, the entries that count in a month and that ``holder`` may read."""
    closed = list(session.scalars(closed_months(ward.id)))
    areas = {row.id: row.name for row in session.execute(neighbourhoods_of(ward.id))}
    teams = {row.id: row.name for row in session.execute(teams_of(ward.id))}
    for kind in KINDS.values():
        if kind.listing:
            query = counted_of_kind(holder, kind.code, str(month), closed)
            rows = [
                [
                    row.happened_on,
                    areas.get(row.neighbourhood_id, ""),
                    teams.get(row.team_id, ""),
                    *(row.fields.get(column) for column in kind.listing),
                ]
                for row in session.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
            ]
            yield ActivityRows(kind.code, kind.listing, rows)


def _common_cell(value: object) -> Cell:
    return value if isinstance(value, date) else str(value)


def _number_cell(value: Any) -> Cell:
    return "" if value is None else int(value)


def _stored_value(value: Any) -> Cell:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(each) for each in values if each is not None)


def _value_formatter(wording: Wording, kind: str, column: str) -> Callable[[Any], Cell]:
    # Thousands of entries have the same few values, and each text is a translation.
    texts: dict[str, str] = {}

    def text_of(value: Any) -> str:
        key = repr(value)
        if key not in texts:
            texts[key] = wording.value(kind, column, {column: value})
        return texts[key]

    return text_of
