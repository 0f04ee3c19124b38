"""The blueprint of setting wards up, shared by its view modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("start", __name__)
