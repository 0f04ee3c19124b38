"""Whatever is moved and called off: each date of the rule is there once, and each day holds one at most."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.events.models import Event, EventDate
from app.events.occurrences import occurrences
from app.events.queries import WardEvent
from app.events.recurrence import days_of_rule
from app.events.rules import ORDINALS, Every, Recurrence

AT = datetime(2026, 11, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
_WEEKDAY = st.integers(0, 6)
RECURRENCES = st.one_of(
    st.builds(Recurrence, st.just(Every.WEEK), st.sets(_WEEKDAY, min_size=1).map(lambda days: tuple(sorted(days)))),
    st.builds(Recurrence, st.just(Every.MONTH_WEEKDAY), st.tuples(_WEEKDAY), st.sampled_from(ORDINALS)),
    st.builds(Recurrence, st.just(Every.MONTH_DAY), month_day=st.integers(1, 31)),
)


def _event(rule: str) -> Event:
    return Event(id=1, ward_id=1, rule=rule, first_day=FIRST, last_day=LAST, starts_at=time(7, 30), ends_at=time(11))


@given(RECURRENCES, st.data())
def test_each_date_of_the_rule_is_held_once_wherever_it_was_moved(recurrence: Recurrence, data: st.DataObject) -> None:
    days = days_of_rule(recurrence.rule, FIRST, LAST, FIRST, LAST)
    free = sorted({FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)} - set(days))
    moves = data.draw(
        st.dictionaries(st.sampled_from(days), st.sampled_from(free), max_size=6).filter(
            lambda found: len(set(found.values())) == len(found)
        )
        if free
        else st.just({})
    )
    called_off = data.draw(st.sets(st.sampled_from(days), max_size=6))
    changes = [
        EventDate(
            event_id=1, day=day, moved_to=moves.get(day), is_called_off=day in called_off, changed_at=AT, reason=""
        )
        for day in sorted({*moves, *called_off})
    ]
    found = occurrences(_event(recurrence.rule), changes, FIRST, LAST)
    assert sorted(each.day for each in found) == days
    assert len({each.held_on for each in found}) == len(days)
    assert {each.day for each in found if each.is_called_off} == called_off
    assert {each.day: each.held_on for each in found if each.is_moved} == moves
    split = data.draw(st.sampled_from([FIRST, *days]))
    halves = [
        *occurrences(_event(recurrence.rule), changes, FIRST, split),
        *occurrences(_event(recurrence.rule), changes, split + timedelta(days=1), LAST),
    ]
    assert halves == found
    of = WardEvent(_event(recurrence.rule), frozenset(), changes)
    assert [of.date_named(each.day) for each in found[:5]] == found[:5]
    assert [of.date_held_on(each.held_on) for each in found[:5]] == found[:5]
