"""Making pictures as phones take them, sending them, and looking at what is kept."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from app.database import reader, table_of
from app.photos.models import Photo, PhotoContent
from tests.client import ORIGIN, Visitor
from tests.sync.steps import Sent


def make_picture(width: int = 80, height: int = 60, format: str = "JPEG", **options: Any) -> bytes:
    """Return a picture whose upper left quarter is red and whose rest is blue."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    buffer = BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def put(
    visitor: Visitor, entry: Sent | str, content: bytes, photo: UUID | str | None = None, **headers: str
) -> TestResponse:
    """Send a photo of an entry as a phone does."""
    of = entry if isinstance(entry, str) else entry["id"]
    return put_to(visitor, f"/api/v1/photos/{photo or uuid4()}?entry={of}", content, **headers)


def put_to(visitor: Visitor, path: str, content: bytes, **headers: str) -> TestResponse:
    """Send a photo to an address; a header that is given as empty stays away."""
    given = {"Origin": ORIGIN, "X-CSRF-Token": visitor.token, "Content-Type": "image/jpeg"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return visitor.http.put(path, data=content, headers={name: value for name, value in given.items() if value})


def answer(response: TestResponse) -> tuple[int, str]:
    """Return the status and what the answer says: an outcome, or an error's code."""
    body: Any = response.json
    return response.status_code, body["outcome"] if response.status_code == 200 else body["error"]


def kept(app: Flask) -> list[dict[str, Any]]:
    """Return what is kept of all photos in all wards, in the order of their ids."""
    photo, content = table_of(Photo), table_of(PhotoContent)
    both = photo.join(content, sa.and_(photo.c.ward_id == content.c.ward_id, photo.c.id == content.c.photo_id))
    with app.app_context():
        rows = reader().execute(sa.select(both).order_by(photo.c.id)).mappings().all()
        return [dict(row) for row in rows]
