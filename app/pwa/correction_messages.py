"""The messages of corrections and of one's own work: what was logged with a visit, and in what one took part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

CORRECTION_MESSAGES: Mapping[str, LazyString] = {
    "is_withdrawn": _l("withdrawn"),
    "logged_by": _l("Logged by %(name)s"),
}

_PLACEHOLDERS = {"number": "%(number)s", "period": "%(period)s"}
COUNTED_CORRECTIONS: Mapping[str, Callable[[int], str]] = {
    "attached_approved": lambda number: ngettext(
        "%(number)s of them is approved already and cannot be withdrawn. If it is wrong, tell the ward's coordinator.",
        "%(number)s of them are approved already and cannot be withdrawn. If they are wrong, tell the ward's"
        " coordinator.",
        number,
        **_PLACEHOLDERS,
    ),
    "own_days": lambda number: ngettext(
        "Days of attendance in %(period)s: %(number)s day",
        "Days of attendance in %(period)s: %(number)s days",
        number,
        **_PLACEHOLDERS,
    ),
    "withdraw_attached": lambda number: ngettext(
        "Withdraw the %(number)s installation logged with this visit",
        "Withdraw the %(number)s installations logged with this visit",
        number,
        **_PLACEHOLDERS,
    ),
}
"""Messages about a number, as those of ``messages.py``."""
