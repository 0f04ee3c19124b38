"""The web manifest: what a phone needs to put the app on its home screen, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.logbook.kinds import KINDS

NAME = "Từng Nhà"
BLUE, GROUND = "#0b3d6b", "#f6f3ec"
"""The colours of the bar above the app and of the screen that it starts with, as in ``tokens.css``."""

ICON_SIZES = (192, 512)
SHORTCUT_SIZE = 96
NARROW, WIDE = (720, 1480), (1280, 800)
SCREENSHOTS = (
    ("home-phone", NARROW, _l("Where one is, and what there is to do")),
    ("visit-phone", NARROW, _l("A household visit in a few taps")),
    ("mine-phone", NARROW, _l("Where each of my entries stands")),
    ("ward-desk", WIDE, _l("The ward's figures at a desk")),
)
"""Name, size and words of the pictures that the browser shows before somebody installs."""


def describe_app(asset: Callable[[str], str], language: str) -> dict[str, object]:
    """Return the manifest; ``asset`` gives the address of a built file."""
    return {
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "description": _("The log book of a ward's community digital technology teams"),
        "lang": language,
        "dir": "ltr",
        "start_url": "/log/",
        "scope": "/",
        "display": "standalone",
        "theme_color": BLUE,
        "background_color": GROUND,
        "categories": ["government", "productivity"],
        "icons": _icons(asset),
        "shortcuts": [_shortcut(asset, code) for code in KINDS],
        "screenshots": [_screenshot(asset, *picture) for picture in SCREENSHOTS],
    }


def _icons(asset: Callable[[str], str]) -> list[dict[str, str]]:
    drawn = [
        _picture(asset(f"{name}-{size}.png"), "image/png", (size, size), purpose=purpose)
        for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in ICON_SIZES
    ]
    return [*drawn, {"src": asset("mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}]


def _shortcut(asset: Callable[[str], str], code: str) -> dict[str, object]:
    shortcut: dict[str, object] = {"name": str(KINDS[code].name), "url": f"/log/{code}"}
    try:
        address = asset(f"shortcut-{code}.png")
    except KeyError:
        # The icon of a new kind is drawn by a browser, at the next release; a launcher shows its own until then.
        return shortcut
    return {**shortcut, "icons": [_picture(address, "image/png", (SHORTCUT_SIZE, SHORTCUT_SIZE))]}


def _screenshot(asset: Callable[[str], str], name: str, size: tuple[int, int], words: str) -> dict[str, str]:
    form_factor = "narrow" if size == NARROW else "wide"
    return _picture(asset(f"{name}.webp"), "image/webp", size, form_factor=form_factor, label=str(words))


def _picture(address: str, type: str, size: tuple[int, int], **more: str) -> dict[str, str]:
    return {"src": address, "type": type, "sizes": f"{size[0]}x{size[1]}", **more}
