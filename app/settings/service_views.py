"""``/settings/services``: which services and topics a ward's phones offer, and the services of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.catalogue.models import Service
from app.catalogue.own_names import OwnNameTakenError
from app.catalogue.own_service_actions import (
    MOST_OWN,
    TooManyServicesError,
    add_own_service,
    change_own_service,
    end_own_service,
    own_service_version,
    restore_own_service,
)
from app.catalogue.pillars import pillar_name
from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.models import Ward
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.service_choice import ChoiceList, choice_version, read_services, save_choice, service_list, topic_list
from app.settings.service_choice_forms import OwnServiceForm, ServiceChoiceForm
from app.settings.service_figures import figures_of_year, people_helped, times_named


@bp.route("/services", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def services() -> ResponseReturnValue:
    """Show which services and topics phones offer in which order, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form, known = _choice_form(actor, ward)
    is_wrong = form.is_to_be_saved and not form.validate_on_submit()
    if form.is_to_be_saved and not is_wrong:
        chosen, seen, at = (form.lists["services"].choice, form.lists["topics"].choice), form.version.data, now()
        message = _("Saved. Phones show it when they next have a connection.")
        if save_and_flash(
            lambda session: save_choice(session, ward.id, *chosen, seen, actor.id, at), message, _("Nothing changed.")
        ):
            return redirect(url_for("settings.services"))
        ward, is_wrong = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), True
        form.mark_outdated(choice_version(ward))
    figures = figures_of_year(reader(), ward, actor.today)
    html = render_template(
        "settings/services.html",
        ward=ward,
        form=form,
        own=[each for each in known if each.ward_id is not None],
        pillar_name=pillar_name,
        helped={each.code: people_helped(figures, each.code) for each in known},
        named=times_named(figures),
        year=actor.today.year,
    )
    return html, 422 if is_wrong else 200


@bp.route("/services/new", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def new_own_service() -> ResponseReturnValue:
    """Let a service of the ward's own be added."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    form = OwnServiceForm.of(None)
    if form.validate_on_submit():
        message = _("“%(name)s” is added. It stands last; move it to where it belongs.", name=form.name_vi.data)
        try:
            save_and_flash(
                lambda session: add_own_service(session, ward.id, form.values, actor.id, at)[1], message, message
            )
            return redirect(url_for("settings.services"))
        except OwnNameTakenError as error:
            _refuse_name(form, error)
        except TooManyServicesError:
            form.name_vi.errors = [_("A ward has at most %(number)s services of its own.", number=MOST_OWN)]
    html = render_template("settings/own_service.html", ward=ward, form=form, service=None)
    return html, 422 if form.is_submitted() else 200


@bp.route("/services/own/<code>", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def own_service(code: str) -> ResponseReturnValue:
    """Show a service of the ward's own, and let it be changed."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    service = _requested_service(ward, code)
    form = OwnServiceForm.of(service)
    if form.validate_on_submit():
        values, seen = form.values, form.version.data
        try:
            if save_and_flash(
                lambda session: change_own_service(session, ward.id, code, values, seen, actor.id, at),
                _("“%(name)s” is saved. Phones show it when they next have a connection.", name=values.name_vi),
                _("Nothing changed."),
            ):
                return redirect(url_for("settings.services"))
            service = _requested_service(ward, code)
            form.mark_outdated(own_service_version(service))
        except OwnNameTakenError as error:
            _refuse_name(form, error)
    html = render_template("settings/own_service.html", ward=ward, form=form, service=service)
    return html, 422 if form.is_submitted() else 200


@bp.post("/services/own/<code>/end")
@requires(Permission.WARD_SETTINGS)
def end_service(code: str) -> ResponseReturnValue:
    """End a service of the ward's own."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    name = _requested_service(ward, code).name
    message = _("“%(name)s” has ended. What was logged of it stays and counts.", name=name)
    save_and_flash(lambda session: end_own_service(session, ward.id, code, actor.id, at), message)
    return redirect(url_for("settings.services"))


@bp.post("/services/own/<code>/restore")
@requires(Permission.WARD_SETTINGS)
def restore_service(code: str) -> ResponseReturnValue:
    """Bring back a service of the ward's own that has ended."""
    actor: Actor = current_user._get_current_object()
    ward, at = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), now()
    name = _requested_service(ward, code).name
    message = _("“%(name)s” is back. Phones show it when they next have a connection.", name=name)
    save_and_flash(lambda session: restore_own_service(session, ward.id, code, actor.id, at), message)
    return redirect(url_for("settings.services"))


def _choice_form(actor: Actor, ward: Ward) -> tuple[ServiceChoiceForm, Sequence[Service]]:
    """Return the form of a ward's choice, and all services that the ward knows."""
    settings, known = ward.settings, read_services(reader(), ward.id)
    lists: dict[str, ChoiceList[Any]] = {
        "services": service_list(known, settings.services, actor.today),
        "topics": topic_list(reader(), settings.topics),
    }
    return ServiceChoiceForm.of(lists, choice_version(ward)), known


def _requested_service(ward: Ward, code: str) -> Service:
    """Return a service of the ward's own; answer 404 for one of the catalogue, of another ward, or none at all."""
    found = (each for each in read_services(reader(), ward.id) if each.code == code and each.ward_id == ward.id)
    return next(found, None) or abort(404)


def _refuse_name(form: OwnServiceForm, error: OwnNameTakenError) -> None:
    field = form.name_vi if form.name_vi.data == error.name else form.name_en
    field.errors = [
        _("The ward had a service of this name, which has ended. Bring that one back in the list of its own.")
        if error.has_ended
        else _("There is a service of this name already. Choose it in the list, or give this one another name.")
    ]
