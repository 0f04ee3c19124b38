"""``/settings/offices``: figures of other offices, a sheet for each month."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.catalogue.offices import OFFICE_NAMES
from app.database import reader
from app.month import Month, now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission, reach
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.office_actions import save_office_figures
from app.settings.office_forms import OfficeSheetForm, office_form
from app.settings.office_sheet import FIRST_MONTH, OfficeSheet, office_sheet


@bp.get("/offices")
@requires(Permission.PLACE_READ)
def offices() -> str:
    """Show the figures of other offices for a month, in a form for whoever may change them."""
    actor, sheet = _actor_and_sheet(Permission.PLACE_READ)
    form = office_form(sheet, actor.today)
    form.show_stored()
    return _shown(actor, sheet, form)


@bp.post("/offices")
@requires(Permission.WARD_SETTINGS)
def enter_office_figures() -> ResponseReturnValue:
    """Enter the figures of other offices for a month."""
    actor, sheet = _actor_and_sheet(Permission.WARD_SETTINGS)
    form = office_form(sheet, actor.today)
    if form.validate_on_submit():
        ward_id, month, changes, seen, at = sheet.ward.id, sheet.month, form.changes, form.seen, now()
        if save_and_flash(
            lambda s: save_office_figures(s, ward_id, month, changes, seen, actor.id, at),
            _("The figures are saved."),
            _("Nothing was changed."),
        ):
            return redirect(url_for("settings.offices", month=month))
        _actor, sheet = _actor_and_sheet(Permission.WARD_SETTINGS)
        form = office_form(sheet, actor.today)
        form.is_outdated = True
        form.show_versions()
    return _shown(actor, sheet, form), 422


def _actor_and_sheet(permission: Permission) -> tuple[Actor, OfficeSheet]:
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, permission)
    this_month = ward.settings.periods.of(actor.today)
    try:
        month = Month.parse(request.args.get("month") or str(this_month))
    except ValueError:
        abort(404)
    if not FIRST_MONTH <= month <= this_month:
        abort(404)
    return actor, office_sheet(reader(), ward, month)


def _shown(actor: Actor, sheet: OfficeSheet, form: OfficeSheetForm) -> str:
    periods = sheet.ward.settings.periods
    return render_template(
        "settings/offices.html",
        sheet=sheet,
        form=form,
        names=OFFICE_NAMES,
        last_day=min(periods.last(sheet.month), actor.today),
        may_change=reach(actor, Permission.WARD_SETTINGS) is not None,
        earlier=sheet.month.previous() if sheet.month > FIRST_MONTH else None,
        later=sheet.month.next() if sheet.month < periods.of(actor.today) else None,
    )
