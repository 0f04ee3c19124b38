"""Lists of figures of other offices: of an office, an indicator and a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.catalogue.figure_models import OfficeFigure
from app.catalogue.offices import OFFICE_NAMES, Office
from app.catalogue.queries import office_figures_of_ward
from app.imports.figure_planning import FigurePlanner, code_in, day_in, figure_in, names_by_key, needed_figure
from app.imports.kinds.baselines import AS_OF, CHANGED_SINCE, INDICATOR, OF_ALL, SOURCE, indicator_names
from app.imports.list_kind import ImportChange, KindColumn, ListCode, ListOrigin, PlannedRow, Planner, ValueType
from app.imports.planned_again import cells_of_row, still_to_apply
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, changed_since, take_back
from app.json_types import Message
from app.month import Month, local_day
from app.places.models import SOURCE_LENGTH, Ward
from app.places.queries import lock_ward
from app.settings.office_actions import save_office_figures
from app.settings.office_sheet import FIRST_MONTH, OfficeValues, office_values

# fmt: off
_COLUMNS = (
    KindColumn(
        "office", _l("Office"), ("co quan", "don vi", "nganh", "co quan cung cap", "office"),
        is_needed=True, hint=_l("Police, health station, social insurance, tax office or another office."), longest=80,
    ),
    INDICATOR,
    KindColumn(
        "figure", _l("Figure"), ("so lieu", "ket qua", "so dat", "da dat", "so luong", "figure", "number"),
        ValueType.FIGURE, is_needed=True, hint=_l("The figure of the office."), longest=15,
    ),
    OF_ALL,
    KindColumn(
        "month", _l("Month"), ("thang", "ky bao cao", "thang bao cao", "month"),
        ValueType.MONTH, hint=_l("Empty: the month of the day that the figure holds."),
    ),
    AS_OF,
    SOURCE,
)
# fmt: on
_SHORT = {
    Office.POLICE: ("Công an", "Công an phường", "Công an xã", "police"),
    Office.HEALTH: ("Y tế", "Trạm y tế", "health"),
    Office.INSURANCE: ("Bảo hiểm", "Bảo hiểm xã hội", "BHXH", "insurance"),
    Office.TAX: ("Thuế", "Chi cục thuế", "Thuế cơ sở", "tax"),
    Office.OTHER: ("Khác", "Cơ quan khác", "other"),
}

ListedKey = tuple[Month, Office, str]
"""A month, an office and an indicator."""


class OfficeList:
    """The list of figures of other offices."""

    code = ListCode.OFFICE_FIGURES
    name: Message = _l("Figures of other offices")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 100

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read what the ward has entered."""
        stored = {
            (Month.parse(row.month), row.office, row.indicator_code): office_values(row)
            for row in session.scalars(office_figures_of_ward(origin.ward_id))
        }
        return FigurePlanner(_OfficeReading(session, origin).read, stored, lambda values: values.text)

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Save the figures, month by month."""
        lock_ward(session, origin.ward_id)
        recorder = ChangeRecorder(session, [WatchedRows(OfficeFigure, OfficeFigure.ward_id == origin.ward_id)])
        reading = _OfficeReading(session, origin)
        remaining = still_to_apply(self.planner(session, origin), rows)
        read = sorted((reading.read(cells_of_row(row)) for row in remaining), key=lambda each: each[0])
        for month, of_month in groupby(read, key=lambda each: each[0][0]):
            changes = {(office, code): values for (_month, office, code), values in of_month}
            save_office_figures(session, origin.ward_id, month, changes, None, origin.manager.id, origin.at)
        return recorder.change()

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return whether figures of an import were changed since."""
        return [CHANGED_SINCE] if changed_since(session, OfficeFigure, list(changes)) else []

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the figures that were entered, and give the others back what they were."""
        lock_ward(session, origin.ward_id)
        take_back(session, change)


class _OfficeReading:
    """Reads the rows of a list, by the names of offices and of the catalogue."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        self._origin = origin
        self._periods = session.get_one(Ward, origin.ward_id).settings.periods
        self._names = indicator_names(session)
        names = [(office.value, str(name)) for office, name in OFFICE_NAMES.items()]
        self._offices = names_by_key(
            names + [(office.value, each) for office, every in _SHORT.items() for each in every]
        )

    def read(self, cells: Mapping[str, str]) -> tuple[ListedKey, OfficeValues]:
        """Return the key and the values of a row. Raises ``ValueError`` with a sentence."""
        office = Office(code_in(self._offices, cells["office"]))
        code = code_in(self._names, cells["indicator"])
        today = local_day(self._origin.at)
        as_of = day_in(cells, "as_of", self._origin.given_on, today)
        month = Month.parse(cells["month"]) if cells.get("month") else self._periods.of(as_of)
        if month > self._periods.of(today):
            raise ValueError(_("The month has not begun yet."))
        if month < FIRST_MONTH:
            raise ValueError(
                _("Enter a month from %(month)s on.", month=f"{FIRST_MONTH.number:02d}/{FIRST_MONTH.year}")
            )
        source = (cells.get("source") or self._origin.given_by)[:SOURCE_LENGTH]
        values = OfficeValues(needed_figure(cells, "figure"), figure_in(cells, "of_all", 1), as_of, source)
        return (month, office, code), values
