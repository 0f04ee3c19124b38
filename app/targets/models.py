"""Targets as they are stored."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.targets.keys import TargetKey


class Target(Base):
    """A target: the figure of one measure to be reached in a month, or in a year when ``month`` is empty.

    One that was set for an area ``before_merge`` is that of a part: those of areas merged into it since are added.
    """

    __tablename__ = "target"
    __table_args__ = (sa.Index(None, "ward_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    measure: Mapped[str] = mapped_column(sa.String(80))
    year: Mapped[int]
    month: Mapped[str | None] = mapped_column(sa.String(7))
    figure: Mapped[int] = mapped_column(sa.CheckConstraint("figure > 0", name="figure_positive"))
    before_merge: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def key(self) -> TargetKey:
        """The key of the target."""
        return TargetKey(self.measure, self.month, self.team_id, self.neighbourhood_id)
