"""``/people/<id>``: a person's page, and what is done from it to the person: each asks again whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.access import requires
from app.form_fields import VersionedForm
from app.month import now
from app.people import post_actions
from app.people.audit import record_view, shows_names
from app.people.authority import PeopleRefusal
from app.people.invitation_actions import RESET_LIFETIME, issue_reset
from app.people.phones import new_phone
from app.people.wording import REFUSALS
from app.permissions import Permission
from app.roster.blueprint import bp
from app.roster.people_changes import changed_or_refused
from app.roster.people_list import RosterLine
from app.roster.person_page import PersonForms, PersonPage, line_of, person_page, version_of
from app.roster.requested_scope import roster_access
from app.roster.roster_filter import PersonState
from app.roster.shown_links import link_address, qr_code

_PERSON = "/<int(max=2147483647):user_id>"
_DONE_ALREADY = frozenset({PeopleRefusal.SAME_POST, PeopleRefusal.NO_POST, PeopleRefusal.HAS_POST})
"""The refusals of what is so already, as when a form is sent twice."""


@bp.get(_PERSON)
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.person", _l("the page of a person"))
def person(user_id: int) -> str:
    """Show a person's posts and devices, and what can be done."""
    access = roster_access()
    page = person_page(access, user_id)
    html = page.render(page.forms())
    record_view(access.session, now(), access.actor, access.ward.id, user=user_id)
    return html


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a person that a part of the page asks for: how it is saved, and whether it is so already."""

    part: str
    form: VersionedForm
    save: Callable[[Session], None]
    is_done_already: Callable[[RosterLine], bool]
    message: str


@bp.post(f"{_PERSON}/name")
@requires(Permission.PEOPLE_MANAGE)
def rename(user_id: int) -> ResponseReturnValue:
    """Give a person another name."""
    page = person_page(roster_access(), user_id)
    forms, at = page.forms(), now()
    name = forms.name.name.data or ""

    def save(session: Session) -> None:
        post_actions.rename_person(session, page.access.actor, user_id, name, at)

    message = _("The name is changed.")
    return _answer(page, forms, Change("name", forms.name, save, lambda line: line.name == name, message))


@bp.post(f"{_PERSON}/phone")
@requires(Permission.PEOPLE_MANAGE)
def change_phone(user_id: int) -> ResponseReturnValue:
    """Give an account another number to sign in with."""
    page = person_page(roster_access(), user_id)
    forms, at = page.forms(), now()
    phone = new_phone(forms.phone.phone.data or "") or ""

    def save(session: Session) -> None:
        post_actions.change_phone(session, page.access.actor, user_id, phone, at)

    message = _("The number is changed. From now on it is the one to sign in with.")
    return _answer(page, forms, Change("phone", forms.phone, save, lambda line: line.phone == phone, message))


@bp.post(f"{_PERSON}/post")
@requires(Permission.PEOPLE_MANAGE)
def move(user_id: int) -> ResponseReturnValue:
    """Give a person another role or team from a day on."""
    page = person_page(roster_access(), user_id)
    forms, at, ward_id = page.forms(), now(), page.access.ward.id
    form = forms.move

    def save(session: Session) -> None:
        post_actions.move_person(session, page.access.actor, user_id, form.post_in(ward_id), form.first_day, at)

    def is_done_already(line: RosterLine) -> bool:
        to = form.post_in(ward_id)
        return (line.role, line.team_id) == (to.role, to.place.team_id) and not page.has_planned_post

    return _answer(page, forms, Change("move", form, save, is_done_already, _("Role and team are changed.")))


@bp.post(f"{_PERSON}/end")
@requires(Permission.PEOPLE_MANAGE)
def end(user_id: int) -> ResponseReturnValue:
    """End a person's post today."""
    page, at = person_page(roster_access(), user_id), now()

    def save(session: Session) -> None:
        post_actions.end_person(session, page.access.actor, user_id, at)

    message = _("%(name)s has ended. You can bring them back on this page.", name=page.line.name)
    change = Change("end", VersionedForm(), save, lambda line: line.state is PersonState.ENDED, message)
    return _answer(page, page.forms(), change)


@bp.post(f"{_PERSON}/restore")
@requires(Permission.PEOPLE_MANAGE)
def restore(user_id: int) -> ResponseReturnValue:
    """Bring a person back whose post ended."""
    page = person_page(roster_access(), user_id)
    forms, at, ward_id = page.forms(), now(), page.access.ward.id

    def save(session: Session) -> None:
        post_actions.restore_person(session, page.access.actor, user_id, forms.restore.post_in(ward_id), at)

    message = _("%(name)s is back, with the password from before.", name=page.line.name)
    change = Change("restore", forms.restore, save, lambda line: line.state is not PersonState.ENDED, message)
    return _answer(page, forms, change)


@bp.post(f"{_PERSON}/reset")
@requires(Permission.PEOPLE_MANAGE)
def reset(user_id: int) -> ResponseReturnValue:
    """Show the code with which the owner of an account chooses a new password, face to face."""
    page, at = person_page(roster_access(), user_id), now()
    done = changed_or_refused(lambda session: issue_reset(session, page.access.actor, user_id, at))
    if isinstance(done, PeopleRefusal):
        return page.render(page.forms(), "reset", done), 422
    code = qr_code(link_address(done.token))
    return render_template("roster/reset.html", page=page, line=page.line, code=code, until=at + RESET_LIFETIME)


@bp.post(f"{_PERSON}/devices/<uuid:device_id>/revoke")
@requires(Permission.PEOPLE_MANAGE)
def sign_out_device(user_id: int, device_id: UUID) -> ResponseReturnValue:
    """Sign a person out on one device."""
    page, at = person_page(roster_access(), user_id), now()
    done = changed_or_refused(
        lambda session: post_actions.sign_out_device(session, page.access.actor, user_id, device_id, at)
    )
    if isinstance(done, PeopleRefusal):
        return page.render(page.forms(), "devices", done), 422
    if not done:
        abort(404)
    flash(_("The device is signed out."))
    return redirect(_address(page))


def _answer(page: PersonPage, forms: PersonForms, change: Change) -> ResponseReturnValue:
    """Save what was sent when it is valid and shows what is stored, and say so; else answer with the page as sent."""
    form, part = change.form, change.part
    if not form.validate_on_submit():
        return page.render(forms, part), 422
    done = changed_or_refused(lambda session: _unless_outdated(session, page, change))
    if isinstance(done, PeopleRefusal) and done in _DONE_ALREADY:
        flash(str(REFUSALS[done]))
    elif isinstance(done, PeopleRefusal):
        return page.render(forms, part, done), 422
    elif form.is_outdated:
        return person_page(page.access, page.line.id).render(forms, part), 422
    else:
        flash(change.message)
    return redirect(_address(page))


def _unless_outdated(session: Session, page: PersonPage, change: Change) -> None:
    """Save a change, unless it is so already, or somebody changed the person since the form was shown."""
    # What is so already is answered to whoever may change it: of others' people nothing is confirmed.
    post_actions.lock_changeable(session, page.access.actor, page.line.id, now())
    current = line_of(session, page.access, page.line.id)
    if change.is_done_already(current):
        return
    if version_of(current) == change.form.version.data:
        change.save(session)
    else:
        change.form.mark_outdated(version_of(current))


def _address(page: PersonPage) -> str:
    return page.access.address("roster.person", user_id=page.line.id)
