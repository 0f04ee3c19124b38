"""The result of taking in a phone's file: each entry by name, with what became of it and of its photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.identity_digits import holds_identity_digits
from app.json_fields import NumberField
from app.json_types import Message
from app.logbook.entry_fields import NamedPartyField
from app.logbook.kinds import KINDS
from app.logbook.receipt_rules import ReceiptCode, ReceiptOutcome
from app.logbook.wording import Wording
from app.photos.actions import PhotoOutcome
from app.sync.envelope import Receipt
from app.sync.waiting_file import id_of

_CONFLICTS: Mapping[str, Message] = {
    ReceiptCode.APPROVED: _l("The ward has approved this entry. This later change was not taken in."),
    ReceiptCode.MONTH_CLOSED: _l("The month is closed, so this can no longer be changed."),
    ReceiptCode.NOT_YOURS: _l("This belongs to somebody else."),
    ReceiptCode.RETURNED: _l("The ward has returned this entry. This later change was not taken in."),
    ReceiptCode.STALE: _l("The ward has a newer version of this entry."),
    ReceiptCode.VOID: _l("This entry was taken out of the count before."),
}
_PHOTO_REFUSALS = {
    PhotoOutcome.UNKNOWN_ENTRY: _l("The ward does not have the entry that this photo belongs to."),
    PhotoOutcome.GONE: _l("The entry of this photo was taken out of the count."),
    PhotoOutcome.CONFLICT: _l("The ward has another photo in its place."),
    PhotoOutcome.TOO_MANY: _l("The entry of this photo has as many photos as it can have."),
    PhotoOutcome.UNREADABLE: _l("This photo cannot be read."),
}
_RECEIVED = (ReceiptOutcome.STORED, ReceiptOutcome.KNOWN)
_PHOTOS_RECEIVED = (PhotoOutcome.STORED, PhotoOutcome.KNOWN)
_LONGEST_CODE = 40
_MOST_CODES = 20
_LONGEST_NUMBER = 60
"""Characters of somebody's number with all that sets its digits apart."""


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry of the file: its kind, day and name as far as they can be read, and what became of it.

    ``reasons`` say why it was not taken in; ``photos`` of it the ward has now.
    """

    id: UUID | None
    outcome: str
    kind: str
    day: date | None
    title: str
    line: str
    reasons: Sequence[str]
    photos: int


@dataclass(frozen=True, slots=True)
class PhotoRefusal:
    """A photo that was not taken in, of which entry, and why in words."""

    id: UUID | None
    entry_id: UUID | None
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of taking in a file: whose it is, who took it in when, and all that was in it."""

    member: str
    importer: str
    imported_at: datetime
    exported_at: datetime | None
    entries: Sequence[ImportedEntry]
    photos: Mapping[str, int]
    photos_refused: Sequence[PhotoRefusal]

    @property
    def stored(self) -> Sequence[ImportedEntry]:
        """The entries that the ward has received now."""
        return [entry for entry in self.entries if entry.outcome == ReceiptOutcome.STORED]

    @property
    def known(self) -> Sequence[ImportedEntry]:
        """The entries that the ward had already."""
        return [entry for entry in self.entries if entry.outcome == ReceiptOutcome.KNOWN]

    @property
    def refused(self) -> Sequence[ImportedEntry]:
        """The entries that were not taken in."""
        return [entry for entry in self.entries if entry.outcome not in _RECEIVED]


def named_entries(
    wording: Wording, receipts: Sequence[tuple[object, Receipt]], photos: Sequence[tuple[PhotoOutcome, object]]
) -> list[ImportedEntry]:
    """Return the entries of a file by name, in its order."""
    received = Counter(id_of(item, "entry") for outcome, item in photos if outcome in _PHOTOS_RECEIVED)
    return [_named(wording, item, answer, received[id_of(item)]) for item, answer in receipts]


def photo_counts(photos: Sequence[tuple[PhotoOutcome, object]]) -> dict[str, int]:
    """Return how many photos were received now and how many the ward had."""
    outcomes = Counter(outcome for outcome, _ in photos)
    return {"stored": outcomes[PhotoOutcome.STORED], "known": outcomes[PhotoOutcome.KNOWN]}


def photo_refusals(photos: Sequence[tuple[PhotoOutcome, object]]) -> list[PhotoRefusal]:
    """Return the photos that were not taken in, with the reasons in words."""
    return [
        PhotoRefusal(id_of(item), id_of(item, "entry"), outcome, str(_PHOTO_REFUSALS[outcome]))
        for outcome, item in photos
        if outcome in _PHOTO_REFUSALS
    ]


def _named(wording: Wording, item: object, answer: Receipt, photos: int) -> ImportedEntry:
    envelope = item if isinstance(item, dict) else {}
    code, fields = envelope.get("kind"), envelope.get("fields")
    kind = KINDS.get(code) if isinstance(code, str) else None
    values = fields if isinstance(fields, dict) else {}
    title, line = _line(wording, kind.code, values) if kind else ("", "")
    reasons = [] if answer["outcome"] in _RECEIVED else _reasons(code if kind else None, answer)
    name = str(kind.name) if kind else ""
    return ImportedEntry(
        id_of(item), answer["outcome"], name, _day(values.get("happened_on")), title, line, reasons, photos
    )


def _line(wording: Wording, kind: str, values: dict[str, object]) -> tuple[str, str]:
    """Return the title and the rest of an entry's line; what was refused may hold anything, also a citizen's number.

    The entries are stored by now, so whatever cannot be written leaves the line empty.
    """
    try:
        form, completed = KINDS[kind].form(), KINDS[kind].completed(values)
        shown = {name: _shown(form[name], completed.get(name)) for name in KINDS[kind].line}
        texts = wording.line(kind, shown)
        # A lone surrogate can stand in no page.
        "".join(texts).encode()
    except Exception:
        return "", ""
    return ("", "") if any(map(holds_identity_digits, texts)) else texts


def _shown(field: Field, value: object) -> object:
    """Return what a line shows of a value: a figure within the field's bounds, and no more of a text than it takes.

    Raises an error where nothing of the entry should be shown.
    """
    if isinstance(field, NumberField):
        try:
            return field.read(value)
        except ValueError:
            return None
    longest = getattr(field, "longest", _LONGEST_CODE)
    if isinstance(field, NamedPartyField) and value is not None:
        return {field.text_key: _cut(value[field.text_key], longest)}  # type: ignore[index]
    if isinstance(value, list):
        return [_cut(code, longest) for code in value[:_MOST_CODES]]
    return None if value is None else _cut(value, longest)


def _cut(text: object, longest: int) -> str:
    """Return the start of a text, which must not end within somebody's number."""
    if not isinstance(text, str) or holds_identity_digits(text[: longest + _LONGEST_NUMBER]):
        raise ValueError
    return text[:longest]


def _reasons(kind: str | None, answer: Receipt) -> list[str]:
    labels = {field.short_name: str(field.label.text) for field in KINDS[kind].form()} if kind else {}
    reasons = [
        f"{labels[name]}: {message}" if name in labels else str(message)
        for name, messages in answer["errors"].items()
        for message in messages
    ]
    return reasons or [str(_CONFLICTS[answer["code"]])]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
