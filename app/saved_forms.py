"""What a page says of the form that was sent before it, so that its script knows whether to go on keeping the draft.

A view answers what it has saved with a redirect, and what it has not with a page, or says :func:`not_saved`. So
the page to which a redirect leads names the address of the form that is saved, and the page that answers a form
names its address itself.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus, urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from app.access import is_open

_SAVED = "saved_form"
_LONGEST = 500  # characters of an address; the session is a cookie


class SentForm(NamedTuple):
    """The form that was sent before a page: the address to which it was saved, or that this page answers."""

    saved: str = ""
    answered: str = ""


def init_app(app: Flask) -> None:
    """Note forms that are saved, and let templates ask for them."""
    app.after_request(_note_saved_form)
    app.jinja_env.globals.update(sent_form=sent_form)


def sent_form() -> SentForm | None:
    """Return what this page has to say of a form, ``None`` where there are no drafts: on pages that are for everybody.

    A form that was saved is named once, on the page to which its answer led: another tab may open one before.
    """
    if is_open(current_app, request.endpoint) or not current_user.is_authenticated:
        return None
    return SentForm(_taken_note(), _address() if request.method == "POST" else "")


def not_saved() -> None:
    """Say that the redirect that answers this form follows no saving, so that its draft stays."""
    g.is_form_unsaved = True


def _taken_note() -> str:
    """Return the address of the form whose redirect led to this page, once; empty on another page."""
    saved, target = _noted()
    if not saved or target not in {"", _digest(request.path, request.query_string.decode("latin-1"))}:
        return ""
    session.pop(_SAVED)
    return saved


def _note_saved_form(response: Response) -> Response:
    # Without a database there is nobody to ask for: the answer that says so is given as it is.
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return response
    is_redirect = response.status_code in {302, 303}
    if is_open(current_app, request.endpoint) or not current_user.is_authenticated:
        return response
    saved, target = _noted()
    if request.method == "POST":
        address = _address()
        if is_redirect and not g.get("is_form_unsaved") and len(address) <= _LONGEST:
            session[_SAVED] = [address, _target_of(response)]
        elif saved == address:
            session.pop(_SAVED)
    elif is_redirect and saved and target == _digest(request.path, request.query_string.decode("latin-1")):
        session[_SAVED] = [saved, _target_of(response)]
    return response


def _noted() -> tuple[str, str]:
    """Return the noted form and the digest of the page that may name it, which is empty where any page may."""
    match session.get(_SAVED):
        case [str(saved), str(target)]:
            return saved, target
        case _:
            return "", ""


def _target_of(response: Response) -> str:
    """Return the digest of a redirect's target; empty for a page that is for everybody, as that names no form."""
    parts = urlsplit(response.location or "")
    try:
        adapter = current_app.url_map.bind_to_environ(request.environ)
        endpoint, _arguments = adapter.match(parts.path, method="GET")
    except HTTPException:
        return ""
    return "" if is_open(current_app, endpoint) else _digest(parts.path, parts.query)


def _digest(path: str, query: str) -> str:
    """Return a short text for an address, however it is quoted; the session is a cookie."""
    return hashlib.sha256(f"{unquote(path)}?{unquote_plus(query)}".encode()).hexdigest()[:16]


def _address() -> str:
    return request.full_path.removesuffix("?")
