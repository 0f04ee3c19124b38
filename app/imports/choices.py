"""What was chosen of a list that came in, and how many rows of it do what. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from app.imports.recognition import Recognised
from app.imports.unread_rows import UnreadReason
from app.json_types import JsonObject
from app.stored_json import StoredRecord


class SheetEntry(msgspec.Struct, frozen=True):
    """A sheet of a list that came in: its name, how many parts it has, and how many rows."""

    name: str
    parts: int
    rows: int


class ListChoices(msgspec.Struct, frozen=True):
    """The sheets of a list, which of them is read, and what was recognised of it, or chosen."""

    sheets: Sequence[SheetEntry]
    sheet: int
    recognised: JsonObject

    @property
    def columns(self) -> Recognised:
        """What each column holds."""
        return Recognised.from_json(self.recognised)

    @property
    def chosen(self) -> SheetEntry:
        """The sheet that is read."""
        return self.sheets[self.sheet]

    def with_columns(self, columns: Recognised) -> ListChoices:
        """Return it with other columns of the same sheet."""
        return replace(self, recognised=columns.to_json())

    def to_json(self) -> JsonObject:
        """Return it as JSON, as imports store it."""
        stored: JsonObject = msgspec.to_builtins(self)
        return stored

    @classmethod
    def from_json(cls, stored: JsonObject) -> ListChoices:
        """Return what :meth:`to_json` made JSON of."""
        return msgspec.convert(stored, cls)


class RowCounts(StoredRecord, frozen=True):
    """How many rows of a list do what, and how many were applied.

    ``noted`` ones are new or the same, and the page says something of them. ``done_new`` and ``done_changed`` were
    applied, of parts ``parts``. ``unread`` names rows that are no rows of the list, the first ones of each reason.
    ``cut_off`` says that the rest was given up, as a day had passed.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0
    noted: int = 0
    unread: Mapping[str, Sequence[int]] = {}
    unread_rows: int = 0
    parts: int = 0
    done_new: int = 0
    done_changed: int = 0
    cut_off: bool = False

    @property
    def to_apply(self) -> int:
        """How many rows there are to apply."""
        return self.new + self.changed

    @property
    def done(self) -> int:
        """How many rows were applied."""
        return self.done_new + self.done_changed

    @property
    def remaining(self) -> int:
        """How many rows are still to be applied."""
        return max(self.to_apply - self.done, 0)

    def planned_again(self, rest: RowCounts, first_part: int) -> RowCounts:
        """Return these counts once ``rest``, which counts applied rows as the same, was found from a part on."""
        return replace(
            rest,
            new=self.done_new + rest.new,
            changed=self.done_changed + rest.changed,
            same=max(rest.same - self.done, 0),
            parts=first_part + rest.parts,
            done_new=self.done_new,
            done_changed=self.done_changed,
        )

    def with_done(self, new: int, changed: int) -> RowCounts:
        """Return these counts with more rows applied."""
        return replace(self, done_new=self.done_new + new, done_changed=self.done_changed + changed)

    @property
    def unread_reasons(self) -> Mapping[UnreadReason, Sequence[int]]:
        """The rows that are no rows of the list, by why, as far as this version knows the reason."""
        known = set(UnreadReason)
        return {UnreadReason(code): numbers for code, numbers in self.unread.items() if code in known}
