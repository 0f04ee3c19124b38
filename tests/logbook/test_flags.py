"""Every flag raised once and once not, at the edge of its threshold; and that nobody's own work speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import writer
from app.logbook.flag_checks import RUSH, FlagContext, distance
from app.logbook.flags import FLAG_OF, FLAGS, KEPT, Setting, flags_raised, in_order, questions_of, settings_of
from app.logbook.models import Entry
from app.logbook.status import Action
from app.month import ZONE, local_day, now, today
from app.places.models import Neighbourhood, Population, Ward
from app.places.ward_settings import WardSettings
from tests.actions import review_entries
from tests.cast import ALL_OF_A, AREA_1, AREA_2, AREA_B, AT_ANY_HOUR, WARD_A, WARD_B
from tests.client import Visitor
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.factories import edited, household, make_entry
from tests.sync.steps import assert_counted, stored

DAY = date(2026, 10, 20)
NOON = datetime.combine(DAY, time(12), ZONE)
EVENING = datetime.combine(DAY, time(23, 59), ZONE)
DEFAULTS = settings_of(WardSettings())


def _row(kind: str = "visit", **values: Any) -> dict[str, Any]:
    fields = {"people": 2, "setting": "home", "started_at": None}
    place = {"latitude": None, "longitude": None, "accuracy": None}
    row = {"kind": kind, "fields": fields, "happened_on": DAY, "recorded_at": NOON, **place}
    return (
        row
        | {name: value for name, value in values.items() if name in row}
        | {"fields": fields | {name: value for name, value in values.items() if name in fields}}
    )


def _context(**values: Any) -> FlagContext:
    return FlagContext(**{"received_at": EVENING, **values})


def _recorded(*minutes: float) -> list[datetime]:
    return sorted(NOON - timedelta(minutes=each) for each in minutes)


def _at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


MIDDLE = (16.060, 108.200)
NORTH = 0.1 / 111.2
"""So many degrees are 100 metres to the north."""

CASES: dict[str, tuple[list[tuple[Any, Any]], list[tuple[Any, Any]]]] = {
    "household_again": (
        [
            (_row(), _context(visits=[DAY])),
            (_row(), _context(visits=[DAY - timedelta(days=90), DAY - timedelta(days=7)])),
            (_row(), _context(visits=[DAY + timedelta(days=7)])),
        ],
        [
            (_row(), _context()),
            (_row(), _context(visits=[DAY - timedelta(days=8), DAY + timedelta(days=8)])),
        ],
    ),
    "many_people": (
        [(_row(people=13), _context()), (_row("installation", people=13), _context())],
        [
            (_row(people=12), _context()),
            (_row("installation", people=12), _context()),
            (_row("installation", people=500, setting="market"), _context()),
            (_row("installation", people=500, setting=None), _context()),
            (_row("training"), _context()),
            (_row("merchant"), _context()),
        ],
    ),
    "in_a_rush": (
        [
            (_row(), _context(recorded=_recorded(*range(9)))),
            (_row(), _context(recorded=_recorded(*[10] * 9))),
            (_row(), _context(recorded=_recorded(*[0] * 30, 60))),
        ],
        [
            (_row(), _context(recorded=_recorded(*range(8)))),
            (_row(), _context(recorded=_recorded(*range(8), 10.1))),
            # Those that came before it but were recorded later had their own turn.
            (_row(), _context(recorded=_recorded(*range(8), -1))),
            (_row(recorded_at=None), _context(recorded=_recorded(*range(9)))),
        ],
    ),
    "at_night": (
        [
            (_row(recorded_at=_at(22)), _context()),
            (_row(recorded_at=_at(23, 59)), _context()),
            (_row(recorded_at=_at(4, 59)), _context()),
            (_row("training", started_at="22:00"), _context()),
            (_row("training", started_at="04:59"), _context()),
        ],
        [
            (_row(recorded_at=_at(21, 59)), _context()),
            (_row(recorded_at=_at(5)), _context()),
            (_row(recorded_at=None), _context()),
            # Written down at night, but of another day's work.
            (_row(happened_on=DAY - timedelta(days=1), recorded_at=_at(22)), _context()),
            (_row(happened_on=DAY - timedelta(days=1), recorded_at=_at(0, 30)), _context()),
            # A session says itself when it began.
            (_row("training", started_at="19:30", recorded_at=_at(22, 30)), _context()),
            (_row("training", started_at="05:00"), _context()),
        ],
    ),
    "clock_off": (
        [
            (_row(), _context(clock_ahead=timedelta(minutes=15, seconds=1))),
            (_row(), _context(clock_ahead=-timedelta(minutes=15, seconds=1))),
            (_row(recorded_at=NOON + timedelta(minutes=15, seconds=1)), _context(received_at=NOON)),
            (_row(recorded_at=NOON + timedelta(minutes=16)), _context(received_at=NOON, clock_ahead=timedelta())),
        ],
        [
            (_row(), _context()),
            (_row(), _context(clock_ahead=timedelta(minutes=15))),
            (_row(), _context(clock_ahead=-timedelta(minutes=15))),
            (_row(recorded_at=NOON + timedelta(minutes=15)), _context(received_at=NOON)),
            (_row(recorded_at=NOON - timedelta(days=3)), _context()),
            (_row(recorded_at=None), _context()),
        ],
    ),
    "far_away": (
        [
            (_row(latitude=MIDDLE[0] + 31 * NORTH, longitude=MIDDLE[1]), _context(centroid=MIDDLE)),
            (_row(latitude=MIDDLE[0] + 31 * NORTH, longitude=MIDDLE[1], accuracy=50), _context(centroid=MIDDLE)),
        ],
        [
            (_row(latitude=MIDDLE[0] + 29 * NORTH, longitude=MIDDLE[1]), _context(centroid=MIDDLE)),
            # A phone that knows its place only roughly may be nearer than it says.
            (_row(latitude=MIDDLE[0] + 31 * NORTH, longitude=MIDDLE[1], accuracy=500), _context(centroid=MIDDLE)),
            (_row(latitude=0.0, longitude=0.0), _context()),
            (_row(), _context(centroid=MIDDLE)),
        ],
    ),
    "beyond_population": (
        [(_row(), _context(share=Decimal("100.01")))],
        [(_row(), _context(share=Decimal(100))), (_row(), _context())],
    ),
    "late": (
        [
            (_row(happened_on=DAY - timedelta(days=8)), _context()),
            # Days are those of Viet Nam: in Europe it is still the day before.
            (_row(happened_on=DAY - timedelta(days=8), recorded_at=None), _context(received_at=_at(0, 1))),
        ],
        [
            (_row(happened_on=DAY - timedelta(days=7)), _context()),
            (_row(happened_on=DAY - timedelta(days=7)), _context(received_at=_at(23, 59))),
            (_row(happened_on=DAY + timedelta(days=1)), _context()),
        ],
    ),
}
"""By flag: the entries, and what stands around them, that raise it by default, and those that do not."""

RAISED = [(code, *case) for code, (raised, _) in CASES.items() for case in raised]
SILENT = [(code, *case) for code, (_, silent) in CASES.items() for case in silent]


@pytest.mark.parametrize(("code", "row", "context"), RAISED)
def test_it_is_raised(code: str, row: Any, context: FlagContext) -> None:
    assert flags_raised(row, context, questions_of(DEFAULTS)) == [code]


@pytest.mark.parametrize(("code", "row", "context"), SILENT)
def test_it_is_not_raised(code: str, row: Any, context: FlagContext) -> None:
    assert flags_raised(row, context, questions_of(DEFAULTS)) == []


@pytest.mark.parametrize(("code", "row", "context"), RAISED)
def test_it_is_silent_where_the_ward_turned_it_off(code: str, row: Any, context: FlagContext) -> None:
    off = settings_of(WardSettings.parse({"flags": {code: {"on": False}}}))
    assert off[code] == Setting(False, FLAG_OF[code].threshold)
    assert flags_raised(row, context, questions_of(off)) == []


def test_every_flag_that_is_asked_here_is_tried() -> None:
    assert CASES.keys() == {flag.code for flag in FLAGS if flag.test}
    assert {flag.code for flag in FLAGS} - CASES.keys() == {"photo_again", "household_elsewhere"}


def test_the_ward_sets_the_threshold() -> None:
    row, context = _row(people=13), _context()

    def raised(people: dict[str, Any]) -> list[str]:
        return flags_raised(
            row, context, questions_of(settings_of(WardSettings.parse({"flags": {"many_people": people}})))
        )

    assert raised({"on": True, "threshold": 13}) == []
    assert raised({"threshold": 5}) == ["many_people"]


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        [],
        "on",
        {"many_people": None},
        {"many_people": {"on": 1, "threshold": "20"}},
        {"many_people": {"threshold": True}},
        {"many_people": {"threshold": 51}},
        {"many_people": {"threshold": 1}},
        {"unheard_of": {"on": False, "threshold": 3}},
    ],
)
def test_settings_that_make_no_sense_stand_as_by_default(nonsense: Any) -> None:
    assert settings_of(WardSettings.parse({"flags": nonsense})) == DEFAULTS
    assert DEFAULTS["many_people"] == Setting(True, 12)


def test_each_flag_says_what_it_asks() -> None:
    codes = [flag.code for flag in FLAGS]
    assert len(set(codes)) == len(codes)
    for flag in FLAGS:
        assert str(flag.name)
        sentence = flag.explained(17)
        assert sentence.endswith(".")
        assert "%(" not in sentence
        assert ("17" in sentence) == flag.has_threshold
        if flag.has_threshold:
            assert flag.least <= flag.threshold <= flag.most
            assert str(flag.unit)


def test_flags_stand_in_the_order_of_the_table() -> None:
    codes = [flag.code for flag in FLAGS]
    assert in_order(set(reversed(codes))) == codes
    row, context = _row(people=50, happened_on=DAY - timedelta(days=9)), _context(visits=[DAY - timedelta(days=9)])
    assert flags_raised(row, context, questions_of(DEFAULTS)) == ["household_again", "many_people", "late"]
    assert {FLAG_OF[code].code for code in KEPT} == KEPT


def test_distances_are_those_over_the_ground() -> None:
    assert distance((16.0, 108.0), (16.0, 108.0)) == 0
    assert distance((21.0285, 105.8542), (10.7769, 106.7009)) == pytest.approx(1143, abs=3)
    assert distance((0.0, 179.9), (0.0, -179.9)) == pytest.approx(22.2, abs=0.1)


# Through the door of the phones, on both engines.


def _days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def _minutes_ago(minutes: float) -> str:
    return (now() - timedelta(minutes=minutes)).isoformat()


def _set(app: Flask, ward_id: int = WARD_A, location: bool = False, **flags: Any) -> None:
    """Give a ward its settings; the rest of its flags stand as by default, but for the hour of the test."""
    with app.app_context():
        writer().get_one(Ward, ward_id).stored_settings = {
            "location": location,
            "flags": {**AT_ANY_HOUR["flags"], **flags},
        }
        writer().commit()


def _flags(app: Flask, *entries: Any, ward_id: int = WARD_A) -> list[list[str]]:
    """Return the flags of entries, each of which says so in its second column, too."""
    rows = [stored(app, entry, ward_id) for entry in entries]
    for row in rows:
        assert row["is_clear"] is (not row["flags"])
    return [row["flags"] for row in rows]


def test_an_entry_that_is_like_any_other_raises_nothing(app: Flask, ana: Visitor) -> None:
    entries = [make_entry(household=household()), make_entry("installation"), make_entry("training", started_at=None)]
    ana.sync(*entries, make_entry("merchant"))
    assert _flags(app, *entries) == [[], [], []]


def test_a_household_again_in_one_batch_by_others_and_later(app: Flask, visitor: Any) -> None:
    ana, bruno, home = visitor("ana"), visitor("bruno"), household()
    first, second, other = (make_entry(household=home), make_entry(household=home), make_entry(household=household()))
    ana.sync(first, second, other, make_entry(household=None))
    assert _flags(app, first, second, other) == [[], ["household_again"], []]
    # Somebody else's phone, long after the day: seven days are asked about, the eighth is not.
    within, beyond = (make_entry(household=home, happened_on=_days_ago(days)) for days in (7, 8))
    bruno.sync(within)
    bruno.sync(beyond)
    assert _flags(app, within) == [["household_again"]]
    assert _flags(app, beyond) == [["household_again", "late"]], "the day after was logged, on the seventh"
    alone = make_entry(household=other["fields"]["household"], happened_on=_days_ago(8))
    bruno.sync(alone)
    assert _flags(app, alone) == [["late"]]
    assert_counted(app)


def test_a_household_again_with_other_days_or_turned_off(app: Flask, ana: Visitor) -> None:
    home = household()
    _set(app, household_again={"on": True, "threshold": 1})
    ana.sync(make_entry(household=home))
    near, far = (make_entry(household=home, happened_on=_days_ago(days)) for days in (1, 3))
    ana.sync(far, near)
    assert _flags(app, near, far) == [["household_again"], []]
    _set(app, household_again={"on": False})
    silent = make_entry(household=home)
    ana.sync(silent)
    assert _flags(app, silent) == [[]]


def test_a_household_again_knows_no_void_entry_no_other_ward_and_not_itself(app: Flask, visitor: Any) -> None:
    ana, home = visitor("ana"), household()
    elsewhere = make_entry(household=home, neighbourhood=AREA_B)
    visitor("bo").sync(elsewhere)
    void = make_entry(household=home)
    ana.sync(void)
    review_entries(app, Action.VOID, void)
    entry = make_entry(household=home)
    ana.sync(entry)
    assert _flags(app, entry) == [[]]
    ana.sync(edited(entry, people=3))
    assert _flags(app, entry) == [[]], "an edit is no second visit"
    ana.sync(entry, edited(edited(entry, people=4), people=5))
    assert _flags(app, entry) == [[]], "nor is what the phone sends twice"
    later = make_entry(household=home)
    ana.sync(edited(edited(edited(entry), people=1), withdrawn=True), later)
    assert _flags(app, later) == [[]], "what is withdrawn in the same batch is no visit any more"
    moved = make_entry(household=household())
    ana.sync(moved)
    again = make_entry(household=home)
    ana.sync(edited(moved, household=home), again)
    assert _flags(app, moved, again) == [["household_again"]] * 2


def test_a_household_of_an_area_that_was_merged_is_at_home_in_the_new_one(app: Flask, ana: Visitor) -> None:
    _set(app, household_again={"on": False})
    home = household()
    first = make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(first)
    again = make_entry(household=home)
    ana.sync(again)
    assert _flags(app, again) == [["household_elsewhere"]]
    with app.app_context():
        merged = sa.update(Neighbourhood).where(Neighbourhood.id == AREA_2).values(merged_into_id=AREA_1)
        writer().execute(merged)
        writer().commit()
    after, before = make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(after)
    ana.sync(before)
    assert _flags(app, after, before) == [[], []]


def test_mending_many_at_one_sitting_is_no_rush(app: Flask, ana: Visitor) -> None:
    _set(app, in_a_rush={"on": True, "threshold": 10}, household_again={"on": False})
    start = now() - timedelta(hours=4)
    entries = [
        {**make_entry(people=1), "recorded_at": (start + timedelta(minutes=20 * n)).isoformat()} for n in range(10)
    ]
    ana.sync(*entries)
    ana.sync(*(edited({**entry, "recorded_at": now().isoformat()}, people=2) for entry in entries))
    another = make_entry()
    ana.sync(another)
    assert _flags(app, another) == [[]]


def test_a_household_again_across_areas_and_months(app: Flask, ana: Visitor) -> None:
    _set(app, household_elsewhere={"on": False}, late={"on": False})
    home = household()
    # Counted in a later month than it happened in, and met in another neighbourhood.
    last_of_month = today().replace(day=1) - timedelta(days=1)
    first = make_entry(
        household=home,
        happened_on=last_of_month.isoformat(),
        count_in=today().isoformat()[:7],
        neighbourhood=AREA_2,
    )
    ana.sync(first)
    again = make_entry(household=home, happened_on=(last_of_month - timedelta(days=3)).isoformat())
    ana.sync(again)
    next_day = make_entry(household=home, happened_on=(last_of_month + timedelta(days=1)).isoformat())
    ana.sync(next_day)
    assert _flags(app, first, again, next_day) == [[], ["household_again"], ["household_again"]]


Step = tuple[int, int, int]
"""An entry of a household, so many days ago, recorded so many minutes before the last one may be."""

_hours = count(1)


def _expected(steps: Sequence[Step]) -> list[list[str]]:
    """Return, from the rules alone, what entries raise that come in one after another."""
    flags = []
    for number, (home, days, minutes) in enumerate(steps):
        before = steps[:number]
        again = any(other == home and abs(ago - days) <= 2 for other, ago, _ in before)
        rush = sum(0 <= earlier - minutes <= 10 for _, _, earlier in before) >= 3
        flags.append([code for code, raised in (("household_again", again), ("in_a_rush", rush)) if raised])
    return flags


def _send(app: Flask, visitor: Visitor, steps: Sequence[Step], cuts: Sequence[bool]) -> list[list[str]]:
    """Send entries, with a cut between batches where one is wished for; return their flags."""
    homes = [household() for _ in range(3)]
    # In whole seconds, so that what is exactly ten minutes before stays so in either database.
    start = now().replace(microsecond=0) - timedelta(hours=next(_hours))
    last_day = local_day(start - timedelta(minutes=15))
    entries = [
        {
            **make_entry(household=homes[home], happened_on=(last_day - timedelta(days=days)).isoformat()),
            "recorded_at": (start - timedelta(minutes=minutes)).isoformat(),
        }
        for home, days, minutes in steps
    ]
    batch: list[Any] = []
    for entry, cut in zip(entries, cuts, strict=False):
        batch.append(entry)
        if cut:
            visitor.sync(*batch)
            batch = []
    visitor.sync(*batch)
    return _flags(app, *entries)


@pytest.mark.parametrize("engine", ENGINES)
def test_it_does_not_matter_how_entries_are_split_into_batches(databases: Databases, engine: str) -> None:
    """How much a phone sends at once must not decide what the coordinator is asked to look at."""
    app = make_app(databases.fresh(engine))
    _set(app, late={"on": False}, household_again={"threshold": 2}, in_a_rush={"threshold": 4})
    ana = Visitor(app, "ana")
    # A rush is looked for in what is said of the last week.
    step = st.tuples(st.integers(0, 2), st.integers(0, 7), st.integers(0, 15))

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, min_size=2, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8))
    def check(steps: list[Step], cuts: list[bool]) -> None:
        assert _send(app, ana, steps, cuts) == _expected(steps)

    try:
        check()
    finally:
        dispose(app)


def _rush(number: int, first: float = 0, **fields: Any) -> list[dict[str, Any]]:
    """Return entries that were recorded one second after another, the last ``first`` minutes ago."""
    return [
        {**make_entry(**fields), "recorded_at": _minutes_ago(first + second / 60)} for second in reversed(range(number))
    ]


def test_a_rush_is_flagged_from_its_nth_entry_on(app: Flask, visitor: Any) -> None:
    _set(app, in_a_rush={"on": True})
    ana = visitor("ana")
    visitor("leo").sync(*_rush(9))
    early, rush = _rush(5, first=RUSH.seconds / 60 + 1), _rush(12)
    ana.sync(*early)
    ana.sync(*rush[:8])
    ana.sync(*rush[8:])
    assert _flags(app, *early, *rush) == [[]] * (5 + 9) + [["in_a_rush"]] * 3
    ana.sync(edited(rush[3], people=1), edited(rush[11], people=1))
    assert _flags(app, rush[3], rush[11]) == [[], ["in_a_rush"]], "an edit is of the moment of its first revision"
    review_entries(app, Action.VOID, *rush[4:9])
    after = make_entry()
    ana.sync(after)
    assert _flags(app, after) == [[]], "void entries are no rush"


def test_a_rush_may_be_of_several_days_or_turned_off(app: Flask, ana: Visitor) -> None:
    _set(app, in_a_rush={"on": True, "threshold": 3})
    entries = [
        {**make_entry(happened_on=_days_ago(days)), "recorded_at": _minutes_ago(1 + days)} for days in (2, 1, 0, 0)
    ]
    ana.sync(*entries)
    assert _flags(app, *entries) == [[], [], ["in_a_rush"], ["in_a_rush"]]
    _set(app, in_a_rush={"on": False})
    one = make_entry()
    ana.sync(one)
    assert _flags(app, one) == [[]]


def test_the_hour_at_which_it_was_recorded(app: Flask, ana: Visitor) -> None:
    yesterday = today() - timedelta(days=1)
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {}
        writer().commit()
    late, evening = (
        {**make_entry(happened_on=yesterday.isoformat()), "recorded_at": _at(hour, 30, yesterday).isoformat()}
        for hour in (22, 21)
    )
    ana.sync(late, evening)
    assert _flags(app, late, evening) == [["at_night"], []]
    ana.sync({**edited(late), "recorded_at": _at(9, 0, yesterday).isoformat()})
    assert _flags(app, late) == [["at_night"]], "correcting it in the morning does not make it a morning's work"
    session = make_entry("training", started_at="19:30", happened_on=yesterday.isoformat())
    session["recorded_at"] = _at(22, 30, yesterday).isoformat()
    ana.sync(session)
    assert _flags(app, session) == [[]]


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_wrong_clock_is_told_by_the_phone(app: Flask, ana: Visitor, minutes: int) -> None:
    sent_at = (now() + timedelta(minutes=minutes)).isoformat()
    entry = make_entry()
    assert ana.send({"entries": [entry], "sent_at": sent_at}).status_code == 200
    assert _flags(app, entry) == [["clock_off"]]
    ana.sync(edited(entry))
    assert _flags(app, entry) == [["clock_off"]], "the clock of an edit says nothing of that day's"
    fine = make_entry()
    ana.sync(fine)
    assert ana.send({"entries": [edited(fine)], "sent_at": sent_at}).status_code == 200
    assert _flags(app, fine) == [[]]


@pytest.mark.parametrize("sent_at", [None, "", 17, "soon", {"at": 1}, "2026-13-01T00:00:00Z", "0001-01-01", "\ud800"])
def test_what_cannot_be_read_of_the_phones_clock_is_nothing(sqlite_app: Flask, sent_at: Any) -> None:
    ana, entry = Visitor(sqlite_app, "ana"), make_entry()
    response = ana.send({"entries": [entry], "sent_at": sent_at})
    assert (response.status_code, response.json["receipts"][0]["outcome"]) == (200, "stored")  # type: ignore[index]
    assert _flags(sqlite_app, entry) == [[]]


def test_a_right_clock_and_a_moment_to_come(app: Flask, ana: Visitor) -> None:
    right, ahead = make_entry(), {**make_entry(), "recorded_at": _minutes_ago(-17)}
    assert ana.send({"entries": [right, ahead], "sent_at": _minutes_ago(-14)}).status_code == 200
    assert _flags(app, right, ahead) == [[], ["clock_off"]]


def test_late_is_said_of_the_first_time_it_came(app: Flask, ana: Visitor) -> None:
    late, in_time = make_entry(happened_on=_days_ago(8)), make_entry(happened_on=_days_ago(7))
    ana.sync(late, in_time)
    assert _flags(app, late, in_time) == [["late"], []]
    ana.sync(edited(late, happened_on=_days_ago(6)))
    assert _flags(app, late) == [[]], "the day was a slip"
    with app.app_context():
        row = writer().get_one(Entry, (WARD_A, UUID(in_time["id"])))
        row.received_at -= timedelta(days=5)
        row.recorded_at = row.received_at
        row.happened_on -= timedelta(days=5)
        writer().commit()
    ana.sync(edited(in_time, happened_on=_days_ago(12)))
    assert _flags(app, in_time) == [[]], "it was in time, and only its correction came later"


def test_far_away_needs_a_middle_and_a_ward_that_keeps_places(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        for area in (AREA_1, ALL_OF_A):
            row = writer().get_one(Neighbourhood, area)
            row.latitude, row.longitude = MIDDLE
        writer().commit()
    far = {"lat": 16.1, "lng": 108.2, "accuracy": 30}
    near = {**far, "lat": 16.08}

    def send(neighbourhood: int, location: Any) -> list[str]:
        entry = make_entry(neighbourhood=neighbourhood, location=location)
        ana.sync(entry)
        return _flags(app, entry)[0]

    assert send(AREA_1, far) == [], "this ward does not keep where entries are made"
    _set(app, location=True)
    assert send(AREA_1, far) == ["far_away"]
    assert send(AREA_1, near) == []
    assert send(AREA_1, None) == []
    assert send(AREA_2, far) == [], "nobody said where its middle is"
    assert send(ALL_OF_A, far) == [], "the whole ward has no middle to be far from"
    _set(app, location=True, far_away={"on": True, "threshold": 5})
    assert send(AREA_1, far) == []


HEALTH = {"service": "health_record", "outcome": "activated"}


def _populate(app: Flask, figure: int = 10, ward_id: int = WARD_A, group: str = "residents", **known: Any) -> None:
    common: dict[str, Any] = {"ward_id": ward_id, "source": "ví dụ"}
    with app.app_context():
        writer().add(Population(**common, group=group, figure=figure, as_of=known.get("as_of", date(2025, 12, 31))))
        writer().commit()


def _publish(app: Flask, numerator: int | None, bound: Bound = Bound.EXACT, as_of: date | None = None) -> None:
    with app.app_context():
        writer().add(
            Baseline(
                ward_id=WARD_A,
                indicator_code="health_record",
                unit_then="ví dụ",
                numerator=numerator,
                bound=bound,
                as_of=as_of,
                source="ví dụ",
            )
        )
        writer().commit()


def _install(visitor: Visitor, app: Flask, *people: int, **fields: Any) -> list[list[str]]:
    entries = [
        make_entry("installation", **{**HEALTH, "people": each, "setting": "event", **fields}) for each in people
    ]
    visitor.sync(*entries)
    return _flags(app, *entries)


def test_beyond_the_population_in_one_batch_and_in_many(app: Flask, ana: Visitor) -> None:
    _populate(app, 4, as_of=date(2024, 12, 31))
    _populate(app, 10)
    _populate(app, 10, WARD_B)
    assert _install(ana, app, 5, 4) == [[], []]
    assert _install(ana, app, 1) == [[]], "all ten have it now"
    assert _install(ana, app, 1, 1) == [["beyond_population"]] * 2
    assert _install(ana, app, 3, outcome="declined") == [[]]
    assert _install(ana, app, 3, service="telehealth") == [[]], "nobody knows how many adults there are"
    # The other areas and months of the ward count, too.
    assert _install(ana, app, 1, neighbourhood=AREA_2, happened_on=_days_ago(6)) == [["beyond_population"]]
    _set(app, beyond_population={"on": True, "threshold": 150})
    assert _install(ana, app, 2, 1) == [[], ["beyond_population"]]
    _set(app, beyond_population={"on": False})
    assert _install(ana, app, 50) == [[]]
    assert_counted(app)


def test_beyond_the_population_counts_neither_void_entries_nor_itself(app: Flask, ana: Visitor) -> None:
    _populate(app, 10)
    entries = [make_entry("installation", **HEALTH, people=each) for each in (8, 2)]
    ana.sync(*entries)
    assert _flags(app, *entries) == [[], []]
    ana.sync(*[edited(entry, note="sửa") for entry in entries])
    assert _flags(app, *entries) == [[], []]
    ana.sync(entries[0], edited(edited(entries[1], people=3), people=3))
    assert _flags(app, entries[1]) == [["beyond_population"]]
    review_entries(app, Action.VOID, edited(entries[0], note="sửa"))
    assert _install(ana, app, 7) == [[]]
    assert _install(ana, app, 1) == [["beyond_population"]]


def test_beyond_the_population_counts_on_from_what_was_published(app: Flask, ana: Visitor) -> None:
    _populate(app, 10)
    _publish(app, 2, as_of=date(2024, 1, 31))
    _publish(app, 9, as_of=today().replace(day=1) - timedelta(days=1))
    assert _install(ana, app, 5, happened_on=_days_ago(40)) == [["late"]], "the published figure has it in it"
    assert _install(ana, app, 1, 1) == [[], ["beyond_population"]]


@pytest.mark.parametrize(("numerator", "bound"), [(None, Bound.EXACT), (9, Bound.MORE_THAN), (9, Bound.LESS_THAN)])
def test_beyond_the_population_is_silent_where_nobody_knows(
    app: Flask, ana: Visitor, numerator: int | None, bound: Bound
) -> None:
    assert _install(ana, app, 500) == [[]]
    _publish(app, numerator, bound)
    _populate(app, 10)
    assert _install(ana, app, 500) == [[]]
