"""``/wards/``: all wards, for the administrator, who adds others and invites their first coordinators."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.month import now
from app.people.actor import Actor
from app.people.authority import PeopleRefusedError
from app.people.invitation_actions import Invited
from app.people.invitation_links import Issued
from app.people.phones import new_phone
from app.people.wording import REFUSALS
from app.permissions import Permission, Role
from app.places.actions import WardExistsError
from app.places.queries import ward_by_code
from app.roster.invitation_changes import InvitedLine, links_of
from app.roster.links_page import links_page
from app.roster.requested_scope import RosterAccess
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
        return _here_already(request.args["ward"])
    chosen = ward_step(reader(), (), taken)
    if isinstance(chosen, str):
        return chosen
    form, at = InvitedCoordinatorForm(), now()
    if form.validate_on_submit():
        wanted = Invited(form.name.data or "", new_phone(form.phone.data or "") or "", Role.COORDINATOR)
        try:
            issued = _added(chosen, wanted, at)
        except WardExistsError:
            return _here_already(chosen.unit.ward_code)
        except PeopleRefusedError as error:
            form.phone.errors = [REFUSALS[error.refusal]]
        else:
            return _link_page(chosen, InvitedLine(wanted, issued), at)
    return render_template("start/coordinator.html", chosen=chosen, form=form), 422 if form.is_submitted() else 200


def _here_already(code: str) -> ResponseReturnValue:
    flash(_("This ward is here already. Its invitations stand under People, where they can be sent again."))
    return redirect(url_for("start.wards", q=code))


def _added(chosen: ChosenWard, wanted: Invited, at: datetime) -> Issued:
    actor: Actor = current_user._get_current_object()
    code, words, first_day = chosen.unit.ward_code, chosen.words, chosen.first_day
    return in_transaction(lambda session: add_ward_with_invitation(session, actor, code, words, first_day, wanted, at))


def _link_page(chosen: ChosenWard, line: InvitedLine, at: datetime) -> str:
    """Return the page with the link of the first coordinator, which is shown this once."""
    # The reader's snapshot is older than the ward.
    reader().rollback()
    ward = reader().scalars(ward_by_code(chosen.unit.ward_code)).one()
    access = RosterAccess(reader(), current_user._get_current_object(), ward, None, {"ward": ward.code})
    heading = _("%(ward)s is added. Invite its coordinator.", ward=ward.name)
    links = links_of(access, [line], at)
    return links_page(access, heading, links)
