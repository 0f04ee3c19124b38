"""The blueprint of the pages by which a ward looks after its people."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("roster", __name__, url_prefix="/people")
