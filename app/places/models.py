"""Province, ward and what lies below a ward, each with its period of validity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Instant, enum_type
from app.json_types import JsonObject
from app.places.short_words import SHORT_LENGTH, short_area_word, short_team_word
from app.places.ward_settings import WardSettings

NAME_LENGTH = 120
WORD_LENGTH = 40  # of what an area is called
TEAM_WORD_LENGTH = 60
SOURCE_LENGTH = 300
PHONE_LENGTH = 16  # of a number in E.164

NEIGHBOURHOOD_WORD, TEAM_WORD = "tổ dân phố", "Tổ công nghệ số cộng đồng"
"""The words for areas and teams where a ward has chosen no others."""


class PlaceType(StrEnum):
    """The kind of a place."""

    MARKET = "market"
    STREET = "street"
    SERVICE_POINT = "service_point"
    HALL = "hall"


class Province(Base):
    """A province or centrally run city, by the official list that its code comes from."""

    __tablename__ = "province"
    __table_args__ = (sa.UniqueConstraint("code", "list_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(2))
    list_version: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))


class Ward(Base):
    """A ward, commune or special zone.

    The words are what the ward calls its areas and teams in letters, the short ones what screens call them.
    ``contact_phone`` is the number, in E.164, that its people and citizens may call, if there is one.

    The code is that of today's unit in the official list; codes were given anew in 2025, so a code
    without its list version is ambiguous. ``name`` may be an earlier name, from the time of the ward's
    published figures; ``official_name`` is today's. ``stored_settings`` is the JSON that ``settings`` reads.
    """

    __tablename__ = "ward"
    __table_args__ = (sa.UniqueConstraint("code", "list_version"), sa.Index(None, "province_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    province_id: Mapped[int] = mapped_column(sa.ForeignKey("province.id"))
    code: Mapped[str] = mapped_column(sa.String(5))
    list_version: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    official_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    neighbourhood_word: Mapped[str] = mapped_column(sa.String(WORD_LENGTH), default=NEIGHBOURHOOD_WORD)
    team_word: Mapped[str] = mapped_column(sa.String(TEAM_WORD_LENGTH), default=TEAM_WORD)
    neighbourhood_short: Mapped[str] = mapped_column(
        sa.String(SHORT_LENGTH), default=short_area_word(NEIGHBOURHOOD_WORD)
    )
    team_short: Mapped[str] = mapped_column(sa.String(SHORT_LENGTH), default=short_team_word(TEAM_WORD))
    contact_phone: Mapped[str] = mapped_column(sa.String(PHONE_LENGTH), default="")
    stored_settings: Mapped[dict[str, object]] = mapped_column("settings", sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.String(500), default="")

    province: Mapped[Province] = relationship()

    @property
    def settings(self) -> WardSettings:
        """The settings, parsed from ``stored_settings`` each time."""
        return WardSettings.parse(self.stored_settings)

    @property
    def has_former_name(self) -> bool:
        """Whether the ward is shown under an earlier name."""
        return self.name != self.official_name


class Neighbourhood(Base):
    """An area below the ward. One of each ward, ``is_whole_ward``, stands for the ward as a whole.

    After a merge ``merged_into_id`` names the successor, and readers restate the old area's figures
    there; after a split the area has an end, and keeps its own line: ``split_from_id`` of its parts names it, and its
    ``remainder_id`` the part that has what was not given to another one. ``latitude`` and ``longitude`` are
    its centroid, if known, which the rounded location of entries is compared with. ``position`` is its place in the
    order made by hand, if it has one, and ``former_name`` its last name before this one, or ``""``: so for teams and
    places.
    """

    __tablename__ = "neighbourhood"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    former_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="")
    position: Mapped[int | None]
    is_whole_ward: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    split_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    remainder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Team(Base):
    """A community digital technology team; its name and number are the ward's to give."""

    __tablename__ = "team"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    former_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="")
    position: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class TeamArea(Base):
    """A neighbourhood that a team covers, from one day to another, both included, where they are known."""

    __tablename__ = "team_area"
    __table_args__ = (sa.Index(None, "team_id"), sa.Index(None, "neighbourhood_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id"))
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Place(Base):
    """A market, a street, a service point or a hall where people are met; a market has stalls, a street shops."""

    __tablename__ = "place"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    type: Mapped[PlaceType] = mapped_column(enum_type(PlaceType))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    former_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="")
    position: Mapped[int | None]
    unit_count: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Population(Base):
    """The size of a group of people, households or firms on a date, with its source."""

    __tablename__ = "population"
    __table_args__ = (sa.Index(None, "ward_id", "group", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    group: Mapped[str] = mapped_column(sa.String(40))
    figure: Mapped[int] = mapped_column(sa.CheckConstraint("figure >= 0", name="figure_not_negative"))
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(SOURCE_LENGTH))


class AreaChangeKind(StrEnum):
    """What became of areas: some were merged into one, one was split, or several merges were made at once."""

    MERGE = "merge"
    SPLIT = "split"
    MAP = "map"


class AreaChange(Base):
    """A change of a ward's areas: ``first_day`` is the first one on which the new map holds.

    ``steps`` says what became of which: each holds the ids of areas under ``from`` and of their successors under
    ``to``. ``undo`` holds what taking it back needs. Changes of a ward are numbered from 1.
    """

    __tablename__ = "area_change"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[AreaChangeKind] = mapped_column(enum_type(AreaChangeKind))
    first_day: Mapped[date]
    steps: Mapped[Sequence[Mapping[str, Sequence[int]]]] = mapped_column(sa.JSON)
    undo: Mapped[JsonObject] = mapped_column(sa.JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
