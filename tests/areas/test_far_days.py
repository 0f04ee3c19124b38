"""Days that are slips on the pages by which areas change: they are refused in words, and what was written stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.areas.test_change_pages import MERGE, OLD
from tests.cast import AREA_1
from tests.client import Visitor

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize("day", ["0001-01-01", "2019-12-31", "9999-12-31"])
def test_a_first_day_that_is_a_slip_is_refused_in_words(carla: Visitor, day: str) -> None:
    parts: Any = {"name-1": "Phố 1A"}
    for path, sent in (
        ("/areas/merge", {**MERGE, **OLD}),
        ("/areas/map", {"lines": "Phố 1 + Phố 2 → Phố mới"}),
        (f"/areas/{AREA_1}/split", parts),
    ):
        answer = carla.post(path, **{**sent, "first_day": day})
        assert answer.status_code == 422, path
        assert f'value="{day}"' in answer.text, path
