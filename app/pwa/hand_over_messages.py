"""The messages of the phone's scripts about giving what cannot be sent to the ward as a file."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

HAND_OVER_MESSAGES: Mapping[str, LazyString] = {
    "hand_over": _l("Hand it to the ward"),
    "hand_over.call": _l("Call the ward: %(phone)s"),
    "hand_over.content": _l("In the file: %(number)s."),
    "hand_over.once": _l(
        "It is taken in under your name. Nothing is counted twice, even if this phone sends it later."
    ),
    "hand_over.parts": _l("That is too much for one file. Hand over %(number)s files, one after the other."),
    "hand_over.save": _l("Save the file on this phone"),
    "hand_over.save.part": _l("Save file %(part)s of %(number)s on this phone"),
    "hand_over.saved": _l("Saved on this phone at %(moment)s as %(name)s. Give this file to the coordinator."),
    "hand_over.share": _l("Share the file"),
    "hand_over.share.part": _l("Share file %(part)s of %(number)s"),
    "hand_over.shared": _l("Handed over at %(moment)s: %(number)s."),
    "hand_over.stays": _l("It also stays on this phone until the ward has it."),
    "hand_over.to": _l("Send it to the coordinator of %(name)s and to nobody else: it holds addresses of households."),
    "hand_over.to_ward": _l("Send it to the ward's coordinator and to nobody else: it holds addresses of households."),
    "handed.saved": _l("Saved as a file at %(moment)s: %(number)s. Give the file to the ward."),
    "handed.shared": _l("Handed to the ward at %(moment)s: %(number)s. It stays here until the ward has it."),
}
