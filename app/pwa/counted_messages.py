"""The messages of the phone's scripts that speak of a number of things."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import ngettext

from app.pwa.correction_messages import COUNTED_CORRECTIONS

# The scripts put in what the text is about, also who.
_PLACEHOLDERS = {"number": "%(number)s", "name": "%(name)s"}
COUNTED_MESSAGES: Mapping[str, Callable[[int], str]] = {
    **COUNTED_CORRECTIONS,
    "characters_left": lambda number: ngettext(
        "%(number)s character left", "%(number)s characters left", number, **_PLACEHOLDERS
    ),
    "lane_done_but_absent": lambda number: ngettext(
        "Every household of %(name)s in the list was visited lately, but %(number)s was not at home.",
        "Every household of %(name)s in the list was visited lately, but %(number)s were not at home.",
        number,
        **_PLACEHOLDERS,
    ),
    "entries": lambda number: ngettext("%(number)s entry", "%(number)s entries", number, **_PLACEHOLDERS),
    "photos": lambda number: ngettext("%(number)s photo", "%(number)s photos", number, **_PLACEHOLDERS),
    "photos_dropped": lambda number: ngettext(
        "%(number)s photo was deleted from this phone: the entry it belonged to no longer counts.",
        "%(number)s photos were deleted from this phone: the entries they belonged to no longer count.",
        number,
        **_PLACEHOLDERS,
    ),
    "photos_held": lambda number: ngettext(
        "%(number)s photo waits with it, and is sent once this is corrected.",
        "%(number)s photos wait with it, and are sent once this is corrected.",
        number,
        **_PLACEHOLDERS,
    ),
    "photos_waiting": lambda number: ngettext(
        "%(number)s photo is not sent yet.",
        "%(number)s photos are not sent yet.",
        number,
        **_PLACEHOLDERS,
    ),
    "sign_in_to_send": lambda number: ngettext(
        "Sign in to send %(number)s entry.", "Sign in to send %(number)s entries.", number, **_PLACEHOLDERS
    ),
    "team.returned": lambda number: ngettext(
        "Returned to its author, not corrected yet: %(number)s entry",
        "Returned to their authors, not corrected yet: %(number)s entries",
        number,
        **_PLACEHOLDERS,
    ),
    "team.submitted": lambda number: ngettext(
        "To be looked at: %(number)s entry", "To be looked at: %(number)s entries", number, **_PLACEHOLDERS
    ),
    "to_do.absent": lambda number: ngettext(
        "Nobody at home, come again: %(number)s household",
        "Nobody at home, come again: %(number)s households",
        number,
        **_PLACEHOLDERS,
    ),
    "waiting_for_days": lambda number: ngettext(
        "Some of it has been waiting for %(number)s day. Find a place with a connection.",
        "Some of it has been waiting for %(number)s days. Find a place with a connection.",
        number,
        **_PLACEHOLDERS,
    ),
    "waiting_too_long": lambda number: ngettext(
        "Some of it has been waiting for %(number)s day! Send it today, or give it to the ward as a file.",
        "Some of it has been waiting for %(number)s days! Send it today, or give it to the ward as a file.",
        number,
        **_PLACEHOLDERS,
    ),
}
"""Messages about a number. Where a language has another one for the number one, its name ends in ``.1``."""
