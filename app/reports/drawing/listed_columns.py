"""The columns of a list of entries for people: what each is called, and what of an entry stands in its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from flask_babel import gettext as _

from app.json_fields import ChoiceField, NumberField, TextField, TextsField, UuidField
from app.json_types import JsonObject
from app.logbook.entry_fields import BankField
from app.logbook.flags import FLAG_OF
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import OCCASION
from app.logbook.wording import STATUS_NAMES, Wording
from app.month import Month
from app.period_words import period
from app.places.models import Ward
from app.reports.exported_entries import ExportedEntry, NamesById
from app.text import with_capital

Cell = str | float | None

_FIRST_DAY = date(1899, 12, 30)
_FIRST_MOMENT = datetime(1899, 12, 30, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)
_NARROW, _WIDE, _WIDER, _ID_WIDTH, _WIDEST = 14, 26, 34, 38, 48


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A column: its heading, its cell of an entry, its width in digits, and the pattern of a day or a moment.

    ``kinds`` are the codes of the kinds of entry that have it, none for a column of all kinds.
    """

    heading: str
    cell: Callable[[ExportedEntry], Cell]
    width: int = _NARROW
    pattern: str = ""
    kinds: Collection[str] = ()

    @property
    def with_kind(self) -> ListedColumn:
        """The column with the first kind that has it in its heading."""
        return replace(self, heading=f"{self.heading} ({KINDS[next(iter(self.kinds))].name})")


def listed_columns(wording: Wording, ward: Ward, names: NamesById, month: Month) -> Sequence[ListedColumn]:
    """Return the columns of a ward's entries in the reader's language; one of several called alike names its kind."""
    columns = [*_common(ward, names), *_own(wording), *_about_the_entry(ward, month)]
    # Ids are for looking something up, and come last.
    columns.sort(key=lambda column: column.width == _ID_WIDTH)
    times = Counter(column.heading for column in columns)
    return [column.with_kind if column.kinds and times[column.heading] > 1 else column for column in columns]


def _common(ward: Ward, names: NamesById) -> Iterator[ListedColumn]:
    """Yield when it was, what, where, by whom and with whom."""
    kinds = {code: str(kind.name) for code, kind in KINDS.items()}
    states = {status.value: str(name) for status, name in STATUS_NAMES.items()}
    yield ListedColumn(_("Day"), lambda entry: (entry.happened_on - _FIRST_DAY).days, pattern="dd/mm/yyyy")
    yield ListedColumn(_("Kind"), lambda entry: kinds[entry.kind], _WIDER)
    yield ListedColumn(_("State"), lambda entry: states[entry.status], _WIDE)
    area = with_capital(ward.neighbourhood_word)
    yield ListedColumn(area, lambda entry: names.areas.get(entry.neighbourhood_id), _WIDE)
    yield ListedColumn(
        _("%(area)s of today", area=area), lambda entry: names.areas_today.get(entry.neighbourhood_id), _WIDE
    )
    yield ListedColumn(_("Team"), lambda entry: names.teams.get(entry.team_id), _WIDE)
    yield ListedColumn(_("Member"), lambda entry: names.people.get(entry.member_id), _WIDE)
    yield ListedColumn(_("Household"), lambda entry: entry.household, _WIDEST)
    yield ListedColumn(_("Merchant"), lambda entry: entry.merchant, _WIDE)
    yield ListedColumn(_("Place"), lambda entry: entry.place, _WIDE)


def _own(wording: Wording) -> Iterator[ListedColumn]:
    """Yield what is particular to a kind; a field of several kinds once, and none that a later one says better."""
    forms = {code: kind.form() for code, kind in KINDS.items()}
    named = dict.fromkeys(name for kind in KINDS.values() for name in kind.columns if name not in kind.renamed)
    for name in named:
        controls = {code: form[name] for code, form in forms.items() if name in form}
        first, control = next(iter(controls.items()))
        if name in OCCASION:
            continue
        is_text = isinstance(control, TextField | TextsField | ChoiceField) and not isinstance(control, BankField)
        cells = {code: _own_cell(wording, code, name, is_number=isinstance(control, NumberField)) for code in controls}
        yield ListedColumn(
            wording.heading(first, name),
            _of_kind(cells),
            _ID_WIDTH if isinstance(control, UuidField) else _WIDE if is_text else _NARROW,
            kinds=tuple(controls),
        )


def _of_kind(cells: Mapping[str, Callable[[JsonObject], Cell]]) -> Callable[[ExportedEntry], Cell]:
    return lambda entry: cells[entry.kind](entry.fields)


def _own_cell(wording: Wording, kind: str, name: str, *, is_number: bool) -> Callable[[JsonObject], Cell]:
    """Return what makes the cell of a field of a kind: a figure, or words."""
    completed = KINDS[kind].completed
    if is_number:
        return lambda fields: fields.get(name)

    # Thousands of entries have the same few values, and each text is a translation.
    @lru_cache(maxsize=4096)
    def words(value: object) -> str:
        return wording.value(kind, name, {name: list(value) if isinstance(value, tuple) else value})

    def cell(fields: JsonObject) -> str:
        value = completed(fields).get(name)
        return words(tuple(value) if isinstance(value, list) else value)

    return cell


def _about_the_entry(ward: Ward, month: Month) -> Iterator[ListedColumn]:
    """Yield flags, note, period, when it came, how often it was corrected, its event, and its number."""
    flags = {code: str(flag.name) for code, flag in FLAG_OF.items()}
    counted_in = period(month, ward.settings.periods)
    yield ListedColumn(_("Flag"), lambda entry: "; ".join([flags.get(code, code) for code in entry.flags]), _WIDE)
    yield ListedColumn(_("Note"), lambda entry: entry.note, _WIDEST)
    yield ListedColumn(_("Count in month"), lambda _entry: counted_in)
    yield ListedColumn(_("Received at"), lambda entry: _serial(entry.received_at), 18, "dd/mm/yyyy hh:mm")
    yield ListedColumn(_("Corrected, times"), lambda entry: entry.revision - 1)
    yield ListedColumn(_("Event"), lambda entry: entry.event, _WIDE)
    yield ListedColumn(_("Number of the entry"), lambda entry: entry.id, _ID_WIDTH)


def _serial(moment: str) -> float:
    """Return a moment in Viet Nam as spreadsheets know it: days since their first one."""
    return (datetime.fromisoformat(moment).replace(tzinfo=UTC) - _FIRST_MOMENT) / _ONE_DAY
