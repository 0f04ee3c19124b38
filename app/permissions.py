"""Permissions: the roles as a literal table, and :func:`may`, which reads it.

The table is the one shown to users in docs/permissions.md; change both in one commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol


class Role(StrEnum):
    """The role of a user in a team, a ward or a province."""

    MEMBER = "member"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"
    PROVINCE = "province"
    ADMIN = "admin"


class Permission(StrEnum):
    """Something that a person may do."""

    ENTRY_APPROVE = "entry:approve"
    ENTRY_IMPORT = "entry:import"
    ENTRY_LOG = "entry:log"
    ENTRY_READ = "entry:read"
    ENTRY_RETURN = "entry:return"
    ENTRY_VOID = "entry:void"
    EVENT_MANAGE = "event:manage"
    EVENT_READ = "event:read"
    FIGURES_READ = "figures:read"
    HOUSEHOLD_MANAGE = "household:manage"
    HOUSEHOLD_READ = "household:read"
    JOURNAL_READ = "journal:read"
    MONTH_CLOSE = "month:close"
    PEOPLE_MANAGE = "people:manage"
    PLACE_MANAGE = "place:manage"
    PLACE_READ = "place:read"
    REPORT_WRITE = "report:write"
    WARD_ADD = "ward:add"
    WARD_IMPORT = "ward:import"
    WARD_SETTINGS = "ward:settings"


class Reach(IntEnum):
    """The reach of a permission, from one's own entries to everything."""

    OWN = 1
    TEAM = 2
    WARD = 3
    PROVINCE = 4
    ALL = 5


P, R = Permission, Reach
ROLES: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.MEMBER: {
        P.ENTRY_LOG: R.OWN,
        P.ENTRY_READ: R.OWN,
        P.EVENT_READ: R.WARD,
        P.HOUSEHOLD_READ: R.TEAM,
        P.FIGURES_READ: R.OWN,
    },
    Role.LEADER: {
        P.ENTRY_LOG: R.OWN,
        P.ENTRY_READ: R.TEAM,
        P.ENTRY_RETURN: R.TEAM,
        P.EVENT_MANAGE: R.TEAM,
        P.EVENT_READ: R.WARD,
        P.HOUSEHOLD_MANAGE: R.TEAM,
        P.HOUSEHOLD_READ: R.TEAM,
        P.FIGURES_READ: R.TEAM,
        P.PEOPLE_MANAGE: R.TEAM,
        P.REPORT_WRITE: R.TEAM,
    },
    Role.COORDINATOR: {
        P.ENTRY_LOG: R.OWN,
        P.ENTRY_READ: R.WARD,
        P.ENTRY_RETURN: R.WARD,
        P.ENTRY_APPROVE: R.WARD,
        P.ENTRY_VOID: R.WARD,
        P.ENTRY_IMPORT: R.WARD,
        P.EVENT_MANAGE: R.WARD,
        P.EVENT_READ: R.WARD,
        P.HOUSEHOLD_MANAGE: R.WARD,
        P.HOUSEHOLD_READ: R.WARD,
        P.JOURNAL_READ: R.WARD,
        P.FIGURES_READ: R.WARD,
        P.MONTH_CLOSE: R.WARD,
        P.PEOPLE_MANAGE: R.WARD,
        P.PLACE_MANAGE: R.WARD,
        P.PLACE_READ: R.WARD,
        P.REPORT_WRITE: R.WARD,
        P.WARD_IMPORT: R.WARD,
        P.WARD_SETTINGS: R.WARD,
    },
    Role.VIEWER: {
        P.ENTRY_READ: R.WARD,
        P.EVENT_READ: R.WARD,
        P.HOUSEHOLD_READ: R.WARD,
        P.FIGURES_READ: R.WARD,
        P.PLACE_READ: R.WARD,
    },
    Role.PROVINCE: {P.FIGURES_READ: R.PROVINCE},
    Role.ADMIN: {
        P.JOURNAL_READ: R.ALL,
        P.PEOPLE_MANAGE: R.ALL,
        P.PLACE_MANAGE: R.ALL,
        P.PLACE_READ: R.ALL,
        P.WARD_ADD: R.ALL,
    },
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The province, ward, team and member that something belongs to."""

    province_id: int | None = None
    ward_id: int | None = None
    team_id: int | None = None
    member_id: int | None = None


class Holder(Protocol):
    """A user with a post, as far as :func:`may` needs it."""

    @property
    def id(self) -> int:
        """The person's id."""

    @property
    def role(self) -> Role | None:
        """The role held today."""

    @property
    def place(self) -> Scope:
        """The scope in which the role is held."""


def reach(holder: Holder, permission: Permission) -> Reach | None:
    """Return how far ``permission`` goes for ``holder``, or ``None`` when it is not theirs."""
    return ROLES[holder.role].get(permission) if holder.role else None


def may(holder: Holder, permission: Permission, place: Scope) -> bool:
    """Return whether ``holder`` has ``permission`` over what lies at ``place``."""
    own = holder.place
    match reach(holder, permission):
        case Reach.OWN:
            return place.ward_id == own.ward_id and place.member_id == holder.id
        case Reach.TEAM:
            return place.ward_id == own.ward_id and own.team_id is not None and place.team_id == own.team_id
        case Reach.WARD:
            return own.ward_id is not None and place.ward_id == own.ward_id
        case Reach.PROVINCE:
            return own.province_id is not None and place.province_id == own.province_id
        case Reach.ALL:
            return True
        case None:
            return False
