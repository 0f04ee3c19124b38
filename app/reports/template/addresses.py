"""Addresses that a Word template, or the letter made from it, would fetch, open or start by itself. Pure.

A file opens other files by its relationships (:mod:`app.reports.template.allowed_parts`), by fields
(:mod:`app.reports.template.word_fields`), and by attributes of pictures and shapes. Elements are found by their names
alone, whatever namespace they are in: Word knows two for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask_babel import gettext as _

from app.reports.template.allowed_parts import STRICT_NAMESPACE, forbidden_content, is_link, strict_format
from app.reports.template.package import Problem
from app.reports.word_xml import Element

_FETCHING_NAMES = (
    "altChunk attachedTemplate audioCd audioFile binData control externalData frameset frame iframe mailMerge "
    "movie object objectEmbed objectLink OLEObject quickTimeFile saveThroughXslt script foreignObject snd subDoc "
    "videoFile wavAudioFile webVideoPr animate animateMotion animateTransform"
)
_FETCHING = frozenset(_FETCHING_NAMES.split())
"""Elements that show, play or run something that is not in the file."""

_BASES = frozenset(["HyperlinkBase", "xsnLocation"])
"""Elements whose text is an address that others are taken from."""

_CLICKED = frozenset(["a", "arc", "curve", "group", "line", "oval", "polyline", "rect", "roundrect", "shape"])
"""Elements whose address is opened by a click. All others show its content at once."""

_TEXTS = frozenset(["descr", "title", "alt", "name", "tooltip"])
"""Attributes that are only text. Word itself writes the origin of a picture into some."""

_RELATIONSHIPS = frozenset(
    [
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        f"{{{STRICT_NAMESPACE}officeDocument/relationships",
    ]
)
"""The namespaces of attributes that name a relationship."""

_DATA = re.compile(r"data:image/(?:png|jpeg|gif);base64,")
_ADDRESS = re.compile(
    r"\s*(?:[\\/]{2}\w|[a-z]:[\\/]|(?!https?:)[a-z][a-z0-9+.-]*:[\\/]{2}"
    r"|(?:file|javascript|vbscript|mhtml|res|shell|search-ms|ms-[\w-]+):\S)",
    re.IGNORECASE,
)
_CSS_ADDRESS = re.compile(r"@import|url\s*\([\s\"']*(?![\s\"'#])|expression\s*\(|javascript:", re.IGNORECASE)


def problems_of_addresses(name: str, tree: Element) -> Iterator[Problem]:
    """Yield a problem for each address that a part of a template would fetch, open or start."""
    for element in tree.iter("*"):
        namespace, _brace, local = element.tag.rpartition("}")
        if namespace.startswith(f"{{{STRICT_NAMESPACE}"):
            yield strict_format()
        if local in _FETCHING or (local in _BASES and (element.text or "").strip()):
            yield forbidden_content(local, f"{name}: {element.text or ''}")
        if local == "style" and not _is_in_style(element) and _CSS_ADDRESS.search("".join(element.itertext())):
            yield forbidden_content("url( )", name)
        for attribute, value in element.items():
            if not _is_harmless(local, attribute, value):
                yield _address_problem(name, value)


def _is_in_style(element: Element) -> bool:
    """Return whether something stands in a style sheet, whose whole text is looked at once."""
    return next(element.iterancestors("{*}style"), None) is not None


def _address_problem(name: str, address: str) -> Problem:
    message = _(
        "In the file's part %(name)s stands an address that a report must not open. A link begins with https://, "
        "http:// or mailto:. Take the link out; insert pictures themselves instead of linking to them.",
        name=name[:80],
    )
    return Problem(str(_("Link")), address.strip()[:200], message)


def _is_harmless(element: str, attribute: str, value: str) -> bool:
    """Return whether an attribute opens nothing, or only what a reader may click on."""
    namespace, _brace, local = attribute.rpartition("}")
    if namespace in _RELATIONSHIPS:
        return True  # It names a relationship, and those are looked at one by one.
    match local:
        case "src" | "althref":
            return not value.strip()
        case "href":
            is_shown = element not in _CLICKED
            return not value or value.startswith("#") or (bool(_DATA.match(value)) if is_shown else is_link(value))
        case _ if local in _TEXTS:
            return True
        case _ if local.startswith("on") and local != "on" and not namespace:
            return False  # A drawing's program. “on” alone says that a shadow is to be seen.
        case _:
            return not value or value.isalnum() or not (_ADDRESS.match(value) or _CSS_ADDRESS.search(value))
