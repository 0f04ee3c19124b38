"""Saving what a form holds, and saying so on the next page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.versions import SaveOutcome


def save_and_flash(save: Callable[[Session], SaveOutcome], message: str, unchanged: str | None = None) -> bool:
    """Save a form and flash ``message``; return ``False`` when another version was stored meanwhile.

    Then nothing is saved, and the reader forgets what it read before, which is older than that version. Where the form
    holds what is stored already, as when it is sent twice, ``unchanged`` is flashed, or ``message`` all the same.
    """
    outcome = in_transaction(save)
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        reader().rollback()
        return False
    flash(unchanged if unchanged is not None and outcome is SaveOutcome.UNCHANGED else message)
    return True
