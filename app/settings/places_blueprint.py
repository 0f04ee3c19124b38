"""The blueprint of the pages of areas, teams and places, whose addresses stand at the root."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("places", __name__)

LISTS = "<any(areas, teams, places):which>"
"""The part of an address that names a list."""

LINE = f"/{LISTS}/<int(max=2147483647):id>"
"""The address of a line of a list."""
