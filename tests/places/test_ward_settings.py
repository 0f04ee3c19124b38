"""The settings of a ward: read from any JSON, and written so that nothing else is lost."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from app.month import Month
from app.periods import PeriodRule, Periods
from app.places.report_settings import ReportSettings
from app.places.ward_settings import SettingsChanges, StoredFlag, WardSettings, changed_settings, stored_rules

STORED = {
    "location": True,
    "flags": {"late": {"on": False, "threshold": 9, "later": 1}, "unknown": {"on": True}},
    "report": {"issuer": "Ủy ban", "later": [1]},
    "age_bases": {"payment_account": "adults", "eid_account": "later"},
    "later": {"any": 1},
}


@pytest.mark.parametrize(
    "stored", [None, [], "text", 3, {}, {"flags": 3, "location": "yes", "report": []}, {"age_bases": 1}]
)
def test_settings_that_cannot_be_read_are_the_defaults(stored: Any) -> None:
    settings, usual = WardSettings.parse(stored), WardSettings()
    assert (settings.keeps_location, settings.flags, settings.denominators) == (False, {}, {})
    assert settings.report.as_stored() == usual.report.as_stored()


def test_settings_hold_every_stored_part() -> None:
    settings = WardSettings.parse(STORED)
    assert settings.keeps_location
    assert settings.flags == {"late": StoredFlag(False, 9), "unknown": StoredFlag(True, None)}
    assert settings.report.issuer == "Ủy ban"
    assert settings.denominators == {"payment_account": "adults"}, "a group that is not known is no choice"


def test_changed_settings_keep_other_parts_and_unknown_keys() -> None:
    changed = changed_settings(STORED, flags={"late": StoredFlag(True, 5)}, report=ReportSettings(issuer="Phường"))
    assert changed["flags"] == {"late": {"on": True, "threshold": 5, "later": 1}, "unknown": {"on": True}}
    assert (changed["report"]["issuer"], changed["report"]["later"]) == ("Phường", [1])
    assert {key: changed[key] for key in ("location", "age_bases", "later")} == {
        key: STORED[key] for key in ("location", "age_bases", "later")
    }


def test_periods_come_from_the_rules_that_can_be_read() -> None:
    rules = [
        {"since": "2026-11", "first_day": 15},
        {"since": "soon", "first_day": 15},
        {"since": "2027-02", "first_day": 9},
    ]
    settings = WardSettings.parse({"periods": rules})
    assert settings.periods == Periods((PeriodRule(Month(2026, 11), 15),))
    again = WardSettings.parse(changed_settings({}, period_rules=stored_rules(settings.periods)))
    assert again.periods == settings.periods


def test_changed_denominators_replace_all_that_were_chosen() -> None:
    assert changed_settings(STORED, denominators={})["age_bases"] == {}
    assert changed_settings(STORED, keeps_location=False)["age_bases"] == STORED["age_bases"]


def test_each_part_can_be_changed_by_its_name() -> None:
    parts = {field.name for field in msgspec.structs.fields(WardSettings)}
    assert parts == SettingsChanges.__annotations__.keys()
    for part in parts:
        value = getattr(WardSettings(), part)
        assert WardSettings.parse(changed_settings({}, **{part: value})).as_stored() == WardSettings().as_stored()
