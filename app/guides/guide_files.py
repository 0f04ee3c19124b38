"""The files of the guides, which are part of the documentation: read once, and rendered once for each use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import url_for
from PIL import Image

from app.config import ROOT
from app.guides.rendering import GuidePicture, RenderedGuide, render_guide
from app.pwa.assets import asset_address

FOLDER = ROOT / "docs" / "guides"
PICTURES = FOLDER / "pictures"
DEFAULT_LANGUAGE = "vi"


def language_of(name: str, language: str) -> str:
    """Return the language in which the guide is shown to a reader of ``language``: not all are translated."""
    return language if _path(name, language).exists() else DEFAULT_LANGUAGE


@cache
def guide(name: str, language: str) -> RenderedGuide:
    """Return a guide with its pictures, in one of the languages that it has."""
    return render_guide(_path(name, language).read_text(encoding="utf-8"), _picture, _address)


@cache
def guide_without_pictures(name: str, language: str) -> RenderedGuide:
    """Return a guide as the phone keeps it: light, and without what it would have to fetch."""
    return render_guide(_path(name, language).read_text(encoding="utf-8"), None, _address)


def _path(name: str, language: str) -> Path:
    return FOLDER / language / f"{name}.md"


def _picture(name: str) -> GuidePicture:
    with Image.open(PICTURES / name) as picture:
        return GuidePicture(asset_address(name), *picture.size)


def _address(name: str) -> str:
    return url_for("guides.guide_page", name=name)
