"""Versions of what a page shows: a form sends the version back that its user saw, and an action compares it.

Where another version is stored by then, nothing is changed, so that nobody's work is replaced unseen. A form of an
older release carries no version, or another one, and is answered the same way.
"""

from __future__ import annotations

import json
from enum import StrEnum
from hashlib import sha256


class SaveOutcome(StrEnum):
    """The outcome of saving a form: it was saved, it held what is stored already, or something else is stored."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CHANGED_MEANWHILE = "changed_meanwhile"


def version_token(*values: object) -> str:
    """Return a short text that is another one when any of ``values`` is: JSON values, days and instants."""
    return sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
