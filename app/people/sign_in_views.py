"""``/login`` and ``/logout``: signing in and out, and the user behind the session of each request."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from sqlalchemy import Row

from app.access import open_to_strangers, open_to_users
from app.database import reader, writer
from app.extensions import login_manager
from app.month import local_day, now, today
from app.one_at_a_time import BusyError
from app.people import actions
from app.people.actor import Actor
from app.people.audit_events import AuditEvent
from app.people.blueprint import bp
from app.people.credentials_check import is_owner
from app.people.ended_accounts import EndedAccount, describe_end
from app.people.forms import SignInForm
from app.people.guessing import TooManyGuessesError, retry_after, why_unchecked
from app.people.new_session import device_label, open_session
from app.people.phones import normalised_phone
from app.people.queries import (
    account_with_number,
    actor_even_if_ended,
    actor_of,
    actor_on_device,
    ward_of_number,
    was_revoked,
)
from app.people.renewal import renew_session

bp.after_app_request(renew_session)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_actor(device_id: object) -> Actor | None:
    """Return the actor of a session cookie, ``None`` when the cookie names no device of a user."""
    try:
        return actor_on_device(UUID(str(device_id)), today())
    except ValueError:
        return None


@bp.route("/login", methods=["GET", "POST"])
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    """Sign in by phone number and password."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("overview.home"))
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.is_submitted() else 200)
    phone = cast(str, normalised_phone(form.phone.data or ""))
    try:
        user = _checked_user(phone, form.password.data or "")
    except (TooManyGuessesError, BusyError) as error:
        form.password.errors, headers = [why_unchecked(error)], {"Retry-After": str(retry_after(error))}
        return _sign_in_page(form, 429, headers)
    # Renewing takes as long as checking: both come before the first statement that takes the write lock.
    at, checked_hash, device_id = now(), "", None
    if user is not None:
        checked_hash = actions.renew_hash(writer(), user.id, user.password_hash, form.password.data or "", at)
        device_id = actions.sign_in(writer(), user.id, checked_hash, device_label(), at)
    if user is None or device_id is None:
        ward_id = reader().scalar(ward_of_number(phone, local_day(at)))
        actions.record_event(writer(), AuditEvent.SIGN_IN_FAILED, at, None, ward_id, phone=phone[-3:])
        writer().commit()
        # Only who knows the password learns that there is such an account.
        if end := _end_of(user.id) if user else None:
            return _sign_in_page(form, 422, end=end)
        form.password.errors = [_("This phone number and password do not belong together.")]
        return _sign_in_page(form, 422)
    return open_session(user.id, device_id, phone, checked_hash, at)


def _checked_user(phone: str, password: str) -> Row[int, str] | None:
    """Return id and password hash of the account with this number and password; raises as :func:`is_owner`."""
    user = reader().execute(account_with_number(phone)).one_or_none()
    return user if is_owner(user, phone, password) else None


def _end_of(user_id: int) -> EndedAccount | None:
    """Return the end of an account that ended too long ago to sign in with, ``None`` of any other."""
    if actor_of(reader(), user_id, today()) is not None:
        return None
    actor = actor_even_if_ended(reader(), user_id, today())
    return describe_end(reader(), actor) if actor else None


def _sign_in_page(
    form: SignInForm, status: int, headers: dict[str, str] | None = None, end: EndedAccount | None = None
) -> ResponseReturnValue:
    page = render_template("people/sign_in.html", form=form, end=end, is_signed_out=end is None and _is_signed_out())
    return page, status, headers or {}


def _is_signed_out() -> bool:
    """Return whether the session of this browser is that of a device that was signed out elsewhere."""
    try:
        return bool(reader().scalar(was_revoked(UUID(str(session.get("_user_id"))))))
    except ValueError:
        return False


@bp.post("/logout")
@open_to_users
def sign_out() -> ResponseReturnValue:
    """Sign this device out."""
    at = now()
    actions.revoke_device(writer(), current_user.id, current_user.device_id, at)
    actions.record_event(writer(), AuditEvent.SIGNED_OUT, at, current_user.id, current_user.place.ward_id)
    writer().commit()
    logout_user()
    session.clear()
    response = redirect(url_for("people.sign_in"))
    # An older version let the browser keep pages and photos. "storage" would take what waits to be sent, too.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
