"""What becomes of an entry that arrives: every case of the decision, from what is stored and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.logbook.entry_rows import Arrival, EntryRow
from app.logbook.receipt_rules import KNOWN, STORED, ReceiptOutcome, Verdict, decide_receipt
from app.logbook.status import EDITABLE, REVIEW_MOVES, Action, Status
from tests.logbook.rows import make_row

ID = UUID("0199a000-0000-7000-8000-0000000000aa")
AUTHOR, STRANGER = 7, 8
WARD, OTHER_WARD = 1, 2
OCTOBER, NOVEMBER = "2026-10", "2026-11"
WRONG: dict[str, list[Any]] = {"people": ["too many"]}


def _arrival(
    revision: int = 1, digest: str = "a", *, errors: Mapping[str, list[Any]] | None = None, **other: Any
) -> Arrival:
    withdrawn, kind = other.pop("withdrawn", False), other.pop("kind", "visit")
    entry = make_row(kind=kind, **{"ward_id": WARD, "month": NOVEMBER} | other) if not errors else None
    return Arrival(ID, kind, revision, digest, withdrawn, errors or {}, entry)


def _stored(status: Status = Status.SUBMITTED, revision: int = 3, **other: Any) -> EntryRow:
    common = {"ward_id": WARD, "member_id": AUTHOR, "month": NOVEMBER, "digest": "c"}
    return make_row(status=status, revision=revision, **common | other)


EARLIER = {(1, "a"), (2, "b")}
CLOSED = {(WARD, OCTOBER)}


def _judge(arrival: Arrival, stored: EntryRow | None, sender: int = AUTHOR) -> tuple[str, str]:
    verdict = decide_receipt(arrival, stored, EARLIER if stored else (), CLOSED, sender)
    assert bool(verdict.errors) is (verdict.outcome is ReceiptOutcome.REFUSED)
    return verdict.outcome.value, verdict.code


@pytest.mark.parametrize("revision", [1, 2, 40])
def test_an_unknown_entry_is_stored_at_whatever_revision_it_arrives(revision: int) -> None:
    assert _judge(_arrival(revision), None) == ("stored", "")
    assert _judge(_arrival(revision, withdrawn=True), None) == ("stored", "")


def test_an_unknown_entry_with_errors_is_refused_with_them() -> None:
    assert decide_receipt(_arrival(errors=WRONG), None, (), CLOSED, AUTHOR) == Verdict(
        ReceiptOutcome.REFUSED, "invalid", WRONG
    )


def test_an_unknown_entry_of_a_closed_month_is_offered_the_open_one() -> None:
    verdict = decide_receipt(_arrival(month=OCTOBER), None, (), CLOSED, AUTHOR)
    assert (verdict.outcome, verdict.code, list(verdict.errors)) == (
        ReceiptOutcome.REFUSED,
        "month_closed",
        ["happened_on"],
    )
    # What was logged and taken back before it was ever sent counts nothing, so it may rest in any month.
    assert _judge(_arrival(month=OCTOBER, withdrawn=True), None) == ("stored", "")
    assert _judge(_arrival(month=OCTOBER, ward_id=OTHER_WARD), None) == ("stored", "")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("month", [OCTOBER, NOVEMBER])
@pytest.mark.parametrize(
    ("revision", "digest", "expected"),
    [
        (3, "c", ("known", "")),
        (2, "b", ("known", "")),
        (1, "a", ("known", "")),
        (3, "x", ("conflict", "stale")),
        (2, "x", ("conflict", "stale")),
        (2, "a", ("conflict", "stale")),
        (1, "c", ("conflict", "stale")),
    ],
)
def test_revision_that_came_before_is_known_in_every_status(
    status: Status, month: str, revision: int, digest: str, expected: tuple[str, str]
) -> None:
    assert _judge(_arrival(revision, digest), _stored(status, month=month)) == expected


def test_a_resend_is_known_though_its_fields_would_be_refused_today() -> None:
    """The rules may have become stricter, the area may be gone: what is stored is stored."""
    assert _judge(_arrival(3, "c", errors=WRONG), _stored()) == ("known", "")
    assert _judge(_arrival(1, "a", errors=WRONG), _stored(Status.APPROVED)) == ("known", "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.SUBMITTED, ("stored", "")),
        (Status.RETURNED, ("stored", "")),
        (Status.APPROVED, ("conflict", "approved")),
        (Status.VOID, ("conflict", "void")),
    ],
)
@pytest.mark.parametrize("digest", ["c", "d"])
@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_higher_revision_is_an_edit_until_somebody_decided(
    status: Status, expected: tuple[str, str], digest: str, withdrawn: bool
) -> None:
    assert _judge(_arrival(4, digest, withdrawn=withdrawn), _stored(status)) == expected
    assert (status in EDITABLE) is (expected == ("stored", ""))


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_counts_by_itself_does_not_touch_what_was_returned(withdrawn: bool) -> None:
    arrival = replace(_arrival(4, "d", withdrawn=withdrawn), if_submitted=True)
    assert _judge(arrival, _stored(Status.RETURNED)) == ("conflict", "returned")
    assert _judge(arrival, _stored()) == ("stored", "")
    assert _judge(replace(arrival, revision=3, digest="c"), _stored(Status.RETURNED)) == ("known", "")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_closed_month_does_not_move(status: Status, withdrawn: bool) -> None:
    arrival = _arrival(4, "d", withdrawn=withdrawn)
    assert _judge(arrival, _stored(status, month=OCTOBER)) == ("conflict", "month_closed")


def test_an_edit_into_a_closed_month_is_refused() -> None:
    assert _judge(_arrival(4, month=OCTOBER), _stored()) == ("refused", "month_closed")


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"errors": WRONG}, "invalid", "people"),
        ({"kind": "training"}, "invalid", "kind"),
        ({"ward_id": OTHER_WARD}, "other_ward", "neighbourhood"),
    ],
)
def test_an_edit_is_refused_alone(other: dict[str, Any], code: str, field: str) -> None:
    verdict = decide_receipt(_arrival(4, "d", **other), _stored(), EARLIER, CLOSED, AUTHOR)
    assert (verdict.outcome, verdict.code, list(verdict.errors)) == (ReceiptOutcome.REFUSED, code, [field])


@pytest.mark.parametrize("other", [{"errors": WRONG}, {"kind": "training"}, {"ward_id": OTHER_WARD}])
def test_taking_back_needs_no_valid_fields(other: dict[str, Any]) -> None:
    assert _judge(_arrival(4, "d", withdrawn=True, **other), _stored()) == ("stored", "")


@given(
    status=st.sampled_from(Status),
    revision=st.integers(1, 6),
    digest=st.sampled_from("abcd"),
    withdrawn=st.booleans(),
    month=st.sampled_from([OCTOBER, NOVEMBER]),
    errors=st.sampled_from([None, WRONG]),
)
def test_a_stranger_learns_only_that_it_is_not_theirs(
    status: Status, revision: int, digest: str, withdrawn: bool, month: str, errors: dict[str, list[Any]] | None
) -> None:
    arrival = _arrival(revision, digest, withdrawn=withdrawn, month=month, errors=errors)
    assert decide_receipt(arrival, _stored(status), EARLIER, CLOSED, STRANGER) == Verdict(
        ReceiptOutcome.CONFLICT, "not_yours"
    )


@given(
    status=st.sampled_from(Status),
    revision=st.integers(1, 6),
    digest=st.sampled_from("abcd"),
    withdrawn=st.booleans(),
    months=st.tuples(st.sampled_from([OCTOBER, NOVEMBER]), st.sampled_from([OCTOBER, NOVEMBER])),
    errors=st.sampled_from([None, WRONG]),
)
def test_decided_entry_is_not_written_over(
    status: Status,
    revision: int,
    digest: str,
    withdrawn: bool,
    months: tuple[str, str],
    errors: dict[str, list[Any]] | None,
) -> None:
    arrival = _arrival(revision, digest, withdrawn=withdrawn, month=months[0], errors=errors)
    verdict = decide_receipt(arrival, _stored(status, month=months[1]), EARLIER, CLOSED, AUTHOR)
    if verdict == STORED:
        assert status in EDITABLE
        assert revision > 3
        assert months[1] == NOVEMBER
        assert withdrawn or (months[0] == NOVEMBER and not errors)
    if verdict == KNOWN:
        assert (revision, digest) in EARLIER | {(3, "c")}


MOVES = """
           submitted  approved  returned  void
approve    approved   -         -         -
return     returned   returned  -         -
void       void       void      void      -
restore    -          -         -         submitted
"""


def test_a_review_moves_an_entry_as_the_table_says() -> None:
    states, *lines = (line.split() for line in MOVES.strip().splitlines())
    table = {
        Action(action): {Status(a): Status(b) for a, b in zip(states, cells, strict=True) if b != "-"}
        for action, *cells in lines
    }
    assert table == REVIEW_MOVES
