"""The form in which the columns of a list are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField

from app.form_fields import VersionedForm, with_fields
from app.imports.choices import ListChoices
from app.imports.day_order import DayOrder
from app.imports.list_kind import ListKind
from app.imports.recognition import Recognised
from app.imports.wording import DAY_ORDER_NAMES

_MOST_HEADER_ROWS = 40
NOT_READ = ""


class ColumnsForm(VersionedForm):
    """What each column of a list holds; the fields of its columns are those of :func:`columns_form`."""

    sheet = SelectField(_l("Sheet"), coerce=int)
    header = SelectField(_l("Row with the headings"), coerce=int)

    def columns(self) -> Mapping[int, str]:
        """Return the codes of the columns that are read."""
        return {place: field.data for place, field in self.column_fields() if field.data != NOT_READ}

    def column_fields(self) -> Iterator[tuple[int, Field]]:
        """Yield the fields of the columns, each with the place of its column."""
        return self._fields_named("column_")

    def order_fields(self) -> Iterator[tuple[int, Field]]:
        """Yield the fields that ask whether the day or the month stands first, each with the place of its column."""
        return self._fields_named("order_")

    def _fields_named(self, prefix: str) -> Iterator[tuple[int, Field]]:
        for field in self:
            if field.name.startswith(prefix):
                yield int(field.name.removeprefix(prefix)), field


def columns_form(kind: ListKind, choices: ListChoices, version: str) -> ColumnsForm:
    """Return the form of the columns of a list, with what was recognised or was sent."""
    recognised = choices.columns
    fields: dict[str, Field] = {}
    for place in _shown(recognised):
        fields[f"column_{place}"] = _column_field(kind, recognised, place)
    for place in recognised.day_orders:
        if place in recognised.unclear_days:
            fields[f"order_{place}"] = _order_field(recognised, place)
    form = with_fields(fields)(ColumnsForm)(
        sheet=choices.sheet, header=-1 if recognised.header_row is None else recognised.header_row
    )
    form.sheet.choices = [
        (number, sheet.name or _("Sheet %(number)s", number=number + 1)) for number, sheet in enumerate(choices.sheets)
    ]
    rows = range(min(choices.chosen.rows, max(_MOST_HEADER_ROWS, (recognised.header_row or 0) + 1)))
    form.header.choices = [(-1, _("none")), *((row, str(row + 1)) for row in rows)]
    if not form.is_submitted():
        form.version.data = version
    return form


def _shown(recognised: Recognised) -> list[int]:
    places = {*recognised.columns, *recognised.headings} - {*recognised.personal, recognised.year_column}
    return sorted(place for place in places if place is not None)


def _column_field(kind: ListKind, recognised: Recognised, place: int) -> SelectField:
    heading = recognised.headings.get(place) or _("Column %(number)s", number=place + 1)
    choices = [(NOT_READ, _("not read")), *((column.code, str(column.label)) for column in kind.columns)]
    return SelectField(heading, choices=lambda: choices, default=recognised.columns.get(place, NOT_READ))


def _order_field(recognised: Recognised, place: int) -> SelectField:
    heading = recognised.headings.get(place) or _("Column %(number)s", number=place + 1)
    choices = [("", _("choose")), *((order.value, str(name)) for order, name in DAY_ORDER_NAMES.items())]
    return SelectField(heading, choices=lambda: choices, default="")


def chosen_orders(form: ColumnsForm) -> Mapping[int, DayOrder]:
    """Return the orders of day and month that were chosen."""
    return {place: DayOrder(field.data) for place, field in form.order_fields() if field.data}
