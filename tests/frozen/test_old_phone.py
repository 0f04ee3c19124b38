"""The old phone says so when an answer lacks what it reads; what it does not read may come and go."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.frozen.phone import keys
from tests.frozen.release import read

ANSWERS = {
    "session": ("027 ana GET /api/v1/session", keys.SESSION),
    "bootstrap": ("049 ana GET /api/v1/bootstrap?lang=vi", keys.BOOTSTRAP),
    "mine": ("050 ana GET /api/v1/mine?lang=vi", keys.MINE),
}


@pytest.fixture(params=ANSWERS)
def answer(request: pytest.FixtureRequest) -> tuple[str, keys.Check, Any]:
    """Return the name of an answer, what the phone reads of it, and the answer of release 0.1."""
    exchange, wanted = ANSWERS[request.param]
    return request.param, wanted, read("transcript.json")[exchange]["answer"]["body"]


def required(wanted: keys.Check, value: Any, *path: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every key in an answer that the phone cannot do without."""
    if isinstance(wanted, tuple):
        wanted = wanted[-1]
    if isinstance(wanted, list) and value:
        yield from required(wanted[0], value[0], *path, 0)
    elif isinstance(wanted, dict) and value is not None:
        for name, inner in wanted.items():
            if isinstance(name, str) and not name.endswith("?"):
                yield (*path, name)
            if isinstance(name, str) and name.rstrip("?") in value:
                yield from required(inner, value[name.rstrip("?")], *path, name.rstrip("?"))


def holder(answer: Any, path: tuple[Any, ...]) -> Any:
    """Return the object that holds the last key of a path."""
    for step in path[:-1]:
        answer = answer[step]
    return answer


def test_every_key_that_is_read_is_missed(answer: tuple[str, keys.Check, Any]) -> None:
    name, wanted, body = answer
    keys.check(name, wanted, body)
    paths = list(required(wanted, body))
    assert len(paths) > 4
    for path in paths:
        without = deepcopy(body)
        del holder(without, path)[path[-1]]
        with pytest.raises(keys.TripError, match=path[-1]):
            keys.check(name, wanted, without)


def test_every_key_that_is_read_keeps_its_type(answer: tuple[str, keys.Check, Any]) -> None:
    name, wanted, body = answer
    for path in required(wanted, body):
        other = deepcopy(body)
        holder(other, path)[path[-1]] = object()
        with pytest.raises(keys.TripError, match=path[-1]):
            keys.check(name, wanted, other)


def test_a_key_more_disturbs_nobody(answer: tuple[str, keys.Check, Any]) -> None:
    name, wanted, body = answer
    keys.check(name, wanted, {**body, "weather": "rain"})


@pytest.mark.parametrize("change", [{"kind": "repair"}, {"fields": {"people": "2"}}, {"fields": {"withdrawn": 1}}])
def test_an_own_entry_of_an_unknown_shape_is_reported(change: dict[str, Any]) -> None:
    exchange, wanted = ANSWERS["mine"]
    body = deepcopy(read("transcript.json")[exchange]["answer"]["body"])
    body["entries"][0] |= change
    with pytest.raises(keys.TripError):
        keys.check("mine", wanted, body)


def test_another_count_beside_those_of_the_kinds_is_added_up() -> None:
    exchange, wanted = ANSWERS["mine"]
    body = deepcopy(read("transcript.json")[exchange]["answer"]["body"])
    body["received"]["event"] = 2
    keys.check("mine", wanted, body)
    body["received"]["since"] = "2026-11-01"
    with pytest.raises(keys.TripError, match="since"):
        keys.check("mine", wanted, body)


def test_an_unknown_outcome_is_reported() -> None:
    receipt = {"id": "1", "revision": 1, "outcome": "stored", "code": "", "digest": "0", "errors": {}}
    keys.check("receipt", keys.RECEIPT, receipt)
    with pytest.raises(keys.TripError, match="sent again for ever"):
        keys.check("receipt", keys.RECEIPT, {**receipt, "outcome": "later"})
