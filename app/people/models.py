"""Users, dated memberships, invitations, devices that are signed in, and failures to sign in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid, enum_type
from app.month import local_day
from app.people.audit_events import AuditEvent
from app.permissions import Role
from app.ward_tables import HAS_TRIGGERS

NAME_LENGTH = 120


class User(Base):
    """A person who signs in by phone number and password."""

    __tablename__ = "user"
    __table_args__ = (sa.UniqueConstraint("phone"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Membership(Base):
    """A post held from one day to another: which role, and where. At most one of a user has no end."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.Index("ix_membership_user_id", "user_id"),
        sa.Index("ix_membership_ward_id_team_id", "ward_id", "team_id"),
        sa.Index(
            "uq_membership_current",
            "user_id",
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        ),
        sa.CheckConstraint(
            "(role = 'admin' AND ward_id IS NULL AND province_id IS NULL)"
            " OR (role = 'province' AND province_id IS NOT NULL AND ward_id IS NULL)"
            " OR (role IN ('coordinator', 'viewer') AND ward_id IS NOT NULL)"
            " OR (role IN ('member', 'leader') AND ward_id IS NOT NULL AND team_id IS NOT NULL)",
            name="role_has_its_place",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    province_id: Mapped[int | None] = mapped_column(sa.ForeignKey("province.id"))
    ward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ward.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class InvitationPurpose(StrEnum):
    """What an invitation's link is for. The values are stored."""

    JOIN = "join"
    RESET = "reset"


class Invitation(Base):
    """A link that works once and in time: to take up a post, or to set a password anew.

    The link holds a token, of which only the hash is kept, so that nobody can use what the database holds.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index(
            "ix_invitation_ward_id",
            "ward_id",
            sqlite_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
        ),
        sa.Index(None, "user_id"),
        sa.CheckConstraint("purpose <> 'join' OR role IS NOT NULL", name="join_has_a_role"),
        sa.CheckConstraint("purpose <> 'reset' OR user_id IS NOT NULL", name="reset_has_a_user"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    purpose: Mapped[InvitationPurpose] = mapped_column(enum_type(InvitationPurpose))
    role: Mapped[Role | None] = mapped_column(enum_type(Role))
    """The role of the post that is offered; of a reset the one of the account when it was issued, if it had one."""

    province_id: Mapped[int | None] = mapped_column(sa.ForeignKey("province.id"))
    ward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ward.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    phone: Mapped[str] = mapped_column(sa.String(16))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    """The account whose password is reset; else the one that accepted."""

    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    """The manager who issued the link; ``None`` is the operator at the server."""

    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Device(Base):
    """A phone or computer on which a user is signed in, until it is revoked."""

    __tablename__ = "device"
    __table_args__ = (sa.Index(None, "user_id"),)

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    label: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def last_used_on(self) -> date:
        """The day on which the device was last used; the time of day is not kept up to date."""
        return local_day(self.last_seen_at)


class SignInFailure(Base):
    """One failed attempt to sign in, counted against a key: a phone number, an address, or both."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (sa.Index(None, "key", "at"), sa.Index(None, "at"))

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class AuditRecord(Base):
    """One record of the audit log: signing in, seeing or exporting names, changing people, settings or a month.

    Lines are only ever added; the database refuses to change or remove one. Nobody stands there as the
    actor where it was done from the command line. ``detail`` holds codes and figures, never a citizen's name.
    """

    __tablename__ = "journal_line"
    __table_args__ = (sa.Index(None, "ward_id", "at"), sa.Index(None, "at"), {"info": {HAS_TRIGGERS: True}})

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ward.id"))
    event: Mapped[AuditEvent] = mapped_column(enum_type(AuditEvent, 40))
    detail: Mapped[dict[str, object]] = mapped_column(sa.JSON)
