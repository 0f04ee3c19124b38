"""Signing in and out, and one's own account."""

from __future__ import annotations

import re
from math import ceil
from typing import cast
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.config import Config
from app.database import reader, writer
from app.extensions import login_manager
from app.localisation import LANGUAGES, remember_language
from app.month import local_day, now, today
from app.people import actions
from app.people.actor import Actor
from app.people.forms import ChangePasswordForm, SignInForm
from app.people.passwords import password_matches
from app.people.phones import national_phone, normalised_phone
from app.people.queries import actor_on_device, devices_of, user_by_phone

bp = Blueprint("people", __name__)

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_actor(device_id: str) -> Actor | None:
    """Return the actor behind a session cookie."""
    try:
        return actor_on_device(reader(), UUID(device_id), today())
    except ValueError:
        return None


@bp.route("/login", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in by phone number and password."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(url_for("overview.home"))
    form = SignInForm()
    status = 200
    headers: dict[str, str] = {}
    if form.validate_on_submit():
        phone = cast(str, normalised_phone(form.phone.data or ""))
        address, at = request.remote_addr or "", now()
        wait = actions.waiting_time(reader(), phone, address, at)
        if wait is not None:
            minutes = ceil(wait.total_seconds() / 60)
            form.password.errors = [_("Too many wrong attempts. Try again in %(minutes)d min.", minutes=minutes)]
            status, headers = 429, {"Retry-After": str(max(1, ceil(wait.total_seconds())))}
        elif user := actions.checked_user(reader(), phone, form.password.data or ""):
            # A new session also has a new token: nobody's queue goes out under the name of who was here before.
            session.clear()
            device_id = actions.sign_in(writer(), user.id, phone, address, _device_label(), at)
            writer().commit()
            session.permanent = True
            # The reader's snapshot is older than the device.
            reader().rollback()
            login_user(actor_on_device(reader(), device_id, local_day(at)))
            return redirect(url_for("overview.home"))
        else:
            actions.record_failure(writer(), phone, address, at)
            writer().commit()
            form.password.errors = [_("This phone number and password do not belong together.")]
            status = 422
    elif form.is_submitted():
        status = 422
    return render_template("people/sign_in.html", form=form), status, headers


@bp.post("/logout")
def sign_out() -> ResponseReturnValue:
    """Sign this device out."""
    actions.revoke_device(writer(), current_user.id, current_user.device_id, now())
    writer().commit()
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in"))


@bp.get("/account")
def account() -> ResponseReturnValue:
    """Show one's name, post and devices."""
    devices = reader().scalars(devices_of(current_user.id)).all()
    return render_template("people/account.html", devices=devices, phone=national_phone(current_user.phone))


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        user = reader().scalars(user_by_phone(current_user.phone)).one()
        if password_matches(form.current.data or "", user.password_hash):
            actions.change_password(writer(), user.id, form.new.data or "", current_user.device_id, now())
            writer().commit()
            flash(_("The password is changed. Other devices were signed out."))
            return redirect(url_for("people.account"))
        form.add_error("current", _("This is not your present password."))
    return render_template("people/password.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/account/devices/<uuid:device_id>/revoke")
def revoke_device(device_id: UUID) -> ResponseReturnValue:
    """Sign another of one's devices out."""
    if not actions.revoke_device(writer(), current_user.id, device_id, now()):
        abort(404)
    writer().commit()
    flash(_("The device is signed out."))
    return redirect(url_for("people.account"))


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the chosen language on this device, and go back to the page it was chosen on."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    config: Config = current_app.config["TUNG_NHA"]
    response = make_response(redirect(_own_path(request.form.get("back", ""))))
    remember_language(response, language, secure=config.is_https)
    return response


def _own_path(path: str) -> str:
    """Return ``path`` when it stays on this site, else the home page.

    Browsers drop tabs and line breaks from addresses, so ``/<tab>/elsewhere`` would lead elsewhere.
    """
    return path if _OWN_PATH.fullmatch(path) else url_for("overview.home")


def _device_label() -> str:
    """Name a device by what its browser says of itself, without the version numbers."""
    agent = request.user_agent.string
    for part in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"):
        if part in agent:
            return part
    return "?"
