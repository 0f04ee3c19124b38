"""Inviting one or many people, and new links for open invitations: each answer holds the links, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.people.authority import PeopleRefusal, PeopleRefusedError
from app.people.invitation_actions import INVITATION_LIFETIME, Invited, invite, send_again
from app.people.invitation_links import Issued
from app.people.invitation_queries import pending_invitations
from app.people.models import Invitation
from app.places.queries import lock_ward
from app.roster.already_known import holders_of
from app.roster.people_list import RosterLine, invited_line
from app.roster.requested_scope import RosterAccess
from app.roster.shown_links import ShownLink, shown_link
from app.text import name_key
from app.versions import version_token


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """Somebody who was to be invited: the link that was issued, or why there is none."""

    wanted: Invited
    outcome: Issued | PeopleRefusal
    holder: RosterLine | None = None
    """Who of those whom the user looks after has the number already."""


def invite_each(session: Session, access: RosterAccess, people: Sequence[Invited], now: datetime) -> list[InvitedLine]:
    """Invite each of some people; one who is refused keeps nobody else from being invited."""
    lines, holders = [], holders_of(session, access, [wanted.phone for wanted in people])
    for wanted in people:
        if holder := holders.get(wanted.phone):
            lines.append(InvitedLine(wanted, PeopleRefusal.PERSON_HERE, holder))
            continue
        outcome: Issued | PeopleRefusal
        try:
            outcome = invite(session, access.actor, access.ward.id, wanted, now)
        except PeopleRefusedError as error:
            # The action refuses before it writes anything.
            outcome = error.refusal
        lines.append(InvitedLine(wanted, outcome))
    return lines


def links_of(access: RosterAccess, lines: Sequence[InvitedLine], now: datetime) -> list[ShownLink]:
    """Return the links that were issued, to be shown."""
    return [
        _shown(access, _line(access, each.wanted, each.outcome.id, now), each.outcome, now)
        for each in lines
        if isinstance(each.outcome, Issued)
    ]


def renew_links(
    session: Session, access: RosterAccess, open_ones: Sequence[Invitation], version: str, now: datetime
) -> list[ShownLink] | None:
    """Issue new links for open invitations; ``None``, and nothing is changed, when they are others than were shown.

    Left out is what cannot be sent again; where that is all, the reason is raised.
    """
    # Whoever invites or ends somebody locks the ward before invitations, too.
    lock_ward(session, access.ward.id)
    ids = [each.id for each in open_ones]
    query = pending_invitations(access.ward.id).where(Invitation.id.in_(ids)).with_for_update(key_share=True)
    current = session.scalars(query.execution_options(populate_existing=True)).all()
    if links_version(current) != version:
        return None
    links: list[ShownLink] = []
    refused: PeopleRefusedError | None = None
    for each in sorted(current, key=lambda each: (name_key(each.name), each.id)):
        if each.role is None:
            continue
        line = invited_line(access.scope, each, each.role)
        try:
            links.append(_shown(access, line, send_again(session, access.actor, each.id, now), now))
        except PeopleRefusedError as error:
            # The action refuses before it writes anything; one that cannot be sent keeps no other from it.
            refused = error
    if refused is not None and not links:
        raise refused
    return links


def links_version(invitations: Sequence[Invitation]) -> str:
    """Return the version of the links that some invitations have: another one when one is issued, used or withdrawn."""
    return version_token(sorted((each.id, each.created_at.isoformat()) for each in invitations))


def _shown(access: RosterAccess, line: RosterLine, issued: Issued, now: datetime) -> ShownLink:
    return shown_link(issued, line, now + INVITATION_LIFETIME, access.actor, access.ward)


def _line(access: RosterAccess, wanted: Invited, id: int, now: datetime) -> RosterLine:
    until = now + INVITATION_LIFETIME
    wanted_of = Invitation(id=id, team_id=wanted.team_id, name=wanted.name, phone=wanted.phone, expires_at=until)
    return invited_line(access.scope, wanted_of, wanted.role)
