"""Ids that the server makes: of the instant, in order, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice, pairwise

from app.uuid7 import uuid7, uuids7

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_an_id_begins_with_its_instant_and_names_its_version() -> None:
    id = uuid7(AT)
    assert (id.version, id.variant) == (7, "specified in RFC 4122")
    assert id.int >> 80 == int(AT.timestamp() * 1000)


def test_many_ids_of_an_instant_rise_and_differ() -> None:
    ids = list(islice(uuids7(AT), 3000))
    assert all(one < two for one, two in pairwise(ids))
    assert {(id.version, id.variant) for id in ids} == {(7, "specified in RFC 4122")}
    assert not set(ids) & set(islice(uuids7(AT), 3000))
