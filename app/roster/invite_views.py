"""``/people/invite``: inviting one person or many. The answer to the form shows the links, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.arguments import requested_number
from app.database import writer
from app.localisation import role_name
from app.month import now
from app.people.authority import PeopleRefusal, reaches
from app.people.invitation_actions import Invited
from app.people.invitation_links import Issued, offer_of
from app.people.invitation_queries import withdrawn_invitations
from app.people.models import Invitation
from app.people.phones import national_phone
from app.people.wording import REFUSALS
from app.permissions import Permission, Role
from app.roster.already_known import namesakes_by_number, namesakes_of
from app.roster.blueprint import bp
from app.roster.invitation_changes import InvitedLine, invite_each, links_of
from app.roster.invite_forms import InviteForm, InviteManyForm
from app.roster.links_page import links_page
from app.roster.pasted_list import by_team, list_rules
from app.roster.pasted_people import MOST_PEOPLE, PastedPerson, read_people, usable
from app.roster.people_changes import changed_or_refused
from app.roster.people_list import RosterLine
from app.roster.person_forms import PostForm
from app.roster.person_page import roles_offered, teams_offered
from app.roster.requested_scope import RosterAccess, roster_access


@bp.route("/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite_one() -> ResponseReturnValue:
    """Invite one person, and show the link."""
    access = roster_access()
    form, line = InviteForm(), None
    namesakes: list[RosterLine] = []
    _offer(access, form)
    _fill_in(access, form)
    if form.validate_on_submit():
        at, wanted = now(), form.invited(access.ward.id)
        namesakes = namesakes_of(access, wanted, at) if "another" not in request.form else []
        if not namesakes:
            lines = changed_or_refused(lambda session: invite_each(session, access, [wanted], at))
            line = InvitedLine(wanted, lines) if isinstance(lines, PeopleRefusal) else lines[0]
            if isinstance(line.outcome, Issued):
                return links_page(access, _("Invitation"), links_of(access, [line], at))
    html = render_template(
        "roster/invite.html", access=access, form=form, line=line, namesakes=namesakes, refusals=REFUSALS
    )
    return html, 422 if form.errors or line or namesakes else 200


@bp.route("/invite/many", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite_many() -> ResponseReturnValue:
    """Invite the people of a pasted list: first the list is shown as it was read, then the links."""
    access = roster_access()
    form = InviteManyForm()
    _offer(access, form)
    people: Sequence[PastedPerson] | None = None
    unread: Sequence[str] = ()
    if form.validate_on_submit():
        pasted = read_people(form.pasted.data or "", list_rules(access, form))
        if pasted.is_too_long:
            form.pasted.errors = [_("At most %(max)s people at once.", max=MOST_PEOPLE)]
        elif pasted.lacks_team:
            form.team.errors = [_("Choose the team, or write the team of each person into the line.")]
        else:
            version = form.list_version(pasted.people)
            is_sent = "send" in request.form and form.previewed.data == version
            lines, people = _invited(access, pasted.people, is_sent=is_sent)
            if is_sent and (links := links_of(access, lines, now())):
                return links_page(access, _("Invitations"), links, [each for each in people if each.problem])
            form.previewed.data, unread = version, pasted.unread
    ready = usable(people or [])
    html = render_template(
        "roster/invite_many.html",
        access=access,
        form=form,
        people=people,
        groups=by_team(access, ready),
        unread=unread,
        namesakes=namesakes_by_number(access, _wanted(ready), now()),
    )
    return html, 422 if form.errors else 200


def _offer(access: RosterAccess, form: PostForm) -> None:
    """Set what can be chosen in a form, and choose the team that the address names."""
    form.offer(roles_offered(access), teams_offered(access))
    if not form.is_submitted():
        team_id = access.team_id or requested_number("team")
        form.role.data = Role.MEMBER.value
        form.team.data = str(team_id) if team_id in access.scope.team_names else form.team.data


def _fill_in(access: RosterAccess, form: InviteForm) -> None:
    """Write into a form that was just opened what a withdrawn invitation said, which the address names."""
    number = requested_number("from")
    if form.is_submitted() or number is None:
        return
    query = withdrawn_invitations(access.ward.id).where(Invitation.id == number)
    found = access.session.scalar(query)
    if found is None or not reaches(access.actor, offer_of(found).place):
        abort(404)
    form.name.data, form.phone.data = found.name, national_phone(found.phone)
    form.role.data, form.team.data = offer_of(found).role.value, str(found.team_id or "")


def _invited(
    access: RosterAccess, people: Sequence[PastedPerson], *, is_sent: bool
) -> tuple[list[InvitedLine], list[PastedPerson]]:
    """Invite those who can be; return the outcomes, and the list with who was refused and why.

    Unless ``is_sent`` all of it is taken back: so the list that is looked at says the same as the one that is sent.
    """
    at, good = now(), usable(people)
    wanted = _wanted(good)
    if is_sent:
        done = changed_or_refused(lambda session: invite_each(session, access, wanted, at))
        lines = [] if isinstance(done, PeopleRefusal) else done
    else:
        lines = invite_each(writer(), access, wanted, at)
        writer().rollback()
    refused = {
        person.number: replace(person, problem=_why_refused(line.outcome, line.holder))
        for person, line in zip(good, lines, strict=True)
        if isinstance(line.outcome, PeopleRefusal)
    }
    return lines, [refused.get(person.number, person) for person in people]


def _wanted(people: Iterable[PastedPerson]) -> list[Invited]:
    return [Invited(person.name, person.phone, person.role, person.team_id) for person in people]


def _why_refused(refusal: PeopleRefusal, holder: RosterLine | None) -> str:
    if holder is None:
        return str(REFUSALS[refusal])
    place = holder.team or role_name(holder.role)
    return str(_("This is the number of %(name)s (%(place)s).", name=holder.name, place=place))
