"""The form of a decision: which entries in which version, what is done with them, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.json_types import Message
from app.json_values import read_text
from app.logbook.kinds import KINDS
from app.logbook.models import COMMENT_LENGTH
from app.logbook.status import Action
from app.logbook.wording import RETURN_REASONS, VOID_REASONS
from app.permissions import Permission

NEEDS: Mapping[Action, Permission] = {
    Action.APPROVE: Permission.ENTRY_APPROVE,
    Action.RETURN: Permission.ENTRY_RETURN,
    Action.VOID: Permission.ENTRY_VOID,
    Action.RESTORE: Permission.ENTRY_VOID,
}
"""The permission that each action needs."""

MOST_AT_ONCE = 200
"""The most entries in one decision."""

_FIELDS = frozenset(control.short_name for kind in KINDS.values() for control in kind.form())
_REASONS: Mapping[Action, frozenset[str]] = {
    Action.RETURN: frozenset(RETURN_REASONS) | _FIELDS,
    Action.VOID: frozenset(VOID_REASONS),
}
_WORDS_NEEDED = "other"


class UnreadableError(ValueError):
    """The request is not one that our pages send."""


class IncompleteError(ValueError):
    """Something is missing; ``message`` asks for it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """A decision as it was requested: the action, the entries with their versions, and why."""

    action: Action
    seen: Mapping[UUID, int]
    reason: str = ""
    comment: str = ""


def parse_decision(form: MultiDict[str, str]) -> DecisionRequest:
    """Read a decision that a page or its script sent.

    A button says the action and the reason in one, as in ``return:people``, so that one tap is enough.
    """
    action_code, _, reason = form.get("action", "").partition(":")
    try:
        action = Action(action_code)
        seen = dict(map(_read_seen, form.getlist("seen")))
    except ValueError as error:
        raise UnreadableError from error
    if action not in NEEDS or len(seen) > MOST_AT_ONCE:
        raise UnreadableError
    if not seen:
        raise IncompleteError(_l("Select at least one entry."))
    return DecisionRequest(action, seen, *_words(action, reason or form.get("reason", ""), _comment(form)))


def _words(action: Action, reason: str, comment: str) -> tuple[str, str]:
    """Return reason and comment, as far as the action has them."""
    if action not in _REASONS:
        return "", ""
    if not reason:
        raise IncompleteError(_l("Choose a reason."))
    if reason not in _REASONS[action]:
        raise UnreadableError
    if reason == _WORDS_NEEDED and not comment:
        raise IncompleteError(_l("Say in a few words what it is."))
    return reason, comment


def _comment(form: MultiDict[str, str]) -> str:
    # A card has one field of words for each of its decisions; only one is filled in.
    written = next(filter(str.strip, form.getlist("comment")), "")
    try:
        return read_text(written, COMMENT_LENGTH, lines=True)
    except ValueError as error:
        raise IncompleteError(error.args[0]) from error


def _read_seen(text: str) -> tuple[UUID, int]:
    id, _, moves = text.partition(":")
    if not (moves.isascii() and moves.isdecimal() and len(moves) <= len("999999999")):
        raise ValueError(text)
    return UUID(id), int(moves)
