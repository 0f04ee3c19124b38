"""``/log/``: the pages that a phone keeps. They are the same for everybody; their scripts fetch what is one's own.

A page that carries no name, no token and no cookie may be kept on the phone, opened with no network, and
opened by the next user of the same phone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from flask_babel import force_locale

from app.access import open_to_strangers
from app.config import Config
from app.localisation import LANGUAGES, selected_language
from app.logbook.kinds import COUNTED_KIND, KINDS
from app.pwa.assets import IMMUTABLE, asset_address
from app.pwa.home_buttons import place_buttons
from app.pwa.kind_fields import form_rules
from app.pwa.manifest import describe_app
from app.pwa.merchant_messages import MERCHANT_MESSAGES
from app.pwa.messages import page_data
from app.pwa.worker import OFFLINE, Shell, read_built, revision_of, worker_script
from app.security import secure_headers

bp = Blueprint("pwa", __name__)

_CACHED_SHELLS = "tung-nha-shells"
_CACHED_MESSAGES = "tung-nha-words"
_CACHED_WORKER = "tung-nha-worker"
_PAGES: Mapping[str, tuple[str, str | None]] = {
    "/log/": ("pwa/home.html", None),
    "/log/households": ("pwa/households.html", None),
    "/log/mine": ("pwa/mine.html", None),
    OFFLINE: ("pwa/offline.html", None),
    "/log/install": ("pwa/install.html", None),
    "/log/help": ("pwa/help.html", None),
    "/log/card": ("pwa/card.html", None),
    "/log/counting": ("pwa/counting.html", None),
    **{f"/log/{kind}": (f"logbook/{kind}.html", kind) for kind in KINDS},
}
"""Template and kind of every page that a phone keeps, by its path; the home page is the first."""

_KEPT_LAST = ("switching.js", "dialogs.js", "merchant_parts.js", "scanned_code.js")
"""What one page needs and can be opened without, such as the list of banks and what scans a code."""

_ON_DEMAND = ("zxing_reader.js", "zxing_reader.wasm")
"""What reads codes where the browser cannot: it weighs five times as much as all that a form loads."""

_SCRIPTS: Mapping[str, tuple[str, Callable[[], Mapping[str, object]]]] = {
    "words": ("globalThis.PAGE=", page_data),
    "rules": ("export default ", form_rules),
}
"""What the scripts of the server begin with and hold, by their names. Rules are loaded once a form is written in."""

_INDENTATION = re.compile(r"\s*\n\s*")
_LATER = frozenset({"/log/install", "/log/help", "/log/card", "/log/counting", OFFLINE})
"""The pages that a phone keeps last, one after the other: what comes before the app can be used has to be light."""


def _shell() -> Response:
    """Answer with the requested page; 404 to a worker of another version, which must not keep it under its own name."""
    shell = _shell_of(request.path, selected_language())
    if request.args.get("v", shell.revision) != shell.revision:
        abort(404)
    response = make_response(shell.html)
    response.headers.update(shell.headers)
    return _revalidated(response)


def _shell_of(path: str, language: str) -> Shell:
    """Return a page, which is made once for each language, as it depends on nothing else."""
    cached: dict[tuple[str, str], Shell] = current_app.extensions.setdefault(_CACHED_SHELLS, {})
    if (path, language) not in cached:
        template, kind = _PAGES[path]
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        # A context of its own, so that nothing of the user who asks can get into the page.
        with app.app_context(), app.test_request_context(path, query_string={"lang": language}):
            addresses = {name: _script_address(name, language) for name in _SCRIPTS}
            shared = {"kinds": KINDS, "counted": COUNTED_KIND, "places": place_buttons()}
            html = render_template(template, **addresses, **shared, **_forms(kind))
        config: Config = app.config["TUNG_NHA"]
        headers = secure_headers(config, may_scan=kind is not None and KINDS[kind].scans_codes)
        cached[path, language] = Shell(_INDENTATION.sub("\n", html).encode(), dict(headers))
    return cached[path, language]


def _revalidated(response: Response) -> Response:
    """Let an answer that depends on the language only be kept and revalidated before each use."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


def _script_address(name: str, language: str) -> str:
    return url_for("pwa.messages", name=name, language=language, revision=revision_of(_script(name, language)))


def _script(name: str, language: str) -> bytes:
    """Return one of the scripts that the server writes: with what all scripts say, or with the rules of the forms."""
    cached: dict[tuple[str, str], bytes] = current_app.extensions.setdefault(_CACHED_MESSAGES, {})
    if (name, language) not in cached:
        begins, describe = _SCRIPTS[name]
        with force_locale(language):
            cached[name, language] = f"{begins}{json.dumps(describe(), ensure_ascii=False)};".encode()
    return cached[name, language]


def _forms(kind: str | None) -> dict[str, object]:
    """Return the form of a kind, and the forms of entries that may be logged with it, whose fields have a prefix."""
    if kind is None:
        return {}
    attached = {code: other.form(prefix="also-") for code, other in KINDS.items()}
    own = {name: str(text) for name, text in MERCHANT_MESSAGES.items()} if KINDS[kind].scans_codes else {}
    return {"kind": KINDS[kind], "form": KINDS[kind].form(), "attached": attached, "own_messages": own}


@bp.get("/log/")
@open_to_strangers
def home() -> Response:
    """Show the kinds of work to log, what came back, and the counts of the phone's user."""
    return _shell()


@bp.get("/log/households")
@open_to_strangers
def households() -> Response:
    """Show the households and merchants of the team of the phone's user."""
    return _shell()


@bp.get("/log/mine")
@open_to_strangers
def mine() -> Response:
    """Show the entries of the phone's user."""
    return _shell()


@bp.get("/log/install")
@open_to_strangers
def install() -> Response:
    """Show how the app gets onto the home screen, for every kind of phone."""
    return _shell()


@bp.get("/log/help")
@open_to_strangers
def help() -> Response:
    """Show the guide for members, and what to do when something is wrong."""
    return _shell()


@bp.get("/log/card")
@open_to_strangers
def card() -> Response:
    """Show the card by which the phone's user is known at somebody's home."""
    return _shell()


@bp.get("/log/counting")
@open_to_strangers
def counting() -> Response:
    """Show the buttons by which people at a busy desk are counted."""
    return _shell()


@bp.get("/manifest.webmanifest")
@open_to_strangers
def manifest() -> Response:
    """Describe the app to the browser that puts it on the home screen."""
    described = describe_app(asset_address, selected_language())
    response = make_response(json.dumps(described, ensure_ascii=False))
    response.mimetype = "application/manifest+json"
    return _revalidated(response)


@bp.get("/log/<kind>")
@open_to_strangers
def form(kind: str) -> Response:
    """Show the form of a kind."""
    if kind not in KINDS:
        abort(404)
    return _shell()


@bp.get("/log/words-<language>-<revision>.js", defaults={"name": "words"})
@bp.get("/log/rules-<language>-<revision>.js", defaults={"name": "rules"})
@open_to_strangers
def messages(name: str, language: str, revision: str) -> Response:
    """Give the scripts their messages, or the rules of the forms."""
    if language not in LANGUAGES:
        abort(404)
    response = make_response(_script(name, language))
    response.mimetype = "text/javascript"
    # An older page asks for older messages, and gets the present ones for this once.
    is_present = revision == revision_of(_script(name, language))
    response.headers["Cache-Control"] = IMMUTABLE if is_present else "no-store"
    return response


@bp.get(OFFLINE)
@open_to_strangers
def offline() -> Response:
    """Show the page that opens instead of a page of the server when there is no connection."""
    return _shell()


@bp.get("/sw.js")
@open_to_strangers
def worker() -> Response:
    """Give the browser the service worker, which it compares with the one it has."""
    cached: dict[str, str] = current_app.extensions.setdefault(_CACHED_WORKER, {})
    if "script" not in cached:
        pages = {path: {language: _shell_of(path, language) for language in LANGUAGES} for path in _PAGES}
        built = partial(read_built, current_app.static_folder or "")
        last, on_demand = (list(map(asset_address, names)) for names in (_KEPT_LAST, _ON_DEMAND))
        source = built(asset_address("sw.js"))
        cached["script"] = worker_script(source, pages, _LATER, built, last=last, on_demand=on_demand)
    response = make_response(cached["script"])
    response.mimetype = "text/javascript"
    return _revalidated(response)
