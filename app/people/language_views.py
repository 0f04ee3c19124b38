"""``/language``: choosing the language of a device."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to_strangers
from app.config import LONGEST_ADDRESS, Config
from app.localisation import LANGUAGES, remember_language
from app.people.blueprint import bp

_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@bp.post("/language")
@open_to_strangers
def choose_language() -> ResponseReturnValue:
    """Keep the chosen language on this device, and go back to the page it was chosen on."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    config: Config = current_app.config["TUNG_NHA"]
    response = make_response(redirect(_own_path(request.form.get("back", ""))))
    remember_language(response, language, secure=config.is_https)
    return response


def _own_path(path: str) -> str:
    """Return ``path`` when it stays on this site and is no longer than our own, else the home page.

    Browsers drop tabs and line breaks from addresses, so ``/<tab>/elsewhere`` would lead elsewhere.
    """
    as_sent = path if path.isascii() else quote(path)
    is_own = len(as_sent) <= LONGEST_ADDRESS and _OWN_PATH.fullmatch(path)
    return path if is_own else url_for("overview.home")
