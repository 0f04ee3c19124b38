"""``/settings/procedures``: which groups of procedures a ward's phones offer, and the groups of its own."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.catalogue.models import ProcedureGroup
from app.catalogue.own_names import OwnNameTakenError
from app.catalogue.own_procedure_actions import (
    MOST_OWN,
    TooManyProceduresError,
    add_own_procedure,
    end_own_procedure,
    own_procedure_version,
    rename_own_procedure,
    restore_own_procedure,
)
from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.models import Ward
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.procedure_choice import (
    procedure_choice_version,
    procedure_list,
    read_procedures,
    save_procedure_choice,
)
from app.settings.procedure_forms import OwnProcedureForm, ProcedureChoiceForm
from app.settings.service_figures import figures_of_year, people_by


@bp.route("/procedures", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def procedures() -> ResponseReturnValue:
    """Show which groups of procedures phones offer in which order, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    known = read_procedures(reader(), ward.id)
    lists = {"procedures": procedure_list(known, ward.settings.procedures, actor.today)}
    form = ProcedureChoiceForm.of(lists, procedure_choice_version(ward))
    is_wrong = form.is_to_be_saved and not form.validate_on_submit()
    if form.is_to_be_saved and not is_wrong:
        choice, seen, at = form.lists["procedures"].choice, form.version.data, now()
        message = _("Saved. Phones show it when they next have a connection.")
        if save_and_flash(
            lambda session: save_procedure_choice(session, ward.id, choice, seen, actor.id, at),
            message,
            _("Nothing changed."),
        ):
            return redirect(url_for("settings.procedures"))
        ward, is_wrong = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), True
        form.mark_outdated(procedure_choice_version(ward))
    html = render_template(
        "settings/procedures.html",
        ward=ward,
        form=form,
        own=[each for each in known if each.ward_id is not None],
        helped=people_by("procedures", figures_of_year(reader(), ward, actor.today)),
        year=actor.today.year,
    )
    return html, 422 if is_wrong else 200


@bp.route("/procedures/new", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def new_own_procedure() -> ResponseReturnValue:
    """Let a group of procedures of the ward's own be added."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    form = OwnProcedureForm.of(None)
    if form.validate_on_submit():
        message = _("“%(name)s” is added. It stands last; move it to where it belongs.", name=form.name_vi.data)
        try:
            save_and_flash(
                lambda session: add_own_procedure(session, ward.id, form.names, actor.id, at), message, message
            )
            return redirect(url_for("settings.procedures"))
        except OwnNameTakenError as error:
            _refuse_name(form, error)
        except TooManyProceduresError:
            form.name_vi.errors = [_("A ward has at most %(number)s groups of procedures of its own.", number=MOST_OWN)]
    html = render_template("settings/own_procedure.html", ward=ward, form=form, group=None)
    return html, 422 if form.is_submitted() else 200


@bp.route("/procedures/own/<code>", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def own_procedure(code: str) -> ResponseReturnValue:
    """Show a group of procedures of the ward's own, and let it be renamed."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    group = _requested_group(ward, code)
    form = OwnProcedureForm.of(group)
    if form.validate_on_submit():
        names, seen = form.names, form.version.data
        try:
            if save_and_flash(
                lambda session: rename_own_procedure(session, ward.id, code, names, seen, actor.id, at),
                _("“%(name)s” is saved. Phones show it when they next have a connection.", name=names.vietnamese),
                _("Nothing changed."),
            ):
                return redirect(url_for("settings.procedures"))
            group = _requested_group(ward, code)
            form.mark_outdated(own_procedure_version(group))
        except OwnNameTakenError as error:
            _refuse_name(form, error)
    html = render_template("settings/own_procedure.html", ward=ward, form=form, group=group)
    return html, 422 if form.is_submitted() else 200


@bp.post("/procedures/own/<code>/end")
@requires(Permission.WARD_SETTINGS)
def end_procedure(code: str) -> ResponseReturnValue:
    """End a group of procedures of the ward's own."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    message = _("“%(name)s” has ended. What was logged of it stays and counts.", name=_requested_group(ward, code).name)
    save_and_flash(lambda session: end_own_procedure(session, ward.id, code, actor.id, at), message)
    return redirect(url_for("settings.procedures"))


@bp.post("/procedures/own/<code>/restore")
@requires(Permission.WARD_SETTINGS)
def restore_procedure(code: str) -> ResponseReturnValue:
    """Bring back a group of procedures of the ward's own that has ended."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    message = _(
        "“%(name)s” is back. Phones show it when they next have a connection.", name=_requested_group(ward, code).name
    )
    save_and_flash(lambda session: restore_own_procedure(session, ward.id, code, actor.id, at), message)
    return redirect(url_for("settings.procedures"))


def _requested_group(ward: Ward, code: str) -> ProcedureGroup:
    """Return a group of the ward's own; answer 404 for one of the catalogue, of another ward, or none at all."""
    found = (each for each in read_procedures(reader(), ward.id) if each.code == code and each.ward_id == ward.id)
    return next(found, None) or abort(404)


def _refuse_name(form: OwnProcedureForm, error: OwnNameTakenError) -> None:
    field = form.name_vi if form.name_vi.data == error.name else form.name_en
    field.errors = [
        _("The ward had a group of this name, which has ended. Bring that one back in the list of its own.")
        if error.has_ended
        else _("There is a group of this name already. Choose it in the list, or give this one another name.")
    ]
