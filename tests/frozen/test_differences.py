"""A difference from release 0.1 is named, with its reason; nothing else may differ, and no name may outlive it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.frozen.differences import ANYTHING, MISSING, Named, Reworded, compare

WAS: dict[str, Any] = {"receipts": [{"outcome": "stored"}, {"outcome": "known"}], "closed": ["2026-08"], "count": 1}


def test_the_same_is_the_same() -> None:
    compare("transcript", WAS, WAS, (), ())


@pytest.mark.parametrize(
    ("now", "reported"),
    [
        ({**WAS, "count": 2}, r"transcript/count\s+was 1\s+now 2"),
        ({**WAS, "count": 1.0}, r"transcript/count\s+was 1\s+now 1.0"),
        ({**WAS, "more": 1}, "transcript/more\\s+was '«missing»'"),
        ({**WAS, "closed": []}, "transcript/closed/0\\s+was '2026-08'\\s+now '«missing»'"),
        ({**WAS, "receipts": [{"outcome": "stored"}, {"outcome": "new"}]}, "transcript/receipts/1/outcome"),
        ({name: value for name, value in WAS.items() if name != "count"}, "transcript/count"),
    ],
)
def test_unnamed_differences_fail(now: Any, reported: str) -> None:
    with pytest.raises(AssertionError, match=reported):
        compare("transcript", WAS, now, (), ())


def test_a_line_more_in_between_is_one_difference() -> None:
    named = Named("prints/1", MISSING, "new", "a new row")
    compare("prints", ["a", "b", "c"], ["a", "new", "b", "c"], (named,), ())


def test_named_differences_pass_only_as_named() -> None:
    now = {**WAS, "count": 2}
    compare("transcript", WAS, now, (Named("transcript/*nt", 1, 2, "counted twice on purpose"),), ())
    with pytest.raises(AssertionError, match="does not name"):
        compare("transcript", WAS, now, (Named("transcript/count", 1, 3, "counted thrice"),), ())


def test_a_place_of_many_may_stand_for_any_values() -> None:
    named = (Named("transcript/receipts/*", ANYTHING, "new", "other words"),)
    compare("transcript", WAS, {**WAS, "receipts": [{"outcome": "new"}, {"outcome": "new"}]}, named, ())
    with pytest.raises(AssertionError, match="does not name"):
        compare("transcript", WAS, {**WAS, "receipts": [{"outcome": "new"}, {"outcome": "newer"}]}, named, ())


def test_a_name_does_not_outlive_its_difference() -> None:
    named = (Named("transcript/count", 1, 2, "counted twice"), Named("prints/count", 1, 2, "of something else"))
    with pytest.raises(AssertionError, match=r"no longer there: \['transcript/count'\]"):
        compare("transcript", WAS, WAS, named, ())


LINES = ["Lượt đến hộ: 3", "Đạt 1,7 %", "Phố 1"]
WORDINGS = (Reworded("prints", " %", "%", "no space"), Reworded("prints", "Đạt", "đạt", "small"))


def test_a_text_may_be_worded_otherwise_and_be_the_same_in_all_else() -> None:
    compare("prints", LINES, ["Lượt đến hộ: 3", "đạt 1,7%", "Phố 1"], (), WORDINGS)
    with pytest.raises(AssertionError, match="does not name"):
        compare("prints", LINES, ["Lượt đến hộ: 3", "đạt 1,8%", "Phố 1"], (), WORDINGS)
    with pytest.raises(AssertionError, match="does not name"):
        compare("phone", LINES, ["Lượt đến hộ: 3", "đạt 1,7%", "Phố 1"], (), WORDINGS)


def test_a_wording_does_not_outlive_its_difference() -> None:
    other = Reworded("prints", "hộ", "nhà", "nowhere so")
    with pytest.raises(AssertionError, match=r"no longer there: \['hộ'\]"):
        compare("prints", LINES, ["Lượt đến hộ: 3", "đạt 1,7%", "Phố 1"], (), (*WORDINGS, other))
