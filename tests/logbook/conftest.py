"""Fixtures of the log: a reviewer's decisions, and taking them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.database import in_transaction, reader
from app.logbook.review_actions import DecisionNote, review, undo
from app.logbook.status import Action
from tests.cast import CARLA, WARD_A
from tests.logbook.review_steps import AT, Decide
from tests.seen_moves import seen_moves


@pytest.fixture
def decide(app: Flask) -> Decide:
    """Return who reviews entries, as seen at their revision, and tells the codes in the order given."""

    def decide(action: Action, *entries: dict[str, Any], ward: int = WARD_A, **words: str) -> list[str]:
        with app.app_context():
            seen = seen_moves(reader(), ward, entries)
            codes = in_transaction(
                lambda session: review(session, ward, seen, DecisionNote(action, CARLA, AT, **words))
            )
        assert codes.keys() == seen.keys()
        return [codes[id] for id in seen]

    return decide


@pytest.fixture
def take_back(app: Flask) -> Callable[..., list[str]]:
    """Return who takes back the decision that stands under a number in the history of entries."""

    def take_back(number: int, *entries: dict[str, Any], actor: int = CARLA, ward: int = WARD_A) -> list[str]:
        decisions = {UUID(entry["id"]): number for entry in entries}
        with app.app_context():
            codes = in_transaction(lambda session: undo(session, ward, decisions, actor, AT))
        assert codes.keys() == decisions.keys()
        return [codes[id] for id in decisions]

    return take_back
