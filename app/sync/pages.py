"""The page on which a coordinator takes in the file of a phone that can no longer send."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.permissions import Permission, requires
from app.sync.imports import import_file
from app.sync.waiting_file import MOST_BYTES, NO_FILE, UnusableFileError, read_waiting_file

bp = Blueprint("sync_pages", __name__)


@bp.url_value_preprocessor
def allow_a_whole_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let those who may import send as much as a file holds, before anything reads the form that it comes in."""
    if current_user.is_authenticated and current_user.is_granted(Permission.ENTRY_IMPORT):
        request.max_content_length = MOST_BYTES


@bp.route("/waiting/", methods=["GET", "POST"])
@requires(Permission.ENTRY_IMPORT)
def import_waiting() -> ResponseReturnValue:
    """Take in a phone's file, and tell what became of each of its parts."""
    actor: Actor = current_user._get_current_object()
    imported = error = None
    if request.method == "POST":
        try:
            imported = import_file(reader(), actor, read_waiting_file(_sent_file()), now())
        except UnusableFileError as unusable:
            error = unusable.message
    return render_template("sync/waiting.html", imported=imported, error=error), 400 if error else 200


def _sent_file() -> bytes:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise UnusableFileError(NO_FILE)
    with sent.stream as stream:
        return stream.read()
