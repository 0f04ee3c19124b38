"""Questions about wards as a whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Neighbourhood, Team, Ward
from app.places.queries import exists_on


def every_ward() -> sa.Select[Ward]:
    """Select all wards of the database with their provinces, in the order of their codes."""
    return sa.select(Ward).options(joinedload(Ward.province)).order_by(Ward.code)


def ward_codes() -> sa.Select[str]:
    """Select the codes of all wards of the database."""
    return sa.select(Ward.code)


def area_counts(ward_ids: Collection[int], on: date) -> sa.Select[int, int]:
    """Select by ward how many areas there are on a day, without the one that stands for all of it."""
    area = Neighbourhood
    return _counted(area.ward_id, ward_ids).where(~area.is_whole_ward, exists_on(area.valid_from, area.valid_to, on))


def team_counts(ward_ids: Collection[int], on: date) -> sa.Select[int, int]:
    """Select by ward how many teams there are on a day."""
    return _counted(Team.ward_id, ward_ids).where(exists_on(Team.valid_from, Team.valid_to, on))


def people_counts(ward_ids: Collection[int], on: date) -> sa.Select[int | None, int, int]:
    """Select by ward how many people have a post on a day, and how many of them coordinate it."""
    post = Membership
    coordinates = sa.case((post.role == Role.COORDINATOR, post.user_id))
    return (
        sa.select(post.ward_id, sa.func.count(post.user_id.distinct()), sa.func.count(coordinates.distinct()))
        .join(User, User.id == post.user_id)
        .where(post.ward_id.in_(ward_ids), exists_on(post.valid_from, post.valid_to, on), User.ended_at.is_(None))
        .group_by(post.ward_id)
    )


def _counted(ward_id: InstrumentedAttribute[int], ward_ids: Collection[int]) -> sa.Select[int, int]:
    return sa.select(ward_id, sa.func.count()).where(ward_id.in_(ward_ids)).group_by(ward_id)
