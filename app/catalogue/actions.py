"""Loading the catalogue that ships with the project."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from app.catalogue.models import Indicator, ProcedureGroup, Service, Topic

_DATA = Path(__file__).parent / "data"


def load_catalogue(session: Session) -> None:
    """Bring services, topics, groups of procedures and indicators up to what the project ships.

    A second time changes nothing. Entries name all but the last by code, so a code is never taken away here.
    """
    for row in _rows("services.csv"):
        session.merge(Service(**row))
    for row in _rows("topics.csv"):
        session.merge(Topic(**row))
    for row in _rows("procedure_groups.csv"):
        session.merge(ProcedureGroup(**row))
    for row in _rows("indicators.csv"):
        session.merge(Indicator(**row))


def _rows(name: str) -> Iterator[dict[str, str | int]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file)):
            yield {**row, "position": position}
