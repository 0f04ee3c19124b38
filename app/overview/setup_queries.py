"""What a new ward has so far, in one statement."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.logbook.models import Entry
from app.overview.setup_checklist import SetupFacts
from app.people.invitation_queries import usable_invitations
from app.people.models import Invitation, Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Place, Population, Team, TeamArea
from app.places.queries import covered_areas, exists_on
from app.targets.models import Target


def setup_facts(session: Session, ward_id: int, today: date, now: datetime) -> SetupFacts:
    """Return what a ward has today of all that it needs."""
    team = sa.select(Team.id).where(Team.ward_id == ward_id, exists_on(Team.valid_from, Team.valid_to, today))
    covering = covered_areas(ward_id, today).with_only_columns(TeamArea.team_id)
    in_team = _in_a_team(ward_id, today)
    invited = usable_invitations(ward_id, now).with_only_columns(Invitation.id).order_by(None)
    has_people = in_team.where(Membership.team_id == Team.id).correlate(Team).exists()
    invited_coordinator = invited.where(Invitation.role == Role.COORDINATOR)
    facts = (
        sa.exists().where(
            Neighbourhood.ward_id == ward_id,
            ~Neighbourhood.is_whole_ward,
            exists_on(Neighbourhood.valid_from, Neighbourhood.valid_to, today),
        ),
        sa.exists(team),
        sa.exists(team.where(Team.id.not_in(covering))),
        _number(in_team, Membership.user_id.distinct()),
        _number(invited.where(Invitation.team_id.is_not(None)), Invitation.id),
        _number(team.where(~has_people), Team.id),
        _coordinators(ward_id, today) > 1,
        invited_coordinator.exists(),
        sa.exists().where(Place.ward_id == ward_id, exists_on(Place.valid_from, Place.valid_to, today)),
        sa.exists().where(Population.ward_id == ward_id),
        sa.exists().where(Target.ward_id == ward_id),
        sa.exists().where(Entry.ward_id == ward_id),
    )
    return SetupFacts._make(session.execute(sa.select(*facts)).one())


def _number(rows: sa.Select[int], counted: sa.ColumnElement[int] | InstrumentedAttribute[int]) -> sa.ScalarSelect[int]:
    return rows.with_only_columns(sa.func.count(counted)).scalar_subquery()


def _in_a_team(ward_id: int, today: date) -> sa.Select[int]:
    """Select the posts of members and leaders of today."""
    return (
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role.in_([Role.MEMBER, Role.LEADER]),
            exists_on(Membership.valid_from, Membership.valid_to, today),
            User.ended_at.is_(None),
        )
    )


def _coordinators(ward_id: int, today: date) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Membership.user_id.distinct()))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role == Role.COORDINATOR,
            exists_on(Membership.valid_from, Membership.valid_to, today),
            User.ended_at.is_(None),
        )
        .scalar_subquery()
    )
