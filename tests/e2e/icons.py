"""Draws the icons of the home screen: ``mark.svg`` in the sizes that phones ask for, and one of each kind of work.

``make icons`` draws them anew when the mark changes; they are in git, because a build needs no browser.
"""

from __future__ import annotations

import json
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from app.config import ROOT
from app.logbook.kinds import KINDS
from tests.e2e.chromium import launch_options

ICONS = ROOT / "static" / "icons"
BLUE, LAMP = "#0b3d6b", "#ffd24a"
COLOURS = 64
"""More than the few of a drawing and the shades of its edges."""

_MARK = ICONS / "mark.svg"
_PLAIN = {"icon-192": 192, "icon-512": 512}
# A launcher cuts its own shape out of these: what counts lies inside a circle of four fifths.
_CUT = {"maskable-192": (192, 0.95), "maskable-512": (512, 0.95), "apple-touch-icon": (180, 1)}
_SHORTCUT = 96


def _drawing() -> str:
    """Return what the mark draws on its ground, without the ground."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    parts = list(ElementTree.fromstring(_MARK.read_text(encoding="utf-8")))
    return "".join(ElementTree.tostring(part, encoding="unicode") for part in parts[1:])


def _mark_without_corners(share: float) -> str:
    """Return the mark on a ground that fills its square, drawn at a share of its size."""
    moved = f"translate(32 32) scale({share}) translate(-32 -32)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="{BLUE}"/>'
        f'<g transform="{moved}">{_drawing()}</g></svg>'
    )


def _shortcut(drawing: str) -> str:
    """Return the icon of a kind of work, light on a round ground."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="{BLUE}"/>'
        f'<g transform="translate(15 15) scale(2.125)" fill="{LAMP}">{drawing}</g></svg>'
    )


def _all() -> dict[str, tuple[str, int]]:
    """Return the drawing and the size of every icon, by name."""
    mark = _MARK.read_text(encoding="utf-8")
    icons = {name: (mark, size) for name, size in _PLAIN.items()}
    icons |= {name: (_mark_without_corners(share), size) for name, (size, share) in _CUT.items()}
    drawings = json.loads((ROOT / "static" / "dist" / "icons.json").read_text(encoding="utf-8"))
    return icons | {f"shortcut-{code}": (_shortcut(drawings[kind.icon]), _SHORTCUT) for code, kind in KINDS.items()}


def _draw(browser: Browser, drawing: str, size: int) -> Image.Image:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: {size}px }}</style>{drawing}")
    picture = Image.open(BytesIO(page.screenshot(omit_background=True)))
    page.close()
    return picture


def main() -> None:
    """Draw all icons."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name, (drawing, size) in _all().items():
            path = ICONS / f"{name}.png"
            _draw(browser, drawing, size).quantize(COLOURS, Image.Quantize.FASTOCTREE).save(path, optimize=True)
            print(f"{path.relative_to(ROOT)}: {size}×{size}, {path.stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
