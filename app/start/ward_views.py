"""``/wards/``: all wards, for the administrator, who adds others and invites their first coordinators."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from app.access import requires
from app.config import Config
from app.database import in_transaction, reader, writer
from app.month import now
from app.people.actor import Actor
from app.people.authority import PeopleRefusedError
from app.people.invitation_actions import INVITATION_LIFETIME
from app.people.invitation_links import Issued
from app.people.phones import normalised_phone
from app.people.wording import REFUSALS
from app.permissions import Permission
from app.start.actions import add_ward_with_invitation
from app.start.blueprint import bp
from app.start.forms import InvitedCoordinatorForm
from app.start.queries import ward_codes
from app.start.ward_list import ward_list
from app.start.ward_steps import ChosenWard, ward_step

_LONGEST_QUERY = 200  # characters


@bp.get("/wards/")
@requires(Permission.WARD_ADD)
def wards() -> str:
    """List the wards that a search names, or all; of what is done in them it says nothing."""
    query = request.args.get("q", "")[:_LONGEST_QUERY].strip()
    found = ward_list(reader(), query, current_user.today)
    return render_template("start/wards.html", query=query, found=found)


@bp.route("/wards/add", methods=["GET", "POST"])
@requires(Permission.WARD_ADD)
def add_ward() -> ResponseReturnValue:
    """Lead through the steps of a first start; in the last one the ward's first coordinator is invited."""
    taken = set(reader().scalars(ward_codes()))
    if request.method == "POST" and request.args.get("ward") in taken:
        flash(_("This ward is here already. Its invitations stand under People, where they can be sent again."))
        return redirect(url_for("start.wards", q=request.args["ward"]))
    chosen = ward_step(reader(), (), taken)
    if isinstance(chosen, str):
        return chosen
    form, at = InvitedCoordinatorForm(), now()
    if form.validate_on_submit():
        try:
            issued = in_transaction(lambda session: _added(session, chosen, form, at))
        except PeopleRefusedError as error:
            writer().rollback()
            form.phone.errors = [REFUSALS[error.refusal]]
        else:
            return _link_page(chosen, form, issued, at)
    return render_template("start/coordinator.html", chosen=chosen, form=form), 422 if form.is_submitted() else 200


def _added(session: Session, chosen: ChosenWard, form: InvitedCoordinatorForm, at: datetime) -> Issued:
    actor: Actor = current_user._get_current_object()
    phone = normalised_phone(form.phone.data or "") or ""
    code, words = chosen.unit.ward_code, chosen.words
    return add_ward_with_invitation(session, actor, code, words, form.name.data or "", phone, at)


def _link_page(chosen: ChosenWard, form: InvitedCoordinatorForm, issued: Issued, at: datetime) -> str:
    """Return the page with the link, which is shown this once."""
    config: Config = current_app.config["TUNG_NHA"]
    origin = config.public_origin or request.host_url.rstrip("/")
    return render_template(
        "start/invited.html",
        chosen=chosen,
        name=form.name.data,
        address=f"{origin}/invite/{issued.token}",
        until=at + INVITATION_LIFETIME,
    )
