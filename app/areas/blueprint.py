"""The blueprint of the pages that change the areas of a ward."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("areas", __name__, url_prefix="/areas")
