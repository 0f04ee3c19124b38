"""Taking a decision back while it is still being worked through: all of it is taken back, or nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, writer
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote
from app.logbook.status import Action
from app.month import now
from app.review import actions
from app.review import sample as sampling
from app.review.models import Decision
from tests.actions import log_entries
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.interleaving import interleaved
from tests.review.steps import decide, page_of, seen, shown, stands, undo, wait_since


def _take_back(app: Flask) -> bool:
    """Take back what the coordinator decided last; tell whether that was done."""
    with app.app_context():
        decision = actions.undoable(writer(), WARD_A, CARLA, now())
        codes = decision and actions.undo(writer(), decision, now())
        writer().commit()
    return bool(codes)


def _undone(app: Flask) -> list[bool]:
    """Return of each decision on more than one entry whether it was taken back."""
    with app.app_context():
        assert list(differences(reader())) == []
        decisions = reader().scalars(sa.select(Decision)).all()
        return [each.undone_at is not None for each in decisions if len(each.moves) > 1]


@pytest.mark.parametrize("statement", ["SELECT decision.", "UPDATE decision", "UPDATE entry"])
def test_a_part_that_is_being_approved_is_taken_back_too(
    app: Flask, ana: Visitor, carla: Visitor, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(sampling, "AT_ONCE", 2)
    monkeypatch.setattr(sampling, "SAMPLE", 1)
    entries = [make_entry() for _ in range(7)]
    log_entries(ana, *entries)
    wait_since(app, *entries)
    address = carla.get("/review/sample").headers["Location"]
    [drawn] = shown(page_of(carla, address))
    decide(carla, "approve", seen(next(entry for entry in entries if entry["id"] == drawn)))
    carla.session()
    with interleaved(app, statement, lambda: _take_back(app)) as others:
        carla.post("/review/sample", sample=address.partition("sample=")[2])
    is_undone = others[0].result()
    statuses = {
        status for entry, (status, _) in zip(entries, stands(app, *entries), strict=True) if entry["id"] != drawn
    }
    if _undone(app) == [True]:
        assert is_undone
        assert statuses == {"submitted"}
    else:
        assert statuses == {"approved"}


@pytest.mark.parametrize("statement", ["SELECT decision.", "UPDATE decision"])
def test_a_part_that_comes_while_it_is_taken_back_is_never_kept(
    app: Flask, ana: Visitor, carla: Visitor, statement: str
) -> None:
    entries = [make_entry() for _ in range(4)]
    log_entries(ana, *entries)
    first, second = ({UUID(entry["id"]): 1 for entry in part} for part in (entries[:2], entries[2:]))
    with app.app_context():
        decision, _ = actions.decide(writer(), WARD_A, first, DecisionNote(Action.APPROVE, CARLA, now()))
        assert decision is not None
        key = decision.ward_id, decision.id
        writer().commit()

    def go_on() -> int | None:
        with app.app_context():
            return in_transaction(lambda session: actions.decide_more(session, key, second, now()))

    with interleaved(app, statement, go_on) as others:
        answer = undo(carla, str(key[1]))
    parts = 1 + (others[0].result() is not None)
    assert len(answer["done"]) == 2 * parts
    assert _undone(app) == [True]
    assert {status for status, _ in stands(app, *entries)} == {"submitted"}
