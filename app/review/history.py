"""One entry in full: its fields in words, every line of its history, and what each revision changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.json_fields import DayField, IdField, IdListField, MonthField, UuidField
from app.json_types import JsonObject, Message
from app.localisation import day
from app.logbook.entry_fields import LocationField
from app.logbook.kinds import KINDS
from app.logbook.models import Entry, ReviewEvent
from app.logbook.status import Action
from app.logbook.wire import wire_fields
from app.people.actor import Actor
from app.period_words import period
from app.review.cards import EntryLabels
from app.review.conflict_messages import actor_label

ACTION_NAMES = {
    Action.RECORD: _l("came in"),
    Action.EDIT: _l("another version came in"),
    Action.WITHDRAW: _l("withdrawn by its author"),
    Action.RETURN: _l("returned to its author"),
    Action.APPROVE: _l("approved"),
    Action.VOID: _l("taken out of the count"),
    Action.RESTORE: _l("put back into the count"),
    Action.UNDO: _l("the decision before was taken back"),
}
_APPROVED_BY_AUTHOR = _l("approved by its author")
_FROM_FILE = {
    Action.RECORD: _l("came in by the file of the author's phone, taken in by somebody else"),
    Action.EDIT: _l("another version came in by the file of the author's phone, taken in by somebody else"),
    Action.WITHDRAW: _l("withdrawn by the file of the author's phone, taken in by somebody else"),
}
"""What an author does, in the words for another who took it in: only a phone's file comes by other hands."""


@dataclass(frozen=True, slots=True)
class FieldInWords:
    """A field of an entry in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A change of a field by a revision."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of an entry's history in words."""

    event: ReviewEvent
    done: Message
    who: str
    reason: str
    changes: Sequence[EntryChange]


def fields_in_words(labels: EntryLabels, entry: Entry, companions: Sequence[int]) -> list[FieldInWords]:
    """Return the fields of an entry that were filled in, in the order of its form."""
    fields = {**KINDS[entry.kind].completed(wire_fields(entry)), "companions": list(companions)}
    texts = ((control.short_name, _text(labels, entry.kind, control, fields)) for control in _controls(entry.kind))
    return [FieldInWords(name, labels.wording.heading(entry.kind, name), text) for name, text in texts if text]


def history_in_words(
    labels: EntryLabels, entry: Entry, events: Sequence[ReviewEvent], reader: Actor
) -> list[HistoryLine]:
    """Return the lines of an entry's history, the latest first."""
    lines = []
    after = wire_fields(entry)
    for event in reversed(events):
        changes: list[EntryChange] = []
        if event.before is not None:
            changes = list(_changes(labels, entry.kind, event.before, after))
            after = event.before
        lines.append(
            HistoryLine(
                event,
                _done(entry, event),
                actor_label(event.actor_id, labels.people.get(event.actor_id or 0), reader),
                labels.wording.reason(entry.kind, event.reason) if event.reason else "",
                changes,
            )
        )
    return lines


def _done(entry: Entry, event: ReviewEvent) -> Message:
    is_author = event.actor_id == entry.member_id
    if event.action is Action.APPROVE and is_author:
        return _APPROVED_BY_AUTHOR
    return ACTION_NAMES[event.action] if is_author else _FROM_FILE.get(event.action, ACTION_NAMES[event.action])


def _controls(kind: str) -> list[Field]:
    """Return the fields of a kind, without those that later ones say as well."""
    return [control for control in KINDS[kind].form() if control.short_name not in KINDS[kind].renamed]


def _changes(labels: EntryLabels, kind: str, before: JsonObject, after: JsonObject) -> Iterator[EntryChange]:
    before, after = KINDS[kind].completed(before), KINDS[kind].completed(after)
    for control in _controls(kind):
        name = control.short_name
        if before.get(name) != after.get(name):
            texts = (_text(labels, kind, control, fields) for fields in (before, after))
            old, new = (text or str(_("nothing")) for text in texts)
            yield EntryChange(name, labels.wording.heading(kind, name), old, new)


def _text(labels: EntryLabels, kind: str, control: Field, fields: JsonObject) -> str:
    """Return the value of a field in words; the fields that all kinds share are written here."""
    value = fields.get(control.short_name)
    if value is None or value == [] or (value is False and control.default is False):
        return ""
    match control:
        case DayField():
            return day(date.fromisoformat(value))
        case MonthField():
            return period(value, labels.periods)
        case IdField() if control.source == "neighbourhoods":
            return labels.areas.get(value, str(value))
        case IdListField():
            return ", ".join(labels.people.get(id, str(id)) for id in value)
        case LocationField():
            return f"{value['lat']}, {value['lng']}" + (f" (± {value['accuracy']} m)" if value["accuracy"] else "")
        case UuidField():
            return str(_("another entry"))
    return labels.wording.value(kind, control.short_name, fields)
