"""The figures of a ward that its log does not count, read at once: populations, opening figures, and other offices'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.figure_models import OfficeFigure, OpeningFigure
from app.catalogue.office_lines import OfficeRow
from app.catalogue.openings import OpeningPart
from app.places.models import Population

_POPULATION, _OPENING, _OFFICE = "population", "opening", "office"


class _UncountedRow(NamedTuple):
    """A figure of any kind: ``other`` is what was done in earlier years, or of how many an office's figure is."""

    kind: str
    area: int | None
    office: str
    code: str
    figure: int
    other: int | None
    as_of: date
    source: str


class UncountedFigures(NamedTuple):
    """What is known of a ward beside its log.

    ``populations`` are area, which is ``None`` for the whole ward, group, figure, day and source: the newest of each
    first. ``openings`` are by subject. ``offices`` are those of one month, in their order.
    """

    populations: Sequence[tuple[int | None, str, int, date, str]]
    openings: Mapping[str, OpeningPart]
    offices: Sequence[OfficeRow]


def read_uncounted(session: Session, ward_id: int, month: str, group_of_areas: str) -> UncountedFigures:
    """Return the figures of a ward beside its log, and of its areas the populations of one group."""
    rows = [_UncountedRow(*row) for row in session.execute(_uncounted(ward_id, month, group_of_areas))]
    return UncountedFigures(
        [(row.area, row.code, row.figure, row.as_of, row.source) for row in rows if row.kind == _POPULATION],
        {row.code: OpeningPart(row.figure, row.other, row.as_of, row.source) for row in rows if row.kind == _OPENING},
        [
            OfficeRow(row.office, row.code, row.figure, row.other, row.as_of, row.source)
            for row in rows
            if row.kind == _OFFICE
        ],
    )


def _uncounted(
    ward_id: int, month: str, group_of_areas: str
) -> sa.CompoundSelect[str, int | None, str, str, int, int | None, date, str]:
    """Select the columns of ``_UncountedRow`` in one statement, however many kinds there are."""
    nothing, no_office = sa.cast(sa.null(), sa.Integer), sa.literal("")
    population = sa.select(
        sa.literal(_POPULATION).label("kind"),
        sa.type_coerce(Population.neighbourhood_id, sa.Integer).label("area"),
        no_office.label("office"),
        Population.group.label("code"),
        Population.figure.label("figure"),
        nothing.label("other"),
        Population.as_of.label("as_of"),
        Population.source.label("source"),
    ).where(
        Population.ward_id == ward_id,
        sa.or_(Population.neighbourhood_id.is_(None), Population.group == group_of_areas),
    )
    opening = sa.select(
        sa.literal(_OPENING),
        nothing,
        no_office,
        OpeningFigure.measure,
        OpeningFigure.this_year,
        OpeningFigure.before,
        OpeningFigure.as_of,
        OpeningFigure.source,
    ).where(OpeningFigure.ward_id == ward_id)
    office = sa.select(
        sa.literal(_OFFICE),
        nothing,
        sa.type_coerce(OfficeFigure.office, sa.String),
        OfficeFigure.indicator_code,
        OfficeFigure.figure,
        OfficeFigure.of_all,
        OfficeFigure.as_of,
        OfficeFigure.source,
    ).where(OfficeFigure.ward_id == ward_id, OfficeFigure.month == month)
    newest_first = sa.text("as_of DESC")
    return population.union_all(opening, office).order_by("kind", "area", "office", "code", newest_first)
