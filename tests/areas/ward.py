"""What tests of changing areas do to ward A: log, list and change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask

from app.areas.changes import AreaMerge, AreaSplit, ChangeOrder
from app.areas.merge_actions import merge_areas
from app.areas.split_area import split_whole_area, undo_area_change
from app.database import in_transaction, reader, writer
from app.month import now, today
from app.places.models import AreaChange, Neighbourhood
from tests.cast import AREA_1, AREA_2, CARLA, WARD_A

YESTERDAY = timedelta(days=1)
NEW_NAME = "Khu phố Mới"


def order(first_day: date | None = None, ward_id: int = WARD_A) -> ChangeOrder:
    """Return the order of a coordinator for a change from today or another day on."""
    return ChangeOrder(ward_id, first_day or today(), CARLA, now())


def _stored(number: int) -> AreaChange:
    reader().rollback()
    change = reader().get_one(AreaChange, (WARD_A, number))
    reader().expunge(change)
    return change


def merged(app: Flask, *merges: AreaMerge, first_day: date | None = None) -> AreaChange:
    """Merge areas of ward A, both of the cast into a new one where nothing else is asked."""
    wanted: Sequence[AreaMerge] = merges or [AreaMerge([AREA_1, AREA_2], NEW_NAME)]
    with app.app_context():
        return _stored(in_transaction(lambda session: merge_areas(session, order(first_day), wanted).number))


def split(app: Flask, wanted: AreaSplit, first_day: date | None = None) -> AreaChange:
    """Split an area of ward A."""
    with app.app_context():
        return _stored(split_whole_area(order(first_day), wanted))


def undone(app: Flask, number: int) -> AreaChange:
    """Take a change of ward A back."""
    with app.app_context():
        undo_area_change(WARD_A, number, CARLA, now())
        return _stored(number)


def area(app: Flask, id: int) -> Any:
    """Return what is stored of an area: last day, successor, origin of a part, and the part with the rest."""
    with app.app_context():
        row = writer().get_one(Neighbourhood, id)
        return row.valid_to, row.merged_into_id, row.split_from_id, row.remainder_id
