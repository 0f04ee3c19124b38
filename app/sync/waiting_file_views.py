"""``/waiting/``: where a coordinator takes in the file of a phone that can no longer send."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import requires
from app.body_limit import max_body_size
from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.permissions import Permission
from app.sync.waiting_file import MOST_BYTES, NO_FILE, UnusableFileError, read_waiting_file
from app.sync.waiting_import import import_file

bp = Blueprint("sync_pages", __name__)


@bp.route("/waiting/", methods=["GET", "POST"])
@requires(Permission.ENTRY_IMPORT)
@max_body_size(MOST_BYTES)
def import_waiting() -> ResponseReturnValue:
    """Import a phone's file, and show the result of each of its parts."""
    actor: Actor = current_user._get_current_object()
    imported = error = None
    if request.method == "POST":
        try:
            imported = import_file(reader(), actor, read_waiting_file(_uploaded_file()), now())
        except UnusableFileError as unusable:
            error = unusable.message
    return render_template("sync/waiting.html", imported=imported, error=error), 400 if error else 200


def _uploaded_file() -> bytes:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise UnusableFileError(NO_FILE)
    with sent.stream as stream:
        return stream.read()
