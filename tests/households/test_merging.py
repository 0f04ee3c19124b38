"""Merging two households, taking it back, setting two apart: twice, at once, of others, on top of each other."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.database import in_transaction
from app.households.merge_actions import MergeRefusal, Pair, undo_merge
from app.households.merge_actions import merge as merge_pair
from app.households.party_tables import HOUSEHOLDS, called_of
from app.logbook.status import Action
from app.month import now
from app.registry.models import Merge
from tests.actions import log_entries, review_entries
from tests.cast import AREA_1, AREA_2, AREA_B, CARLA, LEO, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.households.steps import (
    label_of_household,
    listed,
    merge,
    merges,
    pair_form,
    pair_of,
    pointers,
    recorded,
    stored,
    summaries,
    version,
)
from tests.interleaving import interleaved


def _merged(app: Flask, pair: Pair) -> int | MergeRefusal:
    """Merge a pair in a transaction of its own; return the number of the merge, or why not."""

    def work(session: object) -> int | MergeRefusal:
        outcome = merge_pair(session, HOUSEHOLDS, pair)  # type: ignore[arg-type]
        return outcome.id if isinstance(outcome, Merge) else outcome

    with app.app_context():
        return in_transaction(work)


def _undo(app: Flask, number: int) -> MergeRefusal | None:
    def work(session: object) -> MergeRefusal | None:
        outcome = undo_merge(session, HOUSEHOLDS, WARD_A, number, CARLA, now())  # type: ignore[arg-type]
        return outcome if isinstance(outcome, MergeRefusal) else None

    with app.app_context():
        return in_transaction(work)


def test_a_merge_leaves_entries_as_they_are_and_adds_up_what_they_say(app: Flask, ana: Visitor, carla: Visitor) -> None:
    kept, other = household("Số 1, ngõ 5"), household("1 ngõ 5")
    log_entries(ana, make_entry(household=kept), make_entry(household=other, met="absent", people=0))
    kept_id, other_id = UUID(kept["id"]), UUID(other["id"])
    before = summaries(app)
    assert before.keys() == {kept_id, other_id}
    number = merge(app, carla, kept_id, other_id)
    [summary] = summaries(app).values()
    assert (summary["household_id"], summary["visits"]) == (kept_id, 2)
    assert recorded(app)[-1] == (
        "household_merged",
        {"party": "household", "id": str(kept_id), "other": str(other_id)},
    )
    assert carla.post(f"/households/merges/{number}/undo").status_code == 302
    assert pointers(app, [kept_id, other_id]) == [None, None]
    assert summaries(app) == before
    assert recorded(app)[-1][0] == "household_merge_undone"


def test_what_was_merged_before_goes_along_and_comes_back(app: Flask, carla: Visitor) -> None:
    first, second, third = listed(app, "Số 1", "số 1", "SỐ 1")
    merge(app, carla, second, third)
    number = merge(app, carla, first, second)
    assert pointers(app, [first, second, third]) == [None, first, first]
    assert merges(app)[-1].moved_ids == [str(third)]
    assert _undo(app, number) is None
    assert pointers(app, [first, second, third]) == [None, None, second]


def test_a_merge_under_a_later_one_is_taken_back_after_that(app: Flask, carla: Visitor) -> None:
    first, second, third = listed(app, "Số 1", "số 1", "SỐ 1")
    lower = merge(app, carla, second, third)
    upper = merge(app, carla, first, second)
    assert _undo(app, lower) is MergeRefusal.MERGED_SINCE
    response = carla.post(f"/households/merges/{lower}/undo")
    assert response.status_code == 302
    assert pointers(app, [first, second, third]) == [None, first, first]
    assert _undo(app, upper) is None
    assert _undo(app, lower) is None
    assert pointers(app, [first, second, third]) == [None, None, None]


def test_merges_beside_each_other_are_taken_back_in_any_order(app: Flask, carla: Visitor) -> None:
    first, second, third = listed(app, "Số 1", "số 1", "SỐ 1")
    one, two = merge(app, carla, first, second), merge(app, carla, first, third)
    assert _undo(app, one) is None
    assert pointers(app, [first, second, third]) == [None, None, first]
    assert _undo(app, two) is None
    assert pointers(app, [first, second, third]) == [None, None, None]


def test_twice_is_the_same_as_once(app: Flask, carla: Visitor) -> None:
    kept, other = listed(app, "Số 1", "số 1")
    form = pair_form(app, kept, other)
    for _ in range(2):
        assert carla.post("/households/merge", **form).status_code == 302
    assert len(merges(app)) == len(recorded(app)) == 1
    for _ in range(2):
        assert _undo(app, merges(app)[0].id) is None
    assert len(recorded(app)) == 2


def test_of_two_at_once_in_both_directions_one_is_done(app: Flask) -> None:
    one, two = listed(app, "Số 1", "số 1")
    there, back = pair_of(app, one, two), pair_of(app, two, one, LEO)
    with interleaved(app, "SELECT household", lambda: _merged(app, back)) as others:
        first = _merged(app, there)
    assert isinstance(first, int)
    assert others[0].result() is MergeRefusal.CHANGED_MEANWHILE
    assert pointers(app, [one, two]) == [None, one]


def test_a_merge_and_an_undo_at_once_leave_no_loop(app: Flask, carla: Visitor) -> None:
    first, second, third = listed(app, "Số 1", "số 1", "SỐ 1")
    lower, asked = merge(app, carla, second, third), None
    asked = pair_of(app, first, second)
    with interleaved(app, "SELECT household", lambda: _undo(app, lower)) as others:
        _merged(app, asked)
    assert others[0].result() is MergeRefusal.MERGED_SINCE
    assert pointers(app, [first, second, third]) == [None, first, first]


def test_what_comes_in_while_two_are_merged_is_counted(app: Flask, ana: Visitor, carla: Visitor) -> None:
    kept, other = household("Số 1, ngõ 5"), household("1 ngõ 5")
    log_entries(ana, make_entry(household=kept), make_entry(household=other))
    kept_id, other_id = UUID(kept["id"]), UUID(other["id"])
    pair = pair_of(app, kept_id, other_id)
    late = make_entry(household=other)
    with interleaved(app, "UPDATE household SET", lambda: log_entries(ana, late)) as others:
        _merged(app, pair)
    others[0].result()
    assert {id: summary["visits"] for id, summary in summaries(app).items()} == {kept_id: 3}


def test_what_names_a_merged_one_is_counted_while_the_one_that_stays_is(
    app: Flask, ana: Visitor, carla: Visitor
) -> None:
    kept, other = household("Số 1, ngõ 5"), household("1 ngõ 5")
    log_entries(ana, first := make_entry(household=kept), make_entry(household=other))
    merge(app, carla, UUID(kept["id"]), UUID(other["id"]))
    late = make_entry(household=other)
    phone = Visitor(app, "ana")
    with interleaved(app, "SELECT entry.household_id", lambda: log_entries(phone, late)) as others:
        review_entries(app, Action.VOID, first, reason="duplicate")
    others[0].result()
    assert {id: summary["visits"] for id, summary in summaries(app).items()} == {UUID(kept["id"]): 2}


def _names(app: Flask, *ids: UUID) -> list[str]:
    return [called_of(stored(app, id)) for id in ids]


def _call(app: Flask, visitor: Visitor, id: UUID, called: str) -> None:
    form = {"label": label_of_household(app, id), "area": str(AREA_1), "called": called, "version": version(app, id)}
    assert visitor.post(f"/households/{id}", **form).status_code == 302


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("", "bà Tư"), "bà Tư"),
        (("ông Ba", "bà Tư"), "ông Ba"),
        (("bà Tư", "bà Tư"), "bà Tư"),
        (("ông Ba", ""), "ông Ba"),
    ],
)
def test_the_one_that_stays_takes_the_name_and_gives_it_back(
    app: Flask, carla: Visitor, before: tuple[str, str], after: str
) -> None:
    kept, other = listed(app, "Số 1", "Số 2")
    for id, called in zip((kept, other), before, strict=True):
        if called:
            _call(app, carla, id, called)
    number = merge(app, carla, kept, other)
    assert _names(app, kept, other) == [after, ""]
    assert _undo(app, number) is None
    assert _names(app, kept, other) == list(before)
    assert merges(app)[0].called == ""


def test_a_name_that_was_emptied_after_a_merge_is_forgotten(app: Flask, carla: Visitor) -> None:
    kept, other = listed(app, "Số 1", "Số 2")
    _call(app, carla, other, "bà Tư")
    number = merge(app, carla, kept, other)
    _call(app, carla, kept, "")
    assert merges(app)[0].called == ""
    assert _undo(app, number) is None
    assert _names(app, kept, other) == ["", ""]


def test_what_cannot_be_merged_is_refused_in_words(app: Flask, carla: Visitor) -> None:
    kept, other, third = listed(app, "Số 1", "số 1", "SỐ 1")
    assert _merged(app, pair_of(app, kept, kept)) is MergeRefusal.SAME
    stale = pair_of(app, kept, other)
    assert carla.post(f"/households/{kept}/retire", version=version(app, kept)).status_code == 302
    assert _merged(app, stale) is MergeRefusal.CHANGED_MEANWHILE
    assert _merged(app, pair_of(app, kept, other)) is MergeRefusal.CHOSEN_RETIRED
    assert isinstance(_merged(app, pair_of(app, other, kept)), int), "what is no longer there may be merged away"
    assert _merged(app, pair_of(app, kept, third)) is MergeRefusal.CHANGED_MEANWHILE
    assert _merged(app, pair_of(app, third, kept)) is MergeRefusal.CHANGED_MEANWHILE


def test_those_of_other_wards_and_teams_are_not_there(app: Flask, carla: Visitor, leo: Visitor, dora: Visitor) -> None:
    [mine, twin] = listed(app, "Số 1", "số 1")
    [of_team_2] = listed(app, "Số 1", area=AREA_2)
    [of_ward_b] = listed(app, "Số 1", area=AREA_B, ward=WARD_B)
    for visitor, other in ((leo, of_team_2), (carla, of_ward_b), (carla, uuid4())):
        form = {"keep": str(mine), "other": str(other)}
        for path in ("merge", "apart"):
            assert visitor.post(f"/households/{path}", **form).status_code == 404
        assert visitor.get(f"/households/{mine}/beside/{other}").status_code == 404
    assert carla.post("/households/merge", keep="x", other="").status_code == 400
    number = merge(app, carla, mine, twin)
    assert dora.post(f"/households/merges/{number}/undo").status_code == 404
    assert carla.post(f"/merchants/merges/{number}/undo").status_code == 404
    assert carla.post("/households/merges/99999/undo").status_code == 404
    far = merge(app, carla, of_team_2, mine)
    assert leo.post(f"/households/merges/{far}/undo").status_code == 404
    assert stored(app, mine).merged_into_id == of_team_2
