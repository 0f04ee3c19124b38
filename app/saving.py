"""Saving what a form holds, and saying so on the next page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.versions import SaveOutcome


def save_and_flash(save: Callable[[Session], SaveOutcome], message: str) -> bool:
    """Save a form and flash ``message``; return ``False`` when another version was stored meanwhile.

    Then nothing is saved, and the reader forgets what it read before, which is older than that version.
    """
    outcome = in_transaction(save)
    if outcome is SaveOutcome.CHANGED_MEANWHILE:
        reader().rollback()
        return False
    flash(message if outcome is SaveOutcome.SAVED else _("Nothing changed."))
    return True
