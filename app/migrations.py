"""The database's schema as a numbered series of steps in ``migrations/versions``."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from flask_alembic import Alembic

from app.config import ROOT
from app.database import Base

alembic = Alembic(metadatas=Base.metadata)


def init_app(app: Flask) -> None:
    """Install ``flask db``, with the revisions at the top of the project."""
    app.config["ALEMBIC"] = {
        "script_location": str(ROOT / "migrations"),
        "version_locations": [str(ROOT / "migrations" / "versions")],
    }
    context: dict[str, Any] = {"render_as_batch": True, "compare_type": True}
    app.config["ALEMBIC_CONTEXT"] = context
    alembic.init_app(app)


def upgrade() -> None:
    """Bring the database of the current app to the newest revision."""
    # The migration keeps its connection until the context ends, and with it the writer's turn.
    with current_app.app_context():
        alembic.upgrade()
