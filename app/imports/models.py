"""Imports of lists: what came in, what was planned, and what undoing needs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, enum_type
from app.imports.list_kind import ListCode
from app.json_types import JsonObject
from app.places.models import SOURCE_LENGTH
from app.versions import version_token

PURPOSE_LENGTH = 300


class ImportState(StrEnum):
    """How far an import is. The values are stored."""

    READ = "read"
    """The file was read, and its columns are being looked at."""

    PLANNED = "planned"
    APPLYING = "applying"
    """Some parts were applied. It goes on where it was cut off."""

    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"
    """Nothing was applied, and its cells are gone: somebody gave it up, or a day passed."""


class Import(Base):
    """A list that came into a ward: who gave it, who brought it in, and how far it is.

    ``digest`` is the SHA-256 of the file or of the pasted text, so that the same list is recognised. ``choices`` is
    what was chosen of it: sheet, header row, columns, order of day and month. ``counts`` holds by verdict the number
    of rows. ``next_part`` is the number of the part that is applied, or undone, next.
    """

    __tablename__ = "import"
    __table_args__ = (sa.Index(None, "ward_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    kind: Mapped[ListCode] = mapped_column(enum_type(ListCode, 20))
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    digest: Mapped[str] = mapped_column(sa.String(64))
    given_by: Mapped[str] = mapped_column(sa.String(SOURCE_LENGTH))
    given_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(sa.String(PURPOSE_LENGTH))
    choices: Mapped[JsonObject] = mapped_column(sa.JSON)
    counts: Mapped[JsonObject] = mapped_column(sa.JSON)
    next_part: Mapped[int]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    applied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def version(self) -> str:
        """The version that a page shows of it: what is sent with another one is not done."""
        return version_token(self.state, self.choices, self.counts, self.next_part)

    @property
    def can_be_planned(self) -> bool:
        """Whether nothing of it was applied yet, so that its columns may still be chosen."""
        return self.state in {ImportState.READ, ImportState.PLANNED}

    @property
    def can_be_applied(self) -> bool:
        """Whether it was planned, and there is a part that was not applied."""
        return self.state in {ImportState.PLANNED, ImportState.APPLYING}

    @property
    def can_be_undone(self) -> bool:
        """Whether something of it was applied that was not taken back."""
        return self.state in {ImportState.APPLYING, ImportState.APPLIED, ImportState.UNDOING}


class ImportPartType(StrEnum):
    """What a part of an import holds. The values are stored."""

    SHEET = "sheet"
    """Cells as they were read, without what must not be stored; gone once applied, or after a day."""

    PLAN = "plan"
    """Planned rows; gone once applied, or after a day."""

    WRONG = "wrong"
    """Rows that are wrong, with why, and the same ones with a note; gone once applied, or after a day."""

    CHANGE = "change"
    """What was done, for undoing; it stays."""


class ImportPart(Base):
    """A part of an import: compressed JSON, so that no row is large."""

    __tablename__ = "import_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("import.id"), primary_key=True, autoincrement=False)
    type: Mapped[ImportPartType] = mapped_column(enum_type(ImportPartType), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
