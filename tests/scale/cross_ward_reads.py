"""The reads of several wards at once: all that there are, with the reason of each."""

from __future__ import annotations

_PROVINCE = "A province compares its wards: sums by ward, of counters that stay small as the log grows."
_MOVED = "Who moved may send what happened in the former ward: rows are looked for by their whole key in both wards."
_RECOUNT = "The wards that have rows at all, to recount them one by one."

CROSS_WARD_READS = {
    "app.overview.chooser.month_chooser": _PROVINCE,
    "app.overview.province.province_figures": _PROVINCE,
    "app.overview.province_ratios._household_shares": _PROVINCE,
    "app.overview.province._read_counters": _PROVINCE,
    "app.reports.views._wards_page": _PROVINCE,
    "app.logbook.first_areas._accepted": _MOVED,
    "app.logbook.flagging.lock_flags": _MOVED,
    "app.logbook.intake.Intake._read_areas": _MOVED,
    "app.logbook.locked_state.read_locked_state": _MOVED,
    "app.logbook.stored_entries.stored_entries": _MOVED,
    "app.photos.actions._check_photo_of": _MOVED,
    "app.photos.actions.check_photo": _MOVED,
    "app.logbook.recount._wards": _RECOUNT,
    "app.logbook.recount.rebuild": "An operator's command holds the log still while it counts.",
}
"""By the function that asks, why it reads several wards. Each is a plain aggregate, or finds few rows by their keys."""

APART = ("app.backup.", "app.demo.", "app.migrations")
"""What an operator's commands do with the whole database."""

PASSED_ON = {"app.database", "app.csv_stream"}
"""Modules through which others ask."""
