"""The checks behind the flags: entries that raise each and entries that do not, thresholds, and distances."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import FlagContext, distance
from app.logbook.flags import FLAG_OF, FLAGS, KEPT, Setting, flags_raised, in_order, questions_of, settings_of
from app.month import ZONE
from app.places.ward_settings import WardSettings
from tests.logbook.flag_steps import CENTROID, DAY, NORTH, moment
from tests.logbook.rows import make_row

NOON = datetime.combine(DAY, time(12), ZONE)
EVENING = datetime.combine(DAY, time(23, 59), ZONE)
DEFAULTS = settings_of(WardSettings())


def _row(kind: str = "visit", **values: Any) -> EntryRow:
    fields = {"people": 2, "setting": "home", "started_at": None}
    fields |= {name: values.pop(name) for name in fields if name in values}
    return make_row(**{"kind": kind, "fields": fields, "happened_on": DAY, "recorded_at": NOON} | values)


def _context(**values: Any) -> FlagContext:
    return FlagContext(**{"received_at": EVENING, **values})


def _recorded(*minutes: float) -> list[datetime]:
    return sorted(NOON - timedelta(minutes=each) for each in minutes)


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
    "more_than_met": (
        [(_row(), _context(beyond_met=1)), (_row("installation"), _context(beyond_met=5))],
        [(_row(), _context()), (_row("installation"), _context(beyond_met=-2))],
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
            (_row(recorded_at=moment(22)), _context()),
            (_row(recorded_at=moment(23, 59)), _context()),
            (_row(recorded_at=moment(4, 59)), _context()),
            (_row("training", started_at="22:00"), _context()),
            (_row("training", started_at="04:59"), _context()),
        ],
        [
            (_row(recorded_at=moment(21, 59)), _context()),
            (_row(recorded_at=moment(5)), _context()),
            (_row(recorded_at=None), _context()),
            # Written down at night, but of another day's work.
            (_row(happened_on=DAY - timedelta(days=1), recorded_at=moment(22)), _context()),
            (_row(happened_on=DAY - timedelta(days=1), recorded_at=moment(0, 30)), _context()),
            # A session says itself when it began.
            (_row("training", started_at="19:30", recorded_at=moment(22, 30)), _context()),
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
            (_row(latitude=CENTROID[0] + 31 * NORTH, longitude=CENTROID[1]), _context(centroid=CENTROID)),
            (_row(latitude=CENTROID[0] + 31 * NORTH, longitude=CENTROID[1], accuracy=50), _context(centroid=CENTROID)),
        ],
        [
            (_row(latitude=CENTROID[0] + 29 * NORTH, longitude=CENTROID[1]), _context(centroid=CENTROID)),
            # A phone that knows its place only roughly may be nearer than it says.
            (_row(latitude=CENTROID[0] + 31 * NORTH, longitude=CENTROID[1], accuracy=500), _context(centroid=CENTROID)),
            (_row(latitude=0.0, longitude=0.0), _context()),
            (_row(), _context(centroid=CENTROID)),
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
            (_row(happened_on=DAY - timedelta(days=8), recorded_at=None), _context(received_at=moment(0, 1))),
        ],
        [
            (_row(happened_on=DAY - timedelta(days=7)), _context()),
            (_row(happened_on=DAY - timedelta(days=7)), _context(received_at=moment(23, 59))),
            (_row(happened_on=DAY + timedelta(days=1)), _context()),
        ],
    ),
    "area_ended": (
        [(_row(), _context(area_ended_on=DAY - timedelta(days=1)))],
        [(_row(), _context(area_ended_on=DAY)), (_row(), _context())],
    ),
    "not_its_day": ([(_row(), _context(is_beside_event=True))], [(_row(), _context())]),
    "household_elsewhere": ([(_row(), _context(is_elsewhere=True))], [(_row(), _context())]),
}
"""By flag: the entries, and what stands around them, that raise it by default, and those that do not."""

RAISED = [(code, *case) for code, (raised, _) in CASES.items() for case in raised]
SILENT = [(code, *case) for code, (_, silent) in CASES.items() for case in silent]


@pytest.mark.parametrize(("code", "row", "context"), RAISED)
def test_flag_is_raised(code: str, row: Any, context: FlagContext) -> None:
    assert flags_raised(row, context, questions_of(DEFAULTS)) == [code]


@pytest.mark.parametrize(("code", "row", "context"), SILENT)
def test_flag_is_not_raised(code: str, row: Any, context: FlagContext) -> None:
    assert flags_raised(row, context, questions_of(DEFAULTS)) == []


@pytest.mark.parametrize(("code", "row", "context"), RAISED)
def test_flag_is_not_raised_where_the_ward_turned_it_off(code: str, row: Any, context: FlagContext) -> None:
    off = settings_of(WardSettings.parse({"flags": {code: {"on": False}}}))
    assert off[code] == Setting(False, FLAG_OF[code].threshold)
    assert flags_raised(row, context, questions_of(off)) == []


def test_flags_with_a_check_are_all_tried() -> None:
    assert CASES.keys() == {flag.code for flag in FLAGS if flag.test}
    assert {flag.code for flag in FLAGS} - CASES.keys() == {"photo_again"}


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
def test_settings_that_cannot_be_read_are_the_default(nonsense: Any) -> None:
    assert settings_of(WardSettings.parse({"flags": nonsense})) == DEFAULTS
    assert DEFAULTS["many_people"] == Setting(True, 12)


def test_flags_have_a_sentence() -> None:
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
