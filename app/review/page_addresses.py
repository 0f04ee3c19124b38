"""Addresses of the review pages: of this page and of the one to go back to, with the entries that were not changed."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from flask import abort, request, url_for

from app.config import LONGEST_ADDRESS

_UNCHANGED = "told"
"""The argument that names an entry that was not changed; each has one."""

_MOST_UNCHANGED = 50


def is_script_request() -> bool:
    """Return whether a script asks, which wants JSON instead of a page."""
    return request.accept_mimetypes.best == "application/json"


def page_address() -> str:
    """Return the address of this page without the entries that were not changed, and with its own way back.

    The answer to a form has no address of its own: it has that of the page that the form stood on.
    """
    if request.method == "POST":
        return return_address()
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != _UNCHANGED]
    return f"{request.path}?{urlencode(arguments)}" if arguments else request.path


def return_address() -> str:
    """Return the review page that the reader came from, by default the queue from its beginning."""
    address = request.values.get("back", "")
    queue_address = url_for("review.queue")
    # Addresses of our pages are written in ASCII.
    is_ours = address.startswith(queue_address) and address.isascii() and len(address) <= LONGEST_ADDRESS
    return address if is_ours else queue_address


def with_unchanged(address: str, ids: Iterable[UUID]) -> str:
    """Add to an address which entries were not changed; the page says why."""
    parts = urlsplit(address)
    arguments = [*parse_qsl(parts.query), *((_UNCHANGED, str(id)) for id in ids)]
    return parts._replace(query=urlencode(arguments)).geturl()


def unchanged_ids() -> list[UUID]:
    """Return which entries were not changed, as the address of this page says it; answer 404 for what is no id."""
    try:
        return [UUID(text) for text in request.args.getlist(_UNCHANGED)[:_MOST_UNCHANGED]]
    except ValueError:
        abort(404)
