"""``/log/``: the pages that a phone keeps. They are the same for everybody; their scripts fetch what is one's own.

A page that carries no name, no token and no cookie may be kept on the phone, opened with no network, and
opened by the next user of the same phone.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request

from app.logbook.kinds import KINDS
from app.pwa.words import page_data

bp = Blueprint("pwa", __name__, url_prefix="/log")


def _shell(template: str, **context: Any) -> Response:
    response = make_response(render_template(template, kinds=KINDS, **context))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Cookie"
    response.add_etag(weak=True)
    response.make_conditional(request)
    return response


@bp.get("/")
def home() -> Response:
    """Show the four things to log, what came back, and one's own counts."""
    return _shell("pwa/home.html", data=page_data())


@bp.get("/mine")
def mine() -> Response:
    """Show one's own entries."""
    return _shell("pwa/mine.html", data=page_data())


@bp.get("/<kind>")
def form(kind: str) -> Response:
    """Show the form of a kind."""
    if kind not in KINDS:
        abort(404)
    # An entry may bring others along: their controls have names of their own.
    attached = {code: other.form(prefix="also-") for code, other in KINDS.items()}
    return _shell(
        f"logbook/{kind}.html", data=page_data(kind), kind=KINDS[kind], form=KINDS[kind].form(), attached=attached
    )
