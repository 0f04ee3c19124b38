"""``/imports/<number>/columns``: what was recognised of a list, and what was chosen in its place."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec.structs import replace

from app.access import requires
from app.database import in_transaction, reader
from app.imports.blueprint import bp
from app.imports.choices import ListChoices
from app.imports.column_forms import ColumnsForm, chosen_orders, columns_form
from app.imports.column_preview import column_preview
from app.imports.import_access import ImportAccess, import_access
from app.imports.import_steps import loaded_again, plan_import, stored_sheet
from app.imports.models import Import
from app.imports.plan_actions import choose_columns
from app.imports.recognition import Recognised, recognise, with_columns
from app.imports.wording import PERSONAL_NAMES
from app.month import now
from app.people.audit import record_view, shows_names
from app.permissions import Permission
from app.saved_forms import not_saved
from app.versions import SaveOutcome


@bp.route("/<int(max=2147483647):import_id>/columns", methods=["GET", "POST"])
@requires(Permission.WARD_IMPORT)
@shows_names("imports.columns", _l("a list that is being brought in"))
def columns(import_id: int) -> ResponseReturnValue:
    """Show what was recognised of a list with its first rows, take what was chosen, and try the list out."""
    access = import_access(import_id)
    if not access.imported.can_be_planned:
        return redirect(url_for("imports.show", import_id=import_id))
    choices = ListChoices.from_json(access.imported.choices)
    form = columns_form(access.kind, choices, access.imported.version)
    if form.validate_on_submit():
        return _chosen(access, choices, form)
    html = _page(access, choices, form)
    if access.shows_names:
        record_view(reader(), now(), access.actor, access.ward.id, number=import_id)
    return html, 422 if form.errors else 200


def _chosen(access: ImportAccess, choices: ListChoices, form: ColumnsForm) -> ResponseReturnValue:
    """Store what was chosen, and try the list out where nothing is missing."""
    ward_id, import_id, seen = access.ward.id, access.imported.id, form.version.data
    is_another = _is_another_table(choices, form)
    chosen = _with_choices(access, choices, form)
    outcome = in_transaction(lambda session: choose_columns(session, ward_id, import_id, seen, chosen))
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        not_saved()
        flash(_("Somebody, or another window, went on with this list meanwhile. Look again."))
        return redirect(url_for("imports.show", import_id=import_id))
    imported = loaded_again(reader(), ward_id, import_id)
    is_open = _what_is_missing(access, chosen.columns) or _questions(chosen.columns)
    if is_another or is_open:
        return redirect(url_for("imports.columns", import_id=import_id))
    return _tried(access, imported)


def _tried(access: ImportAccess, imported: Import) -> ResponseReturnValue:
    import_id = imported.id
    if plan_import(reader(), imported, access.actor, now()) is SaveOutcome.CHANGED_MEANWHILE:
        flash(_("Somebody, or another window, went on with this list meanwhile. Look again."))
    return redirect(url_for("imports.show", import_id=import_id))


def _is_another_table(choices: ListChoices, form: ColumnsForm) -> bool:
    """Whether another sheet or head was chosen, so that the columns are others too."""
    header = -1 if choices.columns.header_row is None else choices.columns.header_row
    return (form.sheet.data, form.header.data) != (choices.sheet, header)


def _with_choices(access: ImportAccess, choices: ListChoices, form: ColumnsForm) -> ListChoices:
    """Return the choices with what was chosen in a form."""
    number = form.sheet.data
    sheet = stored_sheet(reader(), access.imported, number)
    if number != choices.sheet:
        return replace(choices, sheet=number, recognised=recognise(sheet, access.kind).to_json())
    if _is_another_table(choices, form):
        header = None if form.header.data < 0 else form.header.data
        return choices.with_columns(recognise(sheet, access.kind, header))
    recognised = with_columns(sheet, access.kind, choices.columns, form.columns())
    for place, order in chosen_orders(form).items():
        if place in recognised.day_orders:
            recognised = recognised.with_day_order(place, order)
    return choices.with_columns(recognised)


def _what_is_missing(access: ImportAccess, recognised: Recognised) -> list[str]:
    """Return sentences that say what has to be chosen before the list can be tried out."""
    return [
        _("No column holds “%(name)s”. Choose one.", name=column.label) for column in recognised.missing(access.kind)
    ]


def _questions(recognised: Recognised) -> dict[int, str]:
    """Return what has to be said of columns of days before the list can be tried out, by their places."""
    return {
        place: _(
            "Say of “%(name)s” whether the day or the month stands first.",
            name=recognised.headings.get(place, place + 1),
        )
        for place in recognised.unclear_days
    }


def _page(access: ImportAccess, choices: ListChoices, form: ColumnsForm) -> str:
    sheet = stored_sheet(reader(), access.imported, choices.sheet)
    return render_template(
        "imports/columns.html",
        access=access,
        form=form,
        choices=choices,
        recognised=choices.columns,
        missing=_what_is_missing(access, choices.columns),
        questions=_questions(choices.columns),
        personal_names=PERSONAL_NAMES,
        preview=column_preview(sheet, choices.columns),
        fields=dict(form.column_fields()),
        orders=dict(form.order_fields()),
    )
