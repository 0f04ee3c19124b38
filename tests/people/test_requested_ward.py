"""The ward that a page is about: one's own, or the one that an administrator names in the address."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from app.database import reader
from app.month import today
from app.people.own_ward import requested_ward
from app.people.queries import actor_of
from app.permissions import Permission
from tests.cast import USER_IDS

pytestmark = pytest.mark.one_engine

OWN, ELSEWHERE, NOWHERE = "16417", "20305", "00000"


@pytest.mark.parametrize(
    ("name", "code", "seen"),
    [
        ("carla", None, OWN),
        ("carla", OWN, OWN),
        ("carla", ELSEWHERE, 404),
        ("carla", "", 404),
        ("vera", None, 403),
        ("leo", None, OWN),
        ("leo", ELSEWHERE, 404),
        ("ana", None, 403),
        ("eva", OWN, 403),
        ("nina", None, 403),
        ("ada", ELSEWHERE, ELSEWHERE),
        ("ada", OWN, OWN),
        ("ada", None, 404),
        ("ada", NOWHERE, 404),
    ],
)
def test_requested_ward_is_ones_own_or_the_named_one(app: Flask, name: str, code: str | None, seen: str | int) -> None:
    with app.test_request_context(query_string={} if code is None else {"ward": code}):
        actor = actor_of(reader(), USER_IDS[name], today())
        assert actor
        try:
            found: str | int | None = requested_ward(reader(), actor, Permission.PEOPLE_MANAGE).code
        except HTTPException as error:
            found = error.code
        assert found == seen
