"""``/log/``: the pages that a phone keeps. They are the same for everybody; their scripts fetch what is one's own.

A page that carries no name, no token and no cookie may be kept on the phone, opened with no network, and
opened by the next user of the same phone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from flask_babel import force_locale

from app.access import open_to_strangers
from app.localisation import LANGUAGES, selected_language
from app.logbook.kinds import KINDS
from app.pwa.assets import IMMUTABLE
from app.pwa.manifest import describe_app
from app.pwa.words import page_data
from app.pwa.worker import OFFLINE, read_built, revision_of, worker_script

bp = Blueprint("pwa", __name__)

_KEPT = "tung-nha-shells"
_KEPT_WORDS = "tung-nha-words"
_KEPT_WORKER = "tung-nha-worker"
_PAGES: Mapping[str, tuple[str, str | None]] = {
    "/log/": ("pwa/home.html", None),
    "/log/mine": ("pwa/mine.html", None),
    "/log/install": ("pwa/install.html", None),
    OFFLINE: ("pwa/offline.html", None),
    **{f"/log/{kind}": (f"logbook/{kind}.html", kind) for kind in KINDS},
}
"""Template and kind of every page that a phone keeps, by its path."""

_INDENTATION = re.compile(r"\s*\n\s*")
_LATER = frozenset({"/log/install", OFFLINE})
"""The pages that a phone keeps when it is opened again: the first opening has to be light."""


def _shell() -> Response:
    """Answer the page that was asked for. A worker of another version must not keep this one's under its own name."""
    html = _html(request.path, selected_language())
    if request.args.get("v", revision_of(html)) != revision_of(html):
        abort(404)
    return _checked_again(make_response(html))


def _html(path: str, language: str) -> bytes:
    """Return a page, which is made once in each language: it depends on nothing else."""
    kept: dict[tuple[str, str], bytes] = current_app.extensions.setdefault(_KEPT, {})
    if (path, language) not in kept:
        template, kind = _PAGES[path]
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        # A context of its own, so that nothing of whoever asks can get into it.
        with app.app_context(), app.test_request_context(path, query_string={"lang": language}):
            address = url_for("pwa.words", language=language, revision=revision_of(_words(language)))
            html = render_template(template, words=address, kinds=KINDS, **_forms(kind))
        kept[path, language] = _INDENTATION.sub("\n", html).encode()
    return kept[path, language]


def _checked_again(response: Response) -> Response:
    """Let an answer that depends on the language only be kept, and asked for anew without being sent anew."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


def _words(language: str) -> bytes:
    """Return the script with the words of all the phone's scripts."""
    kept: dict[str, bytes] = current_app.extensions.setdefault(_KEPT_WORDS, {})
    if language not in kept:
        with force_locale(language):
            kept[language] = f"globalThis.PAGE={json.dumps(page_data(), ensure_ascii=False)};".encode()
    return kept[language]


def _asset(name: str) -> str:
    """Return the address of a built file, as templates ask for it."""
    address: str = cast(Any, current_app.jinja_env.globals["asset"])(name)
    return address


def _forms(kind: str | None) -> dict[str, Any]:
    """Return the form of a kind, and those of the entries that it may bring along, under names of their own."""
    if kind is None:
        return {}
    attached = {code: other.form(prefix="also-") for code, other in KINDS.items()}
    return {"kind": KINDS[kind], "form": KINDS[kind].form(), "attached": attached}


@bp.get("/log/")
@open_to_strangers
def home() -> Response:
    """Show the kinds of work to log, what came back, and one's own counts."""
    return _shell()


@bp.get("/log/mine")
@open_to_strangers
def mine() -> Response:
    """Show one's own entries."""
    return _shell()


@bp.get("/log/install")
@open_to_strangers
def install() -> Response:
    """Show how the app gets onto the home screen, for every kind of phone."""
    return _shell()


@bp.get("/manifest.webmanifest")
@open_to_strangers
def manifest() -> Response:
    """Describe the app to the browser that puts it on the home screen."""
    described = describe_app(_asset, selected_language())
    response = make_response(json.dumps(described, ensure_ascii=False))
    response.mimetype = "application/manifest+json"
    return _checked_again(response)


@bp.get("/log/<kind>")
@open_to_strangers
def form(kind: str) -> Response:
    """Show the form of a kind."""
    if kind not in KINDS:
        abort(404)
    return _shell()


@bp.get("/log/words-<language>-<revision>.js")
@open_to_strangers
def words(language: str, revision: str) -> Response:
    """Give the scripts their words."""
    if language not in LANGUAGES:
        abort(404)
    response = make_response(_words(language))
    response.mimetype = "text/javascript"
    # An older page asks for older words, and gets the present ones for this once.
    is_present = revision == revision_of(_words(language))
    response.headers["Cache-Control"] = IMMUTABLE if is_present else "no-store"
    return response


@bp.get(OFFLINE)
@open_to_strangers
def offline() -> Response:
    """Show what opens when a page that only the server has is asked for without a connection."""
    return _shell()


@bp.get("/sw.js")
@open_to_strangers
def worker() -> Response:
    """Give the browser the service worker, which it compares with the one it has."""
    kept: dict[str, str] = current_app.extensions.setdefault(_KEPT_WORKER, {})
    if "script" not in kept:
        pages = {path: {language: _html(path, language) for language in LANGUAGES} for path in _PAGES}
        built = partial(read_built, current_app.static_folder or "")
        kept["script"] = worker_script(built(_asset("sw.js")), pages, _LATER, built)
    response = make_response(kept["script"])
    response.mimetype = "text/javascript"
    return _checked_again(response)
