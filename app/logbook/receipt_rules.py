"""The receipt of an entry that arrives: a pure decision from the stored entry and the new one.

An entry is known by its id. The same revision with the same digest came before; a higher one is an
edit while the month is open and nobody approved it; everything else is a conflict, whose reason only
the author of the entry learns.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from app.json_types import Messages
from app.logbook.entry_rows import Arrival, EntryRow
from app.logbook.kinds.common import NOT_COME_YET
from app.logbook.status import EDITABLE, Status
from app.month import Month, local_day
from app.periods import Periods


class ReceiptOutcome(StrEnum):
    """The outcome of an entry, in its receipt."""

    STORED = "stored"
    KNOWN = "known"
    REFUSED = "refused"
    CONFLICT = "conflict"


class ReceiptCode(StrEnum):
    """The reason of an outcome, in its receipt."""

    NONE = ""
    INVALID = "invalid"
    NOT_YOURS = "not_yours"
    STALE = "stale"
    APPROVED = "approved"
    RETURNED = "returned"
    VOID = "void"
    MONTH_CLOSED = "month_closed"
    OTHER_WARD = "other_ward"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one arrival; ``errors`` are messages by field."""

    outcome: ReceiptOutcome
    code: ReceiptCode = ReceiptCode.NONE
    errors: Messages = field(default_factory=dict)


WRONG_KIND = _l("This entry was logged as something else. Withdraw it and log anew.")
OTHER_WARD = _l("This entry belongs to another ward. Withdraw it and log anew.")

STORED = Verdict(ReceiptOutcome.STORED)
KNOWN = Verdict(ReceiptOutcome.KNOWN)


def decide_receipt(
    arrival: Arrival,
    stored: EntryRow | None,
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
    if stored.member_id != sender_id:
        return Verdict(ReceiptOutcome.CONFLICT, ReceiptCode.NOT_YOURS)
    if arrival.revision <= stored.revision:
        return _decide_old(arrival, stored, earlier)
    if (stored.ward_id, stored.month) in closed:
        return Verdict(ReceiptOutcome.CONFLICT, ReceiptCode.MONTH_CLOSED)
    if stored.status not in EDITABLE or (arrival.if_submitted and stored.status != Status.SUBMITTED):
        return Verdict(ReceiptOutcome.CONFLICT, ReceiptCode(stored.status.value))
    if arrival.withdrawn:
        return STORED
    return _decide_edit(arrival, stored, closed)


def _decide_new(arrival: Arrival, closed: Collection[tuple[int, str]]) -> Verdict:
    entry = arrival.entry
    if entry is None:
        return invalid(arrival.errors)
    return STORED if arrival.withdrawn else _decide_month(entry, arrival.periods.periods, closed)


def _decide_old(arrival: Arrival, stored: EntryRow, earlier: Collection[tuple[int, str]]) -> Verdict:
    came = arrival.revision, arrival.digest
    if came == (stored.revision, stored.digest) or came in earlier:
        return KNOWN
    return Verdict(ReceiptOutcome.CONFLICT, ReceiptCode.STALE)


def _decide_edit(arrival: Arrival, stored: EntryRow, closed: Collection[tuple[int, str]]) -> Verdict:
    entry = arrival.entry
    if entry is None:
        return invalid(arrival.errors)
    if entry.kind != stored.kind:
        return invalid({"kind": [WRONG_KIND]})
    if entry.ward_id != stored.ward_id:
        return Verdict(ReceiptOutcome.REFUSED, ReceiptCode.OTHER_WARD, {"neighbourhood": [OTHER_WARD]})
    return _decide_month(entry, arrival.periods.periods, closed)


def months_that_matter(entry: EntryRow, periods: Periods) -> set[str]:
    """Return the periods of which it matters whether they are closed when an entry arrives."""
    return {entry.month, _month_before_ahead(entry, periods) or entry.month}


def _month_before_ahead(entry: EntryRow, periods: Periods) -> str | None:
    """Return the period in which an entry arrived that is to count in the next one, else ``None``."""
    if entry.count_in is None:
        return None
    arrived = str(periods.of(local_day(entry.received_at)))
    return arrived if entry.month > arrived else None


def _decide_month(entry: EntryRow, periods: Periods, closed: Collection[tuple[int, str]]) -> Verdict:
    """Let an entry count in an open period; in the next one only while the present one is closed, perhaps early."""
    if (entry.ward_id, entry.month) in closed:
        return _month_closed(Month.parse(entry.month), periods)
    present = _month_before_ahead(entry, periods)
    if present and (entry.ward_id, present) not in closed:
        return invalid({"count_in": [NOT_COME_YET]})
    return STORED


def _month_closed(month: Month, periods: Periods) -> Verdict:
    name = f"{month.number:02d}/{month.year}"
    if periods.is_calendar_month(month):
        message = _l(
            "Month %(month)s is closed. Let the entry count in the month that is open; its day stays true.", month=name
        )
    else:
        span = periods.span(month)
        message = _l(
            "Period %(month)s (%(first)s–%(last)s) is closed. Let the entry count in the one that is open; its day "
            "stays true.",
            month=name,
            first=f"{span.first:%d/%m}",
            last=f"{span.last:%d/%m}",
        )
    return Verdict(ReceiptOutcome.REFUSED, ReceiptCode.MONTH_CLOSED, {"happened_on": [message]})


def invalid(errors: Messages) -> Verdict:
    """Return the verdict on an entry that cannot be stored as it is."""
    return Verdict(ReceiptOutcome.REFUSED, ReceiptCode.INVALID, errors)
