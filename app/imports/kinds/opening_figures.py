"""Lists of what was done before the ward used this log, by what the ward reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.catalogue.figure_models import OpeningFigure
from app.catalogue.openings import OpeningPart
from app.catalogue.queries import opening_parts
from app.imports.figure_planning import FigurePlanner, code_in, day_in, figure_in, names_by_key, needed_figure
from app.imports.kinds.baselines import AS_OF, CHANGED_SINCE, SOURCE, indicator_names
from app.imports.list_kind import ImportChange, KindColumn, ListCode, ListOrigin, PlannedRow, Planner, ValueType
from app.imports.planned_again import cells_of_row, still_to_apply
from app.imports.recorded_changes import ChangeRecorder, WatchedRows, changed_since, take_back
from app.json_types import Message
from app.month import local_day
from app.places.models import SOURCE_LENGTH
from app.places.queries import lock_ward
from app.settings.opening_actions import OpeningChange, save_openings
from app.settings.opening_forms import logged_words
from app.settings.opening_page import first_days, logged_from, opening_subjects

# fmt: off
_COLUMNS = (
    KindColumn(
        "subject", _l("What"),
        ("noi dung", "chi tieu", "ten chi tieu", "viec", "cong viec", "what", "indicator", "measure"),
        is_needed=True, hint=_l("The name as it stands on the page of the ward's figures before the log book."),
        longest=160,
    ),
    KindColumn(
        "this_year", _l("This year"),
        ("trong nam nay", "nam nay", "trong nam", "tu dau nam", "luy ke tu dau nam", "luy ke", "da lam trong nam",
         "this year"),
        ValueType.FIGURE, is_needed=True, hint=_l("What was done this year up to the day, before the log book."),
        longest=15,
    ),
    KindColumn(
        "before", _l("In the years before"),
        ("cac nam truoc", "truoc do", "nam truoc", "nhung nam truoc", "in the years before", "before"),
        ValueType.FIGURE, hint=_l("Empty where nobody knows."), longest=15,
    ),
    AS_OF,
    SOURCE,
)
# fmt: on


class OpeningList:
    """The list of opening figures."""

    code = ListCode.OPENING_FIGURES
    name: Message = _l("Figures from before the log book")
    columns: Sequence[KindColumn] = _COLUMNS
    at_once = 100

    def planner(self, session: Session, origin: ListOrigin) -> Planner:
        """Return what plans the rows of a list, having read what the ward has entered."""
        return FigurePlanner(_OpeningReading(session, origin).read, opening_parts(session, origin.ward_id), _text)

    def apply(self, session: Session, origin: ListOrigin, rows: Sequence[PlannedRow]) -> ImportChange:
        """Save the figures."""
        lock_ward(session, origin.ward_id)
        recorder = ChangeRecorder(session, [WatchedRows(OpeningFigure, OpeningFigure.ward_id == origin.ward_id)])
        reading = _OpeningReading(session, origin)
        remaining = still_to_apply(self.planner(session, origin), rows)
        read = dict(reading.read(cells_of_row(row)) for row in remaining)
        changes = {code: OpeningChange(part) for code, part in read.items()}
        save_openings(session, origin.ward_id, changes, origin.manager.id, origin.at)
        return recorder.change()

    def standing_on(self, session: Session, ward_id: int, changes: Iterable[ImportChange]) -> Sequence[Message]:
        """Return whether figures of an import were changed since."""
        return [CHANGED_SINCE] if changed_since(session, OpeningFigure, list(changes)) else []

    def undo(self, session: Session, origin: ListOrigin, change: ImportChange) -> None:
        """Delete the figures that were entered, and give the others back what they were."""
        lock_ward(session, origin.ward_id)
        take_back(session, change)


def _text(part: OpeningPart) -> str:
    before = "?" if part.before is None else str(part.before)
    return f"{part.this_year} + {before} {part.as_of.isoformat()} ({part.source})"


class _OpeningReading:
    """Reads the rows of a list, by the names of what the ward reports."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        self._origin = origin
        subjects = opening_subjects(session, origin.ward_id)
        codes = {each.code for each in subjects}
        others = {name: code for name, code in indicator_names(session).items() if code in codes}
        self._names = {**others, **names_by_key((each.code, each.name) for each in subjects)}
        first = first_days(session, origin.ward_id)
        self._logged = {each.code: logged_from(each, first) for each in subjects}

    def read(self, cells: Mapping[str, str]) -> tuple[str, OpeningPart]:
        """Return the subject and the figure of a row. Raises ``ValueError`` with a sentence."""
        code = code_in(self._names, cells["subject"])
        as_of = day_in(cells, "as_of", self._origin.given_on, local_day(self._origin.at))
        logged = self._logged[code]
        if logged is not None and logged <= as_of:
            raise ValueError(logged_words(logged))
        source = (cells.get("source") or self._origin.given_by)[:SOURCE_LENGTH]
        return code, OpeningPart(needed_figure(cells, "this_year"), figure_in(cells, "before"), as_of, source)
