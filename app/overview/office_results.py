"""Figures of other offices as rows of the results: beside what the teams did, and never added to it. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.catalogue.coverage import ratio
from app.catalogue.office_lines import OfficeRow
from app.catalogue.offices import OFFICE_NAMES, Office
from app.localisation import day, number
from app.overview.coverage import Covered
from app.overview.notes import note_of
from app.overview.results import Result, ResultInputs, Section

OFFICES = "offices"
"""The code of the section of other offices."""


def offices_section(rows: Sequence[OfficeRow], inputs: ResultInputs) -> list[Section]:
    """Return the section of other offices; none where there is no figure of theirs."""
    covered = {item.code: item for item in inputs.covered}
    shown = [_row(each, covered.get(each.indicator), inputs) for each in rows]
    return [Section(OFFICES, _("Figures of other offices (not done by the teams)"), shown)] if shown else []


def _row(row: OfficeRow, item: Covered | None, inputs: ResultInputs) -> Result:
    unit = item.unit if item else ""
    helped = inputs.counted.total(item.measures).month if item and item.measures else None
    in_month = str(inputs.words.helped) % {"figure": number(helped)} if helped is not None else ""
    return Result(
        code=f"{row.office}.{row.indicator}",
        name=f"{_office_name(row.office)}: {item.name if item else row.indicator}",
        unit=unit,
        reached=row.figure,
        as_of=row.as_of,
        population=row.of_all,
        population_as_of=row.as_of if row.of_all else None,
        population_source=row.source if row.of_all else "",
        ratio=ratio(row.figure, row.of_all),
        note=note_of([in_month, _("as of %(day)s", day=day(row.as_of)), row.source]),
        published=_sentence(row, unit, in_month),
    )


def _office_name(code: str) -> str:
    return str(OFFICE_NAMES[Office(code)]) if code in set(Office) else code


def _sentence(row: OfficeRow, unit: str, in_month: str) -> str:
    """Return the figure within a sentence of the letter: with its day and source, and what the teams did beside it."""
    figure = number(row.figure) + (f"/{number(row.of_all)}" if row.of_all else "")
    words = {"figure": figure, "unit": unit, "day": day(row.as_of), "source": row.source}
    own = _("%(figure)s %(unit)s up to %(day)s (%(source)s)", **words)
    return "; ".join(filter(None, [own, in_month]))
