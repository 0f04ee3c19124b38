"""Signing in and out, and one's own account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from math import inf
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from sqlalchemy import Row

from app.access import open_to_strangers, open_to_users, requires
from app.arguments import asked_day, asked_number
from app.config import LONGEST_ADDRESS, Config
from app.database import reader, writer
from app.extensions import login_manager
from app.localisation import LANGUAGES, remember_language
from app.month import local_day, now, today
from app.one_at_a_time import WAITED, BusyError
from app.people import actions
from app.people.actor import Actor
from app.people.audit import page_names
from app.people.audit_events import AuditEvent
from app.people.audit_log import AuditLogFilter, audit_log_page, stream
from app.people.device_cookie import known_device, with_user
from app.people.forms import ChangePasswordForm, SignInForm
from app.people.guessing import TooManyGuessesError, is_right, retry_after, why_unchecked
from app.people.phones import national_phone, normalised_phone
from app.people.queries import (
    actor_on_device,
    credentials_of,
    devices_of,
    names_of,
    names_of_ward,
    ward_of_number,
)
from app.people.renewal import renew_session
from app.people.throttle import limits_elsewhere, limits_on_device
from app.people.wording import GROUP_NAMES
from app.permissions import Permission, Reach, reach
from app.text import name_key

bp = Blueprint("people", __name__)
bp.after_app_request(renew_session)

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_actor(device_id: object) -> Actor | None:
    """Return the actor behind a session cookie; whatever else stands there names nobody."""
    try:
        return actor_on_device(reader(), UUID(str(device_id)), today())
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
        checked_hash = actions.renew_hash(writer(), user.id, user.password_hash, form.password.data or "")
        device_id = actions.sign_in(writer(), user.id, checked_hash, _device_label(), at)
    if user is None or device_id is None:
        _note(AuditEvent.SIGN_IN_FAILED, at, None, _ward_of(phone, at), phone=phone[-3:])
        writer().commit()
        form.password.errors = [_("This phone number and password do not belong together.")]
        return _sign_in_page(form, 422)
    # A new session also has a new token: nobody's queue goes out under the name of who was here before.
    session.clear()
    _note(AuditEvent.SIGNED_IN, at, user.id, _ward_of(phone, at), device=_device_label())
    writer().commit()
    session.permanent = True
    # The reader's snapshot is older than the device.
    reader().rollback()
    if actor := actor_on_device(reader(), device_id, local_day(at)):  # It may have been revoked again already.
        login_user(actor)
    return with_user(redirect(url_for("overview.home")), phone, checked_hash)


def _checked_user(phone: str, password: str) -> Row[Any] | None:
    """Return id and password hash of the user with this number and password, taking as long when there is none.

    Raises :class:`TooManyGuessesError` or :class:`BusyError` when the password was not looked at.
    """
    user = reader().execute(credentials_of(phone)).one_or_none()
    stored_hash = user.password_hash if user else None
    device, secret_key = known_device(), cast(str, current_app.config["SECRET_KEY"])
    is_known = stored_hash is not None and device.knows(phone, stored_hash, secret_key)
    if is_known:
        limits, waited = limits_on_device(device.id, phone), 0.0
    else:
        # With a device's cookie of somebody else one came by the queue of few, and may not hold it up by waiting.
        limits = limits_elsewhere(phone, request.remote_addr or "")
        waited = inf if device.marks else request.environ.get(WAITED, 0.0)
    right = is_right(reader(), limits, password, stored_hash, first=is_known, waited=waited)
    return user if right else None


def _sign_in_page(form: SignInForm, status: int, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    return render_template("people/sign_in.html", form=form), status, headers or {}


@bp.post("/logout")
@open_to_users
def sign_out() -> ResponseReturnValue:
    """Sign this device out."""
    at = now()
    actions.revoke_device(writer(), current_user.id, current_user.device_id, at)
    _note(AuditEvent.SIGNED_OUT, at, current_user.id, current_user.place.ward_id)
    writer().commit()
    logout_user()
    session.clear()
    response = redirect(url_for("people.sign_in"))
    # An older version let the browser keep pages and photos. "storage" would take what waits to be sent, too.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/account")
@open_to_users
def account() -> ResponseReturnValue:
    """Show one's name, post and devices."""
    devices = reader().scalars(devices_of(current_user.id)).all()
    return render_template("people/account.html", devices=devices, phone=national_phone(current_user.phone))


@bp.route("/account/password", methods=["GET", "POST"])
@open_to_users
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form, status, headers = ChangePasswordForm(current_user.phone), 200, {}
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
    """Change one's own password when ``current`` is the present one; return the new hash, or ``None`` when it was not.

    Raises :class:`TooManyGuessesError` or :class:`BusyError` when nothing was looked at or changed.
    """
    user = reader().execute(credentials_of(current_user.phone)).one()
    limits = limits_on_device(str(current_user.device_id), current_user.phone)
    is_own, new_hash = is_right(reader(), limits, current, user.password_hash, first=True), None
    at = now()
    if is_own:
        checked_hash, device_id = user.password_hash, current_user.device_id
        new_hash = actions.change_password(writer(), user.id, checked_hash, new, device_id, at)
    event = AuditEvent.PASSWORD_CHANGED if new_hash else AuditEvent.PASSWORD_CHANGE_FAILED
    _note(event, at, user.id, current_user.place.ward_id)
    writer().commit()
    return new_hash


@bp.post("/account/devices/<uuid:device_id>/revoke")
@open_to_users
def revoke_device(device_id: UUID) -> ResponseReturnValue:
    """Sign another of one's devices out."""
    at = now()
    if not actions.revoke_device(writer(), current_user.id, device_id, at):
        abort(404)
    _note(AuditEvent.DEVICE_REVOKED, at, current_user.id, current_user.place.ward_id)
    writer().commit()
    flash(_("The device is signed out."))
    return redirect(url_for("people.account"))


@bp.get("/journal/")
@requires(Permission.JOURNAL_READ)
def journal() -> ResponseReturnValue:
    """Show who did what, as far as one's role reaches."""
    actor: Actor = current_user._get_current_object()
    people = _people_of(actor)
    wish = _asked_lines(people)
    page = audit_log_page(reader(), actor, wish, asked_number("before"), page_names(current_app))
    if page is None:
        abort(404)
    kept = {"group": wish.group, "person": wish.person_id, "from": wish.first, "to": wish.last}
    return render_template(
        "people/journal.html",
        page=page,
        wish=wish,
        groups=GROUP_NAMES,
        people=sorted(people.items(), key=lambda person: name_key(person[1])),
        kept={name: value for name, value in kept.items() if value is not None},
        shows_wards=reach(actor, Permission.JOURNAL_READ) is Reach.ALL,
    )


@bp.get("/journal/journal.csv")
@requires(Permission.JOURNAL_READ)
def journal_csv() -> Response:
    """Stream the lines of the journal that the same page shows."""
    actor: Actor = current_user._get_current_object()
    wish = _asked_lines(_people_of(actor))
    response = Response(
        stream_with_context(stream(reader(), actor, wish, page_names(current_app))), mimetype="text/csv"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


def _people_of(actor: Actor) -> dict[int, str]:
    """Return, by id, whose lines one may ask for by name: a ward's people, or whoever the address asks for."""
    if reach(actor, Permission.JOURNAL_READ) is Reach.ALL:
        query = names_of([asked_number("person") or 0])
    else:
        query = names_of_ward(actor.place.ward_id or 0)
    return {row.id: row.name for row in reader().execute(query)}


def _asked_lines(people: Mapping[int, str]) -> AuditLogFilter:
    """Return which lines of the journal the address asks for; 404 for a group or a person that is none."""
    group, person_id = request.args.get("group") or None, asked_number("person")
    if (group is not None and group not in GROUP_NAMES) or (person_id is not None and person_id not in people):
        abort(404)
    return AuditLogFilter(group, person_id, asked_day("from"), asked_day("to"))


@bp.post("/language")
@open_to_strangers
def choose_language() -> ResponseReturnValue:
    """Keep the chosen language on this device, and go back to the page it was chosen on."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    config: Config = current_app.config["TUNG_NHA"]
    response = make_response(redirect(_own_path(request.form.get("back", ""))))
    remember_language(response, language, secure=config.is_https)
    return response


def _note(event: AuditEvent, at: datetime, actor_id: int | None, ward_id: int | None, **detail: Any) -> None:
    """Add a line to the journal, in the transaction of the view."""
    actions.record_event(writer(), event, at, actor_id, ward_id, **detail)


def _ward_of(phone: str, at: datetime) -> int | None:
    """Return the ward of whoever signs in with a number, if anybody does and has one."""
    ward_id: int | None = reader().scalar(ward_of_number(phone, local_day(at)))
    return ward_id


def _own_path(path: str) -> str:
    """Return ``path`` when it stays on this site and is no longer than our own, else the home page.

    Browsers drop tabs and line breaks from addresses, so ``/<tab>/elsewhere`` would lead elsewhere.
    """
    as_sent = path if path.isascii() else quote(path)
    is_own = len(as_sent) <= LONGEST_ADDRESS and _OWN_PATH.fullmatch(path)
    return path if is_own else url_for("overview.home")


def _device_label() -> str:
    """Name a device by what its browser says of itself, without the version numbers."""
    agent = request.user_agent.string
    for part in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"):
        if part in agent:
            return part
    return "?"
