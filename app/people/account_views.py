"""``/account``: the user's own post, devices and password."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import open_to_users
from app.database import reader, writer
from app.month import now
from app.one_at_a_time import BusyError
from app.people import actions
from app.people.account_notices import account_notices
from app.people.audit_events import AuditEvent
from app.people.blueprint import bp
from app.people.device_cookie import with_user
from app.people.ended_accounts import describe_end
from app.people.forms import ChangePasswordForm
from app.people.guess_limits import limits_on_device
from app.people.guessing import TooManyGuessesError, is_right, retry_after, why_unchecked
from app.people.phones import national_phone
from app.people.queries import credentials_of, devices_of


@bp.get("/account")
@open_to_users
def account() -> ResponseReturnValue:
    """Show the user's name, post and devices."""
    devices = reader().scalars(devices_of(current_user.id)).all()
    return render_template(
        "people/account.html",
        devices=devices,
        phone=national_phone(current_user.phone),
        end=describe_end(reader(), current_user),
        notices=list(account_notices(reader(), current_user.id, now())),
    )


@bp.route("/account/password", methods=["GET", "POST"])
@open_to_users
def change_password() -> ResponseReturnValue:
    """Change the user's password."""
    form, status, headers = ChangePasswordForm(current_user.phone, current_user.name), 200, {}
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            if new_hash := _changed_password(form.current.data or "", form.new.data or ""):
                flash(_("The password is changed. Other devices were signed out."))
                return with_user(redirect(url_for("people.account")), current_user.phone, new_hash)
        except (TooManyGuessesError, BusyError) as error:
            form.add_error("current", why_unchecked(error))
            status, headers = 429, {"Retry-After": str(retry_after(error))}
        else:
            form.add_error("current", _("This is not your present password."))
    return render_template("people/password.html", form=form), status, headers


def _changed_password(current: str, new: str) -> str | None:
    """Change the user's password when ``current`` is right; return the new hash, or ``None`` when it is not.

    Raises :class:`TooManyGuessesError` or :class:`BusyError` when the password was not checked.
    """
    user = reader().execute(credentials_of(current_user.phone, current_user.today)).one()
    limits = limits_on_device(str(current_user.device_id), current_user.phone)
    is_checked, new_hash = is_right(reader(), limits, current, user.password_hash, first=True), None
    at = now()
    if is_checked:
        checked_hash, device_id = user.password_hash, current_user.device_id
        new_hash = actions.change_password(writer(), user.id, checked_hash, new, device_id, at)
    event = AuditEvent.PASSWORD_CHANGED if new_hash else AuditEvent.PASSWORD_CHANGE_FAILED
    actions.record_event(writer(), event, at, user.id, current_user.place.ward_id)
    writer().commit()
    return new_hash


@bp.post("/account/devices/<uuid:device_id>/revoke")
@open_to_users
def revoke_device(device_id: UUID) -> ResponseReturnValue:
    """Sign out another device of the user."""
    at = now()
    if not actions.revoke_device(writer(), current_user.id, device_id, at):
        abort(404)
    actions.record_event(writer(), AuditEvent.DEVICE_REVOKED, at, current_user.id, current_user.place.ward_id)
    writer().commit()
    flash(_("The device is signed out."))
    return redirect(url_for("people.account"))
