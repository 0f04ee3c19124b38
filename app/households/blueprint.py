"""The blueprint of the pages of households and merchants, whose addresses stand at the root."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("households", __name__)

LISTS = "/<any(households, merchants):which>"
"""The part of an address that names a list."""

PARTY = f"{LISTS}/<uuid:id>"
"""The address of a household or a merchant."""
