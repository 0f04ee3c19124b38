"""The blueprint of signing in, the user's own account and the audit log."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("people", __name__)
