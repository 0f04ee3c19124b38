"""The receipt of an entry that arrives: a pure decision from the stored entry and the new one.

An entry is known by its id. The same revision with the same digest came before; a higher one is an
edit while the month is open and nobody approved it; everything else is a conflict, whose reason only
the author of the entry learns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.logbook.status import EDITABLE, Status
from app.month import Month


class ReceiptOutcome(StrEnum):
    """The outcome of an entry, in its receipt."""

    STORED = "stored"
    KNOWN = "known"
    REFUSED = "refused"
    CONFLICT = "conflict"


Errors = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one arrival; ``errors`` are messages by field."""

    outcome: ReceiptOutcome
    code: str = ""
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry as it came: its envelope, and the columns that its form read.

    ``row`` holds the columns to store, all but those the server sets, and is empty when ``errors`` are not.
    """

    id: UUID
    kind: str
    revision: int
    digest: str
    withdrawn: bool
    errors: Errors
    row: Mapping[str, Any]


WRONG_KIND = _l("This entry was logged as something else. Withdraw it and log anew.")
OTHER_WARD = _l("This entry belongs to another ward. Withdraw it and log anew.")

STORED = Verdict(ReceiptOutcome.STORED)
KNOWN = Verdict(ReceiptOutcome.KNOWN)


def decide_receipt(
    arrival: Arrival,
    stored: Mapping[str, Any] | None,
    earlier: Collection[tuple[int, str]],
    closed: Collection[tuple[int, str]],
    sender_id: int,
) -> Verdict:
    """Decide on ``arrival``.

    ``stored`` is the entry with its id, if any; ``earlier`` the (revision, digest) pairs of its history;
    ``closed`` the closed (ward id, month) pairs among those that matter.
    """
    if stored is None:
        return _decide_new(arrival, closed)
    if stored["member_id"] != sender_id:
        return Verdict(ReceiptOutcome.CONFLICT, "not_yours")
    if arrival.revision <= stored["revision"]:
        return _decide_old(arrival, stored, earlier)
    if (stored["ward_id"], stored["month"]) in closed:
        return Verdict(ReceiptOutcome.CONFLICT, "month_closed")
    if stored["status"] not in EDITABLE:
        return Verdict(ReceiptOutcome.CONFLICT, "approved" if stored["status"] == Status.APPROVED else "void")
    if arrival.withdrawn:
        return STORED
    return _decide_edit(arrival, stored, closed)


def _decide_new(arrival: Arrival, closed: Collection[tuple[int, str]]) -> Verdict:
    if arrival.errors:
        return _invalid(arrival.errors)
    if not arrival.withdrawn and _month_of(arrival) in closed:
        return _month_closed(arrival)
    return STORED


def _decide_old(arrival: Arrival, stored: Mapping[str, Any], earlier: Collection[tuple[int, str]]) -> Verdict:
    came = arrival.revision, arrival.digest
    if came == (stored["revision"], stored["digest"]) or came in earlier:
        return KNOWN
    return Verdict(ReceiptOutcome.CONFLICT, "stale")


def _decide_edit(arrival: Arrival, stored: Mapping[str, Any], closed: Collection[tuple[int, str]]) -> Verdict:
    if arrival.errors:
        return _invalid(arrival.errors)
    if arrival.kind != stored["kind"]:
        return _invalid({"kind": [WRONG_KIND]})
    if arrival.row["ward_id"] != stored["ward_id"]:
        return Verdict(ReceiptOutcome.REFUSED, "other_ward", {"neighbourhood": [OTHER_WARD]})
    if _month_of(arrival) in closed:
        return _month_closed(arrival)
    return STORED


def _month_closed(arrival: Arrival) -> Verdict:
    month = Month.parse(arrival.row["month"])
    message = _l(
        "Month %(month)s is closed. Let the entry count in the month that is open; its day stays true.",
        month=f"{month.number:02d}/{month.year}",
    )
    return Verdict(ReceiptOutcome.REFUSED, "month_closed", {"happened_on": [message]})


def _invalid(errors: Errors) -> Verdict:
    return Verdict(ReceiptOutcome.REFUSED, "invalid", errors)


def _month_of(arrival: Arrival) -> tuple[int, str]:
    return arrival.row["ward_id"], arrival.row["month"]
