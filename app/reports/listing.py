"""The list of a month's activities: the entries of the kinds that a report lists one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.logbook.fields import NumberField
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import Kind
from app.logbook.queries import closed_months, counted_of_kind
from app.logbook.wording import Wording, wording_of
from app.month import Month
from app.permissions import Holder
from app.places.models import Ward
from app.places.queries import neighbourhoods_of, teams_of

ROWS_AT_ONCE = 500

Cell = str | int | date


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of one kind, one a row. ``rows`` is read once, in pieces; ``sums`` are the columns of numbers."""

    kind: str
    name: str
    headings: Sequence[str]
    sums: Sequence[int]
    rows: Iterator[list[Cell]]


def activities(
    session: Session, holder: Holder, ward: Ward, month: Month, team_id: int | None = None
) -> Iterator[Listing]:
    """Yield, by kind, the entries that count in a month and that ``holder`` may read, without personal data."""
    closed = list(session.scalars(closed_months(ward.id)))
    names = (
        {row.id: row.name for row in session.execute(neighbourhoods_of(ward.id))},
        {row.id: row.name for row in session.execute(teams_of(ward.id))},
    )
    wording = wording_of(session, ward.id)
    for kind in KINDS.values():
        if kind.listing:
            query = counted_of_kind(holder, kind.code, str(month), closed, team_id)
            found = session.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
            yield _listing(kind, found, names, wording, ward)


def _listing(
    kind: type[Kind],
    found: Iterable[Any],
    names: tuple[Mapping[int, str], Mapping[int, str]],
    wording: Wording,
    ward: Ward,
) -> Listing:
    headings = [_("Day"), ward.neighbourhood_word.capitalize(), _("Team")]
    form = kind.form()
    is_number = {column: isinstance(form[column], NumberField) for column in kind.listing}
    cell: dict[str, Callable[[Mapping[str, Any]], Cell]] = {
        column: _number_of(column) if is_number[column] else _words_of(wording, kind.code, column)
        for column in kind.listing
    }
    area_names, team_names = names
    return Listing(
        kind=kind.code,
        name=str(kind.name),
        headings=[*headings, *(wording.heading(kind.code, column) for column in kind.listing)],
        sums=[position for position, column in enumerate(kind.listing, start=len(headings)) if is_number[column]],
        rows=(
            [
                row.happened_on,
                area_names.get(row.neighbourhood_id, ""),
                team_names.get(row.team_id, ""),
                *(cell[column](row.fields) for column in kind.listing),
            ]
            for row in found
        ),
    )


def _number_of(column: str) -> Callable[[Mapping[str, Any]], Cell]:
    return lambda fields: "" if fields.get(column) is None else int(fields[column])


def _words_of(wording: Wording, kind: str, column: str) -> Callable[[Mapping[str, Any]], Cell]:
    # Thousands of entries say the same few things, and each wording is a translation.
    known: dict[str, str] = {}

    def words(fields: Mapping[str, Any]) -> str:
        key = repr(fields.get(column))
        if key not in known:
            known[key] = wording.value(kind, column, fields)
        return known[key]

    return words
