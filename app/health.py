"""Two questions that machines ask: is the process alive, and can it do its work."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify

from app.database import reader

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """Answer that the process runs."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> Response:
    """Answer that the database answers too; a failure is a 503 with Retry-After."""
    reader().execute(sa.select(sa.literal(1)))
    return jsonify(status="ok")
