"""Receiving photos from phones, and showing them to users who may see their entry."""

from __future__ import annotations

from uuid import UUID

import structlog
from flask import Blueprint, Response, abort, jsonify, request
from flask_login import current_user

from app.access import guarded_by, requires
from app.body_limit import max_body_size, received_body
from app.database import reader
from app.errors import APIError
from app.json_values import read_uuid
from app.month import now
from app.people.actor import Actor
from app.permissions import Permission
from app.photos.actions import PhotoOutcome
from app.photos.folder import PhotoKey, PhotoSize, photo_folder
from app.photos.image import MOST_BYTES
from app.photos.queries import picture_of
from app.photos.receive import receive_photo

bp = Blueprint("photos", __name__)
log = structlog.get_logger(__name__)

_REFUSALS = {
    PhotoOutcome.UNKNOWN_ENTRY: 409,
    PhotoOutcome.GONE: 410,
    PhotoOutcome.CONFLICT: 409,
    PhotoOutcome.TOO_MANY: 409,
    PhotoOutcome.UNREADABLE: 422,
}


@bp.put("/api/v1/photos/<photo>")
@guarded_by("Actor.may_send")
@max_body_size(MOST_BYTES)
def take(photo: str) -> Response:
    """Take a photo of one of the sender's entries."""
    actor: Actor = current_user._get_current_object()
    if not actor.may_send:
        raise APIError(403, "forbidden")
    content = _uploaded_picture()
    photo_id, entry_id = _parse_id(photo), _parse_id(request.args.get("entry"))
    receipt = receive_photo(reader(), actor, entry_id, photo_id, content, now())
    if receipt.outcome in _REFUSALS:
        raise APIError(_REFUSALS[receipt.outcome], receipt.outcome)
    return jsonify(id=photo_id, entry=entry_id, outcome=receipt.outcome, digest=receipt.digest)


def _uploaded_picture() -> bytes:
    """Return the picture that was sent; answer 415 for what is none by its type."""
    if request.mimetype != "image/jpeg":
        raise APIError(415, "not_jpeg")
    return received_body()


def _parse_id(text: str | None) -> UUID:
    try:
        return read_uuid(text)
    except ValueError:
        raise APIError(400, "not_an_id") from None


@bp.get("/photos/<uuid:photo_id>")
@requires(Permission.ENTRY_READ)
def show(photo_id: UUID) -> Response:
    """Show a photo."""
    return _picture_response(photo_id, PhotoSize.WHOLE)


@bp.get("/photos/<uuid:photo_id>/preview")
@requires(Permission.ENTRY_READ)
def preview(photo_id: UUID) -> Response:
    """Show a photo as small as a list shows it."""
    return _picture_response(photo_id, PhotoSize.PREVIEW)


def _picture_response(photo_id: UUID, size: PhotoSize) -> Response:
    found = reader().execute(picture_of(current_user, photo_id, size)).first()
    if found is None:
        abort(404)
    ward_id, id, digest, content = found
    if content is None and (folder := photo_folder()):
        content = folder.read(PhotoKey(ward_id, id, digest), size)
    if content is None:
        log.error("photo is missing", ward=ward_id, photo=str(photo_id))
        abort(404)
    return Response(content, mimetype="image/jpeg")
