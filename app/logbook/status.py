"""The states of an entry and the moves between them: a literal table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """The status of an entry. A void entry counts nothing."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    VOID = "void"


class Action(StrEnum):
    """An action on an entry; each leaves a line in its history."""

    RECORD = "record"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    VOID = "void"
    RESTORE = "restore"
    UNDO = "undo"


REVIEW_MOVES: Mapping[Action, Mapping[Status, Status]] = {
    Action.APPROVE: {Status.SUBMITTED: Status.APPROVED},
    Action.RETURN: {Status.SUBMITTED: Status.RETURNED, Status.APPROVED: Status.RETURNED},
    Action.VOID: {
        Status.SUBMITTED: Status.VOID,
        Status.RETURNED: Status.VOID,
        Status.APPROVED: Status.VOID,
    },
    Action.RESTORE: {Status.VOID: Status.SUBMITTED},
}
"""The actions of reviewers by the status that they start from, while the entry's month is open."""


def moves_of(action: Action, *, of_team: bool) -> Mapping[Status, Status]:
    """Return the status after ``action`` by the status before; with ``of_team`` none starts from approved."""
    moves = REVIEW_MOVES[action]
    return {start: end for start, end in moves.items() if start is not Status.APPROVED} if of_team else moves


WAITING = frozenset({Status.SUBMITTED, Status.RETURNED})
"""The statuses in which an entry waits: for the ward to review it, or for its author to correct it."""

EDITABLE = frozenset({Status.SUBMITTED, Status.RETURNED})
"""The statuses from which the author may send a new revision or withdraw."""
