"""Lists of published figures: of an indicator and a day the figure or its bound, of how many, and the percentage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.catalogue.queries import baselines_of, indicators
from app.catalogue.terms import Bound
from app.imports.figure_planning import FigurePlanner, code_in, day_in, figure_in, names_by_key
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
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, changed_since, take_back
from app.json_types import Message
from app.month import local_day
from app.places.models import SOURCE_LENGTH
from app.places.queries import lock_ward
from app.settings.published_actions import correct_published, enter_published
from app.settings.published_figures import PublishedValues, values_of
from app.text import fold

CHANGED_SINCE = _l("Figures of the list were changed after it was brought in: take those changes back first.")

# fmt: off
INDICATOR = KindColumn(
    "indicator", _l("Indicator"),
    ("chi tieu", "ten chi tieu", "noi dung", "chi so", "noi dung chi tieu", "indicator", "what"),
    is_needed=True, hint=_l("The name of the indicator as it stands in the catalogue."), longest=160,
)
AS_OF = KindColumn(
    "as_of", _l("Figure as of"),
    ("tinh den ngay", "den ngay", "so lieu den ngay", "ngay so lieu", "ngay", "thoi diem", "as of", "figure as of"),
    ValueType.DAY, hint=_l("The last day that the figure holds; empty: the day of the list."),
)
SOURCE = KindColumn(
    "source", _l("Source"), ("nguon", "nguon so lieu", "can cu", "van ban", "source"),
    hint=_l("Who says so; empty: who gave the list."), longest=SOURCE_LENGTH,
)
OF_ALL = KindColumn(
    "of_all", _l("Of how many"),
    ("tong so", "tong so doi tuong", "tong doi tuong", "tren tong so", "tong", "so phai dat", "of how many", "of all"),
    ValueType.FIGURE, hint=_l("Empty where nobody says."), longest=15,
)
_COLUMNS = (
    INDICATOR,
    KindColumn(
        "figure", _l("Figure"),
        ("so lieu", "so lieu cong bo", "ket qua", "so dat", "da dat", "so luong", "figure", "number"),
        ValueType.FIGURE, hint=_l("As it was printed; empty where only a percentage was."), longest=15,
    ),
    KindColumn(
        "bound", _l("How exact"), ("muc chinh xac", "hon gan", "hon/gan", "how exact", "bound"),
        hint=_l("More than, or nearly; empty: exactly."), longest=20,
    ),
    OF_ALL,
    KindColumn(
        "percent", _l("Printed percentage"),
        ("ty le", "ti le", "ty le da cong bo", "phan tram", "ty le phan tram", "printed percentage", "percentage"),
        ValueType.PERCENT, hint=_l("As it was printed, such as 98,8."), longest=8,
    ),
    AS_OF,
    SOURCE,
)
# fmt: on
_BOUNDS = {
    "": Bound.EXACT,
    "=": Bound.EXACT,
    "dung bang": Bound.EXACT,
    "exactly": Bound.EXACT,
    ">": Bound.MORE_THAN,
    "hon": Bound.MORE_THAN,
    "tren": Bound.MORE_THAN,
    "more than": Bound.MORE_THAN,
    "<": Bound.LESS_THAN,
    "gan": Bound.LESS_THAN,
    "nearly": Bound.LESS_THAN,
}

BaselineKey = tuple[str, date]
"""An indicator and the day of a figure."""


class BaselineList:
    """The list of published figures."""

    code = ListCode.BASELINES
    name: Message = _l("Published figures")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 100

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read what the ward has entered."""
        return FigurePlanner(
            _BaselineReading(session, origin).read,
            {key: values_of(row) for key, row in _stored(session, origin.ward_id).items()},
            lambda values: values.text,
        )

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Enter and correct figures."""
        lock_ward(session, origin.ward_id)
        recorder = ChangeRecorder(session, [WatchedRows(Baseline, Baseline.ward_id == origin.ward_id)])
        stored, reading = _stored(session, origin.ward_id), _BaselineReading(session, origin)
        ward_id, actor_id, at = origin.ward_id, origin.manager.id, origin.at
        for row in still_to_apply(self.planner(session, origin), rows):
            key, values = reading.read(cells_of_row(row))
            if row.verdict is RowVerdict.NEW:
                enter_published(session, ward_id, key[0], values, None, actor_id, at)
            else:
                correct_published(session, ward_id, stored[key].id, values, None, actor_id, at)
        return recorder.change()

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return whether figures of an import were changed since."""
        return [CHANGED_SINCE] if changed_since(session, Baseline, list(changes)) else []

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the figures that were entered, and give corrected ones back what they were."""
        lock_ward(session, origin.ward_id)
        take_back(session, change)


def _stored(session: Session, ward_id: int) -> Mapping[BaselineKey, Baseline]:
    """Return the figures that the ward has entered and not ended; of several of a day the last."""
    return {
        (row.indicator_code, row.as_of): row
        for row in session.scalars(baselines_of(ward_id))
        if row.is_own and not row.is_ended and row.as_of
    }


class _BaselineReading:
    """Reads the rows of a list, by the names of the catalogue."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        self._origin = origin
        self._names = indicator_names(session)

    def read(self, cells: Mapping[str, str]) -> tuple[BaselineKey, PublishedValues]:
        """Return the key and the values of a row. Raises ``ValueError`` with a sentence."""
        code = code_in(self._names, cells["indicator"])
        numerator, percent = figure_in(cells, "figure"), cells.get("percent", "")
        if numerator is None and not percent:
            raise ValueError(_("Enter the figure, or at least the printed percentage."))
        bound = _BOUNDS.get(fold(cells.get("bound", "")))
        if bound is None:
            raise ValueError(_("“%(text)s” is no bound: write more than, nearly, or nothing.", text=cells["bound"]))
        as_of = day_in(cells, "as_of", self._origin.given_on, local_day(self._origin.at))
        source = cells.get("source") or self._origin.given_by
        of_all = figure_in(cells, "of_all", 1)
        return (code, as_of), PublishedValues(as_of, source[:SOURCE_LENGTH], numerator, bound, of_all, percent)


def indicator_names(session: Session) -> dict[str, str]:
    """Return the codes of indicators by all that may name them, in both languages."""
    every = session.scalars(indicators()).all()
    return names_by_key(
        [*((each.code, each.name_vi) for each in every), *((each.code, each.name_en) for each in every)]
    )
