"""``/settings/opening``: what was done before the ward used this log."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission, reach
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.opening_actions import LoggedBeforeError, OpeningChange, save_openings
from app.settings.opening_forms import OpeningForm, logged_words, opening_form
from app.settings.opening_page import OpeningPage, opening_page
from app.versions import SaveOutcome


@bp.get("/opening")
@requires(Permission.PLACE_READ)
def opening() -> str:
    """Show what was done before the log was used, and fields for more."""
    actor, page = _actor_and_page(Permission.PLACE_READ)
    form = opening_form(page, actor.today)
    form.show_versions()
    return _shown(actor, page, form)


@bp.post("/opening")
@requires(Permission.WARD_SETTINGS)
def enter_openings() -> ResponseReturnValue:
    """Enter what was done before the log was used."""
    actor, page = _actor_and_page(Permission.WARD_SETTINGS)
    form = opening_form(page, actor.today)
    if form.validate_on_submit():
        ward_id, changes, at = page.ward.id, form.changes, now()
        message = _("Figures that were entered: %(number)s.", number=len(changes))
        try:
            if save_and_flash(lambda s: save_openings(s, ward_id, changes, actor.id, at), message):
                return redirect(url_for("settings.opening"))
        except LoggedBeforeError as error:
            # An entry came in while the form was checked.
            reader().rollback()
            form.as_of.errors = [logged_words(error.first)]
        else:
            _actor, page = _actor_and_page(Permission.WARD_SETTINGS)
            form = opening_form(page, actor.today)
            form.is_outdated = True
            form.show_versions()
    return _shown(actor, page, form), 422


@bp.post("/opening/take-away")
@requires(Permission.WARD_SETTINGS)
def remove_opening() -> ResponseReturnValue:
    """Take away the opening figure of a subject."""
    actor, page = _actor_and_page(Permission.WARD_SETTINGS)
    code, seen = request.form.get("subject", ""), request.form.get("version", "")
    if code not in {line.subject.code for line in page.lines if line.stored}:
        abort(404)
    ward_id, at = page.ward.id, now()
    outcome = in_transaction(lambda s: save_openings(s, ward_id, {code: OpeningChange(None, seen)}, actor.id, at))
    flash(
        _("Somebody entered figures meanwhile. Look again.")
        if outcome is SaveOutcome.CHANGED_MEANWHILE
        else _("The figures are taken away.")
    )
    return redirect(url_for("settings.opening"))


def _actor_and_page(permission: Permission) -> tuple[Actor, OpeningPage]:
    actor: Actor = current_user._get_current_object()
    return actor, opening_page(reader(), own_ward_for(reader(), actor, permission))


def _shown(actor: Actor, page: OpeningPage, form: OpeningForm) -> str:
    may_change = reach(actor, Permission.WARD_SETTINGS) is not None
    return render_template("settings/opening.html", page=page, form=form, may_change=may_change)
