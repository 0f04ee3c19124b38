"""The words of what the audit log keeps of events: what was done to one, and to which of its dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.localisation import day

_EVENT_CHANGES = {
    "added": _l("added"),
    "changed": _l("changed"),
    "replaced": _l("ended, because another rule holds"),
    "ended": _l("ended"),
    "brought_back": _l("brought back"),
    "moved": _l("a date was moved"),
    "called_off": _l("a date was called off"),
    "restored": _l("a date is as planned again"),
}

EVENT_DETAILS: Mapping[str, Callable[[Any], str]] = {
    "event_change": lambda code: str(_EVENT_CHANGES[code]),
    "date": lambda text: str(_("date %(day)s", day=day(date.fromisoformat(text)))),
}
"""The words of each detail of a change in the calendar."""
