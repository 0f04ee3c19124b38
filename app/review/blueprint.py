"""The blueprint of the pages on which entries are reviewed."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("review", __name__, url_prefix="/review")
