"""The settings of a ward, read once from the stored JSON, and written back into it. Pure rules.

Only this module knows the names under which the parts are stored. What is missing or cannot be used has its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.places.report_settings import ReportSettings
from app.stored_json import StoredObject, written_over

DENOMINATORS = ("residents", "residents_14_plus", "residents_15_plus", "adults", "households", "businesses")
"""The groups that a ward may take an indicator's ratio of, in place of the group that the catalogue names.

Provinces differ in it: payment accounts are counted of those of 15 and older, or of all adults.
"""

_LOCATION, _FLAGS, _REPORT, _DENOMINATORS = "location", "flags", "report", "age_bases"


@dataclass(frozen=True, slots=True)
class StoredFlag:
    """The stored setting of a flag: whether it is on, and its threshold; ``None`` where nothing is stored."""

    on: bool | None = None
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class WardSettings:
    """The settings of a ward.

    ``keeps_location`` says whether the place where an entry was made is stored. ``flags`` holds by code only what
    is stored; the logbook knows which flags there are and their defaults. ``denominators`` holds by indicator the
    groups that the ward has chosen; the other indicators keep that of the catalogue.
    """

    keeps_location: bool = False
    flags: Mapping[str, StoredFlag] = field(default_factory=dict)
    report: ReportSettings = field(default_factory=ReportSettings)
    denominators: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, stored: object) -> WardSettings:
        """Return the settings that are stored; never fails, whatever is stored."""
        settings = StoredObject(stored)
        flags, denominators = settings.object(_FLAGS), settings.object(_DENOMINATORS)
        return cls(
            keeps_location=settings.switch(_LOCATION, default=False),
            flags={code: _flag_from(flags.object(code)) for code in flags},
            report=ReportSettings.parse(settings.object(_REPORT)),
            denominators={code: group for code in denominators if (group := denominators.text(code)) in DENOMINATORS},
        )


def _flag_from(stored: StoredObject) -> StoredFlag:
    return StoredFlag(stored.optional_switch("on"), stored.optional_number("threshold"))


def changed_settings(
    stored: object,
    *,
    keeps_location: bool | None = None,
    flags: Mapping[str, StoredFlag] | None = None,
    report: ReportSettings | None = None,
    denominators: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what is to be stored when some parts change: all other parts, and keys that are not known, stay.

    ``denominators`` replaces all that were chosen; of ``flags`` those that are not named stay.
    """
    changed: dict[str, Any] = {}
    if keeps_location is not None:
        changed[_LOCATION] = keeps_location
    if flags is not None:
        changed[_FLAGS] = {code: {"on": flag.on, "threshold": flag.threshold} for code, flag in flags.items()}
    if report is not None:
        changed[_REPORT] = report.as_stored()
    written = written_over(stored, changed)
    return written if denominators is None else {**written, _DENOMINATORS: dict(denominators)}
