"""``/people/invitations``: the open invitations, each to be sent again or withdrawn, or a team's on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.arguments import requested_number
from app.month import now
from app.people import invitation_actions
from app.people.audit import record_view, shows_names
from app.people.authority import PeopleRefusal, reaches, why_not_give
from app.people.invitation_links import offer_of
from app.people.invitation_queries import pending_invitations
from app.people.models import Invitation
from app.people.wording import REFUSALS
from app.permissions import Permission
from app.roster.blueprint import bp
from app.roster.card_parts import card_parts
from app.roster.invitation_changes import links_version, renew_links
from app.roster.invite_forms import LinksForm
from app.roster.links_page import links_page
from app.roster.people_changes import changed_or_refused
from app.roster.people_list import invited_line
from app.roster.requested_scope import RosterAccess, roster_access
from app.text import name_key

_INVITATION = "/invitations/<int(max=2147483647):invitation_id>"


@bp.get("/invitations")
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.invitations", _l("the open invitations"))
def invitations() -> str:
    """List the open invitations of the ward, or of a team."""
    access, team_id = roster_access(), _requested_team()
    open_ones = _open_invitations(access, team_id)
    html = render_template(
        "roster/invitations.html",
        access=access,
        team_id=team_id,
        lines=[invited_line(access.scope, each, each.role) for each in open_ones if each.role is not None],
        parts=[(part, links_version(part.invitations)) for part in card_parts(open_ones, access.scope.team_names)],
        now=now(),
    )
    if open_ones:
        record_view(access.session, now(), access.actor, access.ward.id, people=len(open_ones))
    return html


@bp.get(_INVITATION)
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.invitation", _l("an invitation"))
def invitation(invitation_id: int) -> str:
    """Show an open invitation, to be sent again or withdrawn."""
    access = roster_access()
    shown = _invitation_or_404(access, invitation_id)
    html = _page(access, shown)
    record_view(access.session, now(), access.actor, access.ward.id, invitation=invitation_id)
    return html


@bp.post(f"{_INVITATION}/again")
@requires(Permission.PEOPLE_MANAGE)
def send_again(invitation_id: int) -> ResponseReturnValue:
    """Show a new link of an invitation, in place of the one from before."""
    access = roster_access()
    shown, at, form = _invitation_or_404(access, invitation_id), now(), LinksForm()
    version = form.version.data or ""
    done = changed_or_refused(lambda session: renew_links(session, access, [shown], version, at))
    if isinstance(done, list):
        return links_page(access, _("Invitation"), done)
    return _page(access, _invitation_or_404(access, invitation_id), refusal=done, is_outdated=done is None), 422


@bp.post(f"{_INVITATION}/withdraw")
@requires(Permission.PEOPLE_MANAGE)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation: its link stops working; lead to the form with the same words when one is to follow."""
    access, at = roster_access(), now()
    _invitation_or_404(access, invitation_id)
    done = changed_or_refused(lambda session: invitation_actions.withdraw(session, access.actor, invitation_id, at))
    flash(
        str(REFUSALS[done]) if done is not None else _("The invitation is withdrawn; its link does not work any more.")
    )
    if done is None and "anew" in request.form:
        return redirect(access.address("roster.invite_one", **{"from": invitation_id}))
    return redirect(access.address("roster.invitations"))


@bp.post("/invitations/sheet")
@requires(Permission.PEOPLE_MANAGE)
def sheet() -> ResponseReturnValue:
    """Show new links of open invitations, of one team or all, as cards to print and cut; of many a part at a time."""
    access, at, team_id, form = roster_access(), now(), _requested_team(), LinksForm()
    parts = card_parts(_open_invitations(access, team_id), access.scope.team_names)
    number, version = requested_number("part") or 1, form.version.data or ""
    if not 1 <= number <= len(parts):
        abort(404)
    open_ones = parts[number - 1].invitations
    done = changed_or_refused(lambda session: renew_links(session, access, open_ones, version, at))
    if isinstance(done, list):
        return links_page(access, _("Invitations"), done)
    flash(
        str(REFUSALS[done]) if done else _("The invitations have changed meanwhile. Look again, then press the button.")
    )
    return redirect(access.address("roster.invitations", **{"team": team_id} if team_id else {}))


def _page(
    access: RosterAccess, shown: Invitation, refusal: PeopleRefusal | None = None, *, is_outdated: bool = False
) -> str:
    assert shown.role is not None
    return render_template(
        "roster/invitation.html",
        access=access,
        line=invited_line(access.scope, shown, shown.role),
        version=links_version([shown]),
        refusal=refusal and REFUSALS[refusal],
        is_outdated=is_outdated,
        may_give=_may_give(access, shown),
        now=now(),
    )


def _requested_team() -> int | None:
    """Return the team that the address names, if it names one."""
    return requested_number("team")


def _open_invitations(access: RosterAccess, team_id: int | None) -> Sequence[Invitation]:
    """Return the open invitations that the user may send again, by given name; answer 404 for another's team."""
    if team_id is not None and team_id not in access.scope.team_names:
        abort(404)
    found = access.session.scalars(pending_invitations(access.ward.id)).all()
    given = [each for each in found if team_id in {None, each.team_id} and _may_give(access, each)]
    return sorted(given, key=lambda each: (name_key(each.name), each.id))


def _may_give(access: RosterAccess, invitation: Invitation) -> bool:
    offer = offer_of(invitation)
    return why_not_give(access.actor, offer.role, offer.place) is None


def _invitation_or_404(access: RosterAccess, invitation_id: int) -> Invitation:
    found = access.session.scalar(pending_invitations(access.ward.id).where(Invitation.id == invitation_id))
    return found if found is not None and reaches(access.actor, offer_of(found).place) else abort(404)
