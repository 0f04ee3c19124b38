"""What a new ward has so far, in one statement."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.logbook.models import Entry
from app.overview.setup_list import SetupFacts
from app.people.models import Invitation, InvitationPurpose, Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Population, Team, TeamArea
from app.targets.models import Target


def setup_facts(session: Session, ward_id: int, today: date, now: datetime) -> SetupFacts:
    """Return what a ward has today of all that it needs."""
    team = sa.select(Team.id).where(Team.ward_id == ward_id, _lasts(Team.valid_to, today))
    covered = sa.exists().where(TeamArea.team_id == Team.id, _lasts(TeamArea.valid_to, today))
    post = sa.select(Membership.id).where(Membership.ward_id == ward_id, _lasts(Membership.valid_to, today))
    facts = (
        sa.exists().where(
            Neighbourhood.ward_id == ward_id, ~Neighbourhood.is_whole_ward, _lasts(Neighbourhood.valid_to, today)
        ),
        sa.exists(team),
        sa.exists(team.where(~covered)),
        sa.exists(post.where(Membership.role.in_([Role.MEMBER, Role.LEADER]))),
        _is_somebody_invited(ward_id, now),
        _coordinators(ward_id, today) > 1,
        sa.exists().where(Population.ward_id == ward_id),
        sa.exists().where(Target.ward_id == ward_id),
        sa.exists().where(Entry.ward_id == ward_id),
    )
    return SetupFacts(*session.execute(sa.select(*facts)).one())


def _lasts(valid_to: InstrumentedAttribute[date | None], today: date) -> sa.ColumnElement[bool]:
    return sa.or_(valid_to.is_(None), valid_to >= today)


def _is_somebody_invited(ward_id: int, now: datetime) -> sa.Exists:
    return sa.exists().where(
        Invitation.ward_id == ward_id,
        Invitation.purpose == InvitationPurpose.JOIN,
        Invitation.team_id.is_not(None),
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )


def _coordinators(ward_id: int, today: date) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Membership.user_id.distinct()))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role == Role.COORDINATOR,
            _lasts(Membership.valid_to, today),
            User.ended_at.is_(None),
        )
        .scalar_subquery()
    )
