"""``/invite/<token>``: an invitation's link. Opening it changes nothing; setting a password there accepts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import open_to_strangers
from app.config import Config
from app.database import reader, writer
from app.month import local_day, now
from app.one_at_a_time import BusyError
from app.people import actions
from app.people.actor import Actor
from app.people.audit_events import AuditEvent
from app.people.authority import PeopleRefusal, PeopleRefusedError
from app.people.blueprint import bp
from app.people.credentials_check import is_owner
from app.people.forms import SetPasswordForm, ShowPasswordForm
from app.people.guessing import TooManyGuessesError, retry_after, why_unchecked
from app.people.in_app_browsers import chrome_link, is_inside_app, phone_of
from app.people.invitation_actions import accept_as_new, accept_as_owner, use_reset
from app.people.invitation_links import Accepted
from app.people.invitation_page import InvitationPage, InvitationStep, read_invitation
from app.people.models import Invitation
from app.people.new_session import device_label, open_session
from app.people.phones import masked_phone
from app.people.queries import account_with_number, ward_of_number
from app.people.suggested_passwords import suggestion_again
from app.people.wording import REFUSALS

HERE = "here"
"""The argument with which somebody goes on in a browser that was taken for one inside another app."""


@bp.route("/invite/<token>", methods=["GET", "POST"])
@open_to_strangers
def invitation(token: str) -> ResponseReturnValue:
    """Show an invitation, or accept it; or set a forgotten password anew."""
    actor: Actor | None = current_user._get_current_object() if current_user.is_authenticated else None
    page = read_invitation(reader(), token, actor, now())
    if (
        page.invitation is None
        or page.step in {InvitationStep.NOTHING, InvitationStep.OTHER_PERSON}
        or request.method != "POST"
    ):
        return _page(page)
    if request.form.get("step") != page.step:
        return _page(page, status=409, problem=_("Something changed meanwhile. Look at the page again."))
    try:
        return _ANSWERS[page.step](page, page.invitation, token)
    except PeopleRefusedError as error:
        writer().rollback()
        reader().rollback()
        return _page(read_invitation(reader(), token, actor, now()), status=409, problem=str(REFUSALS[error.refusal]))


def _set_password(page: InvitationPage, invitation: Invitation, token: str) -> ResponseReturnValue:
    form = SetPasswordForm(page.phone, invitation.name)
    if not form.validate_on_submit():
        return _page(page, form, 422)
    use = use_reset if page.is_reset else accept_as_new
    try:
        accepted = use(writer(), token, form.password.data or "", now())
    except BusyError as error:
        form.password.errors = [why_unchecked(error)]
        return _page(page, form, 429, {"Retry-After": str(retry_after(error))})
    return _signed_in(accepted) or _page(page, status=409)


def _show_password(page: InvitationPage, invitation: Invitation, token: str) -> ResponseReturnValue:
    form = ShowPasswordForm()
    if not form.validate_on_submit():
        return _page(page, form, 422)
    phone = invitation.phone
    account = reader().execute(account_with_number(phone)).one()
    try:
        is_right = is_owner(account, phone, form.password.data or "")
    except (TooManyGuessesError, BusyError) as error:
        form.password.errors = [why_unchecked(error)]
        return _page(page, form, 429, {"Retry-After": str(retry_after(error))})
    at = now()
    if is_right:
        accept_as_owner(writer(), token, account.id, at)
        # The password that was checked, which somebody may have changed since.
        accepted = Accepted(account.id, phone, account.password_hash)
        if answer := _signed_in(accepted):
            return answer
    # The ward of the account learns of it as of any wrong password, and the one that invited of what its link is for.
    for ward_id in {reader().scalar(ward_of_number(phone, local_day(at))), invitation.ward_id}:
        actions.record_event(writer(), AuditEvent.SIGN_IN_FAILED, at, None, ward_id, phone=phone[-3:])
    writer().commit()
    form.password.errors = [_("This is not the password of this phone number.")]
    return _page(read_invitation(reader(), token, None, at), form, 422)


def _accept(page: InvitationPage, invitation: Invitation, token: str) -> ResponseReturnValue:
    accept_as_owner(writer(), token, current_user.id, now())
    writer().commit()
    flash(_("You have accepted the invitation."))
    return redirect(url_for("overview.home"))


_ANSWERS: Mapping[InvitationStep, Callable[[InvitationPage, Invitation, str], ResponseReturnValue]] = {
    InvitationStep.SET_PASSWORD: _set_password,
    InvitationStep.SHOW_PASSWORD: _show_password,
    InvitationStep.ACCEPT: _accept,
}


def _signed_in(accepted: Accepted) -> ResponseReturnValue | None:
    """Commit what was accepted, and sign its user in; undo it when the password was changed since it was checked."""
    at = now()
    device_id = actions.sign_in(writer(), accepted.user_id, accepted.password_hash, device_label(), at)
    if device_id is None:
        writer().rollback()
        return None
    return open_session(accepted.user_id, device_id, accepted.phone, accepted.password_hash, at)


def _page(
    page: InvitationPage,
    form: FlaskForm | None = None,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> ResponseReturnValue:
    agent, config = request.user_agent.string, current_app.config["TUNG_NHA"]
    address = _address(config)
    asks_password = page.step in {InvitationStep.SET_PASSWORD, InvitationStep.SHOW_PASSWORD}
    if form is None and asks_password and page.invitation is not None:
        owner = page.phone, page.invitation.name
        form = SetPasswordForm(*owner) if page.step is InvitationStep.SET_PASSWORD else ShowPasswordForm()
    html = render_template(
        "people/invitation.html",
        page=page,
        form=form,
        problem=problem,
        sentence=REFUSALS[page.refusal] if page.refusal else None,
        number=masked_phone(page.phone) if page.invitation else None,
        phone=phone_of(agent),
        is_inside_app=asks_password and is_inside_app(agent) and HERE not in request.args,
        chrome=chrome_link(address),
        address=address,
        suggestion=suggestion_again(request.form.get("suggestion", "")),
        action=f"{request.path}?{HERE}=1" if HERE in request.args else request.path,
    )
    return html, status or _STATUS.get(page.refusal, 200 if page.refusal is None else 410), dict(headers or {})


_STATUS: Mapping[PeopleRefusal | None, int] = {PeopleRefusal.LINK_UNKNOWN: 404}


def _address(config: Config) -> str:
    """Return the whole address of this page."""
    return f"{config.public_origin or request.host_url.rstrip('/')}{request.path}"
