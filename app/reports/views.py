"""``/reports/``: files to download."""

from __future__ import annotations

from flask import Blueprint, Response, stream_with_context
from flask_login import current_user

from app.arguments import asked_month
from app.database import reader
from app.permissions import Permission, requires
from app.reports.csv_export import stream

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("/entries.csv")
@requires(Permission.ENTRY_READ)
def entries_csv() -> Response:
    """Stream the entries of a month that the signed-in user may see."""
    month = asked_month()
    actor = current_user._get_current_object()
    rows = stream_with_context(stream(reader(), actor, actor.place.ward_id, month))
    response = Response(rows, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="entries-{month}.csv"'
    return response
