"""``/guides/``: the guides, for everybody. They hold nothing of a ward, and who cannot sign in needs help most."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from app.access import open_to_strangers
from app.config import Config
from app.guides.guide_files import guide, guide_without_pictures, language_of
from app.guides.guide_list import GUIDES, SECURITY_GUIDE, guides_of
from app.guides.rendering import RenderedGuide
from app.guides.security_contact import security_txt
from app.localisation import selected_language
from app.month import now

bp = Blueprint("guides", __name__)
bp.add_app_template_global(guides_of, "guides_of")


@bp.app_template_global()
def guide_for_phone(name: str) -> tuple[str, RenderedGuide]:
    """Return a guide without pictures, for a page that the phone keeps, and the language that it is written in."""
    language = language_of(name, selected_language())
    return language, guide_without_pictures(name, language)


@bp.app_template_global()
def guide_title(name: str) -> str:
    """Return the title of a guide."""
    return str(GUIDES[name].title)


@bp.get("/guides/")
@open_to_strangers
def index() -> ResponseReturnValue:
    """List the guides."""
    return render_template("guides/index.html", guides=GUIDES)


@bp.get("/guides/<name>")
@open_to_strangers
def guide_page(name: str) -> ResponseReturnValue:
    """Show a guide."""
    if name not in GUIDES:
        abort(404)
    language = language_of(name, selected_language())
    contact = _config().security_contact if name == SECURITY_GUIDE else None
    return render_template(
        "guides/guide.html", name=name, guide=guide(name, language), guide_language=language, contact=contact
    )


@bp.get("/.well-known/security.txt")
@open_to_strangers
def security_contact() -> Response:
    """Say whom to tell about a hole in security; 404 where the operator has named nobody."""
    config = _config()
    if config.security_contact is None:
        abort(404)
    response = make_response(security_txt(config.security_contact, config.public_origin, now()))
    response.mimetype = "text/plain"
    return response


def _config() -> Config:
    config: Config = current_app.config["TUNG_NHA"]
    return config
