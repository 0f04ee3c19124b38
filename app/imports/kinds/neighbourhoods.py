"""Lists of areas: their names, order and first days, and as far as it is there how many households live in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.imports.area_rows import ListedArea, read_area
from app.imports.area_state import AreaPlanner, AreasOfWard, planned_area
from app.imports.area_uses import uses_of_areas
from app.imports.list_kind import (
    ImportChange,
    KindColumn,
    ListCode,
    ListOrigin,
    PlannedRow,
    Planner,
    RowVerdict,
    ValueType,
)
from app.imports.planned_again import cells_of_row, still_to_apply
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, take_back
from app.json_types import Message
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.models import NAME_LENGTH, SOURCE_LENGTH, Neighbourhood, Population
from app.places.queries import lock_ward
from app.settings.area_actions import AreaUpdate, NewArea, insert_areas, update_areas
from app.targets.subjects import HOUSEHOLDS

# fmt: off
_COLUMNS = (
    KindColumn(
        "name", _l("Neighbourhood"),
        ("ten to dan pho", "to dan pho", "tdp", "ten tdp", "ten khu pho", "khu pho", "ten thon", "thon", "ten xom",
         "xom", "ten ap", "ap", "khom", "ten khoi", "khoi", "khoi pho", "pho", "ban", "buon", "ten khu dan cu",
         "khu dan cu", "ten dia ban", "dia ban", "ten", "neighbourhood", "area", "name"),
        is_needed=True, hint=_l("The name as it stands in letters, such as Tổ dân phố 5."), longest=NAME_LENGTH,
    ),
    KindColumn(
        "order", _l("Place in the order"),
        ("thu tu", "thu tu hien thi", "vi tri trong danh sach", "vi tri", "order", "place in the order", "position"),
        ValueType.FIGURE,
        hint=_l("Only where lists shall have another order than that of the names."), longest=9,
    ),
    KindColumn(
        "since", _l("First day"),
        ("ngay dau tien", "ngay dau", "ngay bat dau", "ngay thanh lap", "tu ngay", "hoat dong tu ngay", "hieu luc tu",
         "ngay hieu luc", "first day", "since", "from"),
        ValueType.DAY, hint=_l("The day since when there is this neighbourhood; empty where it has always been there."),
    ),
    KindColumn(
        "former_name", _l("Former name"),
        ("ten cu", "ten truoc day", "ten goi cu", "ten truoc", "former name", "old name"),
        hint=_l("What it was called before."), longest=NAME_LENGTH,
    ),
    KindColumn(
        "households", _l("Households"),
        ("so ho", "so ho dan", "tong so ho", "tong so ho dan", "ho gia dinh", "so ho gia dinh", "so luong ho", "ho dan",
         "households", "number of households"),
        ValueType.FIGURE, hint=_l("How many households live there on the day of the list."), longest=15,
    ),
    KindColumn(
        "centroid", _l("Coordinates"),
        ("toa do", "toa do trung tam", "vi do kinh do", "coordinates", "centroid"),
        hint=_l("Latitude and longitude of its middle, such as 16.0544, 108.2022."), longest=60,
    ),
)
# fmt: on


class Neighbourhoods:
    """The list of a ward's areas.

    A running number (STT) is no order: most lists have one, and restart it on each page.
    """

    code = ListCode.NEIGHBOURHOODS
    name: Message = _l("Neighbourhoods")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 100

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read the areas of the ward."""
        return AreaPlanner(session, AreasOfWard(session, origin), origin)

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Add and change areas, and enter how many households they have."""
        lock_ward(session, origin.ward_id)
        recorder = ChangeRecorder(session, _watched(origin.ward_id))
        areas = AreasOfWard(session, origin)
        remaining = still_to_apply(AreaPlanner(session, areas, origin), rows)
        read = [(row, read_area(cells_of_row(row))) for row in remaining]
        new = [area for row, area in read if row.verdict is RowVerdict.NEW]
        added = _insert(session, origin, new)
        changed = [(areas.area_of(area), area) for row, area in read if row.verdict is RowVerdict.CHANGED]
        _update(session, origin, areas, changed)
        ids = [area.id for area, _row in changed if area is not None]
        figures = zip([*added, *ids], [*new, *(row for _area, row in changed)], strict=True)
        _enter_households(session, origin, areas, figures)
        return recorder.change()

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return what stands on the areas of an import: teams, entries, households and more, or changes since."""
        return uses_of_areas(session, ward_id, list(changes))

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the areas that were added, and give the others back what they had."""
        lock_ward(session, origin.ward_id)
        take_back(session, change)


def _watched(ward_id: int) -> Sequence[WatchedRows]:
    of_households = (Population.ward_id == ward_id) & (Population.group == HOUSEHOLDS)
    return WatchedRows(Neighbourhood, Neighbourhood.ward_id == ward_id), WatchedRows(Population, of_households)


def _insert(session: Session, origin: ListOrigin, new: Sequence[ListedArea]) -> list[int]:
    if not new:
        return []
    rows = [NewArea(area.name, area.since, area.former_name, area.order) for area in new]
    added = insert_areas(session, origin.ward_id, rows, origin.manager.id, origin.at)
    for area, row in zip(added, new, strict=True):
        area.latitude, area.longitude = row.centroid or (None, None)
    return [area.id for area in added]


def _update(
    session: Session,
    origin: ListOrigin,
    areas: AreasOfWard,
    changed: Sequence[tuple[Neighbourhood | None, ListedArea]],
) -> None:
    updates = []
    for area, row in changed:
        assert area is not None
        present = areas.present(area)
        after = planned_area(present, row)
        if after != present:
            updates.append(AreaUpdate(area.id, after.since, after.former_name, after.order, after.centroid))
    update_areas(session, origin.ward_id, updates, origin.manager.id, origin.at)


def _enter_households(
    session: Session, origin: ListOrigin, areas: AreasOfWard, figures: Iterable[tuple[int, ListedArea]]
) -> None:
    """Enter how many households live in areas, each in place of the figure of the same area and day."""
    entered = 0
    for area_id, row in figures:
        stored = areas.households.get(area_id)
        if row.households is None or (stored is not None and stored.figure == row.households):
            continue
        if stored is None:
            stored = Population(
                ward_id=origin.ward_id, neighbourhood_id=area_id, group=HOUSEHOLDS, as_of=origin.given_on
            )
            session.add(stored)
        stored.figure, stored.source = row.households, origin.given_by[:SOURCE_LENGTH]
        entered += 1
    if entered:
        detail = {"what": "populations", "group": HOUSEHOLDS, "as_of": origin.given_on.isoformat(), "entered": entered}
        at, actor_id = origin.at, origin.manager.id
        record_event(session, AuditEvent.SETTINGS_CHANGED, at, actor_id, origin.ward_id, **detail)


NEIGHBOURHOODS = Neighbourhoods()
