"""What a page says of the form that was sent before it, so that its script knows whether to go on keeping the draft.

A view answers what it has saved with a redirect, and what it has not with a page. So the page after a redirect names
the address of the form that is saved, and the page that answers a form names its address itself.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, Response, current_app, request, session
from flask_login import current_user

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

    A form that was saved is named once.
    """
    if is_open(current_app, request.endpoint) or not current_user.is_authenticated:
        return None
    return SentForm(session.pop(_SAVED, ""), _address() if request.method == "POST" else "")


def _note_saved_form(response: Response) -> Response:
    is_saved = request.method == "POST" and response.status_code in {302, 303}
    if is_saved and not is_open(current_app, request.endpoint) and current_user.is_authenticated:
        address = _address()
        if len(address) <= _LONGEST:
            session[_SAVED] = address
    return response


def _address() -> str:
    return request.full_path.removesuffix("?")
