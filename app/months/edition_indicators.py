"""The indicators of an edition, read back for the rows of its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import CoverageLine
from app.catalogue.pillars import pillar_name
from app.catalogue.queries import indicators
from app.catalogue.terms import Bound
from app.overview.coverage import Covered


def covered_from_edition(session: Session, stored: Sequence[Mapping[str, Any]]) -> list[Covered]:
    """Return the indicators of an edition, with their names of today in the reader's language."""
    names = {each.code: (each.name, each.unit) for each in session.scalars(indicators())}
    found = []
    for item in stored:
        name, unit = names.get(item["code"], (item["code"], ""))
        lines = [_published_line(line) for line in item["published"]]
        found.append(
            Covered(
                code=item["code"],
                name=name,
                pillar_code=item["pillar"],
                pillar=pillar_name(item["pillar"]),
                unit=unit,
                measures=item["measures"],
                published=lines,
                start=lines[item["start"]] if item["start"] is not None else None,
                today=_log_line(item["log"]) if item["log"] else None,
            )
        )
    return found


def _published_line(stored: Mapping[str, Any]) -> CoverageLine:
    as_of = _date_from(stored["as_of"])
    return CoverageLine(
        as_of=as_of,
        source=stored["source"],
        numerator=stored["numerator"],
        bound=Bound(stored["bound"]),
        denominator=stored["denominator"],
        denominator_as_of=as_of,
        published_percent=Decimal(stored["percent"]) if stored["percent"] is not None else None,
        unit_then=stored["unit_then"],
        note=stored["note"],
    )


def _log_line(stored: Mapping[str, Any]) -> CoverageLine:
    return CoverageLine(
        as_of=_date_from(stored["as_of"]),
        source=_("log book"),
        numerator=stored["numerator"],
        bound=Bound(stored["bound"]),
        denominator=stored["denominator"],
        denominator_as_of=_date_from(stored["denominator_as_of"]),
        denominator_source=stored["denominator_source"],
    )


def _date_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
