"""Events and their dates, who is on duty at them, days under a plan, and campaigns."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.own_codes import CODE_LENGTH
from app.database import Base, Instant, enum_type
from app.tally.models import MEASURE_LENGTH

TITLE_LENGTH = 120
VENUE_LENGTH = 200
REASON_LENGTH = 200
NOTE_LENGTH = 500
RULE_LENGTH = 120


class Event(Base):
    """An occasion of a ward, on one day or on several.

    ``rule`` is the RRULE of RFC 5545 by which it recurs from ``first_day`` to ``last_day``, which may be open; without
    one it is on ``first_day`` alone. ``type_code`` is one of the ward's own list of types. It is at a place of the
    ward's list or at a ``venue`` in words. ``expected`` is how many people are expected on each day. One that has
    ``ended_at`` is offered no more; what was logged for it stays.
    """

    __tablename__ = "event"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    type_code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH))
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"))
    venue: Mapped[str] = mapped_column(sa.String(VENUE_LENGTH), default="")
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    rule: Mapped[str] = mapped_column(sa.String(RULE_LENGTH), default="")
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    expected: Mapped[int | None]
    note: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class EventTeam(Base):
    """A team that takes part in an event; an event without any is everybody's."""

    __tablename__ = "event_team"
    __table_args__ = (sa.Index(None, "team_id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id"), primary_key=True)


class EventDate(Base):
    """A date of an event that differs from its rule: it was moved, to another day or other times, or called off.

    ``day`` is the one that the rule gives (the RECURRENCE-ID of RFC 5545). It stays the name of the date, by which
    duties know it, wherever the date was moved.
    """

    __tablename__ = "event_date"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    moved_to: Mapped[date | None]
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    is_called_off: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(REASON_LENGTH), default="")
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class EventShift(Base):
    """A shift at each date of an event, and how many people it needs. Shifts of an event are numbered from 1."""

    __tablename__ = "event_shift"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    needed: Mapped[int]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class DutyAnswer(StrEnum):
    """What somebody who was asked to be on duty says."""

    YES = "yes"
    NO = "no"


class Duty(Base):
    """A member who is asked to be on duty in a shift of one date of an event, by the day that the rule gives.

    ``is_present`` is whether they were there, ``None`` as long as nobody has confirmed it.
    """

    __tablename__ = "duty"
    __table_args__ = (sa.Index(None, "ward_id", "member_id", "day"), sa.Index(None, "ward_id", "day"))

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    shift: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    answer: Mapped[DutyAnswer | None] = mapped_column(enum_type(DutyAnswer))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    is_present: Mapped[bool | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class PlannedDay(Base):
    """A day on which a team works under a plan though it has no event and no campaign: its leader says so."""

    __tablename__ = "planned_day"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(sa.String(REASON_LENGTH), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class Campaign(Base):
    """A named span of days, both included, with areas and targets; one without areas is of the whole ward."""

    __tablename__ = "campaign"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    name: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    first_day: Mapped[date]
    last_day: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH), default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class CampaignArea(Base):
    """An area in which a campaign is held."""

    __tablename__ = "campaign_area"
    __table_args__ = (sa.Index(None, "neighbourhood_id"),)

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"), primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"), primary_key=True)


class CampaignTarget(Base):
    """What is to be reached of one measure in a campaign: by a team, or without one by all together."""

    __tablename__ = "campaign_target"
    __table_args__ = (sa.Index(None, "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH))
    figure: Mapped[int] = mapped_column(sa.CheckConstraint("figure > 0", name="figure_positive"))
