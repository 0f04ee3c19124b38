"""``/imports/new/<kind>``: a list comes in, as a file or as pasted cells."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import IO

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import requires
from app.arguments import requested_day
from app.body_limit import max_body_size
from app.database import reader
from app.imports.blueprint import bp
from app.imports.import_access import ward_access
from app.imports.import_steps import store_list
from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode
from app.imports.reading import FileRefusedError, read_file, read_pasted
from app.imports.retention import delete_overdue_cells
from app.imports.sheets import ListSheet
from app.imports.upload_forms import UploadForm
from app.imports.wording import KIND_SENTENCES
from app.month import now
from app.permissions import Permission

MOST_SENT = 21 * 1024 * 1024
"""The largest request with a list, in bytes: a file of 20 MB, and the rest of the form."""

_CHUNK = 64 * 1024  # bytes


@bp.route("/new/<code>", methods=["GET", "POST"])
@requires(Permission.WARD_IMPORT)
@max_body_size(MOST_SENT)
def upload(code: str) -> ResponseReturnValue:
    """Show what a list of a kind may look like, and take one in."""
    actor, ward = ward_access()
    if code not in set(KINDS):
        abort(404)
    kind = KINDS[ListCode(code)]
    form = UploadForm.on(actor.today, requested_day("given_on"))
    if form.validate_on_submit():
        delete_overdue_cells(reader(), now())
        try:
            digest, sheets = _read(form)
        except FileRefusedError as refused:
            (form.file if form.has_file else form.pasted).errors = [refused.message]
        else:
            new = form.new_list(kind.code, digest)
            imported = store_list(reader(), ward.id, new, sheets, actor.id, now())
            return redirect(url_for("imports.columns", import_id=imported.id))
    html = render_template(
        "imports/upload.html",
        ward=ward,
        kind=kind,
        form=form,
        sentence=KIND_SENTENCES[kind.code],
        is_pasting="paste" in request.args,
    )
    return html, 422 if form.errors else 200


def _read(form: UploadForm) -> tuple[str, Sequence[ListSheet]]:
    """Return the digest of a list, and its sheets."""
    if not form.has_file:
        text = form.pasted.data or ""
        return sha256(text.encode(errors="replace")).hexdigest(), [read_pasted(text)]
    with request.files["file"].stream as stream:
        digest = _digest(stream)
        stream.seek(0)
        return digest, read_file(stream, form.file_name)


def _digest(stream: IO[bytes]) -> str:
    digest = sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
