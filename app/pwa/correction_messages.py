"""The messages of corrections: what was logged with a visit, and what is withdrawn with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

CORRECTION_MESSAGES: Mapping[str, LazyString] = {
    "is_withdrawn": _l("withdrawn"),
}

_PLACEHOLDERS = {"number": "%(number)s"}
COUNTED_CORRECTIONS: Mapping[str, Callable[[int], str]] = {
    "attached_approved": lambda number: ngettext(
        "%(number)s of them is approved already and cannot be withdrawn. If it is wrong, tell the ward's coordinator.",
        "%(number)s of them are approved already and cannot be withdrawn. If they are wrong, tell the ward's"
        " coordinator.",
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
