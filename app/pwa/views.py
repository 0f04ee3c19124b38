"""``/log/``: the pages that a phone keeps. They are the same for everybody; their scripts fetch what is one's own.

A page that carries no name, no token and no cookie may be kept on the phone, opened with no network, and
opened by the next user of the same phone.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from app.localisation import selected_language
from app.logbook.kinds import KINDS
from app.pwa.words import page_data

bp = Blueprint("pwa", __name__, url_prefix="/log")

_KEPT = "tung-nha-shells"


def _shell(template: str, kind: str | None = None) -> Response:
    """Answer a page, which is made once in each language: it depends on nothing else."""
    kept: dict[tuple[str, str], bytes] = current_app.extensions.setdefault(_KEPT, {})
    key = request.path, selected_language()
    if key not in kept:
        kept[key] = render_template(template, data=page_data(kind), kinds=KINDS, **_forms(kind)).encode()
    response = make_response(kept[key])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


def _forms(kind: str | None) -> dict[str, Any]:
    """Return the form of a kind, and those of the entries that it may bring along, under names of their own."""
    if kind is None:
        return {}
    attached = {code: other.form(prefix="also-") for code, other in KINDS.items()}
    return {"kind": KINDS[kind], "form": KINDS[kind].form(), "attached": attached}


@bp.get("/")
def home() -> Response:
    """Show the four things to log, what came back, and one's own counts."""
    return _shell("pwa/home.html")


@bp.get("/mine")
def mine() -> Response:
    """Show one's own entries."""
    return _shell("pwa/mine.html")


@bp.get("/<kind>")
def form(kind: str) -> Response:
    """Show the form of a kind."""
    if kind not in KINDS:
        abort(404)
    return _shell(f"logbook/{kind}.html", kind)
