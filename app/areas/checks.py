"""What must hold before areas are merged or split: of the day, of the areas, and of new names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError, ChangeOrder
from app.logbook.month_locks import lock_periods
from app.logbook.queries import closed_months
from app.month import FIRST_DAY, Month, local_day
from app.places.models import Neighbourhood, Ward
from app.places.queries import lock_ward
from app.settings.first_days import LATEST_END
from app.settings.ward_lists import WardList, has_ended, is_merged, is_split, is_undone, taken_names
from app.text import identity_key

DAY = timedelta(days=1)


def locked_areas(session: Session, order: ChangeOrder) -> Mapping[int, Neighbourhood]:
    """Return all areas of a ward by id, as they are now, for a change from a day on; others who change lists wait.

    The period of the day is kept from being closed. Raises :class:`AreaRefusedError` for a day that cannot be.
    """
    lock_for_change(session, order)
    query = sa.select(Neighbourhood).where(Neighbourhood.ward_id == order.ward_id)
    return {area.id: area for area in session.scalars(query.execution_options(populate_existing=True))}


def lock_for_change(session: Session, order: ChangeOrder) -> None:
    """Keep the periods from the day of a change on from being closed, and let others who change lists wait.

    Whoever closes a period locks that before the ward, too. Raises :class:`AreaRefusedError` for a day that cannot be.
    """
    _refuse_far_day(order)
    lock_periods(session, order.ward_id, order.first_day, max(order.first_day, local_day(order.at)))
    _refuse_closed_day(session, lock_ward(session, order.ward_id), order)


def _refuse_far_day(order: ChangeOrder) -> None:
    if order.first_day <= FIRST_DAY:
        raise AreaRefusedError(AreaRefusal.DAY_TOO_EARLY)
    if order.first_day > local_day(order.at) + LATEST_END:
        raise AreaRefusedError(AreaRefusal.DAY_TOO_LATE)


def _refuse_closed_day(session: Session, ward: Ward, order: ChangeOrder) -> None:
    periods = ward.settings.periods
    closed = session.scalars(closed_months(ward.id))
    in_the_way = [month for month in closed if periods.last(Month.parse(month)) >= order.first_day]
    if in_the_way:
        raise AreaRefusedError(AreaRefusal.CLOSED_PERIOD, in_the_way[-1])


def chosen_areas(areas: Mapping[int, Neighbourhood], ids: Sequence[int], first_day: date) -> list[Neighbourhood]:
    """Return the areas that are to become others from a day on; raises :class:`AreaRefusedError` where one cannot."""
    if len(set(ids)) < len(ids):
        raise AreaRefusedError(AreaRefusal.TWICE, areas[next(id for id in ids if ids.count(id) > 1)].name)
    return [_chosen(areas, id, first_day) for id in ids]


def _chosen(areas: Mapping[int, Neighbourhood], id: int, first_day: date) -> Neighbourhood:
    area = areas.get(id)
    if area is None or is_undone(area):
        raise AreaRefusedError(AreaRefusal.UNKNOWN_AREA)
    if area.is_whole_ward:
        raise AreaRefusedError(AreaRefusal.WHOLE_WARD, area.name)
    if is_merged(area) or is_split(area):
        raise AreaRefusedError(AreaRefusal.CHANGED_ALREADY, area.name)
    if has_ended(area, first_day - DAY):
        raise AreaRefusedError(AreaRefusal.ENDED, area.name)
    if (area.valid_from or date.min) >= first_day:
        raise AreaRefusedError(AreaRefusal.NOT_BEGUN, area.name)
    return area


def refuse_names(
    session: Session, order: ChangeOrder, names: Iterable[str], replaced: Collection[Neighbourhood]
) -> None:
    """Raise :class:`AreaRefusedError` for a new name that another area has; those of areas ``replaced`` are free."""
    taken = taken_names(session, WardList.AREAS, order.ward_id, local_day(order.at))
    free = {identity_key(area.name) for area in replaced}
    for name in names:
        key = identity_key(name)
        if not key:
            raise AreaRefusedError(AreaRefusal.NAME_MISSING)
        if key in taken and key not in free:
            raise AreaRefusedError(AreaRefusal.NAME_OF_ENDED if taken[key] else AreaRefusal.NAME_TAKEN, name)
        taken[key] = False
        free.discard(key)
